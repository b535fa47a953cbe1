"""Duties of a whole CSV file: order, statuses in place, inert cells, and the same answers as one by one."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import pytest

from briefing_app.errors import UsageError
from briefing_app.exchange import duties
from briefing_app.exchange.csv_files import inert
from briefing_app.exchange.duties import ADDED, answer_file
from briefing_app.exchange.duty_rows import RowReader
from briefing_app.exchange.duty_words import COLUMN_1, WordBook
from briefing_app.tariff.assess import assess
from briefing_app.tariff.entry import usd
from briefing_app.tariff.law import Law, load_law
from tests.tariff.random_entries import RandomEntries

HEADER = "id,date,origin,hts,value_usd"


@pytest.fixture(scope="module")
def law() -> Law:
    return load_law()


def answered(law: Law, tmp_path: Path, lines: Iterable[str], encoding: str = "utf-8") -> list[dict[str, str]]:
    target = tmp_path / "out.csv"
    answer_file(BytesIO("\n".join(lines).encode(encoding)), target, law)
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
    with target.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_rows_keep_their_order_and_bad_rows_stay_in_place(law: Law, tmp_path: Path) -> None:
    rows = answered(law, tmp_path, [
        HEADER,
        "a,2025-05-24,JP,8703.23.01,30000",
        "b,not a day,JP,8703.23.01,30000",
        "c,2025-05-24,JP,8703.23.02,30000",
        "",
        "d,2025-05-24,JP,8703.23.01,30000,one too many",
        "e,2030-01-01,JP,8703.23.01,30000",
        "f,2025-05-24,jp,8703.23.01,30000",
    ])  # fmt: skip
    assert [(row["id"], row["status"]) for row in rows] == [
        ("a", "ok"), ("b", "invalid"), ("c", "invalid"), ("d", "invalid"), ("e", "not_covered"), ("f", "ok")
    ]  # fmt: skip
    assert rows[0]["total_duty"] == rows[5]["total_duty"] == "8250.00"
    assert "8703.23.01" in rows[2]["message"]
    assert "6 cells for 5 columns" in rows[3]["message"]
    assert (rows[0]["base_rate"], rows[0]["effective_rate"], rows[0]["headings"]) == (
        "0.025",
        "0.275",
        "9903.94.01",
    )


def test_more_rows_than_a_batch_with_progress(
    law: Law, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duties, "_BATCH", 7)
    told: list[tuple[int, int]] = []
    lines = [HEADER, *(f"{number},2025-05-24,JP,8703.23.01,{number + 1}" for number in range(30))]
    target = tmp_path / "out.csv"
    counts = answer_file(BytesIO("\n".join(lines).encode()), target, law, lambda *at: told.append(at))
    assert counts == {"ok": 30}
    assert told == [(7, 30), (14, 30), (21, 30), (28, 30), (30, 30)]
    with target.open(encoding="utf-8", newline="") as file:
        assert [row["id"] for row in csv.DictReader(file)] == [str(number) for number in range(30)]


def test_every_cell_is_inert(law: Law, tmp_path: Path) -> None:
    rows = answered(
        law, tmp_path, [HEADER, '"=1+1",2025-05-24,JP,8703.23.01,30000', "@x,=2,JP,8703.23.01,30000"]
    )
    assert rows[0]["id"] == "'=1+1"
    assert rows[1]["id"] == "'@x"
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())


def test_japanese_windows_text_and_semicolons(law: Law, tmp_path: Path) -> None:
    lines = [HEADER.replace(",", ";"), "乗用車;2025年5月24日;日本;8703.23.01;30000"]
    assert answered(law, tmp_path, lines, "cp932")[0]["total_duty"] == "8250.00"


def test_rows_of_one_kind_share_their_words_and_nothing_else(law: Law, tmp_path: Path) -> None:
    codes = [line.hts for line in law.schedule][::90]
    days = ("2025-05-24", "2025-09-01", "2026-03-02", "2026-08-03")
    lines = [
        f"{code},{day},{origin},{code},{5000 + place}.37"
        for place, code in enumerate(codes)
        for day in days
        for origin in ("JP", "KR")
    ]
    said = WordBook(law)
    for row in answered(law, tmp_path, [HEADER, *lines]):
        answer = assess(law.parse({name: row[name] for name in HEADER.split(",") if name != "id"}), law)
        words = said.of(answer)
        shown = (row["base_rate"], row["headings"], row["message"])
        assert shown == (words.base_rate, words.headings, inert(words.message)), row


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_file_says_what_the_single_answer_says(law: Law, tmp_path: Path, seed: int) -> None:
    entries = list(RandomEntries(law, seed).take(120))
    names = sorted(
        {name for entry in entries for name in entry.query()} - {"date", "origin", "hts", "value_usd"}
    )
    columns = ["date", "origin", "hts", "value_usd", *names]
    source = [",".join(columns)]
    for entry in entries:
        asked = entry.query()
        source.append(",".join(asked.get(name, "") for name in columns))
    for row in answered(law, tmp_path, source):
        asked = {name: row[name] for name in columns}
        if row["status"] == "invalid":
            with pytest.raises(UsageError) as caught:
                law.parse(asked)
            assert row["message"] == str(caught.value)
            continue
        answer = assess(law.parse(asked), law)
        assert row["status"] == answer.status
        if answer.status != "ok":
            assert (row["message"], row["total_duty"]) == (answer.reason, "")
            continue
        assert answer.total_cents is not None
        headings = [part.heading for part in answer.components if part.measure != COLUMN_1 and part.heading]
        assert (row["total_duty"], row["headings"]) == (usd(answer.total_cents), ";".join(headings))
        assert row["mpf"] == ("" if answer.mpf_cents is None else usd(answer.mpf_cents))
        assert row["hmf"] == ("" if answer.hmf_cents is None else usd(answer.hmf_cents))
        words = WordBook(law).of(answer)
        assert (row["message"], row["base_rate"]) == (inert(words.message), words.base_rate)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "date is missing"),
        (b"id,date,origin,hts\n", "value_usd is missing"),
        (b"date,origin,hts,value_usd,colour\n", '"colour" is no fact'),
        (b"date,date,origin,hts,value_usd\n", "date stands twice"),
        (b"date,origin,hts,value_usd\n\x81\x20", "neither UTF-8 nor"),
        (b"date,origin,hts,value_usd\n\x00", "NUL"),
        (b'date,origin,hts,value_usd\n2025-05-24,JP,87032301,1\n"2025', "line 3"),
    ],
)
def test_a_file_that_is_no_table_of_entries_leaves_nothing(
    law: Law, tmp_path: Path, content: bytes, message: str
) -> None:
    target = tmp_path / "out.csv"
    target.write_text("what was there")
    with pytest.raises(UsageError, match=message):
        answer_file(BytesIO(content), target, law)
    assert target.read_text() == "what was there"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_a_target_that_cannot_be_written_is_named(law: Law, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Cannot write"):
        answer_file(BytesIO(HEADER.encode()), tmp_path / "none" / "out.csv", law)


def test_the_added_columns_stand_in_the_order_of_the_design(law: Law, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    answer_file(BytesIO(f"{HEADER}\n".encode()), target, law)
    assert target.read_text().strip().split(",") == [*HEADER.split(","), *ADDED]


def test_quickly_read_rows_are_those_of_the_parser(law: Law) -> None:
    header = ["id", "date", "origin", "hts", "value_usd", "quantity", "unit", "mode", "steel_value_usd"]
    reader = RowReader(header, law)
    for cells in (
        ["1", "2025-05-24", "jp", "8703.23.01", "30000", "", "", "", ""],
        ["2", "24 May 2025", "日本", "87032301", "$30,000.50", "2", "No.", "sea", "100.25"],
        ["3", "2025-05-24", "JP", "2204.30.00", "1.5", "7", "liters", "air", ""],
        ["4", "2025/5/24", "JP", "9802.00.40", "30000", "", "", "", ""],
    ):
        asked = dict(zip(header[1:], cells[1:], strict=True))
        for _ in range(2):
            assert reader.read(cells) == law.parse(asked)
    for cells, fault in (
        (["5", "05/06/2025", "JP", "8703.23.01", "30000"], "date"),
        (["6", "2025-05-24", "JP", "8703.99.99", "30000"], "not a line"),
        (["7", "2025-05-24", "JP", "8703.23.01", "0"], "zero"),
        (["8", "2025-05-24", "JP", "8703.23.01", "100", "", "", "", "200"], "above the customs value"),
        (["9", "2025-05-24", "JP", "8703.23.01", "100", "", "kg"], "quantity"),
        (["10", "2025-05-24", "JP", "8703.23.01", "100", "", "", "", "", "more"], "10 cells"),
    ):
        told = reader.read(cells)
        assert isinstance(told, str)
        assert fault in told
