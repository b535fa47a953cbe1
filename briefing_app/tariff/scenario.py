"""What-if edits of the law: change, add, end or switch off a measure, on the raw tables."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from copy import deepcopy
from decimal import Decimal, InvalidOperation
from numbers import Integral, Real
from typing import Any, cast, get_args

from briefing_app.domain.records import EditOp, ScenarioEdit
from briefing_app.tariff.deal_lines import DEAL_FILE, deal_measure
from briefing_app.tariff.scenario_terms import ScenarioError, is_deal_line
from briefing_app.tariff.sectors import Sector

Raw = tuple[tuple[str, dict[str, Any]], ...]
SCENARIO_FILE = "scenario"


def edited(raw: Raw, edits: Iterable[ScenarioEdit], sectors: tuple[Sector, ...] = ()) -> Raw:
    """The tables after the edits, in their order. Raises ScenarioError for an unknown measure.

    Lines of a deal stand before the law, so that they go first among rules of one rank.
    """
    tables = list(raw)
    for edit in edits:
        at = next((number for number, (_, item) in enumerate(tables) if item.get("id") == edit.measure), None)
        if edit.op == "add":
            if at is not None:
                raise ScenarioError(f"The scenario adds “{edit.measure}”, which the law has already.")
            if is_deal_line(edit):
                lines = sum(file == DEAL_FILE for file, _ in tables)
                tables.insert(lines, deal_measure(edit, tables, sectors))
            else:
                tables.append((SCENARIO_FILE, _added(edit)))
        elif at is None:
            near = ", ".join(sorted(item["id"] for _, item in tables if item["id"][:5] == edit.measure[:5]))
            raise ScenarioError(
                f"The scenario names “{edit.measure}”, which is no measure.", hint=near and f"Near: {near}."
            )
        elif edit.op == "switch_off":
            tables[at] = (SCENARIO_FILE, _switched_off(tables[at][1]))
        elif edit.op == "end":
            tables[at] = (SCENARIO_FILE, _ended(tables[at][1], edit))
        else:
            tables[at] = (SCENARIO_FILE, _changed(tables[at][1], edit))
    return tuple(tables)


def edits_from_toml(text: str) -> tuple[ScenarioEdit, ...]:
    """The edits of a scenario written as TOML: ``[[edits]]`` with ``op``, ``measure`` and a table ``set``.

    ``id``, ``title`` and ``note`` may stand at the top. Raises ScenarioError naming the edit and the key.
    """
    try:
        raw = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError(f"The scenario is not readable as TOML: {error}.") from error
    if unknown := set(raw) - {"id", "title", "note", "edits"}:
        raise ScenarioError(
            f"The scenario has an unknown key “{min(unknown)}”.", hint="It takes title and [[edits]]."
        )
    return tuple(read_edit(number, item) for number, item in enumerate(raw.get("edits", []), start=1))


def read_edit(number: int, item: dict[str, Any]) -> ScenarioEdit:
    """One edit from its table. Raises ScenarioError naming the edit and the key."""
    if unknown := set(item) - {"op", "measure", "set"}:
        raise ScenarioError(f"Edit {number} of the scenario has an unknown key “{min(unknown)}”.")
    operation, measure, changes = item.get("op"), item.get("measure"), item.get("set", {})
    if operation not in get_args(EditOp):
        known = ", ".join(get_args(EditOp))
        raise ScenarioError(
            f"Edit {number} of the scenario: op is “{operation}”.", hint=f"Give one of: {known}."
        )
    if not isinstance(measure, str) or not isinstance(changes, dict):
        raise ScenarioError(f"Edit {number} of the scenario must name a measure, and set must be a table.")
    return ScenarioEdit(cast("EditOp", operation), measure, changes)


def _exact(value: Any) -> Any:
    if isinstance(value, Real) and not isinstance(value, Integral):  # JSON fractions arrive in binary
        return Decimal(str(value))
    if isinstance(value, list):
        return [_exact(item) for item in value]
    return {key: _exact(item) for key, item in value.items()} if isinstance(value, dict) else value


def _added(edit: ScenarioEdit) -> dict[str, Any]:
    stated = {key: _exact(value) for key, value in edit.set.items()}
    rate = _rate(stated["rate"], edit) if "rate" in stated else None
    kind = stated.pop("effect", "add")
    rule = {key: stated.pop(key) for key in ("heading", "basis", "when", "takes", "closes") if key in stated}
    base: dict[str, Any] = {
        "id": edit.measure,
        "title": edit.measure,
        "title_ja": edit.measure,
        "en": "Added by a scenario.",
        "ja": "シナリオで追加。",
        "authority": "Scenario",
        "lane": "extra",
        "origins": ["*"],
        "citations": ["SCENARIO"],
        "confidence": "derived",
        "from": "2018-01-01",
        "rule": [{"effect": kind, **rule}],
    }
    base |= stated
    if rate is not None:
        base["rate"] = rate
    return base


def _switched_off(item: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in item.items() if key not in ("rule", "to", "ended_by")}
    return {**kept, "status": "record"}


def _ended(item: dict[str, Any], edit: ScenarioEdit) -> dict[str, Any]:
    if unknown := set(edit.set) - {"to", "date"}:
        raise ScenarioError(
            f"The edit that ends “{edit.measure}” has an unknown key “{min(unknown)}”; it takes to."
        )
    end = edit.set.get("to", edit.set.get("date"))
    if not isinstance(end, str):
        raise ScenarioError(f"The edit that ends “{edit.measure}” must say when: to = YYYY-MM-DD.")
    item = deepcopy(item)
    item |= {"to": end, "ended_by": "terminated"}
    rules = []
    for rule in item.get("rule", []):
        if rule.get("from", "") >= end:
            continue
        if rule.get("to", "9999") > end:
            rule.pop("to", None)
        rules.append(rule)
    item["rule"] = rules
    return item if rules else _switched_off(item)


def _rate(value: Any, edit: ScenarioEdit) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise ScenarioError(f"The rate of “{edit.measure}” is not a fraction like 0.15: {value}.") from None


def _changed(item: dict[str, Any], edit: ScenarioEdit) -> dict[str, Any]:
    item = deepcopy(item)
    before = item.get("rate")
    for key, value in edit.set.items():
        item[key] = _rate(value, edit) if key == "rate" else _exact(value)
    if "to" in edit.set and "ended_by" not in item:
        item["ended_by"] = "terminated"
    for rule in item.get("rule", []):
        if "rate" in edit.set and rule.get("rate") == before and before is not None:
            rule.pop("rate", None)  # a rule that carried the measure's rate follows it
        for key in ("from", "to"):
            if key in edit.set:
                rule.pop(key, None)
    return item
