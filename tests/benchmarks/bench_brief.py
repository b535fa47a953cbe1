"""A 30-page briefing with 6 charts and a 500-row table beside the bare compile; one edit; 300 pages.

Prints milliseconds (best of three; the first compile of a process is told apart). Marks: the whole way from
records to PDF at most 1.25 x the bare compile; the pages on the screen after one edited paragraph at most
450 ms; 300 pages under 5 s. Nothing is asserted: the machine decides.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from briefing_app import resources
from briefing_app.domain.change import Change, ChangeSet, replaced
from briefing_app.domain.records import (
    Briefing,
    Event,
    Note,
    Record,
    Series,
    SeriesPoint,
    Source,
    TypedDate,
)
from briefing_app.reports import briefing as papers
from briefing_app.reports import editions
from briefing_app.reports.excerpt import edited_preview
from briefing_app.reports.preview import make_preview
from briefing_app.reports.render import ARCHIVE_AND_ACCESS, CONTENT, main_file
from briefing_app.store.workspace import Workspace
from briefing_app.ui.briefing.pages import rasterise
from tests.reports.test_change_bars import marked_all

DAY = date(2025, 5, 24)
WORDS = "The two sides have looked at the measures in force and at what each of them would need to move. "


def records(notes: int, events: int) -> list[Record]:
    """Notes of some paragraphs, dated events with a source, six series."""
    made: list[Record] = [Source(id="s", title="A paper of the day", publisher="Desk", date="2025-01-01")]
    for number in range(notes):
        body = "\n\n".join(f"**Point {part}.** {WORDS * 4} ^s" for part in range(1, 7))
        made.append(Note(id=f"n{number}", title=f"Topic {number}", body=body, tags=("known:2025-01-01",)))
    for number in range(events):
        when = (date(2023, 6, 1) + timedelta(days=number)).isoformat()
        made.append(
            Event(
                id=f"e{number}",
                title=f"Event {number}",
                summary=WORDS,
                dates=(TypedDate(when),),
                sources=("s",),
            )
        )
    for number in range(6):
        points = tuple(
            SeriesPoint(f"{2019 + month // 12}-{month % 12 + 1:02d}", Decimal(month * (number + 1) % 37) / 2)
            for month in range(60)
        )
        made.append(
            Series(
                id=f"x{number}", title=f"Indicator {number}", unit="percent", points=points, sources=("s",)
            )
        )
    return made


@dataclass(frozen=True, order=True)
class Taken:
    """What a run took, in milliseconds: on the clock, and of the processor, which others disturb less."""

    clock: float
    processor: float

    def __str__(self) -> str:
        return f"{self.clock:,.0f} ms ({self.processor:,.0f} ms of processor time)"


def best(work: Callable[[], object], times: int = 3) -> Taken:
    """The shortest of some runs."""
    found = []
    for _ in range(times):
        start, used = time.perf_counter(), time.process_time()
        work()
        found.append(Taken((time.perf_counter() - start) * 1000, (time.process_time() - used) * 1000))
    return min(found)


def a_book(workspace: Workspace) -> tuple[Briefing, papers.ReportData]:
    """The book of a workspace and its content on the day."""
    briefing = papers.default_briefing(papers.TEMPLATES["book"], "en")
    return briefing, papers.gather_report(workspace, briefing, as_of=DAY, language="en")


def whole(workspace: Workspace, briefing: Briefing, *, fresh: list[int]) -> bytes:
    """From records to a PDF with another title each time: the compiler uses nothing of an earlier run."""
    fresh[0] += 1
    changed = replace(briefing, title=f"Title {fresh[0]}")
    return papers.typeset(papers.gather_report(workspace, changed, as_of=DAY, language="en")).pdf()


def measure(folder: Path, notes: int, events: int, name: str) -> None:
    """Print one size."""
    with Workspace.create(folder / f"{name}.brief") as workspace:
        made = records(notes, events)
        workspace.apply(
            ChangeSet("Fill", tuple(Change(each.record_kind, each.id, None, each) for each in made))
        )
        briefing, report = a_book(workspace)
        first = best(lambda: papers.typeset(report).pdf(), 1)
        pages = papers.typeset(report).page_count()
        print(f"{name}: {pages} pages, first compile of these pages {first}")
        fresh = [0]
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(resources.path("fonts"))]
        )
        start = best(lambda: whole(workspace, briefing, fresh=fresh))

        def bare() -> bytes:
            fresh[0] += 1
            plain = papers.plain_content(replace(report, title=f"Title {fresh[0]}"))
            paper = {"paper": json.dumps({k: v for k, v in plain.items() if k not in CONTENT})}
            main = main_file("flow", {key: plain[key] for key in CONTENT})
            made = typst.compile(
                main, root=str(resources.path("templates")), font_paths=fonts, ignore_system_fonts=True,
                sys_inputs=paper, format="pdf", pdf_standards=list(ARCHIVE_AND_ACCESS),
            )  # fmt: skip
            assert isinstance(made, bytes)
            return made

        floor = best(bare)
        print(
            f"{name}: records to PDF {start}, bare compile {floor}, "
            f"ratio {start.clock / floor.clock:.2f} ({start.processor / floor.processor:.2f})"
        )

        def edited(briefing: Briefing = briefing) -> object:
            fresh[0] += 1
            note = workspace.get("note", "n0")
            assert isinstance(note, Note)
            workspace.apply(replaced(note, replace(note, body=note.body + f"\n\nEdit {fresh[0]}.")))
            return make_preview(workspace, briefing, as_of=DAY, language="en")

        print(f"{name}: one edited paragraph to all pages as pictures {best(edited)}")
        kept = replace(briefing, id="b")
        workspace.apply(ChangeSet("Keep", (Change("briefing", "b", None, kept),)))
        editions.freeze(workspace, "b", report, workspace.apply)
        print(f"{name}: the same with bars beside what changed {best(lambda: edited(kept))}")

        def all_new() -> bytes:
            fresh[0] += 1
            return papers.typeset(marked_all(replace(report, title=f"Title {fresh[0]}"))).pdf()

        print(f"{name}: content to PDF with a bar beside everything {best(all_new)}")

        before = make_preview(workspace, briefing, as_of=DAY, language="en")

        def edited_pages() -> object:
            fresh[0] += 1
            note = workspace.get("note", "n0")
            assert isinstance(note, Note)
            workspace.apply(replaced(note, replace(note, body=note.body + f"\n\nEdit {fresh[0]}.")))
            shown = edited_preview(before, workspace, briefing, as_of=DAY, language="en")
            assert not shown.is_settled
            return rasterise(shown.pages[shown.place_of("note-n0").page - 1], 900)  # type: ignore[union-attr]

        print(f"{name}: one edited paragraph to its page on the screen {best(edited_pages)}")


def main() -> None:
    """Print the table."""
    with TemporaryDirectory() as folder:
        measure(Path(folder), notes=7, events=500, name="book of 30 pages")
        measure(Path(folder), notes=245, events=2200, name="book of 300 pages")


if __name__ == "__main__":
    main()
