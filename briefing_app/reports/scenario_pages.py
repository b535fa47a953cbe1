"""Scenario sheets: the goods of a basket under the law as it stands and under each saved scenario."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from briefing_app.domain.records import Block, Scenario, ScenarioEdit
from briefing_app.errors import BriefingError
from briefing_app.reports import blocks as general
from briefing_app.reports import (
    deal_text,
    duty_charts,
    duty_pages,
    goods_of_blocks,
    labels,
    negotiation,
    wording,
)
from briefing_app.reports.chart_model import Bars
from briefing_app.reports.desk import Desk, DutyQuestion, language_of
from briefing_app.reports.duty_lines import LawAssessor, money, rate_words, shipped_assessor
from briefing_app.reports.headed_blocks import set_apart
from briefing_app.reports.model import Content, DutyLine, Item, Prose, Run, Section, Table
from briefing_app.reports.scenario_knowledge import edits_as_known
from briefing_app.reports.signs import signs
from briefing_app.reports.spans import parse
from briefing_app.tariff.answer import Assessment
from briefing_app.tariff.scenario_terms import is_deal_line

BLOCKS = ("options",)
_DECIMAL = re.compile(r"\d+(?:\.\d+)?")
_MOST = 4
_OPS = {
    "change": {"en": "Changed: ", "ja": "変更："}, "add": {"en": "Added: ", "ja": "追加："},
    "end": {"en": "Ended: ", "ja": "終了："}, "switch_off": {"en": "Switched off: ", "ja": "停止："},
}  # fmt: skip


def sections(desk: Desk, blocks: tuple[Block, ...]) -> tuple[Section, ...]:
    """What is at issue, the options as columns, what each changes; then how sure it is and what is given."""
    made: list[Section] = []
    for number, block in enumerate(blocks):
        if block.options.get("include") is False:
            continue
        if block.type not in BLOCKS:
            made += [set_apart(desk, block, own)] if (own := general.section(desk, block, number)) else []
            continue
        scenarios = _scenarios(desk, block)
        goods = duty_pages.questions_of(desk, block)
        if not scenarios or not goods:
            desk.tell("warn", "An option sheet needs a saved scenario and a basket.", "options")
            continue
        beside = negotiation.pages(desk)
        made += beside.before
        table = _table(desk, scenarios, goods)
        # The drawing takes half a page: what the options change fills the page before it.
        drawn = tuple(each for each in table.items if isinstance(each, Bars))
        made.append(replace(table, items=tuple(each for each in table.items if each not in drawn)))
        made += _judged(desk, block)
        made += [
            _lettered(desk, letter, scenario) for letter, scenario in zip("ABCD", scenarios, strict=False)
        ]
        made.append(_assumptions(desk, scenarios))
        if drawn:
            made.append(Section("options-rates", "text", "", drawn, lang=desk.language))
        made += beside.behind
    return tuple(made)


def option_names(desk: Desk, block: Block) -> tuple[tuple[str, str], ...]:
    """The options of the sheet as its columns: what the head says, and what the option is called."""
    status_quo = labels.words(desk.language)["status_quo"]
    lettered = zip("ABCD", _scenarios(desk, block), strict=False)
    return (
        (status_quo, status_quo),
        *((letter, desk.translated(each.title or each.id)[0]) for letter, each in lettered),
    )


def _judged(desk: Desk, block: Block) -> list[Section]:
    """What the writer says of each option that no law says: who must agree, how it is received, and so on."""
    parts = desk.prose(desk.own_words(block), desk.language)
    if not parts:
        return []
    return [Section("options-judged", "text", desk.section_title("judged"), parts, lang=desk.language)]


def of_block(desk: Desk, block: Block, key: str, heading: str) -> Section | None:
    """One saved scenario in any paper: what the goods pay under the law and under it, and what it changes.

    The goods are those of the option ``basket``, else of the first basket of the workspace.
    """
    scenario = desk.workspace.find("scenario", block.ref)
    if not isinstance(scenario, Scenario):
        desk.tell("warn", f'The scenario "{block.ref}" is not in the workspace any more.', key)
        return None
    goods = duty_pages.questions_of(desk, Block("duty", ref=str(block.options.get("basket", ""))))
    items: list[Content] = []
    if goods:
        items += _table(desk, [scenario], goods).items
    else:
        desk.tell("warn", "There is no basket whose goods could be compared.", key)
    items += _changes(desk, scenario).items
    items += desk.prose(desk.own_words(block), desk.language)
    title = heading or desk.translated(scenario.title)[0] or scenario.id
    return Section(key, "text", title, tuple(items), lang=desk.language, anchor=scenario.id)


def _scenarios(desk: Desk, block: Block) -> list[Scenario]:
    wanted = block.options.get("scenarios")
    found = [record for record in desk.workspace.records("scenario") if isinstance(record, Scenario)]
    return [scenario for scenario in found if not wanted or scenario.id in wanted][:_MOST]


def _table(desk: Desk, scenarios: list[Scenario], goods: list[DutyQuestion]) -> Section:
    words = labels.words(desk.language)
    base = desk.assess if isinstance(desk.assess, LawAssessor) else shipped_assessor()
    columns: list[tuple[str, LawAssessor | None, date]] = [(words["status_quo"], base, desk.as_of)]
    for letter, scenario in zip("ABCD", scenarios, strict=False):
        try:
            law = _under(base, _Edits(scenario.edits))
        except BriefingError as error:
            desk.tell("warn", f'"{scenario.title}": {error}', "options")
            law = None
        day = _day_of(edits_as_known(desk, base, scenario), desk.as_of)
        name = (
            letter
            if day == desk.as_of
            else signs(desk.language).listed(
                (letter, wording.short_day(day, desk.dates, seen_from=desk.as_of))
            )
        )
        columns.append((name, law, day))
    answers = [_answers(desk, question, columns) for question in goods]
    rows = [_row(lines, desk.language) for lines, _found in answers]
    rows.append((words["all_goods"], *_sums([found for _lines, found in answers])))
    head = (words["good"], *(name for name, _law, _day in columns))
    align = ("l", *("r" for _ in columns))
    said = signs(desk.language)
    note = ("。" if desk.language == "ja" else "; ").join(
        f"{letter}{said.colon}{desk.translated(scenario.title)[0]}"
        for letter, scenario in zip("ABCD", scenarios, strict=False)
    )
    table = Table(head, tuple(rows), align, (1, *(0 for _ in columns)), True, note)
    drawn = duty_charts.comparison(
        desk,
        [next(line.good for line in lines if line) for lines, _found in answers],
        [
            columns[0][0],
            *(
                f"{letter}{said.colon}{desk.translated(each.title)[0]}"
                for letter, each in zip("ABCD", scenarios, strict=False)
            ),
        ],
        [[each.effective_rate if each else None for each in found] for _lines, found in answers],
    )
    items = (table, *goods_of_blocks.assumed(desk, goods), *((drawn,) if drawn else ()))
    return Section("options", "text", desk.section_title("options"), items, lang=desk.language)


class _Edits:
    """The edits of a scenario as a key: equal where they say the same."""

    def __init__(self, edits: tuple[ScenarioEdit, ...]) -> None:
        self.edits = edits
        self._said = repr(edits)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Edits) and other._said == self._said

    def __hash__(self) -> int:
        return hash(self._said)


@lru_cache(maxsize=8)
def _under(base: LawAssessor, edits: _Edits) -> LawAssessor:
    """The law under a scenario, made once: it costs half a second, and a preview follows every pause."""
    return LawAssessor(base.law.with_scenario(edits.edits))


def _day_of(edits: list[ScenarioEdit], as_of: date) -> date:
    """The day on which a scenario bites: the first day after the as-of day that its edits name."""
    named = [
        day
        for edit in edits
        for value in edit.set.values()
        if (span := parse(str(value)[:10])) and (day := span.first) and day > as_of
    ]
    return min(named, default=as_of)


def _answers(
    desk: Desk, question: DutyQuestion, columns: list[tuple[str, LawAssessor | None, date]]
) -> tuple[list[DutyLine | None], list[Assessment | None]]:
    """What a good pays under each option, in words and as answers; None where there is no law or number."""
    lines: list[DutyLine | None] = []
    found: list[Assessment | None] = []
    for _name, assessor, day in columns:
        lines.append(assessor(question, day, desk.language) if assessor else None)
        found.append(_answer(assessor, question, day) if assessor else None)
    return lines, found


def _answer(assessor: LawAssessor, question: DutyQuestion, day: date) -> Assessment | None:
    try:
        answer = assessor.assessment(question, day)
    except BriefingError:
        return None
    return answer if answer.status == "ok" else None


def _sums(found: list[list[Assessment | None]]) -> list[str]:
    """The rate and duty of all goods under each option; a dash where one of them has no number."""
    said = []
    for column in zip(*found, strict=True):
        known = [each for each in column if each is not None and each.total_cents is not None]
        value = sum(each.entry.value_cents for each in known)
        if len(known) < len(column) or not value:
            said.append("–")
            continue
        duty = sum(each.total_cents or 0 for each in known)
        tenths = Fraction(round(Fraction(duty, value) * 1000), 1000)
        said.append(f"{rate_words(tenths)}  {money(duty)}")
    return said


def _row(lines: list[DutyLine | None], language: str) -> tuple[str, ...]:
    first = next(line for line in lines if line)
    cells = [f"{line.rate}  {line.duty}" if line and not line.problem else "–" for line in lines]
    said = signs(language)
    return (said.listed((first.good + said.bracketed(first.code), first.value)), *cells)


def _set_words(desk: Desk, name: str, value: str) -> str:
    """What an edit sets, in words: a rate in per cent, a moment as its day; anything else as it is."""
    words = labels.words(desk.language)
    if name == "rate" and _DECIMAL.fullmatch(value):
        space = "" if desk.language == "ja" else " "
        return f"{words['set_rate']}{space}{wording.percent(Decimal(value))}"
    if name in ("from", "to") and (span := parse(value[:10])):
        return words[f"set_{name}"].replace("{day}", wording.span_words(span, desk.dates))
    return f"{name} = {value}"


def _changes(desk: Desk, scenario: Scenario) -> Section:
    items = []
    assessor = desk.assess if isinstance(desk.assess, LawAssessor) else shipped_assessor()
    for edit in edits_as_known(desk, assessor, scenario):
        if is_deal_line(edit):
            items.append(Item((Run(deal_text.line_said(desk, edit, assessor.law)),)))
            continue
        said = signs(desk.language)
        told = said.listed(_set_words(desk, name, str(value)) for name, value in edit.set.items())
        title = assessor.title_of(edit.measure, desk.language)
        lead = Run(_OPS[edit.op][desk.language], "strong")
        items.append(Item((lead, Run(title + (said.bracketed(told) if told else "")))))
    content: list[Content] = [Prose("ul", tuple(items))] if items else []
    key, title = f"scenario-{scenario.id}", desk.translated(scenario.title or scenario.id)[0]
    return Section(key, "text", title, tuple(content), lang=language_of(title))


def _lettered(desk: Desk, letter: str, scenario: Scenario) -> Section:
    """What an option changes, under the letter that its column has."""
    section = _changes(desk, scenario)
    return replace(section, title=f"{letter}{signs(desk.language).colon}{section.title}")


def _assumptions(desk: Desk, scenarios: list[Scenario]) -> Section:
    said = deal_text.assumptions(desk, [edit for scenario in scenarios for edit in scenario.edits])
    body = Prose("ul", tuple(Item((Run(text),)) for text in said))
    title = desk.section_title("assumptions")
    return Section("option-assumptions", "text", title, (body,), lang=desk.language)
