"""The Notes tab: its first screen over many notes, and a key in a long note until it is painted.

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
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from briefing_app.app.session import Session
from briefing_app.domain.change import ChangeSet, added
from briefing_app.domain.records import Note
from briefing_app.store.workspace import Workspace
from briefing_app.ui.notes.tab import NotesTab

KINDS = ("record", "line", "qa", "analysis")
WORDS = ("tariff", "quota", "steel", "cars", "minister", "round", "exemption", "heading", "origin", "rate")
KEYS = 150


def main() -> None:
    """Print both figures."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication([])
    words = ",".join(word.removeprefix("--sizes=") for word in sys.argv[1:]).split(",")
    with tempfile.TemporaryDirectory() as place:
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
        session.jobs.run(workspace.prepare_search)  # as the window does when a workspace is open
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


def _typing(app: QApplication, path: Path) -> None:
    paragraph = "The **duty** on cars is 27.5% ^s1, said @akazawa in [[e1]] about #cars. " * 6
    body = "\n\n".join(f"## Part {n}\n\n{paragraph}\n\n- one\n- two" for n in range(420))
    _fill(path, [Note(id="long", title="Long", body=body)])
    with Workspace.open(path) as workspace:
        session = Session(workspace)
        tab = NotesTab(session)
        tab.resize(1280, 720)
        tab.show()
        tab.show_record("note", "long")
        _settle(app, tab, session, 1.5)
        gc.freeze()  # as the window does when a tab stands
        editor = tab.work.editor
        for place, name in ((len(body) // 2, "in the middle"), (len(body), "at the end")):
            cursor = editor.textCursor()
            cursor.setPosition(place)
            editor.setTextCursor(cursor)
            _settle(app, tab, session, 0.5)
            taken, own = [], []
            for number in range(KEYS):
                start, begun_own = time.perf_counter(), time.thread_time()
                QTest.keyClick(editor, Qt.Key.Key_A if number % 6 else Qt.Key.Key_Space)
                editor.viewport().repaint()
                taken.append((time.perf_counter() - start) * 1000)
                own.append((time.thread_time() - begun_own) * 1000)
                until = time.perf_counter() + 0.08  # a fast typist
                while time.perf_counter() < until:
                    begun, begun_own = time.perf_counter(), time.thread_time()
                    app.processEvents()
                    # What else the thread does makes a key wait that comes meanwhile.
                    taken[-1] = max(taken[-1], (time.perf_counter() - begun) * 1000)
                    own[-1] = max(own[-1], (time.thread_time() - begun_own) * 1000)
            taken.sort()
            own.sort()
            print(
                f"{len(body) // 1000} KB, key to paint {name}: median {statistics.median(taken):.1f} ms, "
                f"95 % {taken[int(KEYS * 0.95)]:.1f} ms, worst {taken[-1]:.1f} ms; of processor time "
                f"{statistics.median(own):.1f}, {own[int(KEYS * 0.95)]:.1f}, {own[-1]:.1f} ms"
            )
        _settle(app, tab, session, 1.0)
        session.close()
        tab.deleteLater()


def _settle(app: QApplication, tab: NotesTab, session: Session, seconds: float) -> None:
    until = time.perf_counter() + seconds
    while time.perf_counter() < until or session.jobs.pending or not tab.is_idle():
        app.processEvents()


if __name__ == "__main__":
    main()
