"""How long the window stands still while a large workspace opens and its pages are made ahead; mark: 50 ms.

The real window, offscreen, jobs in their threads, on an encrypted workspace of 60,000 notes of 1 KB
(``--notes=N`` for another number), once with each tab as the first, in a process of its own. A timer of 5 ms
tells each gap of the event loop: while it opens, until the first tab stands, and in the seconds after it, in
which the window makes the other tabs ready. The code is read from its byte code, as the installed program
does: the first run writes it and is not told. Nothing is asserted: the machine decides.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from briefing_app.app.jobs import Jobs
from briefing_app.app.settings import Settings
from briefing_app.domain.change import ChangeSet, added
from briefing_app.domain.records import Note
from briefing_app.paths import places
from briefing_app.store.workspace import Workspace
from briefing_app.ui.main_window import MainWindow
from briefing_app.ui.opening import Opener, local_now
from briefing_app.ui.theme import start_theme, theme
from tests.benchmarks.event_loop import Gaps, let_run, until

TABS = ("timeline", "tariff", "people", "notes", "briefing")
NOTES = 60_000
AT_ONCE = 5000
PASSPHRASE = "long words here 12"
AFTER_MS = 15_000
WORDS = ("tariff", "quota", "steel", "cars", "minister", "round", "exemption", "heading", "origin", "rate")


def fill(path: Path, count: int) -> None:
    """Make the encrypted workspace."""
    with Workspace.create(path, passphrase=PASSPHRASE) as workspace:
        for start in range(0, count, AT_ONCE):
            notes = (note(number) for number in range(start, min(start + AT_ONCE, count)))
            workspace.apply(ChangeSet("Fill", tuple(added(each).changes[0] for each in notes)))


def note(number: int) -> Note:
    """A note of 1 KB, in English and Japanese."""
    words = " ".join(WORDS[(number + place) % 10] for place in range(120))
    body = f"関税 {number}: 自動車の輸入について。 {words}"
    return Note(
        id=f"n{number}", title=f"{WORDS[number % 10]} {number}", kind="analysis", tags=(f"t{number % 30}",),
        body=body,
    )  # fmt: skip


def run(path: Path, home: Path, tab: str) -> None:
    """Open the workspace with one tab as the first, in this process, and tell the gaps."""
    application = QApplication.instance() or QApplication([])
    ours = places(home)
    start_theme("light", 1.0)
    opener = Opener(Jobs(), ours.data, local_now)
    window = MainWindow(ours, Settings(ours), opener)
    window.resize(1440, 900)
    window.show()
    theme().draw_icons()
    let_run(500)
    gaps = Gaps()
    window.wanted_tab = tab
    begun = time.perf_counter()
    opener.open(path, PASSPHRASE)
    until(lambda: window.desk is not None and window.desk.name == tab)
    took = time.perf_counter() - begun
    gaps.tell(f"{tab} first, {took:.1f} s")
    let_run(AFTER_MS)
    gaps.tell("  the seconds after")
    window.close()
    application.quit()


def main() -> None:
    """Measure with each tab first, or with those that are named."""
    if "--run" in sys.argv:
        run(Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])
        return
    count = next((int(word[8:]) for word in sys.argv[1:] if word.startswith("--notes=")), NOTES)
    asked = [word for word in sys.argv[1:] if word in TABS] or list(TABS)
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.brief"
        fill(path, count)
        print(f"{count:,} encrypted notes", flush=True)
        for place, tab in enumerate((asked[0], *asked)):
            home = Path(folder) / f"home-{place}"
            subprocess.run(
                [sys.executable, "-m", "tests.benchmarks.bench_opening", "--run", path, home, tab],
                env=own, stdout=None if place else subprocess.DEVNULL, check=True,
            )  # fmt: skip


if __name__ == "__main__":
    main()
