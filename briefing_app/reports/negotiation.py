"""The second page of a scenario sheet, from the note tagged ``brief:scenario``.

Its headings say what is at issue, the parties, the concession ladder, where the sides would walk away,
triggers, monitoring and open questions. A saved run that it links below "Sensitivity" is worked out again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from briefing_app.domain.records import Note
from briefing_app.reports import gather, labels, prose, saved_run, wording
from briefing_app.reports.desk import Desk
from briefing_app.reports.labels import section_of
from briefing_app.reports.model import Content, Prose, Section
from briefing_app.reports.scenario_model import Ladder, Party, Rung, Zone
from briefing_app.reports.signs import signs

TAG = "brief:scenario"
# What comes before the options, and what a sheet is not whole without.
_BEFORE = ("at_issue", "parties")
_WANTED = ("at_issue", "sensitivity", "ladder", "zone", "triggers")
_PERCENT = re.compile(r"(\d{1,4}(?:\.\d{1,4})?)\s*[%％]")
_LINK = re.compile(r"\[\[([^\[\]#|]+)[^\[\]]*\]\]")
_ESTIMATE = re.compile(r"estimate|推定|見積", re.IGNORECASE)


@dataclass(frozen=True)
class Pages:
    """What stands before the options and what behind them."""

    before: tuple[Section, ...] = ()
    behind: tuple[Section, ...] = ()


def pages(desk: Desk) -> Pages:
    """The sections of the newest note for the sheet that stands on the day; what is missing is named."""
    tagged = [note for note in desk.notes() if TAG in note.tags]
    note = next((note for note in tagged if note.language == desk.language), next(iter(tagged), None))
    before: list[Section] = []
    behind: list[Section] = []
    found: set[str] = set()
    if note is not None:
        desk.use(note)
        for number, (heading, text) in enumerate(prose.sections(note.body)):
            key = section_of(heading)
            content = _content(desk, note, key, text)
            if not content:
                continue
            found.add(key)
            title = desk.section_title(key) if key in _KNOWN else heading
            section = Section(
                f"negotiation-{key if key in _KNOWN else number}", "text", title, content,
                lang=note.language, marking=note.marking,
            )  # fmt: skip
            (before if key in _BEFORE else behind).append(section)
    if missing := [desk.section_title(key) for key in _WANTED if key not in found]:
        behind.append(_missing(desk, missing))
    return Pages(tuple(before), tuple(behind))


def _missing(desk: Desk, titles: list[str]) -> Section:
    """What is missing is said on paper; how to enter it, to the writer alone."""
    words = labels.words(desk.language)
    named = signs(desk.language).listed(titles)
    said = words["to_enter"].replace("{titles}", named)
    desk.tell(
        "note",
        f"Not entered yet: {named}. Write a note tagged brief:scenario with these headings.",
        "options",
    )
    return Section("negotiation-missing", "text", "", (), empty=said, lang=desk.language)


def _content(desk: Desk, note: Note, key: str, text: str) -> tuple[Content, ...]:
    parts = desk.prose(text, note.language)
    build = _KNOWN.get(key)
    return build(desk, note, text, parts) if build else parts


def _as_written(_desk: Desk, _note: Note, _text: str, parts: tuple[Prose, ...]) -> tuple[Content, ...]:
    return parts


def _sensitivity(desk: Desk, note: Note, text: str, parts: tuple[Prose, ...]) -> tuple[Content, ...]:
    """The tornado of the run that the text links; the text stands below it."""
    for found in _LINK.finditer(text):
        run = desk.note(found[1].strip())
        if run is not None and "simulation" in run.tags and desk.knowledge.note(run):
            drawn = saved_run.tornado(desk, run)
            return (*drawn, *parts) if drawn else ()
    desk.tell("warn", f'"{note.title}" links no saved run below “Sensitivity”.', "options")
    return ()


def _ladder(desk: Desk, note: Note, _text: str, parts: tuple[Prose, ...]) -> tuple[Content, ...]:
    """The first table as a ladder, anything else as it is written."""
    made: list[Content] = []
    for part in parts:
        if part.kind != "table" or len(part.rows) < 2 or any(isinstance(one, Ladder) for one in made):
            made.append(part)
            continue
        head = tuple(prose.plain(cell.runs) for cell in part.rows[0])
        rungs = tuple(
            Rung(
                tuple(prose.plain(cell.runs) for cell in row),
                tuple(sorted({cite for cell in row for cite in gather.cites_of(cell.runs)})),
            )
            for row in part.rows[1:]
        )
        colon, stop = ("：", "。") if desk.language == "ja" else (": ", ". ")
        said = stop.join(
            f"{number}{colon}"
            + "; ".join(f"{name}{colon}{cell}" for name, cell in zip(head, rung.cells, strict=False) if cell)
            for number, rung in enumerate(rungs, 1)
        )
        made.append(Ladder(head, rungs, said, note.language))
    return tuple(made)


def _zone(desk: Desk, note: Note, _text: str, parts: tuple[Prose, ...]) -> tuple[Content, ...]:
    """The first table drawn on one axis, and as it is written below it."""
    made: list[Content] = []
    for part in parts:
        is_first = not any(isinstance(one, Zone) for one in made)
        if part.kind == "table" and is_first and (drawn := _drawn_zone(desk, note, part)):
            made.append(drawn)
        made.append(part)
    return tuple(made)


def _drawn_zone(desk: Desk, note: Note, table: Prose) -> Zone | None:
    """Each row is a side, its aim and its limit in per cent; every side but the first is an estimate."""
    sides: list[tuple[str, Decimal, Decimal, bool]] = []
    for number, row in enumerate(table.rows[1:]):
        cells = [prose.plain(cell.runs) for cell in row]
        rates = [Decimal(found[1]) for cell in cells[1:3] if (found := _PERCENT.search(cell))]
        if len(rates) < 2:
            desk.tell("warn", f'"{cells[0]}" has no two rates in per cent; it is not drawn.', "options")
            continue
        sides.append((cells[0], rates[0], rates[1], number > 0 or bool(_ESTIMATE.search(" ".join(cells)))))
    if len(sides) < 2:
        return None
    words, colon = labels.words(desk.language), "：" if desk.language == "ja" else ": "
    top = _top(max(rate for _name, aim, limit, _guess in sides for rate in (aim, limit)))
    low = max(min(aim, limit) for _name, aim, limit, _guess in sides)
    high = min(max(aim, limit) for _name, aim, limit, _guess in sides)
    text = words["zone_from"].format(low=_rate(low), high=_rate(high)) if low <= high else (
        words["no_zone"].format(gap=wording.number((low - high).normalize()))
    )  # fmt: skip
    parties = tuple(
        Party(
            name + (words["as_estimate"] if guess and not _ESTIMATE.search(name) else ""),
            int(aim * 1000 / top), int(limit * 1000 / top), _rate(aim), _rate(limit), guess,
        )
        for name, aim, limit, guess in sides
    )  # fmt: skip
    to = "～" if desk.language == "ja" else "–"
    said = ("、" if desk.language == "ja" else "; ").join(
        f"{one.name}{colon}{one.aim_text}{to}{one.limit_text}" for one in parties
    )
    alt = signs(desk.language).stop.join((words["zone_title"], said, text))
    ends = (int(low * 1000 / top), int(high * 1000 / top)) if low <= high else (-1, -1)
    ticks = tuple((each * 200, _rate(top * each / 5)) for each in range(6))
    return Zone(words["zone_title"], parties, *ends, text, ticks, alt, note.language)  # fmt: skip


def _top(most: Decimal) -> Decimal:
    """A round end of the axis with five whole steps."""
    return next(
        (Decimal(5 * step) for step in (1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 50, 100, 200) if 5 * step >= most),
        most.to_integral_value(rounding="ROUND_CEILING"),
    )


def _rate(value: Decimal) -> str:
    return wording.percent(value / 100)


_KNOWN = {
    "at_issue": _as_written, "parties": _as_written, "sensitivity": _sensitivity, "ladder": _ladder,
    "zone": _zone, "triggers": _as_written, "monitoring": _as_written, "open_questions": _as_written,
}  # fmt: skip
