"""Reads the facts of one entry for the rules: what was said, what is taken when unsaid, what was asked."""

from __future__ import annotations

from decimal import Decimal

from briefing_app.tariff.entry import Entry
from briefing_app.tariff.rules import Condition, Rule

METALS = ("steel", "aluminum", "copper")
# The chapters whose goods are metal as a whole when no content is said.
WHOLE_CHAPTERS = {"steel": ("72", "73"), "aluminum": ("76",), "copper": ("74",)}
_DEFAULTS: dict[str, object] = {
    "metal_weight_share": Decimal(1),
    "us_melted_share": Decimal(0),
    "use": "none",
    "part_use": "car",
    "statistical_suffix": "",
}
# What follows for an unsaid fact where another was said to be true: parts for aircraft are no vehicle parts.
_FOLLOWS: dict[str, tuple[str, object]] = {"part_use": ("gn6_civil_aircraft", "other")}
_NEVER_TAKEN = frozenset({"pharma_patented", "pharma_kind", "thermal_imaging", "made_of", "uas_section_301"})
_METAL_VALUES = tuple(f"{metal}_value_usd" for metal in METALS)
# What the conditions that are no facts themselves are worked out from.
_DERIVED: dict[str, tuple[str, ...]] = {
    "us_content_share": ("us_content_value_usd",),
    "vehicle_age": ("made_year",),
    "loaded_before": ("loaded_on_vessel_date", "mode"),
    "pharma_class": ("pharma_kind", "pharma_patented"),
    "metal": ("made_of", *_METAL_VALUES),
    "metals_said_nothing": ("metal_weight_share", *_METAL_VALUES),
}
# Conditions on facts that must be said. An answer without them tries several values: nothing settles them.
OPEN = frozenset({*_NEVER_TAKEN, "pharma_class", "metal", "metals_said_nothing"})
# The facts that those conditions read.
OPEN_FACTS = frozenset({*_NEVER_TAKEN, *(name for each in OPEN for name in _DERIVED.get(each, ()))}) | {
    "statistical_suffix"
}


def facts_read(rule: Rule) -> tuple[str, ...]:
    """The names of the facts that the conditions of a rule read."""
    names: list[str] = []
    for condition in rule.when:
        names += _DERIVED.get(condition.fact, (condition.fact,))
        if condition.fact in _FOLLOWS:
            names.append(_FOLLOWS[condition.fact][0])
    return tuple(dict.fromkeys(names))


class NeedsFactError(Exception):
    """The answer hangs on a fact that was not said and for which nothing may be taken."""

    def __init__(self, fact: str, why: str, codes: tuple[str, ...] = ()) -> None:
        super().__init__(fact)
        self.fact, self.why, self.codes = fact, why, codes


