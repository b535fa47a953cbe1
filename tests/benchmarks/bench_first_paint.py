"""First paint of the welcome page beside the first paint of an empty QMainWindow, both from process start.

All are started once before they are measured, so that Python's compiled files are there, as on any second
start of a program; without a display they paint offscreen. The mark is on the empty window. Between the two
stands the least that any window of ours would need: one label in the bundled font, on the Fusion style,
placed with a name of Qt's own (the first use of ``Qt`` makes a hundred Python enumerations).
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
LEAST = (
    WAIT
    + """
from briefing_app import resources
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
app = QApplication([])
for weight in ("Regular", "Bold"):
    QFontDatabase.addApplicationFont(str(resources.path("fonts", f"NotoSansJP-{weight}.ttf")))
app.setStyle("Fusion")
app.setFont(QFont("Noto Sans JP", 10))
window = QMainWindow()
window.setCentralWidget(QLabel("Briefing Desk", alignment=Qt.AlignmentFlag.AlignCenter))
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
    """Print the three medians and the ratios; the mark is printed, never asserted."""
    programs = (EMPTY, LEAST, OURS)
    with tempfile.TemporaryDirectory(prefix="briefing-desk-") as home:
        for program in programs:
            seconds(program, home)
        runs = [[seconds(each, home) for each in programs] for _run in range(RUNS)]
    empty, least, ours = (statistics.median(run[place] for run in runs) for place in range(3))
    beside_empty = statistics.median(run[2] / run[0] for run in runs)
    beside_least = statistics.median(run[2] / run[1] for run in runs)
    print(f"empty QMainWindow        {empty * 1e3:7.0f} ms")
    print(f"a label in our font      {least * 1e3:7.0f} ms   ratio {least / empty:.2f}")
    print(f"welcome page             {ours * 1e3:7.0f} ms   ratio {beside_empty:.2f} (mark {MARK})")
    print(f"                                      beside the label {beside_least:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
