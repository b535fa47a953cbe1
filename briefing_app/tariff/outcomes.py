"""What an unsaid fact would change: the entry is worked out again with each value worth trying."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from briefing_app.tariff.answer import MissingFact, Outcome
from briefing_app.tariff.entry import Entry, usd
from briefing_app.tariff.evaluate import Case, Result, evaluate
from briefing_app.tariff.fact_table import FACTS
from briefing_app.tariff.facts import parse_fact
from briefing_app.tariff.moment import day_before
from briefing_app.tariff.pricing import NeedsQuantityError
from briefing_app.tariff.reader import METALS, NeedsFactError

_MOST_OUTCOMES = 12
# From this value in cents on no two rates of the law are a cent apart: such a difference is one of rounding.
_ROUNDING_TELLS = 10_000
MOST_CODES_TRIED = 6


def settled(entry: Entry, case: Case) -> Result:
    """The total; where a fact must be said and every value of it agrees, that agreed result."""
    result = evaluate(entry, _case_of(entry, case), traced=False)
    if result.needs is None:
        return result
    results = [each for _, each in leaves(entry, case, result.needs)]
    agreed = results[0].status == "ok" and len({each.total for each in results}) == 1
    return results[0] if agreed else result


def leaves(entry: Entry, case: Case, needs: NeedsFactError) -> list[tuple[str, Result]]:
    """Every outcome of a fact that must be said, and of further such facts behind it, in words."""
    out: list[tuple[str, Result]] = []
    known: dict[object, list[tuple[str, Result]]] = {}
    for text, tried in tries(entry, needs.fact, needs.codes):
        mine = _case_of(tried, case)
        # Codes on the same lists and line come out alike.
        like = (case.law.reach(tried.hts), mine.line.hts)
        found = known.get(like) if tried.hts != entry.hts else None
        if found is None:
            found = known[like] = _leaves(tried, mine, len(out))
        out += [(f"{text}; {more}" if more else text, leaf) for more, leaf in found]
    return out


def _leaves(tried: Entry, case: Case, before: int) -> list[tuple[str, Result]]:
    result = evaluate(tried, case, traced=False)
    if result.needs is None or before > _MOST_OUTCOMES:
        return [("", result)]
    deeper = leaves(tried, case, result.needs)
    return [(f"{result.needs.fact}={more}", leaf) for more, leaf in deeper]


def _case_of(entry: Entry, case: Case) -> Case:
    """The case itself, or another when a tried code stands on another line."""
    if entry.hts.startswith(case.line.hts):
        return case
    line = case.law.schedule.line(entry.hts)
    return case if line is None or line.hts == case.line.hts else Case(case.law, line)


def needed(entry: Entry, case: Case, needs: NeedsFactError) -> tuple[tuple[MissingFact, ...], Result | None]:
    """The outcomes of a fact that must be said; or the one result when no value of it changes anything."""
    results = leaves(entry, case, needs)
    first = results[0][1]
    if first.status == "ok" and len({result.total for _, result in results}) == 1:
        return (), evaluate(first.reader.entry, _case_of(first.reader.entry, case))
    outcomes = tuple(Outcome(text, result.total, result.status) for text, result in results)
    return (MissingFact(needs.fact, needs.why, outcomes),), None


def tries(entry: Entry, fact: str, codes: tuple[str, ...] = ()) -> list[tuple[str, Entry]]:
    """The values worth trying for an unsaid fact, as text, each with the entry that says it."""
    if fact == "hts":
        found = [(code, replace(entry, hts=code)) for code in codes[:MOST_CODES_TRIED]]
        return [*found, ("another suffix", entry.with_fact("statistical_suffix", "other"))]
    out: list[tuple[str, Entry]] = []
    for text in FACTS[fact].tries:
        if FACTS[fact].kind == "money":
            # "fifth": the share from which the United States content counts; "whole": the entire value.
            cents = {"whole": _left_for(entry, fact), "fifth": -(-entry.value_cents // 5)}.get(text, 0)
            out.append((usd(cents), entry.with_fact(fact, cents)))
        elif text != "before":
            out.append((text, entry.with_fact(fact, parse_fact(fact, text))))
    return out


def _outcomes(options: list[tuple[str, Entry]], case: Case) -> tuple[Outcome, ...]:
    results = [(text, settled(tried, case)) for text, tried in options]
    return tuple(Outcome(text, each.total, each.status) for text, each in results)


def _flag_outcomes(options: list[tuple[str, Entry]], case: Case, base: Result) -> tuple[Outcome, ...]:
    """Both values of a flag: unsaid is one of the two, so where "true" differs the base is "false"."""
    first = _outcomes(options[:1], case)
    if first[0].total_cents != base.total:
        return (*first, Outcome(options[1][0], base.total, base.status))
    return (*first, *_outcomes(options[1:], case))


def _left_for(entry: Entry, fact: str) -> int:
    """The most that a metal may be worth beside the metals that were said."""
    said = (entry.facts.get(f"{metal}_value_usd") for metal in METALS if f"{metal}_value_usd" != fact)
    return entry.value_cents - sum(cents for cents in said if isinstance(cents, int))


def would_change(entry: Entry, case: Case, result: Result) -> tuple[MissingFact, ...]:
    """The unsaid facts that the rules asked for and that would change the total, with each outcome."""
    found = []
    for fact, details in result.reader.unsaid.items():
        spec = FACTS.get(fact)
        if spec is None or not spec.ask:
            continue
        options = tries(entry, fact)
        for day in sorted(details - {""}):
            earlier = date.fromisoformat(day_before(day))
            options.append((earlier.isoformat(), entry.with_fact(fact, earlier)))
        outcomes = _flag_outcomes(options, case, result) if spec.kind == "bool" else _outcomes(options, case)
        if any(_differs(outcome.total_cents, result.total, entry.value_cents) for outcome in outcomes):
            why = f"Not said: {spec.en[0].lower()}{spec.en[1:]}. It would change the duty."
            found.append(MissingFact(fact, why, outcomes, spec.default or "see assumptions"))
    return tuple(found)


def _differs(total: int | None, base: int | None, value: int) -> bool:
    """Whether totals differ by more than the cent that two lines in the place of one may round apart."""
    if total is None or base is None or value < _ROUNDING_TELLS:
        return total != base
    return abs(total - base) > 1


def quantities_needed(needs: NeedsQuantityError) -> tuple[MissingFact, ...]:
    """The quantities and part values that the ordinary duty asks for, with the unit to give each in."""
    several = len(needs.missing) > 1
    found: dict[str, MissingFact] = {}
    for item in needs.missing:
        why = f"The rate {needs.words} needs the {item.words} (unit {item.name})."
        if item.name.endswith("_usd"):
            # "movement_and_case_usd" is the sum of two values, each a fact of its own.
            pieces = item.name.removesuffix("_usd").split("_and_")
            found |= {f"{piece}_value_usd": MissingFact(f"{piece}_value_usd", why, ()) for piece in pieces}
        else:
            fact = "quantities" if several else "quantity"
            found[f"{fact} {item.name}"] = MissingFact(fact, why, (), unit=item.name)
    return tuple(found.values())
