"""The answers of ``duties``: amounts from the batch, words from one explained answer for each kind of row."""

from __future__ import annotations

from fractions import Fraction

from briefing_app.cli.duties import failed
from briefing_app.tariff.answer import Assessment, fraction_text
from briefing_app.tariff.assess import STANDING, assess
from briefing_app.tariff.batch import STATUSES, BatchEvaluator
from briefing_app.tariff.batch_columns import columns_of
from briefing_app.tariff.entry import Entry, usd
from briefing_app.tariff.law import Law
from briefing_app.tariff.schedule import CodeError

COLUMN_1 = "mfn-base"


class DutyRows:
    """Works out rows under one law. What rows of one program, code, origin and time share is asked once."""

    def __init__(self, law: Law) -> None:
        self._law = law
        # These hold for every row, so they are not repeated in each.
        self._standing = {law.assumptions[name].en for name in STANDING}
        self._words: dict[tuple[object, ...], tuple[str, str, str]] = {}

    def cells(self, entries: list[Entry]) -> list[list[str]]:
        """The added cells of each entry, in their order."""
        if not entries:
            return []
        result = BatchEvaluator(self._law).run(columns_of(entries))
        out = []
        for row, entry in enumerate(entries):
            if STATUSES[result.status[row]] != "ok":
                out.append(self._one(entry))
                continue
            total = int(result.total[row])
            amounts = (total == 0, result.mpf[row] < 0)  # low-value entries are free by another rule
            when = (self._law.epoch(entry.minute), entry.day.year)  # the schedule is that of one year
            key = (int(result.program[row]), entry.hts, entry.origin, *when, *amounts)
            words = self._words.get(key)
            if words is None:
                words = self._words[key] = self._shared(assess(entry, self._law))
            fees = [usd(int(cents)) if cents >= 0 else "" for cents in (result.mpf[row], result.hmf[row])]
            rate = fraction_text(Fraction(total, entry.value_cents), 6)
            out.append(["ok", words[0], usd(total), rate, words[1], *fees, words[2]])
        return out

    def _one(self, entry: Entry) -> list[str]:
        """A row that has no amount, with the reason of the explained answer."""
        try:
            answer = assess(entry, self._law)
        except CodeError as error:
            return failed("invalid", str(error))
        return failed(answer.status, answer.reason)

    def _shared(self, answer: Assessment) -> tuple[str, str, str]:
        """Base rate, headings and message: what does not hang on the value."""
        base = next((part for part in answer.components if part.measure == COLUMN_1), None)
        rate = ""
        if base is not None:
            rate = fraction_text(base.rate) if base.rate is not None else base.specific_rate
        headings = [part.heading for part in answer.components if part.measure != COLUMN_1 and part.heading]
        told = [f"Assumed: {text}" for text in answer.assumptions if text not in self._standing]
        told += [f"Depends on {missing.fact}." for missing in answer.missing_facts]
        return rate, ";".join(headings), " ".join(told)
