"""The answer in words: the paragraph, the costs, what it depends on and what did not apply."""

from __future__ import annotations

from briefing_app.app.i18n import language, tr
from briefing_app.tariff.answer import Assessment, Component, MissingFact, NotApplied
from briefing_app.tariff.entry import Entry
from briefing_app.tariff.fact_table import FACTS
from briefing_app.tariff.law import Law
from briefing_app.tariff.moment import NOON
from briefing_app.tariff.units import quantity_words
from briefing_app.tariff.words import ground_in
from briefing_app.ui.tariff.outcome_words import outcome_said, outcomes_said
from briefing_app.ui.tariff.quantity_fields import quantity_named
from briefing_app.ui.tariff.words import (
    authority_named,
    checked_day,
    country,
    day_text,
    fact_words,
    listed,
    measure_title,
    money,
    percent,
    rate_words,
    reason_words,
    status_words,
    value_words,
)

_ORDER = ("Not charged", "The condition", "No preference", "The good is not", "No longer", "Not yet")


def entered_on(entry: Entry) -> str:
    """The day of entry, with its hour where one was said."""
    day = day_text(entry.day)
    if entry.clock == NOON:
        return day
    return tr("{day} at {time} in New York", day=day, time=f"{entry.clock:%H:%M}")


def question_words(entry: Entry, good: str) -> str:
    """The question in one line, with what was said."""
    parts = [
        good,
        tr("from {country}", country=country(entry.origin)),
        tr("entered on {day}", day=entered_on(entry)),
        tr("value {money}", money=money(entry.value_cents)),
    ]
    if "mode" in entry.facts and entry.facts["mode"] != "ocean":
        parts.append(value_words("mode", str(entry.facts["mode"])))
    amounts = {unit: amount for unit, amount in entry.quantities.items() if not unit.endswith("_usd")}
    parts += (quantity_words(amount, unit, language()) for unit, amount in amounts.items())
    query = entry.query()
    for name in entry.facts:
        if name != "mode" and FACTS[name].kind != "text":
            parts.append(f"{fact_words(name)}: {value_words(name, query[name])}")
    return " · ".join(parts)


def one_sentence(answer: Assessment, law: Law, good: str) -> str:
    """The answer as a paragraph that can stand in a note."""
    entry = answer.entry
    # A line that nobody described is called by its code already.
    named = good if entry.code in good else tr("{good} ({code})", good=good, code=entry.code)
    head = tr(
        "{good} from {country}, entered on {day} at {value}",
        good=named, country=country(entry.origin), day=entered_on(entry), value=money(entry.value_cents),
    )  # fmt: skip
    if answer.status != "ok":
        status = status_words(answer.status)
        status = status if language() == "ja" else status.lower()
        return tr("{head}: {status}. {reason}", head=head, status=status, reason=reason_words(answer))
    parts = [
        tr(
            "{rate} {authority} ({heading}), {duty}",
            rate=rate_words(each),
            authority=_in_sentence(authority_named(law, each.measure).name),
            heading=_ground(each),
            duty=money(each.duty_cents),
        )
        for each in answer.components
    ]
    said = tr(
        "{head}, pays {rate}, that is {duty}: {parts}.",
        head=head, rate=percent(answer.effective_rate), duty=money(answer.total_cents),
        parts="; ".join(parts) or tr("no duty"),
    )  # fmt: skip
    return " ".join(filter(None, (said, _fees(answer), checked_words(answer))))


def _ground(component: Component) -> str:
    """The heading of a duty; of a compound one with the words of the schedule, which no percentage says."""
    is_compound = component.rate is None and not component.specific_rate and component.steps
    return listed(filter(None, (component.heading, component.note_in(language()) if is_compound else "")))


def _fees(answer: Assessment) -> str:
    if answer.mpf_cents is None or answer.hmf_cents is None:
        return ""
    return tr(
        "Fees: {mpf} processing, {hmf} harbor maintenance.",
        mpf=money(answer.mpf_cents), hmf=money(answer.hmf_cents),
    )  # fmt: skip


def checked_words(answer: Assessment) -> str:
    """Which law, and until when it was checked."""
    day = checked_day(answer.checked_to)
    return tr("Law data {version}, checked to {day}.", version=answer.version, day=day)


def _in_sentence(name: str) -> str:
    """A name within a sentence: ``ordinary duty``, but ``Section 232`` and ``reciprocal (IEEPA)``."""
    if language() == "ja" or name.startswith("Section "):
        return name
    return name[:1].lower() + name[1:]


def cost_lines(answer: Assessment) -> list[tuple[str, str]]:
    """Duty, fees and landed cost as shown beside the number; nothing where there is no figure."""
    if answer.total_cents is None:
        return []
    mpf, hmf = answer.mpf_cents or 0, answer.hmf_cents or 0
    with_duty = answer.entry.value_cents + answer.total_cents
    lines = [
        (tr("Value and duty"), money(with_duty)),
        (tr("Processing fee (MPF)"), money(answer.mpf_cents)),
        (tr("Harbor fee (HMF)"), money(answer.hmf_cents)),
        (tr("Landed cost"), money(with_duty + mpf + hmf)),
    ]
    if answer.originally_collected_cents is not None:
        lines.append((tr("First collected"), money(answer.originally_collected_cents)))
    return lines


def depends_row(missing: MissingFact) -> tuple[str, str]:
    """A fact that was not said, and the duty of each value it may have."""
    if missing.unit:
        return quantity_named(missing.unit), tr("Without it there is no figure.")
    parts = []
    for _value, words, each in outcomes_said(missing):
        duty = money(each.total_cents) if each.status == "ok" else _in_sentence(status_words(each.status))
        parts.append(outcome_said(missing, words, duty))
    taken = ""
    if missing.taken:
        taken = " " + tr("Taken now: {value}.", value=value_words(missing.fact, missing.taken))
    said = tr("Without it there is no figure.")
    if parts:
        said = tr("{sentence}.", sentence=_begun(" · ".join(parts)))
    return fact_words(missing.fact), said + taken


def _begun(words: str) -> str:
    """The words as a sentence begins with them."""
    return f"{words[:1].upper()}{words[1:]}" if words.startswith("if ") else words


def reason_row(item: NotApplied, law: Law) -> tuple[str, str]:
    """A measure that did not apply, and why."""
    measure = law.measures.get(item.measure)
    title = measure_title(measure) if measure else item.measure
    heading = ground_in(item.heading, language())
    return f"{title} ({heading})", _named(item.reason_in(language()), law)


def _named(reason: str, law: Law) -> str:
    """The reason with measures by their titles instead of their ids."""
    for key, measure in law.measures.items():
        if f"({key})" in reason:
            reason = reason.replace(f"({key})", f"({measure_title(measure)})")
    return reason


def closeness(item: NotApplied) -> int:
    """The near misses first: what would be charged but for another rule, then conditions, lists, dates."""
    return next((place for place, start in enumerate(_ORDER) if item.reason.startswith(start)), 3)
