"""Duty sheets: an assessment with its whole working, as the engine gives it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from briefing_app.domain.records import Basket, Block
from briefing_app.errors import BriefingError
from briefing_app.reports import blocks as general
from briefing_app.reports import duty_charts, goods_of_blocks, labels, wording
from briefing_app.reports.desk import Desk, DutyQuestion
from briefing_app.reports.duty_lines import LawAssessor, money, rate_words, shipped_assessor
from briefing_app.reports.headed_blocks import set_apart
from briefing_app.reports.model import Content, Item, Prose, Run, Section, Table
from briefing_app.reports.signs import signs, with_wide_signs
from briefing_app.reports.wording import Language
from briefing_app.tariff.answer import Assessment, Component, Outcomes, grouped_outcomes
from briefing_app.tariff.fact_table import FACTS
from briefing_app.tariff.moment import minute_of
from briefing_app.tariff.schedule import dotted
from briefing_app.tariff.units import quantity_words
from briefing_app.tariff.words import in_language

BLOCKS = ("duty",)
_MOST = 12
_LONGEST_RATE = 32
_TOLD_APART = frozenset({"entry_time_et", "quantity", "unit", "quantities"})
# The engine knows when a good joins a list later; a paper of the day does not.
_HINDSIGHT = "Not yet in force"
# Money as the engine writes it in a step; a heading such as 9903.94.01 goes on after its point.
_AMOUNT = re.compile(r"(?<![\d.,])\d+\.\d\d(?!\.?\d)")
_NAME_OF_RULE = re.compile(r" ?\((?P<measure>[a-z0-9-]+)\)")


def sections(desk: Desk, blocks: tuple[Block, ...]) -> tuple[Section, ...]:
    """One page per good: those of a block's options or basket, else every good of the first basket."""
    assessor = desk.assess if isinstance(desk.assess, LawAssessor) else shipped_assessor()
    made: list[Section] = []
    assessed: list[DutyQuestion] = []
    for number, block in enumerate(blocks):
        if block.options.get("include") is False:
            continue
        if block.type not in ("duty", "basket"):
            made += [set_apart(desk, block, own)] if (own := general.section(desk, block, number)) else []
            continue
        for question in questions_of(desk, block):
            if question not in assessed:
                made += pages_of(desk, assessor, question, len(assessed))
                assessed.append(question)
    made = _assumptions_once(desk, made)
    if not assessed:
        desk.tell("warn", "There is no good to assess: add a basket, or a good to the block.", "duty")
    return tuple(made)


def _assumptions_once(desk: Desk, made: list[Section]) -> list[Section]:
    """What every good assumes stands once behind the last sheet, and only what differs with its good."""
    each = [section for section in made if section.id.startswith("assumptions-")]
    goods = [section for section in made if section.layout == "text" and section.level == 2]
    if len(each) < 2 or len(each) < len([one for one in goods if one.id.startswith("duty-")]):
        return made
    lists = [_texts(section) for section in each]
    common = [text for text in lists[0] if all(text in others for others in lists[1:])]
    if not common:
        return made
    kept = []
    for section in made:
        own = tuple(text for text in _texts(section) if text not in common)
        if section not in each:
            kept.append(section)
        elif own:
            kept.append(replace(section, items=tuple(_list(own))))
    title = labels.words(desk.language)["assumptions_of_all"]
    kept.append(Section("assumptions-all", "text", title, tuple(_list(tuple(common))), lang=desk.language))
    return kept


def _texts(section: Section) -> list[str]:
    return [
        "".join(run.text for run in item.runs)
        for part in section.items
        if isinstance(part, Prose)
        for item in part.items
    ]


def questions_of(desk: Desk, block: Block) -> list[DutyQuestion]:
    """The goods of a block, else those of the first basket of the workspace."""
    return goods_of_blocks.questions(desk, block, limit=_MOST) or _first_basket(desk)


def _first_basket(desk: Desk) -> list[DutyQuestion]:
    for basket in desk.workspace.records("basket"):
        if isinstance(basket, Basket):
            return goods_of_blocks.questions(desk, Block("duty", ref=basket.id), limit=_MOST)
    return []


