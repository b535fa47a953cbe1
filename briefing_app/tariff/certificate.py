"""A certificate of calculation: what was asked, of which law, and what came out, under one hash.

The hash (SHA-256) is taken over the canonical JSON of everything else: keys in order, no blanks, UTF-8. Read
again, a certificate shows whether it was altered, and whether the law at hand gives the same digits; where it
does not, every figure that differs is named, and whether the law files are others by now.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

from briefing_app import __version__, resources
from briefing_app.domain.date_words import Language
from briefing_app.domain.records import ScenarioEdit
from briefing_app.errors import BriefingError, UsageError
from briefing_app.tariff.answer import Assessment, assessment_to_json
from briefing_app.tariff.assess import assess
from briefing_app.tariff.currency import VALUE_RATE, Conversion, rate_words_of, read_conversion
from briefing_app.tariff.law import Law, load_law

FORM = "briefing-desk-calculation-1"
# Words for finding goods: they decide no duty.
_NO_LAW = frozenset({"descriptions.csv", "descriptions.toml", "readings_ja.csv", "chapters.csv"})
_SCHEDULE = frozenset({"schedule.csv", "schedule.toml"})
_KEYS = ("form", "made_at", "program", "query", "conversion", "scenario", "law", "result", "sha256")
_RESULT: tuple[tuple[str, type[list[Any] | dict[str, Any]], type], ...] = (
    ("components", list, dict), ("not_applied", list, object), ("assumptions", list, str),
    ("data", dict, str),
)  # fmt: skip
_DIGITS = {
    "status": "Status", "total_duty": "Duty in all", "effective_rate": "Effective rate",
    "mpf": "Processing fee", "hmf": "Harbor fee", "originally_collected": "First collected",
}  # fmt: skip
_COMPONENT = {
    "measure": "measure", "heading": "heading", "rate": "rate", "base_value": "base", "duty": "duty",
}  # fmt: skip
_NOTHING = "nothing"
_ONLY_FRAME = (
    "All that can be worked out again agrees: what was altered is when it was made, by which program, where "
    "the rate of exchange stands, which law files it names, or the hash."
)


@dataclass(frozen=True)
class Certificate:
    """One calculation. ``content`` is the JSON object without its hash; ``sha256`` is the hash it states."""

    content: Mapping[str, Any]
    sha256: str

    @property
    def made_at(self) -> str:
        """When it was made, ISO 8601 with zone."""
        return str(self.content["made_at"])

    @property
    def query(self) -> dict[str, str]:
        """The entry as texts by name."""
        return {str(name): str(text) for name, text in self.content["query"].items()}

    @property
    def conversion(self) -> Conversion | None:
        """How the value was turned into dollars, if it was. Raises EntryError."""
        return read_conversion(self.money_texts)

    @property
    def money_texts(self) -> dict[str, str]:
        """Where the value in dollars comes from, as texts by name; empty where it was asked in dollars."""
        return {str(k): str(v) for k, v in self.content["conversion"].items()}

    def value_words(self, language: Language = "en") -> str:
        """At which rate the value became dollars, in a sentence; "" where it was asked in dollars."""
        return rate_words_of(self.money_texts, language)

    @property
    def edits(self) -> tuple[ScenarioEdit, ...]:
        """The edits of the law that it was asked under."""
        return tuple(
            ScenarioEdit(each["op"], str(each["measure"]), dict(each.get("set", {})))
            for each in self.content["scenario"]
        )

    def to_json(self) -> str:
        """The file: readable, with the hash last."""
        return json.dumps({**self.content, "sha256": self.sha256}, ensure_ascii=False, indent=1) + "\n"


@dataclass(frozen=True)
class Check:
    """What became of a certificate. ``differences`` name each figure in words: what it says, what comes out
    now.
    """

    is_intact: bool
    is_same_law: bool
    differences: tuple[str, ...]

    @property
    def is_reproduced(self) -> bool:
        """Whether it is unaltered and every digit comes out again."""
        return self.is_intact and not self.differences


@lru_cache(maxsize=4)
def law_hashes(root: Path | None = None) -> tuple[str, str]:
    """SHA-256 of the law files (measures, lists, registers) and of the schedule, by name and content."""
    folder = root if root is not None else resources.path("tariff", "us")
    law, schedule = hashlib.sha256(), hashlib.sha256()
    for path in sorted(each for each in folder.rglob("*") if each.is_file() and each.name not in _NO_LAW):
        line = f"{path.relative_to(folder).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}\n"
        (schedule if path.name in _SCHEDULE else law).update(line.encode())
    return law.hexdigest(), schedule.hexdigest()


def certify(
    answer: Assessment,
    law: Law,
    made_at: str,
    conversion: Conversion | None = None,
    edits: Iterable[ScenarioEdit] = (),
    *,
    value_rate: str = "",
) -> Certificate:
    """The certificate of an answer that ``law`` gave; ``made_at`` is ISO 8601 with zone. ``value_rate`` is
    the line of the rate where the value is of a table that was converted.
    """
    rules, schedule = law_hashes()
    result = assessment_to_json(answer)
    query = result.pop("query")
    content: dict[str, Any] = {
        "form": FORM,
        "made_at": made_at,
        "program": __version__,
        "query": query,
        "conversion": conversion.texts() if conversion else {VALUE_RATE: value_rate} if value_rate else {},
        "scenario": [_plain({"op": e.op, "measure": e.measure, "set": e.set}) for e in edits],
        "law": {
            "version": law.info.version,
            "checked_to": law.info.checked_to,
            "known_on": law.known_day.isoformat() if law.known_day else "",
            "rules_sha256": rules,
            "schedule_sha256": schedule,
        },
        "result": _plain(result),
    }
    return Certificate(content, _hash(content))


def read_certificate(text: str) -> Certificate:
    """A certificate from its file. Raises UsageError for a text that is none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(
            "This is no certificate of calculation, or its file is damaged: it cannot be read from line "
            f"{error.lineno} on."
            if isinstance(error, json.JSONDecodeError)
            else "This is no certificate of calculation, or its file is damaged: it cannot be read."
        ) from error
    if not isinstance(found, dict) or found.get("form") != FORM:
        raise UsageError(
            f'This is no certificate of calculation of this program: it does not say "form": "{FORM}".'
        )
    if missing := [name for name in _KEYS if name not in found]:
        raise UsageError(f"This certificate is not whole: {', '.join(missing)} is missing.")
    kinds = {"query": dict, "conversion": dict, "scenario": list, "law": dict, "result": dict}
    for name, kind in kinds.items():
        if not isinstance(found[name], kind):
            raise UsageError(f"This certificate cannot be read: {name} is not of the right form.")
    for name, whole, each in _RESULT:
        part = found["result"].get(name, whole())
        if not isinstance(part, whole) or not all(isinstance(one, each) for one in part):
            where = f"result, {name}"
            raise UsageError(f"This certificate cannot be read: {where} is not of the right form.")
    sha256 = str(found.pop("sha256"))
    return Certificate(found, sha256)


