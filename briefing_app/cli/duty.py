"""``duty``: what one good pays on one day, and why."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from briefing_app.cli import opening, output
from briefing_app.domain.records import Scenario, ScenarioEdit
from briefing_app.errors import EXIT_NOT_COMPUTABLE, UsageError
from briefing_app.exchange import json_files

if TYPE_CHECKING:
    from briefing_app.tariff.answer import Assessment, Component
    from briefing_app.tariff.law import Law


_NEEDED = ("date", "origin", "hts", "value")


def add_duty(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``duty``."""
    parser.add_argument("--date", metavar="D", help="day of entry in New York, YYYY-MM-DD")
    parser.add_argument("--origin", metavar="CC", help="country of origin, such as JP")
    parser.add_argument("--hts", metavar="CODE", help="tariff code, with or without dots")
    parser.add_argument("--value", metavar="USD", help="customs value in US dollars")
    parser.add_argument(
        "--fact",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="a fact of the entry; may be repeated",
    )
    add_scenario(parser)
    parser.add_argument(
        "--certificate", metavar="FILE", help="work a certificate of calculation out again and compare"
    )
    parser.add_argument("--certify", metavar="FILE", help="write a certificate of the calculation")
    parser.add_argument("--json", action="store_true", help="print JSON")


def add_scenario(parser: argparse.ArgumentParser) -> None:
    """``--scenario``."""
    parser.add_argument("--scenario", metavar="FILE", help="a scenario record as JSON: edits of the law")


def run_duty(options: argparse.Namespace) -> int:
    """Exit 0 with a total; 4 with the reason where none can be computed."""
    from briefing_app.tariff.answer import assessment_to_json
    from briefing_app.tariff.assess import assess

    if options.certificate is not None:
        return _check(options.certificate)
    if missing := [f"--{name}" for name in _NEEDED if getattr(options, name) is None]:
        raise UsageError(
            f"The following arguments are required: {', '.join(missing)}.", hint="See `duty --help`."
        )
    law = law_for(options.scenario)
    asked = {"date": options.date, "origin": options.origin, "hts": options.hts, "value_usd": options.value}
    answer = assess(law.parse(asked | facts(options.fact)), law)
    if options.certify is not None:
        _certify(answer, law, options.certify, options.scenario)
    if options.json:
        output.as_json(assessment_to_json(answer))
    else:
        _print(answer)
    return 0 if answer.status == "ok" else EXIT_NOT_COMPUTABLE


def _certify(answer: Assessment, law: Law, target: str, scenario: str | None) -> None:
    from briefing_app.tariff.certificate import certify

    now = datetime.now(UTC).isoformat(timespec="seconds")
    found = certify(answer, law, now, edits=edits_of(scenario) if scenario else ())
    Path(target).write_text(found.to_json(), encoding="utf-8")


def _check(source: str) -> int:
    """Exit 0 when every digit comes out again; 2 with what differs where it does not."""
    from briefing_app.tariff.certificate import check, read_certificate

    found = read_certificate(opening.input_bytes(source).decode("utf-8", "replace"))
    result = check(found, shipped_law())
    output.line(f"Certificate {found.sha256[:16]}, made {found.made_at}")
    output.line("The law files are the same." if result.is_same_law else "The law files are others now.")
    if result.is_reproduced:
        output.line("Reproduced: every digit is the same.")
        return 0
    faults = [] if result.is_intact else ["It was altered: its hash is not that of its content."]
    raise UsageError("The certificate is not reproduced. " + " ".join((*faults, *result.differences)))


@cache
def shipped_law() -> Law:
    """The law that comes with the program, read once."""
    from briefing_app.tariff.law import load_law

    return load_law()


def law_for(scenario: str | None) -> Law:
    """The shipped law, with the edits of a scenario file if one is named."""
    return shipped_law() if scenario is None else shipped_law().with_scenario(edits_of(scenario))


def edits_of(scenario: str) -> list[ScenarioEdit]:
    """The edits of a scenario file, TOML or JSON."""
    if scenario.lower().endswith(".toml"):
        from briefing_app.tariff.scenario import edits_from_toml

        return list(edits_from_toml(opening.input_bytes(scenario).decode("utf-8", "replace")))
    records = json_files.read_records(opening.input_bytes(scenario), "scenario")
    return [edit for record in records if isinstance(record, Scenario) for edit in record.edits]


def facts(words: list[str]) -> dict[str, str]:
    """Facts of ``--fact NAME=VALUE``. Raises UsageError for one that is not so written or stands twice."""
    found: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise UsageError(f'"{word}" is not a fact.', hint="Write --fact NAME=VALUE.")
        if name.strip() in {"date", "origin", "hts", "value_usd"}:
            raise UsageError(f"{name.strip()} is an option of its own, not a fact.")
        if name.strip() in found:
            raise UsageError(f"The fact {name.strip()} is given twice.")
        found[name.strip()] = value.strip()
    return found


def _print(answer: Assessment) -> None:
    from briefing_app.tariff.entry import usd

    entry = answer.entry
    output.line(f"{entry.code} from {entry.origin}, ${usd(entry.value_cents)}, entered {entry.day}")
    if answer.status != "ok" or answer.total_cents is None or answer.effective_rate is None:
        output.line(f"{answer.status}: {answer.reason}")
    else:
        output.line(f"Total duty ${usd(answer.total_cents)}, {_percent(answer.effective_rate)} of the value")
        fees = (("MPF", answer.mpf_cents), ("HMF", answer.hmf_cents))
        output.line(", ".join(f"{name} ${usd(cents)}" for name, cents in fees if cents is not None))
    output.table([("  +", *_row(component)) for component in answer.components])
    for component in answer.components:
        output.line(f"  {component.measure}: {'; '.join(component.citations)}")
    for refused in answer.not_applied:
        output.line(f"  - {refused.measure}: {refused.reason}")
    for assumption in answer.assumptions:
        output.line(f"assumed: {assumption}")
    for missing in answer.missing_facts:
        output.line(f"depends on {missing.fact}: {missing.why}")
        for outcome in missing.outcomes:
            total = outcome.status if outcome.total_cents is None else f"${usd(outcome.total_cents)}"
            output.line(f"    {outcome.value}: {total}")
    output.line(f"Law data {answer.version}, checked to {answer.checked_to}")


def _row(component: Component) -> tuple[str, str, str, str]:
    from briefing_app.tariff.entry import usd

    if component.specific_rate:
        of = f"${component.specific_rate} a {component.unit} x {component.quantity}"
    elif component.rate is not None:
        of = f"{_percent(component.rate)} of ${usd(component.base_cents)}"
    else:
        of = f"on ${usd(component.base_cents)}"
    return (f"${usd(component.duty_cents)}", of, component.heading, component.note)


def _percent(rate: Fraction) -> str:
    from briefing_app.tariff.answer import fraction_text

    return f"{fraction_text(rate * 100, 4)}%"
