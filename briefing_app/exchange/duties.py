"""The duty of every row of a CSV file, answered in batches while it is read; the rows keep their order.

A row that cannot be read or answered says so in its own ``status`` and ``message``, and the others go on.
The result is put in place when the last row is written: nothing half-done stands under its name.
"""

from __future__ import annotations

import codecs
import csv
import io
import os
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TextIO, TypeAlias

from briefing_app.errors import UsageError
from briefing_app.exchange.csv_files import LARGEST_FIELD, alive, inert
from briefing_app.tariff.answer import Assessment, fraction_text
from briefing_app.tariff.assess import STANDING, assess
from briefing_app.tariff.batch import STATUSES, BatchEvaluator, BatchResult
from briefing_app.tariff.batch_columns import columns_of
from briefing_app.tariff.entry import Entry, usd
from briefing_app.tariff.fact_table import FACTS
from briefing_app.tariff.law import Law
from briefing_app.tariff.special import special_rate

REQUIRED = ("date", "origin", "hts", "value_usd")
ADDED = ("status", "base_rate", "total_duty", "effective_rate", "headings", "mpf", "hmf", "message")
INVALID = "invalid"
COLUMN_1 = "mfn-base"
_OTHERS = ("id", "entry_time_et", "quantity", "unit", "quantities")
_BATCH = 4096
_PIECE = 1 << 20
# Below this value in cents rounding may hide what a fact would change: such rows are worded one by one.
_SMALL = 100_000
_PROGRAMMES = ("JP", "KR", "S")
Progress: TypeAlias = Callable[[int, int], None]


@dataclass(frozen=True)
class _Words:
    """What rows of one kind share: the cells that are not amounts."""

    base_rate: str
    headings: str
    message: str


def answer_file(source: BinaryIO, target: Path, law: Law, progress: Progress | None = None) -> Counter[str]:
    """Write ``target``: the rows of ``source`` (seekable) with ADDED columns. Returns the rows by status.

    Columns are REQUIRED, ``id`` and names of facts, in any order. ``progress(done, total)`` counts rows;
    the total is that of the lines of the file. Raises UsageError, and writes nothing, when the header is
    not of this form or the file is no CSV.
    """
    encoding, total = _survey(source)
    with closing(_rows(source, encoding)) as rows:
        header = [name.strip().lower() for name in next(rows, [])]
        check_header(header)
        answers = _Answers(header, law)
        beside = target.with_name(f"{target.name}.part")
        try:
            with beside.open("w", encoding="utf-8", newline="") as file:
                counts = _write(file, rows, answers, lambda done: progress(done, total) if progress else None)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(target)
        except OSError as error:
            raise UsageError(
                f"Cannot write {target}: {error.strerror}.", hint="Nothing was written."
            ) from error
        finally:
            beside.unlink(missing_ok=True)
    return counts


def _write(
    file: TextIO, rows: Iterator[list[str]], answers: _Answers, report: Callable[[int], None]
) -> Counter[str]:
    counts: Counter[str] = Counter()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([*map(inert, answers.header), *ADDED])
    for batch in iter(lambda: list(islice(rows, _BATCH)), []):
        for cells, added in answers.batch(batch):
            counts[added[0]] += 1
            writer.writerow([inert(cell) for cell in (*cells, *added)])
        report(counts.total())
    return counts


def check_header(header: list[str]) -> None:
    """Raises UsageError for a column that is missing, unknown or there twice."""
    if missing := [name for name in REQUIRED if name not in header]:
        hint = f"Needed: {' '.join(REQUIRED)}; facts may follow."
        raise UsageError(f"The column {missing[0]} is missing.", hint=hint)
    allowed = {*REQUIRED, *_OTHERS, *FACTS}
    if unknown := [name for name in header if name not in allowed]:
        hint = f"Known: {' '.join(sorted(allowed))}."
        raise UsageError(f'The column "{unknown[0]}" is no fact of an entry.', hint=hint)
    if twice := [name for name in header if header.count(name) > 1]:
        raise UsageError(f"The column {twice[0]} stands twice.")


def _survey(source: BinaryIO) -> tuple[str, int]:
    """The encoding (UTF-8, else Japanese Windows) and the number of lines below the header."""
    for encoding in ("utf-8", "cp932"):
        source.seek(0)
        decoder = codecs.getincrementaldecoder(encoding)()
        lines, last = 0, b""
        try:
            for piece in iter(lambda: source.read(_PIECE), b""):
                decoder.decode(piece)
                if b"\0" in piece:
                    raise UsageError("This is not a CSV file: it holds NUL bytes.")
                lines, last = lines + piece.count(b"\n"), piece
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return "utf-8-sig" if encoding == "utf-8" else encoding, lines - bool(last.endswith(b"\n"))
    hint = "Save it as CSV UTF-8."
    raise UsageError("This file is neither UTF-8 nor Japanese Windows text.", hint=hint)