def check(certificate: Certificate, law: Law) -> Check:
    """Work the certificate out again with ``law`` (without its scenario) and compare every digit."""
    rules, schedule = law_hashes()
    stated = certificate.content["law"]
    same = (stated.get("rules_sha256"), stated.get("schedule_sha256")) == (rules, schedule)
    intact = _hash(certificate.content) == certificate.sha256
    try:
        answer = again(certificate, law)
    except (BriefingError, LookupError, ArithmeticError, AttributeError, TypeError, ValueError) as error:
        return Check(intact, same, (f"It cannot be worked out again: {error}",))
    before, after = _digits(certificate.content["result"]), _digits(_plain(assessment_to_json(answer)))
    names = [*before, *(name for name in after if name not in before)]
    differences = [
        f"{name}: {before.get(name, _NOTHING)} in the certificate, {after.get(name, _NOTHING)} now"
        for name in names
        if before.get(name) != after.get(name)
    ]
    found = [*_value_fault(certificate), *differences]
    if not intact:
        found += _altered_texts(certificate, answer, law) if same else []
        found = found or [_ONLY_FRAME]
    return Check(intact, same, tuple(found))


def _altered_texts(certificate: Certificate, answer: Assessment, law: Law) -> Iterator[str]:
    """Which parts beside the figures are not those that the same law files give: notes, sources, reasons,
    assumptions, and which law it says it is of.
    """
    before, after = certificate.content["result"], _plain(assessment_to_json(answer))
    pairs = zip_longest(before.get("components", []), after["components"])
    for place, (stated, now) in enumerate(pairs, 1):
        if stated and now and any(stated.get(key) != now.get(key) for key in {*stated, *now} - {*_COMPONENT}):
            yield f"Line {place}: its note, sources or total rate are not those that come out now."
    reasons = zip_longest(before.get("not_applied", []), after["not_applied"])
    for place, (stated, now) in enumerate(reasons, 1):
        if stated != now:
            yield f"Row {place} of what does not apply is not what comes out now."
    value_words = {certificate.value_words("en"), certificate.value_words("ja")}
    if [each for each in before.get("assumptions", []) if each not in value_words] != after["assumptions"]:
        yield "The assumptions are not those that come out now."
    elif value_words != {""} and value_words.isdisjoint(before.get("assumptions", [])):
        yield "The assumptions do not say the rate of exchange as the certificate states it."
    stated_law, data = certificate.content["law"], before.get("data", {})
    for key, known in (("version", law.info.version), ("checked_to", law.info.checked_to)):
        if [stated_law.get(key), data.get(key)] != [known, known]:
            yield "The version of the law data is not that of these law files."
            return


def again(certificate: Certificate, law: Law) -> Assessment:
    """The answer to the certificate's question by ``law`` and its scenario. Raises the engine's errors."""
    edits, day = certificate.edits, str(certificate.content["law"].get("known_on", ""))
    try:
        wanted = date.fromisoformat(day) if day else None
    except ValueError:
        raise UsageError(f"The law is to be as known on “{day}”, which is no day.") from None
    if law.known_day != wanted:
        law = (load_law() if law.known_day is not None else law).known_on(wanted)
    return assess(law.parse(certificate.query), law.with_scenario(edits) if edits else law)


def _value_fault(certificate: Certificate) -> Iterator[str]:
    conversion = certificate.conversion
    if conversion is not None:
        stated = certificate.query.get("value_usd", "")
        cents = f"{conversion.cents // 100}.{conversion.cents % 100:02d}"
        if stated != cents:
            yield f"Customs value: {stated} in the certificate, {cents} at its rate of exchange"


def _digits(result: Mapping[str, Any]) -> dict[str, str]:
    """Every figure of a result by its place, in words."""
    found = {words: _said(result.get(name)) for name, words in _DIGITS.items()}
    for place, part in enumerate(result.get("components", []), 1):
        found |= {f"Line {place}, {words}": _said(part.get(name)) for name, words in _COMPONENT.items()}
    return found


def _said(value: object) -> str:
    return _NOTHING if value is None else str(value)


def _hash(content: Mapping[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: Any) -> Any:
    """The value as JSON holds it: no Decimal, no tuple."""
    return json.loads(json.dumps(value, default=str))
