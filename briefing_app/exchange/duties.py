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
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TextIO, TypeAlias

from briefing_app.errors import UsageError
from briefing_app.exchange.csv_files import LARGEST_FIELD, alive, inert
from briefing_app.exchange.duty_rows import OTHERS, RowReader
from briefing_app.exchange.duty_words import WordBook
from briefing_app.tariff.batch import STATUSES, BatchEvaluator, BatchResult
from briefing_app.tariff.batch_columns import columns_of
from briefing_app.tariff.entry import Entry, usd
from briefing_app.tariff.fact_table import FACTS
from briefing_app.tariff.law import Law

REQUIRED = ("date", "origin", "hts", "value_usd")
ADDED = ("status", "base_rate", "total_duty", "effective_rate", "headings", "mpf", "hmf", "message")
INVALID = "invalid"
_BATCH = 4096
_PIECE = 1 << 20
Progress: TypeAlias = Callable[[int, int], None]


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
    allowed = {*REQUIRED, *OTHERS, *FACTS}
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
        self._book = WordBook(law)
        self._reader = RowReader(header, law)

    def batch(self, rows: list[list[str]]) -> Iterator[tuple[list[str], list[str]]]:
        """Each row, as wide as the header, with its added cells."""
        read = [self._reader.read(row) for row in rows]
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

    def _cells(self, entry: Entry, result: BatchResult, row: int) -> list[str]:
        status = STATUSES[result.status[row]]
        words = self._book.words(entry, status)
        if status != "ok":
            return _failed(INVALID if status == "error" else status, words.message)
        total, mpf, hmf = (int(column[row]) for column in (result.total, result.mpf, result.hmf))
        rate = _quotient(total, entry.value_cents)
        fees = ["" if cents < 0 else usd(cents) for cents in (mpf, hmf)]
        return [status, words.base_rate, usd(total), rate, words.headings, *fees, words.message]


def _quotient(total: int, value: int) -> str:
    """The effective rate to six places, half up, without trailing zeros."""
    millionths = (2 * total * 10**6 + value) // (2 * value)
    whole, part = divmod(millionths, 10**6)
    return f"{whole}.{part:06d}".rstrip("0") if part else str(whole)


def _failed(status: str, message: str) -> list[str]:
    return [status, *[""] * (len(ADDED) - 2), message]
