"""Tables are read row by row: whoever does not want one any more really stops it."""

from __future__ import annotations

from datetime import date

import pytest

from briefing_app.domain.records import Event
from briefing_app.exchange import csv_files, formats, xlsx_files
from briefing_app.exchange.incoming import plan
from briefing_app.exchange.result import TELL_EVERY, ImportResult, StoppedError
from briefing_app.ui.mapping_dialog import Choice, Sheet, read_mapped

COUNT = 5 * TELL_EVERY
OURS = [["title", "date"], *([f"Meeting {n}", "2025-05-23"] for n in range(COUNT))]
FOREIGN = [["Betreff", "Wann"], *OURS[1:]]
WRITERS = {"csv": csv_files.write, "xlsx": lambda rows: xlsx_files.write(rows, "events")}


class Patience:
    """Hears so many times how far the reading is, then wants no more."""

    def __init__(self, times):
        self.times, self.heard = times, []

    def __call__(self, done, total):
        self.heard.append(done)
        if len(self.heard) > self.times:
            raise StoppedError


@pytest.mark.parametrize("ending", WRITERS)
def test_a_table_of_ours_stops_at_the_next_rows(ending):
    told = Patience(2)
    with pytest.raises(StoppedError):
        formats.read(WRITERS[ending](OURS), f"x.{ending}", None, on=date(2025, 5, 1), told=told)
    assert told.heard == [0, TELL_EVERY, 2 * TELL_EVERY]


@pytest.mark.parametrize("ending", WRITERS)
def test_a_foreign_table_stops_while_its_rows_are_read(ending):
    told = Patience(1)
    with pytest.raises(StoppedError):
        formats.foreign_rows(WRITERS[ending](FOREIGN), f"x.{ending}", told)
    assert told.heard == [0, TELL_EVERY]
    assert formats.foreign_rows(WRITERS[ending](FOREIGN), f"x.{ending}", Patience(99)) == FOREIGN


def test_chosen_columns_stop_too_and_say_how_far_they_are():
    sheet = Sheet("x.csv", tuple(FOREIGN[0]), tuple(map(tuple, FOREIGN[1:])))
    told = Patience(1)
    with pytest.raises(StoppedError):
        read_mapped(sheet, Choice("event", ("title", "date")), date(2025, 5, 1), None, told)
    assert told.heard == [0, TELL_EVERY]
    heard = []
    read_mapped(
        sheet, Choice("event", ("title", "date")), date(2025, 5, 1), None, lambda *at: heard.append(at)
    )
    assert heard[-1] == (COUNT - TELL_EVERY, COUNT)


def test_the_plan_of_an_import_stops_and_changes_nothing():
    events = tuple(Event(id=f"e{n}", title=f"Meeting {n}") for n in range(COUNT))
    with pytest.raises(StoppedError):
        plan(ImportResult(events), lambda kind, key: None, "Import", Patience(1))
    change_set, receipt = plan(ImportResult(events), lambda kind, key: None, "Import", Patience(99))
    assert (len(change_set.changes), receipt.added) == (COUNT, COUNT)