class Reader:
    """Answers conditions of rules from one entry, and remembers which unsaid facts were asked for."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.minute = entry.minute
        self._contents: dict[str, int] = {}
        self.unsaid: dict[str, set[str]] = {}
        self.assumed: list[str] = []

    def cents(self, name: str) -> int | None:
        """A money fact in cents, or None when unsaid."""
        value = self.entry.facts.get(name)
        return value if isinstance(value, int) else None

    def content(self, metal: str) -> int:
        """The value of one metal in cents. Raises NeedsFactError when nothing may be taken for it.

        Steel of chapter 72 counts with its full value whatever is said (the law's own rule).
        """
        if metal not in self._contents:
            self._contents[metal] = self._content(metal)
        return self._contents[metal]

    def _content(self, metal: str) -> int:
        entry, name = self.entry, f"{metal}_value_usd"
        if metal == "steel" and entry.hts.startswith("72"):
            return entry.value_cents
        said = self.cents(name)
        if said is not None:
            return said
        others = sum(self.cents(f"{other}_value_usd") or 0 for other in METALS if other != metal)
        if entry.hts[:2] in WHOLE_CHAPTERS[metal]:
            self._ask(name, "")
            return max(0, entry.value_cents - others)
        if others or any(entry.hts[:2] in chapters for chapters in WHOLE_CHAPTERS.values()):
            self._ask(name, "")
            self.assumed.append("other_metal_zero")
            return 0
        why = (
            f"The duty on this good is charged on the value of its {metal}; where that is not known customs "
            "charges the full value."
        )
        raise NeedsFactError(name, why)

    def _ask(self, fact: str, detail: str) -> None:
        asked = self.unsaid.get(fact)
        if asked is None:
            self.unsaid[fact] = {detail}
        else:
            asked.add(detail)

    def holds(self, condition: Condition, rule: Rule) -> bool:
        """Whether a condition holds. Raises NeedsFactError when it hangs on a fact that must be said."""
        fact = condition.fact
        if fact in _DERIVED:
            return self._derived(condition)
        said = self.entry.facts.get(fact)
        if said is None:
            presumed = self._follows(fact) if fact in _FOLLOWS else None
            if rule.presume:
                presumed = presumed or dict(rule.presume).get(fact)
            if presumed is None and fact in _NEVER_TAKEN:
                raise NeedsFactError(fact, rule.unless or f"The duty of heading {rule.heading} hangs on it.")
            if not rule.quiet:
                self._ask(fact, "")
            said = presumed if presumed is not None else _DEFAULTS.get(fact, False)  # type: ignore[assignment]
        return self._compare(said, condition)

    def _follows(self, fact: str) -> object:
        """What an unsaid fact is because of another that was said, or None."""
        cause, value = _FOLLOWS.get(fact, ("", None))
        return value if self.entry.facts.get(cause) is True else None

    def _derived(self, condition: Condition) -> bool:
        fact = condition.fact
        if fact == "us_content_share":
            return self._us_content(condition)
        if fact == "vehicle_age":
            return self._age(condition)
        if fact == "metals_said_nothing":
            return self._no_metal(condition)
        if fact == "loaded_before":
            return self._loaded(str(condition.operand))
        return self._compare(self._pharma() if fact == "pharma_class" else self._metal(), condition)

    @staticmethod
    def _compare(value: object, condition: Condition) -> bool:
        if condition.op == "is":
            return value == condition.operand
        if condition.op == "in":
            return isinstance(condition.operand, tuple) and value in condition.operand
        if not isinstance(value, (Decimal, int)) or not isinstance(condition.operand, Decimal):
            return False
        return value >= condition.operand if condition.op == ">=" else value < condition.operand

    def ask_us_content(self) -> None:
        """Note that the United States content would matter, when it was not said."""
        if self.cents("us_content_value_usd") is None:
            self._ask("us_content_value_usd", "")

    def _us_content(self, condition: Condition) -> bool:
        said = self.cents("us_content_value_usd")
        if said is None:
            self._ask("us_content_value_usd", "")
            return False
        return isinstance(condition.operand, Decimal) and said >= condition.operand * self.entry.value_cents

    def _no_metal(self, condition: Condition) -> bool:
        """Whether it was said that the good holds none of the metals; silence says nothing."""
        share = self.entry.facts.get("metal_weight_share")
        if share is not None:
            return share == 0
        metals = condition.operand if isinstance(condition.operand, tuple) else ()
        return all(self.cents(f"{metal}_value_usd") == 0 for metal in metals)

    def _age(self, condition: Condition) -> bool:
        made = self.entry.facts.get("made_year")
        if not isinstance(made, int):
            return False
        return isinstance(condition.operand, Decimal) and self.entry.day.year - made >= condition.operand

    def _loaded(self, day: str) -> bool:
        said = self.entry.facts.get("loaded_on_vessel_date")
        by_sea = self.entry.facts.get("mode", "ocean") == "ocean"
        if said is None:
            if by_sea:
                self._ask("loaded_on_vessel_date", day)
            return False
        return by_sea and str(said) < day

    def _pharma(self) -> str:
        kind = self.entry.facts.get("pharma_kind")
        if isinstance(kind, str):
            return kind
        patented = self.entry.facts.get("pharma_patented")
        if patented is None:
            raise NeedsFactError(
                "pharma_patented", "Patented medicines pay the section 232 duty, generics do not."
            )
        return "patented" if patented else "generic"

    def _metal(self) -> str:
        said = self.entry.facts.get("made_of")
        if isinstance(said, str):
            return said
        steel, aluminum = self.cents("steel_value_usd"), self.cents("aluminum_value_usd")
        if steel is None and aluminum is None:
            raise NeedsFactError(
                "made_of", "The article is on the steel list and on the aluminum list; one duty is due."
            )
        return "steel" if (steel or 0) >= (aluminum or 0) and steel != 0 else "aluminum"
