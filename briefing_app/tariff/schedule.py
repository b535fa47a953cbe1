"""The schedule: which line a code stands on, and what that line's columns say.

Source: Harmonized Tariff Schedule of the United States; the shipped edition is named in ``schedule.toml``.
Lines are keyed by 8 digits, or by 10 where the schedule states the rate only there.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from briefing_app.errors import UsageError
from briefing_app.tariff.duty import Rate, parse_rate, units_needed
from briefing_app.threads import giving_way

COLUMNS = ["hts", "units", "general", "special"]


class CodeError(UsageError):
    """A code that names no line. ``nearest`` are lines it may have meant; ``reason`` is one word.

    Reasons: ``malformed``, ``short``, ``unknown``, ``choose`` (several 10-digit lines with different rates).
    """

    def __init__(
        self, message: str, reason: str, nearest: tuple[ScheduleLine, ...] = (), *, hint: str = ""
    ) -> None:
        super().__init__(message, hint=hint)
        self.reason = reason
        self.nearest = nearest


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    """One line: its code in digits, reported units as abbreviated, column 1 general and special as worded."""

    hts: str
    units: tuple[str, ...]
    general: str
    special: str

    @property
    def dotted(self) -> str:
        """The code as printed: ``8703.23.01``."""
        return dotted(self.hts)

    @property
    def rate(self) -> Rate:
        """The general rate, parsed. Raises RateError for words that the grammar does not know."""
        return parse_rate(self.general)

    @property
    def units_needed(self) -> tuple[str, ...]:
        """The units to declare, those that the duty hangs on first."""
        return units_needed(self.rate, self.units)


def digits(code: str) -> str:
    """A code in digits only, from any of the forms people type: dots, dashes, spaces.

    Raises CodeError when anything else is in it, or nothing.
    """
    plain = code if code.isascii() else unicodedata.normalize("NFKC", code)
    bare = re.sub(r"[\s.\-\u2010-\u2015\u30fb]", "", plain)
    if not bare or not (bare.isascii() and bare.isdigit()) or len(bare) > 10:
        raise CodeError(
            f"“{code}” is not a tariff code.", "malformed", hint="A code has 8 or 10 digits, like 8703.23.01."
        )
    return bare


def dotted(code: str) -> str:
    """Digits with the dots of the printed schedule: ``8703.23.01.60``."""
    return ".".join(filter(None, (code[:4], code[4:6], code[6:8], code[8:])))


class Schedule:
    """All lines of one edition, in the order of their codes."""

    def __init__(self, rows: Iterable[tuple[str, str, str, str]], edition: str = "") -> None:
        self.edition = edition
        self._rows: Mapping[str, tuple[str, str, str]] = {
            hts: (units, gen, spec) for hts, units, gen, spec in rows
        }
        self._codes = sorted(self._rows)

    def __len__(self) -> int:
        return len(self._codes)

    def __iter__(self) -> Iterator[ScheduleLine]:
        return (self._make(code) for code in self._codes)

    def __contains__(self, code: object) -> bool:
        return code in self._rows

    def _make(self, code: str) -> ScheduleLine:
        units, general, special = self._rows[code]
        listed = tuple(dict.fromkeys(name for name in (part.strip() for part in units.split("|")) if name))
        return ScheduleLine(code, listed, general, special)

    def under(self, prefix: str) -> tuple[ScheduleLine, ...]:
        """Every line whose code begins with ``prefix`` (digits or dotted), in order. Raises CodeError."""
        return tuple(self._make(code) for code in self._under(digits(prefix)))

    def codes_under(self, prefix: str) -> tuple[str, ...]:
        """The codes of every line that begins with ``prefix`` (digits), in order."""
        return tuple(self._under(prefix))

    def _under(self, prefix: str) -> list[str]:
        codes = self._codes
        return codes[bisect_left(codes, prefix) : bisect_left(codes, prefix + ":")]  # ":" sorts after "9"

    def line(self, code: str) -> ScheduleLine | None:
        """The line a code stands on: the longest line code that begins it, or the 10-digit lines beneath it.

        None when there is none. Raises CodeError for a malformed code (``malformed``) and for an 8-digit code
        whose 10-digit lines differ in rate (``choose``; ``nearest`` holds them).
        """
        bare = digits(code)
        for length in range(len(bare), 7, -1):
            if bare[:length] in self._rows:
                return self._make(bare[:length])
        if len(bare) < 8:
            return None
        beneath = [self._make(child) for child in self._under(bare[:8])]
        if len(bare) > 8 or len({(line.general, line.special) for line in beneath}) > 1:
            # Of ten digits only the first eight are known: the statistical suffix decides, and it is
            # another one.
            if not beneath:
                return None
            raise CodeError(
                f"{dotted(bare)}: the rate stands on {', '.join(line.dotted for line in beneath)}.",
                "choose",
                tuple(beneath),
                hint="Give one of these codes in full.",
            )
        return beneath[0] if beneath else None

    def require(self, code: str) -> ScheduleLine:
        """The line a code stands on. Raises CodeError, with what it may have meant, when there is none."""
        found = self.line(code)
        if found is not None:
            return found
        bare = digits(code)
        near = self.nearest(bare, 5)
        if len(bare) < 8:
            beneath = self.under(bare)
            reason, what = "short", "is too short: the duty stands on 8 digits."
            near = beneath[:5] or near
        else:
            reason, what = "unknown", "is not a line of the schedule."
        names = ", ".join(line.dotted for line in near)
        raise CodeError(f"{dotted(bare)} {what}", reason, near, hint=f"Nearest: {names}." if names else "")

    def nearest(self, code: str, n: int = 5) -> tuple[ScheduleLine, ...]:
        """Up to ``n`` lines that ``code`` may have meant: slips of one digit first, then those of the same
        heading.

        Raises CodeError when the code is malformed.
        """
        bare = digits(code)[:8].ljust(8, "0")
        slips = [self._codes[at] for at in map(self._at, _slips(bare)) if at is not None]
        ranked = dict.fromkeys(sorted(slips, key=lambda slip: _distance(slip, bare)))
        for length in range(7, 1, -1):
            if len(ranked) >= n:
                break
            kin = self._under(bare[:length])
            ranked.update(dict.fromkeys(sorted(kin, key=lambda other: _distance(other, bare))))
        chosen = list(ranked) or sorted(self._codes, key=lambda other: _distance(other, bare))
        return tuple(self._make(hit) for hit in chosen[:n])

    def _at(self, code: str) -> int | None:
        at = bisect_left(self._codes, code)
        return at if at < len(self._codes) and self._codes[at].startswith(code) else None


def _slips(code: str) -> Iterator[str]:
    """The codes that differ by two neighbours swapped or by one of the last four digits."""
    for at in range(len(code) - 1):
        if code[at] != code[at + 1]:
            yield code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    for at in range(4, len(code)):
        for digit in "0123456789":
            if digit != code[at]:
                yield code[:at] + digit + code[at + 1 :]


def _distance(one: str, other: str) -> tuple[int, int]:
    """How far two codes are apart: the shared beginning counts first, then the difference of the numbers."""
    shared = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), 8)
    return -shared, abs(int(one[:8]) - int(other[:8]))


def load_schedule(path: Path, edition: str = "") -> Schedule:
    """The schedule in a compact CSV file (``hts, units, general, special``; units separated by ``|``).

    Raises UsageError naming the file and the line when a column is missing or a code is not in digits.
    """
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        if next(reader, []) != COLUMNS:
            raise UsageError(
                f"{path.name} is not a schedule file: its first line must read {','.join(COLUMNS)}."
            )
        rows = []
        for row in giving_way(reader):
            if len(row) != len(COLUMNS) or len(row[0]) not in (8, 10) or not row[0].isdigit():
                raise UsageError(
                    f"{path.name}, line {reader.line_num}: not a schedule line: {','.join(row)[:60]}"
                )
            rows.append((row[0], row[1], row[2], row[3]))
    return Schedule(rows, edition)