def pages_of(desk: Desk, assessor: LawAssessor, question: DutyQuestion, number: int) -> list[Section]:
    """The sections of one good's sheet."""
    line = assessor(question, desk.as_of, desk.language)
    key = f"duty-{number}"
    title = signs(desk.language).listed((line.good, line.value))
    try:
        answer = assessor.assessment(question, desk.as_of)
    except BriefingError as error:
        desk.tell("warn", str(error), key)
        return [Section(key, "text", title, (line,), lang=desk.language, new_page=number > 0)]
    if line.problem:
        desk.tell("warn", f'"{line.good}": {line.problem}', key)
    items: list[Content] = [line, _entry_words(desk, answer)]
    if drawn := duty_charts.waterfall(desk, assessor, answer, title):
        items.append(drawn)
    if desk.as_of.isoformat() > answer.checked_to:
        checked = wording.day(date.fromisoformat(answer.checked_to), desk.dates)
        desk.tell("warn", f"The law data is checked only to {checked}: look for later changes.", key)
    if answer.components:
        items.append(_working(desk, assessor, answer))
    if history := duty_charts.rate_over_time(desk, assessor, question):
        items.append(history)
    made = [Section(key, "text", title, tuple(items), lang=desk.language, new_page=number > 0)]
    assumed = [_dated(desk, each) for each in answer.assumptions_in(desk.language)]
    if rate := goods_of_blocks.rate_words(desk, question):
        assumed.insert(0, rate)
    made += [
        Section(f"{name}-{number}", "text", desk.section_title(name), content, lang=desk.language, level=3)
        for name, content in (
            ("not_applied", _not_applied(desk, assessor, answer)),
            ("missing", _missing(desk, answer)),
            ("assumptions", tuple(_list(tuple(assumed)))),
        )
        if content
    ]
    return made


def _entry_words(desk: Desk, answer: Assessment) -> Prose:
    """What was asked: the origin, the minute of the entry and each fact that was given."""
    words, entry, said = labels.words(desk.language), answer.entry, signs(desk.language)
    time = f"{entry.clock:%H:%M}"
    told = words["entered"].format(
        origin=labels.country(entry.origin, desk.language), day=wording.day(entry.day, desk.dates), time=time
    )
    # Values of parts are quantities to the engine too: they are told as the facts that they are.
    amounts = {unit: amount for unit, amount in entry.quantities.items() if not unit.endswith("_usd")}
    given = [quantity_words(amount, unit, desk.language) for unit, amount in amounts.items()]
    given += [
        f"{_fact_name(desk, name)}{said.colon}{_value(desk, FACTS[name].kind, value)}"
        for name, value in entry.query().items()
        if name in FACTS and name not in _TOLD_APART
    ]
    if given:
        space, mark = ("", "、") if desk.language == "ja" else (" ", "; ")
        told += space + words["given"].format(facts=mark.join(given))
    return Prose("p", (Item((Run(told),)),), lang=desk.language)


def _fact_name(desk: Desk, name: str) -> str:
    known = FACTS.get(name)
    return (with_wide_signs(known.ja) if desk.language == "ja" else known.en) if known else name


def _working(desk: Desk, assessor: LawAssessor, answer: Assessment) -> Table:
    words = labels.words(desk.language)
    rows = [_row(desk, assessor, item) for item in answer.components]
    if answer.total_cents is not None and answer.effective_rate is not None:
        rows.append((words["total"], "", "", rate_words(answer.effective_rate), _plain(answer.total_cents)))
    cited = tuple(dict.fromkeys(source for item in answer.components for source in item.citations))
    documents = [assessor.law.sources[source] for source in cited if source in assessor.law.sources]
    told = [document for document in documents if not _is_later(document.date, desk.as_of)]
    cites = tuple(
        desk.cites.cite_document(each.id, each.publisher, each.title, each.date, each.locator)
        for each in told or documents[:1]
    )
    note = words["law_data"].replace("{version}", answer.version).replace(
        "{day}", wording.edtf(answer.checked_to, desk.dates)
    )  # fmt: skip
    if answer.mpf_cents is not None and answer.hmf_cents is not None:
        fees = (
            words["fees"]
            .replace("{mpf}", _plain(answer.mpf_cents))
            .replace("{hmf}", _plain(answer.hmf_cents))
        )
        note = f"{fees} {note}"
    head = tuple(words[name] for name in ("measure", "heading", "base", "rate", "duty_usd"))
    align = ("l", "l", "r", "r", "r")
    return Table(head, tuple(rows), align, (1, 0, 0, 0, 0), answer.total_cents is not None, note, cites)


def _row(desk: Desk, assessor: LawAssessor, item: Component) -> tuple[str, ...]:
    base, words = _base_and_rate(item, desk.language)
    title = assessor.title_of(item.measure, desk.language)
    steps = "; ".join(f"{step.text_in(desk.language)} = {step.result}" for step in item.steps if step.result)
    stop = signs(desk.language).stop
    shown = f"{title}{stop}{_dated(desk, _grouped(steps))}" if steps else title
    return (shown, item.heading, base, words, _plain(item.duty_cents))


