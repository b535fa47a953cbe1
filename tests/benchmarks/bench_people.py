"""The People tab at 20, 5,000 and 20,000 people: first screen, groupings, find, a change, a day, views.

Offscreen, 1,400 x 900, after the data is open. The tab with 20 people is the floor: its widgets. Prints
milliseconds of processor time of the window's thread, so that a busy machine matters least, and the time on
the clock beside it for the first screen, and until the fields at the right are made too. Where a thread works
meanwhile, the longest that the window stood still and the time on the clock are told; nothing is asserted.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from briefing_app.app.jobs import Jobs
from briefing_app.app.session import Session
from briefing_app.domain.change import Change, ChangeSet, replaced
from briefing_app.domain.duplicates import find
from briefing_app.domain.records import Person, PersonName, Position, Post
from briefing_app.store.workspace import Workspace
from briefing_app.ui.people.tab import VIEWS, PeopleTab

KANA = "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわ"


def made_person(n: int) -> Person:
    """Somebody with two scripts, two posts and now and then a position."""
    reading = KANA[n % 44] + KANA[n // 44 % 44] + " " + KANA[n % 7]
    return Person(
        id=f"p{n}", country=("JP", "US", "KR")[n % 3],
        names=(PersonName(f"Name{n % 977} Given{n}", family=f"Name{n % 977}"),
               PersonName(f"名前{n}", "Jpan", reading=reading)),
        posts=(Post(f"Director {n % 50}", f"Office {n % 200}", f"20{10 + n % 14}-0{n % 9 + 1}-01"),
               Post("Deputy", "Ministry", f"200{n % 9}", f"20{10 + n % 14}")),
        positions=(Position("Cars", "No", date="2025-04-01"),) if n % 100 == 0 else (),
    )  # fmt: skip


def took(run: Callable[[], object]) -> str:
    """Milliseconds, in words."""
    begun = time.thread_time()
    run()
    return f"{(time.thread_time() - begun) * 1000:8.1f} ms"


def took_at_most(session: Session, run: Callable[[], object]) -> str:
    """How long the window stood still at most until what ``run`` asked of threads is shown, in words."""
    clock = time.perf_counter()
    longest, does = 0.0, run
    while True:
        begun = time.thread_time()
        does()
        longest = max(longest, time.thread_time() - begun)
        if not session.jobs.pending:
            return f"{longest * 1000:8.1f} ms; on the clock {(time.perf_counter() - clock) * 1000:.1f} ms"
        does = QApplication.processEvents


STEPS: list[float] = []


def until_idle(tab: PeopleTab) -> None:
    """Let the tab make what it makes after the first screen; how long it held the window up at most."""
    STEPS.clear()
    while not tab.is_idle():
        begun = time.thread_time()
        QApplication.processEvents()
        STEPS.append((time.thread_time() - begun) * 1000)


def measure(count: int, folder: Path) -> None:
    """One workspace of so many people."""
    with Workspace.create(folder / f"{count}.brief") as workspace:
        everybody = [made_person(n) for n in range(count)]
        workspace.apply(ChangeSet("fill", tuple(Change("person", p.id, None, p) for p in everybody)))
    with Workspace.open(folder / f"{count}.brief") as workspace:
        session = Session(workspace, Jobs())
        print(f"-- {count:,} people")
        print(f"read the records              {took(lambda: workspace.records('person'))}")
        tabs: list[PeopleTab] = []

        def first() -> None:
            tab = PeopleTab(session)
            tab.resize(1400, 900)
            tab.activate()
            tab.show()
            tab.grab()
            tabs.append(tab)

        clock = time.perf_counter()
        print(f"first screen                  {took(first)}   mark: 100 ms", end="")
        print(f"; on the clock {(time.perf_counter() - clock) * 1000:.1f} ms")
        tab = tabs[0]
        print(f"all fields beside it          {took(lambda: (until_idle(tab), tab.grab()))}", end="")
        print(f"; longest step {max(STEPS):.1f} ms")
        for place in (1, 2, 3, 0):
            words = tab.grouping.itemText(place)
            print(f"group {words:<24}{took(lambda at=place: tab.grouping.setCurrentIndex(at))}")
        print(f"find, first time              {took_at_most(session, lambda: tab._on_find('name5'))}")
        print(f"find again                    {took(lambda: tab._on_find('name55'))}")
        tab._on_find("")
        before = workspace.get("person", "p0")
        after = replace(before, note="x")
        print(f"one person changed            {took(lambda: session.apply(replaced(before, after)))}")
        print(f"another day                   {took(lambda: setattr(session, 'as_of', date(2020, 1, 1)))}")
        for place in range(1, len(VIEWS)):
            stood = took_at_most(session, lambda at=place: (tab._show_view(at), tab.grab()))
            print(f"view {VIEWS[place]:<25}{stood}")
        print(f"look for duplicates           {took(lambda: find(everybody))}")
        tab.close()
        session.jobs.wait()


def main() -> None:
    """Print all of it."""
    application = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        for count in (1, 20, 5000, 20000):  # the first warms up theme, fonts and icons
            measure(count, Path(folder))
    del application


if __name__ == "__main__":
    main()
