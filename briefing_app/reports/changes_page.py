"""The page *What changed since edition n*: section by section what was said then and what is said now.

A releasable edition says only what is new in it: what an earlier one said may be marked above its level.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, replace
from functools import partial
from itertools import groupby
from typing import Any

from briefing_app.reports import labels
from briefing_app.reports.chart_model import Bars, Strip
from briefing_app.reports.editions import Edition
from briefing_app.reports.model import Item, Prose, ReportData, Run, Section
from briefing_app.reports.scenario_model import Tornado, Zone
from briefing_app.reports.signs import signs
from briefing_app.reports.since_edition import CHANGES, Difference, SinceEdition, compared
from briefing_app.reports.wording import Language
from briefing_app.store.workspace import Workspace

# So many differences of one section are said in full; of more, their number.
_MOST = 25
# Drawings that only show what figures and words beside them say.
_DRAWN = (Strip, Bars, Tornado, Zone)


def with_changes(workspace: Workspace, report: ReportData, edition: Edition) -> ReportData:
    """The report with a first section that lists what changed since an edition."""
    language: Language = "ja" if report.language == "ja" else "en"
    words = labels.words(language)
    title = words["changes_since"].format(number=edition.number)
    # Questions have no title above them: the first heading of a file is of level 1.
    level = 1 if report.is_book or report.template == "qa" else 2
    body = tuple(_body(workspace, report, edition, words))
    changes = Section(CHANGES, "text", title, body, lang=language, level=level, new_page=report.is_book)
    first, *rest = report.sections or (None,)
    if first is None:
        return replace(report, sections=(changes,))
    # A question keeps its page.
    first = replace(first, new_page=first.new_page or first.layout == "qa" or report.template == "qa")
    return replace(report, sections=(changes, first, *rest))


def _body(
    workspace: Workspace, report: ReportData, edition: Edition, words: Mapping[str, str]
) -> list[Prose]:
    if not edition.inputs_sha256:
        return [_paragraph(words["changes_unknown"].format(number=edition.number))]
    content = json.loads(workspace.attachment(edition.inputs_sha256))
    then = [
        section | {"items": [item for item in section["items"] if not any(map(partial(_is, item), _DRAWN))]}
        for section in content["sections"]
    ]
    now = tuple(
        replace(section, items=tuple(item for item in section.items if not isinstance(item, _DRAWN)))
        for section in report.sections
    )
    owners = {section.id: section.id for section in report.sections}
    since = compared(edition, content | {"sections": then}, replace(report, sections=now), owners)
    made = _head(content, report, words)
    made += _sections(since, content, report, words)
    return made or [_paragraph(words["changes_none"])]


def _is(item: Mapping[str, Any], shape: type[Any]) -> bool:
    """Whether plain data, maybe of an earlier version, is of a shape: it has its fields, and no others."""
    own = {each.name: each for each in fields(shape)}
    needed = {name for name, each in own.items() if each.default is MISSING}
    return needed <= item.keys() <= own.keys()


def _head(content: Mapping[str, Any], report: ReportData, words: Mapping[str, str]) -> list[Prose]:
    """The day, the title and the marking of the paper, where they are others."""
    pairs = [(words["as_of"], content["as_of"], report.as_of)]
    if not report.release:
        banner = content["marking"]["label"] or words["changes_nothing"]
        pairs.append((words["title"], content["title"], report.title))
        pairs.append((words["marking"], banner, report.marking.label or words["changes_nothing"]))
    items = [
        Item((Run(f"{name}{_colon(report)}", "strong"), Run(f"{was} → {now}")))
        for name, was, now in pairs
        if was != now
    ]
    return [Prose("ul", tuple(items))] if items else []


def _sections(
    since: SinceEdition, content: Mapping[str, Any], report: ReportData, words: Mapping[str, str]
) -> list[Prose]:
    made: list[Prose] = []
    said: set[Difference] = set()
    names = _names(report)
    for section in report.sections:
        name = names[section.id]
        if section.id in since.fresh:
            made += _titled(name, [Item((Run(words["changes_fresh"]),))])
            continue
        found = [each for each in since.of_block.get(section.id, ()) if each not in said]
        said.update(found)
        shown = [_shown(each, report) for each in found]
        made += _titled(name, _items([each for each in shown if each.old or each.new], report, words))
    standing = {section.id for section in report.sections}
    for was in () if report.release else content["sections"]:
        if was["id"] not in standing and since.of_block.get(was["id"]):
            made += _titled(was["title"] or was["part"] or "–", [Item((Run(words["changes_left"]),))])
    return made


def _shown(one: Difference, report: ReportData) -> Difference:
    """A difference as the readers of this edition may know it."""
    return replace(one, old="", manner="new") if report.release else one


def _names(report: ReportData) -> dict[str, str]:
    """How each section is named to who looks for it: its number in the whole paper, and below whom."""
    found: dict[str, str] = {}
    tab, part, above = "", "", ""
    for section in report.sections:
        tab, part = (section.tab, section.part) if section.part else (tab, part)
        number = section.number
        if report.language == "ja" and tab and number and section.level <= 2:
            number = f"{tab}の{number}"
        title = section.title or part
        if section.level <= 2:
            above = title
        elif above:
            number, title = "", f"{above}{_colon(report)}{title}"
        found[section.id] = " ".join(
            each for each in (number or (tab if title == part else ""), title) if each
        )
    return found


def _items(found: Sequence[Difference], report: ReportData, words: Mapping[str, str]) -> list[Item]:
    items: list[Item] = []
    for (manner, matter, about), same in groupby(
        found[:_MOST], lambda one: (one.manner, one.matter, one.about)
    ):
        # Figures of one row are one line.
        if manner == "changed" and about:
            items.append(_changed(list(same), matter, about, report, words))
        else:
            items += [_item(each, report, words) for each in same]
    if more := len(found) - _MOST:
        items += [Item((Run(words["changes_more"].format(count=more)),))] if more > 0 else []
    return items


def _item(one: Difference, report: ReportData, words: Mapping[str, str]) -> Item:
    match one.manner:
        case "new":
            return Item((Run(words["changes_new"] + _colon(report) + one.new),))
        case "gone":
            return Item((Run(words["changes_gone"] + _colon(report) + one.old),))
        case _:
            return _changed([one], one.matter, one.about, report, words)


def _changed(
    found: Sequence[Difference], matter: str, about: str, report: ReportData, words: Mapping[str, str]
) -> Item:
    """What one thing was and is: ``Date: 2nd round: 1 May → 2 May``."""
    nothing, said = words["changes_nothing"], signs(report.language)
    pairs = dict.fromkeys(
        said.colon.join(part for part in (one.part, f"{one.old or nothing} → {one.new or nothing}") if part)
        for one in found
    )
    lead = said.colon.join(part for part in (words[f"changes_{matter}"], about) if part)
    return Item((Run(lead + said.colon + ("；" if report.language == "ja" else "; ").join(pairs)),))


def _titled(title: str, items: Sequence[Item]) -> list[Prose]:
    if not items:
        return []
    return [Prose("ul", (Item((Run(title, "strong"),), (Prose("ul", tuple(items)),)),))]


def _paragraph(text: str) -> Prose:
    return Prose("p", (Item((Run(text),)),))


def _colon(report: ReportData) -> str:
    return signs(report.language).colon