def _base_and_rate(item: Component, language: Language) -> tuple[str, str]:
    """What a duty is charged on, dollars or a quantity, and its rate: of one by quantity in the words of the
    schedule where they are short, else what it comes to.
    """
    rate = item.rate
    base = _plain(item.base_cents)
    if item.is_by_quantity:
        base = quantity_words(Decimal(item.quantity), item.unit, language) if item.quantity else ""
    if rate is not None:
        return base, rate_words(rate)
    note = item.note_in(language)
    if note[:1] in {"$", *"0123456789"} and len(note) <= _LONGEST_RATE:
        return base, note
    if item.ad_valorem_equivalent is not None and item.steps:
        return base, rate_words(item.ad_valorem_equivalent)
    return base, f"${item.specific_rate}" if item.specific_rate else ""


def _grouped(text: str) -> str:
    """A text with its amounts written as in the columns beside it."""
    return _AMOUNT.sub(lambda found: wording.dollars(Decimal(found[0])).lstrip("$").removesuffix(".00"), text)


def _plain(cents: int) -> str:
    return money(cents).lstrip("$")


def _not_applied(desk: Desk, assessor: LawAssessor, answer: Assessment) -> tuple[Content, ...]:
    """Measures that were considered; those that began after the day are hindsight and are left out."""
    end = minute_of(desk.as_of, datetime.max.time())
    rows = []
    for item in answer.not_applied:
        measure = assessor.law.measures.get(item.measure)
        begins_later = measure is None or measure.start is None or measure.start > end
        if measure is None or begins_later or item.reason.startswith(_HINDSIGHT):
            continue
        reason = _dated(desk, _without_names(item.reason_in(desk.language), assessor))
        rows.append((assessor.title_of(item.measure, desk.language), item.heading, reason))
    words = labels.words(desk.language)
    head = (words["measure"], words["heading"], words["reason"])
    return (Table(head, tuple(rows), ("l", "l", "l"), (3, 0, 4)),) if rows else ()


def _dated(desk: Desk, text: str) -> str:
    """A sentence of the engine with its days as the paper writes them."""
    return wording.engine_words(text, desk.dates)


def _without_names(reason: str, assessor: LawAssessor) -> str:
    """A reason without the names that the law data gives its measures: the heading says it to a reader."""
    known = assessor.law.measures
    return _NAME_OF_RULE.sub(lambda found: "" if found["measure"] in known else found[0], reason)


def _missing(desk: Desk, answer: Assessment) -> tuple[Content, ...]:
    labels.words(desk.language)
    colon = "：" if desk.language == "ja" else ": "
    texts = []
    for fact in answer.missing_facts:
        known = FACTS.get(fact.fact)
        name = _fact_name(desk, fact.fact)
        kind = known.kind if known else ""
        told = [_outcome_said(desk, kind, each) for each in grouped_outcomes(fact)]
        outcomes = ("、" if desk.language == "ja" else "; ").join(told)
        # The heading of the list says that these were not given and would change the duty.
        texts.append(f"{name}{colon}{outcomes or _dated(desk, fact.why_in(desk.language))}")
    return tuple(_list(tuple(texts)))


def _outcome_said(desk: Desk, kind: str, found: Outcomes) -> str:
    """A value with the duty that it leads to, and with which further facts where these decide, too."""
    words, cents = labels.words(desk.language), found.outcome.total_cents
    value = _value(desk, kind, found.value)
    if found.further:
        names = signs(desk.language).listed(tuple(_further(desk, text) for text in found.further[:2]))
        rest = len(found.further) - 2
        names = words["and_more"].format(names=names, count=rest) if rest > 0 else names
        value += signs(desk.language).bracketed(names)
    if cents is None:
        return words["outcome_unknown"].format(value=value)
    return words["outcome"].format(value=value, duty=money(cents))


def _further(desk: Desk, text: str) -> str:
    """``hts=3004909201``, or several such facts with semicolons, as people read them."""
    said = signs(desk.language)
    told = []
    for name, _mark, value in (each.partition("=") for each in text.split("; ")):
        known = FACTS.get(name)
        if name == "hts":
            told.append(dotted(value) if value.isdigit() else in_language(value, desk.language))
        else:
            words = _value(desk, known.kind if known else "", value)
            told.append(f"{_fact_name(desk, name)}{said.colon}{words}")
    return said.listed(tuple(told))


def _value(desk: Desk, kind: str, value: str) -> str:
    """A value that was given or tried, as people say it: days as in the paper, money with its sign."""
    if kind == "money" and value.replace(".", "").isdigit():
        return wording.dollars(Decimal(value)).removesuffix(".00")
    if kind == "date":
        return wording.edtf(value, desk.dates)
    if value.isdigit() and len(value) in (8, 10) and not kind:
        return dotted(value)
    said = labels.words(desk.language).get(f"value_{value}")
    return said or in_language(value, desk.language).replace("_", " ")


def _list(texts: tuple[str, ...]) -> list[Content]:
    return [Prose("ul", tuple(Item((Run(text),)) for text in texts))] if texts else []


def _is_later(text: str, day: date) -> bool:
    return text[:10] > day.isoformat()
