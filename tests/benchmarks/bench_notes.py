"""The Notes tab: its first screen over many notes, and keys in a long note until they are painted.

Sizes are 30, 10000 and 100000, or ``--sizes=5000``. The jobs of the tab run in their threads beside it as
they do for a user. The second figure is processor time of the window, which a busy machine changes least.
"""

from __future__ import annotations

import gc
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from briefing_app.app.session import Session
from briefing_app.domain.change import ChangeSet, added
from briefing_app.domain.records import Note
from briefing_app.store.workspace import Workspace
from briefing_app.ui.notes.tab import NotesTab
from briefing_app.ui.widgets.main_frame import MainFrame
from tests.benchmarks.event_loop import Gaps, let_run

KINDS = ("record", "line", "qa", "analysis")
WORDS = ("tariff", "quota", "steel", "cars", "minister", "round", "exemption", "heading", "origin", "rate")
KEYS = 170
MARK_MS = 16


def main() -> None:
    """Print both figures; ``--typing`` the second alone."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication([])
    words = ",".join(word.removeprefix("--sizes=") for word in sys.argv[1:]).split(",")
    with tempfile.TemporaryDirectory() as place:
        if "--typing" in sys.argv:
            _typing(app, Path(place) / "long.brief")
            return
        for _warm in range(2):  # fonts, style and code are in: the window stood before the tab was asked for
            _first_screen(app, Path(place) / f"{_warm}.brief", 30, quiet=not _warm)
    for size in tuple(int(word) for word in words if word.isdigit()) or (30, 10_000, 100_000):
        with tempfile.TemporaryDirectory() as place:
            _first_screen(app, Path(place) / "many.brief", size)
    with tempfile.TemporaryDirectory() as place:
        _typing(app, Path(place) / "long.brief")


def _fill(path: Path, notes: list[Note]) -> None:
    with Workspace.create(path) as workspace:
        for start in range(0, len(notes), 5000):
            part = notes[start : start + 5000]
            workspace.apply(ChangeSet("Fill", tuple(added(note).changes[0] for note in part)))
        workspace.prepare_search()  # as it stands when a workspace of some age is opened
        while not workspace._searcher.is_complete:
            time.sleep(0.05)


def _first_screen(app: QApplication, path: Path, size: int, *, quiet: bool = False) -> None:
    notes = [
        Note(
            id=f"n{number}", title=f"{WORDS[number % 10]} {number}", kind=KINDS[number % 4],
            tags=(f"t{number % 30}",), body=f"関税 {number} " + " ".join(WORDS) * 10,
        )
        for number in range(size)
    ]  # fmt: skip
    _fill(path, notes)
    with Workspace.open(path) as workspace:
        session = Session(workspace)
        session.jobs.run(workspace.prepare_records)  # as the window does when it opens a workspace
        session.jobs.run(workspace.prepare_search)
        session.jobs.wait(60_000)
        clock = QElapsedTimer()
        clock.start()
        own = time.thread_time()
        tab = NotesTab(session)
        tab.resize(1280, 720)
        tab.show()
        tab.activate()
        app.processEvents()
        tab.grab()
        first, own = clock.elapsed(), (time.thread_time() - own) * 1000
        while not tab.is_idle() or session.jobs.pending:
            app.processEvents()
        if not quiet:
            print(
                f"{size:>7,} notes: first screen {first} ms ({own:.0f} ms of processor time), "
                f"whole list {clock.elapsed()} ms"
            )
        tab.deleteLater()
        session.jobs.wait()
        app.processEvents()


@dataclass
class _Keys:
    """What the keys of one place took, in milliseconds: on the clock, and of the window's processor time.

    ``left_out`` counts keys during which the host gave the processor to another machine: that time is
    counted as ours and says nothing of the program.
    """

    name: str
    taken: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)
    left_out: int = 0
    beats: Gaps = field(default_factory=lambda: Gaps(1))

    def __str__(self) -> str:
        taken, own = sorted(self.taken), sorted(self.own)
        if not own:
            return f"{self.name:<26}left out, the host took the processor"
        at = int(len(own) * 0.95)
        return (
            f"{self.name:<26}{len(own):>4} keys: median {statistics.median(taken):5.1f} ms, 95 % "
            f"{taken[at]:5.1f} ms, worst {taken[-1]:5.1f} ms; of processor time "
            f"{statistics.median(own):.1f}, {own[at]:.1f}, {own[-1]:.1f} ms"
            + (f"; {self.left_out} left out, the host took the processor" if self.left_out else "")
        )


def _stolen() -> str:
    """The ticks that the host of this machine gave to others so far; "" where nobody tells."""
    try:
        return Path("/proc/stat").read_text().split("\n", 1)[0].split()[8]
    except (OSError, IndexError):
        return ""


def _typing(app: QApplication, path: Path) -> None:
    paragraph = "The **duty** on cars is 27.5% ^s1, said @akazawa in [[e1]] about #cars. " * 6
    body = "\n\n".join(f"## Part {n}\n\n{paragraph}\n\n- one\n- two" for n in range(420))
    _fill(path, [Note(id="long", title="Long", body=body)])
    with Workspace.open(path) as workspace:
        session = Session(workspace)
        gc.freeze()  # as the window does when it shows a workspace
        frame = MainFrame()  # the window lays out and paints before its threads go on
        tab = NotesTab(session, frame)
        frame.setCentralWidget(tab)
        frame.resize(1280, 720)
        frame.show()
        tab.show_record("note", "long")
        QTest.qWaitForWindowExposed(frame)
        tab.work.editor.viewport().repaint()  # seen: grab() would leave the first real paint to the first key
        editor = tab.work.editor
        print(f"{len(body) // 1000} KB, mark {MARK_MS} ms, each key until it is painted")

        def press(name: str, place: int | None, count: int, keys: tuple[Qt.Key, ...]) -> None:
            if place is not None:
                cursor = editor.textCursor()
                cursor.setPosition(place)
                editor.setTextCursor(cursor)
                _settle(app, tab, session, 0.5)
            found = _Keys(name)
            for number in range(count):
                _one_key(app, tab, found, keys[number % len(keys)])
            print(f"  {found}")

        letters = (Qt.Key.Key_A,) * 5 + (Qt.Key.Key_Space,)
        press("first, note just shown", None, 12, letters)
        _settle(app, tab, session, 1.5)
        gc.freeze()  # as the window does when a tab stands
        for place, name in (
            (20, "at the start"),
            (len(body) // 2, "in the middle"),
            (len(body), "at the end"),
        ):
            press(name, place, KEYS, letters)
        press("Enter", len(body) // 2, 20, (Qt.Key.Key_Return,))
        press("Backspace joining lines", None, 20, (Qt.Key.Key_Backspace,))
        app.clipboard().setText("Words of another paper. " * 400)
        editor.paste()
        press("behind a paste of 10 KB", None, 20, letters)
        app.clipboard().clear()
        _settle(app, tab, session, 1.0)
        session.close()
        frame.deleteLater()


def _one_key(app: QApplication, tab: NotesTab, found: _Keys, key: Qt.Key) -> None:
    editor, stolen = tab.work.editor, _stolen()
    start, begun_own = time.perf_counter(), time.thread_time()
    QTest.keyClick(editor, key)
    editor.viewport().repaint()
    taken = (time.perf_counter() - start) * 1000
    own = (time.thread_time() - begun_own) * 1000
    # What else the thread does until the next key of a fast typist makes a key wait that comes meanwhile.
    found.beats.begin()
    let_run(80)
    taken, own = max(taken, found.beats.longest_wait()), max(own, found.beats.longest_own())
    if own > MARK_MS and stolen != _stolen():
        found.left_out += 1
        return
    found.taken.append(taken)
    found.own.append(own)


def _settle(app: QApplication, tab: NotesTab, session: Session, seconds: float) -> None:
    until = time.perf_counter() + seconds
    while time.perf_counter() < until or session.jobs.pending or not tab.is_idle():
        app.processEvents()


if __name__ == "__main__":
    main()