def _rows(source: BinaryIO, encoding: str) -> Generator[list[str], None, None]:
    """The rows that are not blank. Raises UsageError naming the line where the file is no CSV."""
    source.seek(0)
    text = io.TextIOWrapper(source, encoding=encoding, newline="")
    header = text.readline()
    text.seek(0)
    delimiter = max(",;\t", key=header.count) if "," not in header else ","
    previous = csv.field_size_limit(LARGEST_FIELD)
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield [alive(cell) for cell in row]
    except csv.Error as error:
        raise UsageError(
            f"This is not a CSV file that can be read: line {reader.line_num}: {error}."
        ) from error
    finally:
        csv.field_size_limit(previous)
        text.detach()


class _Answers:
    """The added cells, batch by batch; what rows of one kind share is worded once."""

    def __init__(self, header: list[str], law: Law) -> None:
        self.header, self.law = header, law
        self.evaluator = BatchEvaluator(law)
        self._words: dict[object, _Words] = {}
        self._rates: dict[str, tuple[str, ...]] = {}
        self._standing = {law.assumptions[name].en for name in STANDING}  # holds for every row: not repeated

    def batch(self, rows: list[list[str]]) -> Iterator[tuple[list[str], list[str]]]:
        """Each row, as wide as the header, with its added cells."""
        read = [self._read(row) for row in rows]
        entries = [entry for entry in read if isinstance(entry, Entry)]
        result = self.evaluator.run(columns_of(entries))
        place = 0
        for row, entry in zip(rows, read, strict=True):
            if isinstance(entry, Entry):
                added = self._cells(entry, result, place)
                place += 1
            else:
                added = _failed(INVALID, entry)
            yield [*row, *[""] * (len(self.header) - len(row))][: len(self.header)], added

    def _read(self, row: list[str]) -> Entry | str:
        """The entry of a row, or why it is none."""
        if any(cell.strip() for cell in row[len(self.header) :]):
            return f"There are {len(row)} cells for {len(self.header)} columns."
        asked = {name: cell for name, cell in zip(self.header, row, strict=False) if name != "id"}
        try:
            return self.law.parse(asked)
        except UsageError as error:
            return str(error)

    def _cells(self, entry: Entry, result: BatchResult, row: int) -> list[str]:
        status = STATUSES[result.status[row]]
        kind = (status, int(result.program[row]), entry.day.year, *self._good_kind(entry))
        words = self._words.get(kind) if entry.value_cents >= _SMALL else None
        if words is None:
            words = self._worded(kind, entry)
        if status != "ok":
            return _failed(INVALID if status == "error" else status, words.message)
        total, mpf, hmf = (int(column[row]) for column in (result.total, result.mpf, result.hmf))
        rate = fraction_text(Fraction(total, entry.value_cents), 6)
        fees = ["" if cents < 0 else usd(cents) for cents in (mpf, hmf)]
        return [status, words.base_rate, usd(total), rate, words.headings, *fees, words.message]

    def _good_kind(self, entry: Entry) -> tuple[str, ...]:
        """What the words hang on besides the program: the rates of the line, or the code where facts are
        said.
        """
        if entry.facts:
            return (entry.hts,)
        line = self.law.schedule.require(entry.hts)
        found = self._rates.get(line.hts)
        if found is None:
            claimed = (special_rate(line.special, programme) or "" for programme in _PROGRAMMES)
            found = self._rates[line.hts] = (line.general, *claimed)
        return found

    def _worded(self, kind: object, entry: Entry) -> _Words:
        """The words of one row from the single answer, kept for its kind when column 1 is a plain rate."""
        try:
            answer = assess(entry, self.law)
        except UsageError as error:
            return _Words("", "", str(error))
        words, plain = self._of(answer)
        if plain and entry.value_cents >= _SMALL and kind not in self._words:
            self._words[kind] = words
        return words

    def _of(self, answer: Assessment) -> tuple[_Words, bool]:
        if answer.status != "ok":
            by_quantity = any(missing.fact.startswith("quantit") for missing in answer.missing_facts)
            return _Words("", "", answer.reason), not by_quantity
        base = next((part for part in answer.components if part.heading.endswith(answer.entry.code)), None)
        if base is None:
            rate = ""
        else:
            rate = fraction_text(base.rate) if base.rate is not None else base.specific_rate or base.note
        parts = [part for part in answer.components if part.measure != COLUMN_1 and part.heading]
        told = [f"Assumed: {text}" for text in answer.assumptions if text not in self._standing]
        told += [f"Depends on {missing.fact}." for missing in answer.missing_facts]
        plain = base is not None and base.rate is not None
        return _Words(rate, ";".join(part.heading for part in parts), " ".join(told)), plain


def _failed(status: str, message: str) -> list[str]:
    return [status, *[""] * (len(ADDED) - 2), message]
