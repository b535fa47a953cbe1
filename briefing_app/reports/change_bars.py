"""Bars in the margin: which rows, paragraphs and drawings of a paper say something else than an edition did.

Nothing marks the place of what is gone: the page of changes tells it to those who may read it. An edition
that says what the readers of this paper may not know is never compared, so that no bar shows them that words
were left out beside the ones they read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary

from briefing_app.reports import labels, markings
from briefing_app.reports.changeable import Changeable
from briefing_app.reports.chart_model import Strip
from briefing_app.reports.content_lines import Line, lines_of
from briefing_app.reports.editions import Edition, editions, may_be_quoted
from briefing_app.reports.model import (
    Content,
    Item,
    Marking,
    Problem,
    Prose,
    Question,
    ReportData,
    Section,
    Table,
)
from briefing_app.reports.since_edition import CHANGES, paired_sections, says_otherwise
from briefing_app.store.workspace import Workspace

NO_BARS = "no"
# Cards are cut out of their sheet, and the margin with them.
_WITHOUT_MARGIN = ("place-cards",)


def barred(workspace: Workspace, briefing_id: str, report: ReportData, wanted: str = "") -> ReportData:
    """The report with a bar beside what changed since an edition.

    ``wanted`` is the number of the edition, "" for the last that may be compared, "no" for no bars. A finding
    says why there is none. Runs in any thread.
    """
    issued = editions(workspace, briefing_id) if briefing_id else ()
    if wanted == NO_BARS or not issued or report.template in _WITHOUT_MARGIN:
        return without_bars(report)
    named = [edition for edition in issued if wanted in ("", str(edition.number))]
    found = next((each for each in reversed(named) if _may_be_compared(workspace, each, report)), None)
    if found is not None:
        return barred_since(workspace, report, found)
    if wanted and not named:
        text = f"This paper has no edition {wanted}: no bars in its margin tell what changed."
    else:
        text = "Its readers may not know what was issued before: no bars in its margin tell what changed."
    return replace(without_bars(report), problems=(*report.problems, Problem("note", text)))


def barred_since(workspace: Workspace, report: ReportData, edition: Edition) -> ReportData:
    """The report with a bar beside what changed since this edition, whatever its marking."""
    bare = without_bars(report)
    said = labels.words("ja" if report.language == "ja" else "en")["bar_means"]
    was = _issued(workspace, edition, report.labels)
    now = [section for section in bare.sections if section.id != CHANGES]
    pairs, _fresh, _gone = paired_sections(was.sections, now)
    of_then = {section.id: was.at(before) for before, section in pairs}
    sections = []
    for section in bare.sections:
        if section.id == CHANGES:
            sections.append(section)
        else:
            sections.append(was.barred(section, *of_then.get(section.id, _UNSAID)))
    # Where nothing changed, nothing is said of bars.
    means = said.format(number=edition.number) if tuple(sections) != bare.sections else ""
    return replace(bare, sections=tuple(sections), change_bars=means, bars_since=edition.number)


def without_bars(report: ReportData) -> ReportData:
    """The report as it is before it is compared."""
    if not report.bars_since:
        return report
    sections = tuple(_section(each, each.title, lambda _line: False) for each in report.sections)
    return replace(report, sections=sections, change_bars="", bars_since=0)


def _may_be_compared(workspace: Workspace, edition: Edition, report: ReportData) -> bool:
    """Whether its readers may know everything that an edition said."""
    if not edition.inputs_sha256:
        return False
    if not report.release:
        return may_be_quoted(workspace, edition, report)
    content = json.loads(workspace.attachment(edition.inputs_sha256))
    was = content["marking"]
    # A banner tells what is in a paper only where the paper was made to be released under it.
    released = bool(content.get("release"))
    return released and not markings.is_above(
        markings.of_record(was["label"]) or Marking(**was), report.marking
    )


# --- what was said then ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Then:
    """The sections of an edition, each with what its lines say.

    ``made`` are the sections that were compared last, with what they were compared with: of a long paper all
    but one are the same after an edit.
    """

    sha256: str
    sections: Sequence[dict[str, Any]]
    lines: Mapping[int, Sequence[Line]]
    made: dict[str, tuple[Section, str, Sequence[Line], Section]] = field(default_factory=dict)

    def at(self, section: dict[str, Any]) -> tuple[str, Sequence[Line]]:
        return str(section["title"]), self.lines[id(section)]

    def barred(self, section: Section, title: str, lines: Sequence[Line]) -> Section:
        known = self.made.get(section.id)
        if known is not None and known[2] is lines and known[1] == title and known[0] == section:
            return known[3]
        barred = _section(section, title, _is_new(lines))
        self.made[section.id] = (section, title, lines, barred)
        return barred


# What is new in a section that was not there.
_UNSAID: tuple[str, Sequence[Line]] = ("", ())
# The edition that was compared last in each workspace: it is asked for after every edit.
_newest: WeakKeyDictionary[Workspace, _Then] = WeakKeyDictionary()


def _issued(workspace: Workspace, edition: Edition, words: Mapping[str, str]) -> _Then:
    known = _newest.get(workspace)
    if known is None or known.sha256 != edition.inputs_sha256:
        content = json.loads(workspace.attachment(edition.inputs_sha256))
        sections = [each for each in content["sections"] if each["id"] != CHANGES]
        known = _Then(
            edition.inputs_sha256, sections, {id(each): lines_of(each["items"], words) for each in sections}
        )
        _newest[workspace] = known
    return known


# --- what is said otherwise -----------------------------------------------------------------------------

_IsNew: TypeAlias = Callable[[Line], bool]


def _is_new(before: Sequence[Line]) -> _IsNew:
    said = frozenset(before)
    return lambda line: line not in said and says_otherwise(line, before)


def _section(section: Section, title: str, is_new: _IsNew) -> Section:
    """A section with its bars, beside a title that had these words."""
    items = tuple(_item(item, is_new) for item in section.items)
    return replace(section, items=items, changed=bool(section.title) and section.title != title)


def _item(item: Content, is_new: _IsNew) -> Content:
    match item:
        case Prose():
            return _prose(item, is_new)
        case Table():
            rows = tuple(place for place, line in enumerate(lines_of((item,))) if is_new(line))
            return replace(item, changed=rows)
        case Question():
            asked = is_new(Line("words", "", (("words", item.question),)))
            return replace(item, parts=tuple(_prose(part, is_new) for part in item.parts), changed=asked)
        case Strip():
            return item  # it moves with the day
        case Changeable():
            return replace(item, changed=any(is_new(line) for line in lines_of((item,))))
        case _:
            return item


def _prose(part: Prose, is_new: _IsNew) -> Prose:
    lines = lines_of((part,)) if part.rows else ()
    rows = tuple(
        (replace(row[0], changed=place > 0 and is_new(line)), *row[1:])
        for place, (row, line) in enumerate(zip(part.rows, lines, strict=True))
    )
    return replace(part, rows=rows, items=tuple(_entry(item, is_new) for item in part.items))


def _entry(item: Item, is_new: _IsNew) -> Item:
    """An item of a list, or a paragraph; what is nested below it has bars of its own."""
    own = lines_of((Prose("p", (Item(item.runs),)),))
    children = tuple(_prose(child, is_new) for child in item.children)
    return Item(item.runs, children, changed=any(map(is_new, own)))
