"""First paint of the welcome page beside the first paint of an empty QMainWindow, both from process start.

Both are started once before they are measured, so that Python's compiled files are there, as on any second
start of a program; without a display both paint offscreen.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 7
MARK = 1.25
WAIT = """
import sys, time
from PySide6.QtCore import QEvent, QObject
class First(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            print(time.time(), flush=True)
            import os; os._exit(0)
        return False
"""
EMPTY = (
    WAIT
    + """
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1280, 800)
first = First()
window.installEventFilter(first)
window.show()
app.exec()
"""
)
OURS = (
    WAIT
    + """
from briefing_app import main
from PySide6.QtWidgets import QApplication
from PySide6.QtCore import QCoreApplication
first = First()
show = None
def watched_show(self):
    self.installEventFilter(first)
    show(self)
from briefing_app.ui.main_window import MainWindow
show = MainWindow.show
MainWindow.show = watched_show
main.run(["--home", sys.argv[1]])
"""
)


def seconds(program: str, home: str) -> float:
    """From the start of the process to its first paint event."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    if sys.platform.startswith("linux") and not {"DISPLAY", "WAYLAND_DISPLAY"} & environment.keys():
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    start = time.time()
    done = subprocess.run(
        [sys.executable, "-c", program, home],
        capture_output=True, text=True, check=True, timeout=120, env=environment,
    )  # fmt: skip
    return float(done.stdout.split()[-1]) - start


def main() -> int:
    """Print both medians and their ratio; the mark is printed, never asserted."""
    with tempfile.TemporaryDirectory(prefix="briefing-desk-") as home:
        seconds(EMPTY, home), seconds(OURS, home)
        pairs = [(seconds(EMPTY, home), seconds(OURS, home)) for _run in range(RUNS)]
    empty = statistics.median(pair[0] for pair in pairs)
    ours = statistics.median(pair[1] for pair in pairs)
    ratio = statistics.median(pair[1] / pair[0] for pair in pairs)
    print(f"empty QMainWindow {empty * 1e3:7.0f} ms")
    print(f"welcome page      {ours * 1e3:7.0f} ms   ratio {ratio:.2f} (mark {MARK})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
