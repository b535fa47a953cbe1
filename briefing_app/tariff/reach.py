"""Which rules reach a code, and when: asked once for all codes that stand on the same lists.

A code stands on rows of lists and on codes of measures that begin it, and longer ones may stand beneath it;
a few look-ups of its beginnings find them. Codes of one membership share one :class:`Reach`, and so whatever
is worked out from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from briefing_app.tariff.lists import ProductList
from briefing_app.tariff.moment import FOREVER, words_of
from briefing_app.tariff.rules import Rule, Scope

Interval: TypeAlias = tuple[int, int]
# A mark is (group, start, end); a group is one kind of one list, or the codes that one scope names.
_Mark: TypeAlias = tuple[int, int, int]
_Deep: TypeAlias = tuple[int, str, int, int]
_ALWAYS = (-FOREVER, FOREVER)
_MOST_CODES = 50_000


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A rule that reaches a code and origin, with the minutes in which it does.

    ``partly`` holds the longer codes when the list names only parts of the line that was given. Compared by
    identity: there is one for each rule and reach.
    """

    rule: Rule
    spans: tuple[Interval, ...]
    partly: tuple[str, ...] = ()

    def active(self, minute: int) -> bool:
        """Whether the rule works for the good at that minute."""
        return any(start <= minute < end for start, end in self.spans)

    def not_now(self, minute: int) -> str:
        """Why the rule does not work at that minute, in words."""
        if minute < self.spans[0][0]:
            return f"Not yet in force for this good: it begins at {words_of(self.spans[0][0])}."
        ended = max(end for _, end in self.spans if end <= minute)
        return f"No longer in force for this good: it ended at {words_of(ended)}."


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """The rules that reach the codes of one membership, whatever the origin, in order of work."""

    candidates: tuple[Candidate, ...]


class ReachIndex:
    """Finds the :class:`Reach` of codes for one rule table. Grows as codes are asked; thread-safe."""

    def __init__(self, rules: tuple[Rule, ...], lists: Mapping[str, ProductList]) -> None:
        self._rules = rules
        self._plain = {rule.serial: Candidate(rule, ((rule.start, rule.end),)) for rule in rules}
        self._groups: dict[object, int] = {}
        self._marks: dict[str, list[_Mark]] = {}
        self._deep: dict[str, list[_Deep]] = {}
        self._scopes: list[Scope] = []
        self._scopes_of: list[list[int]] = []
        self._rules_of: list[list[Rule]] = []
        self._index(lists)
        self._wide = frozenset(rule.serial for rule in rules if rule.scope.everything)
        self._by_code: dict[str, Reach] = {}
        self._by_marks: dict[tuple[frozenset[_Mark], frozenset[_Deep]], Reach] = {}

    def _index(self, lists: Mapping[str, ProductList]) -> None:
        places: dict[Scope, int] = {}
        for rule in self._rules:
            for scope in (rule.scope, rule.excluded):
                if scope.everything:
                    continue
                if scope not in places:
                    places[scope] = len(self._scopes)
                    self._scopes.append(scope)
                    self._rules_of.append([])
                self._rules_of[places[scope]].append(rule)
        self._place_of = places
        for name, found in lists.items():
            for key, row in found.keyed_rows():
                self._mark(self._group(name, row.kind), key, row.hts, row.start, row.end)
        for place, scope in enumerate(self._scopes):
            for code in scope.codes:
                self._mark(self._group("", place), code, code, *_ALWAYS)
            for name, kinds in scope.lists:
                for kind in kinds or lists[name].kinds():
                    self._scopes_of[self._group(name, kind)].append(place)
            if scope.codes:
                self._scopes_of[self._group("", place)].append(place)

    def _group(self, name: str, kind: object) -> int:
        place = self._groups.setdefault((name, kind), len(self._groups))
        if place == len(self._scopes_of):
            self._scopes_of.append([])
        return place

    def _mark(self, group: int, key: str, code: str, start: int, end: int) -> None:
        self._marks.setdefault(key, []).append((group, start, end))
        for length in range(8, len(key)):
            self._deep.setdefault(key[:length], []).append((group, code, start, end))

    def reach(self, hts: str) -> Reach:
        """What reaches a code in digits."""
        found = self._by_code.get(hts)
        if found is None:
            if len(self._by_code) > _MOST_CODES:
                self._by_code.clear()
            marks = frozenset(
                mark for length in range(2, len(hts) + 1) for mark in self._marks.get(hts[:length], ())
            )
            deep = frozenset(self._beneath(hts))
            found = self._by_marks.get((marks, deep))
            if found is None:
                found = self._by_marks.setdefault((marks, deep), self._made(marks, deep))
            self._by_code[hts] = found
        return found

    def _beneath(self, hts: str) -> Iterable[_Deep]:
        """What longer codes that begin with this one stand on; none for a whole statistical number."""
        if len(hts) >= 8:
            return self._deep.get(hts, ()) if len(hts) < 10 else ()
        return (
            (group, key, start, end)
            for key, marks in self._marks.items()
            if len(key) > len(hts) and key.startswith(hts)
            for group, start, end in marks
        )

    def _made(self, marks: frozenset[_Mark], deep: frozenset[_Deep]) -> Reach:
        spans: dict[int, set[Interval]] = {}
        for group, start, end in marks:
            for place in self._scopes_of[group]:
                spans.setdefault(place, set()).add((start, end))
        under: dict[int, set[tuple[str, Interval]]] = {}
        for group, code, start, end in deep:
            for place in self._scopes_of[group]:
                under.setdefault(place, set()).add((code, (start, end)))
        touched = {rule.serial for place in (*spans, *under) for rule in self._rules_of[place]}
        out = []
        for rule in self._rules:
            if rule.serial in touched:
                candidate = self._candidate(rule, spans, under)
                if candidate is not None:
                    out.append(candidate)
            elif rule.serial in self._wide:
                out.append(self._plain[rule.serial])
        return Reach(tuple(out))

    def _candidate(
        self, rule: Rule, spans: dict[int, set[Interval]], under: dict[int, set[tuple[str, Interval]]]
    ) -> Candidate | None:
        partly: tuple[str, ...] = ()
        if rule.scope.everything:
            found: tuple[Interval, ...] = ((rule.start, rule.end),)
        else:
            place = self._place_of[rule.scope]
            mine = spans.get(place, set())
            found = clip([_ALWAYS] if _ALWAYS in mine else mine, rule.start, rule.end)
            if not found:
                beneath = under.get(place, set())
                found = clip([span for _, span in beneath], rule.start, rule.end)
                partly = tuple(sorted({code for code, span in beneath if clip([span], rule.start, rule.end)}))
        if found and not rule.excluded.everything:
            found = less(found, spans.get(self._place_of[rule.excluded], ()))
        return Candidate(rule, found, partly) if found else None


def clip(spans: Iterable[Interval], start: int, end: int) -> tuple[Interval, ...]:
    """The spans within a stretch, in order."""
    cut = ((max(one, start), min(other, end)) for one, other in spans)
    return tuple(sorted({span for span in cut if span[0] < span[1]}))


def less(spans: tuple[Interval, ...], holes: Iterable[Interval]) -> tuple[Interval, ...]:
    """The spans without the holes."""
    for low, high in holes:
        spans = tuple(
            piece
            for start, end in spans
            for piece in ((start, min(end, low)), (max(start, high), end))
            if piece[0] < piece[1]
        )
    return spans
