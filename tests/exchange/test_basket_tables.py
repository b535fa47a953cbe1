"""A table of goods becomes one basket; rows that cannot be read are named."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from briefing_app.domain.records import Basket, BasketRow
from briefing_app.errors import UsageError
from briefing_app.exchange import formats

ON = date(2025, 5, 24)


def test_goods_become_one_basket_named_by_the_file() -> None:
    content = (
        b"id,date,origin,hts,value_usd,steel_value_usd,in_quota\n"
        b"1,2025-05-24,JP,8703.23.01,30000,,\n2,24 May 2025,DE,84581100,100000.50,400,true\n"
        b",,,0902.10.10,5,,\n"
    )
    result = formats.read(content, "exports 2025.csv", None, on=ON)
    assert result.records == (
        Basket(
            title="exports 2025",
            rows=(
                BasketRow("8703.23.01", Decimal("30000"), "JP", "2025-05-24"),
                BasketRow("84581100", Decimal("100000.50"), "DE", "2025-05-24",
                          {"steel_value_usd": "400", "in_quota": "true"}),
                BasketRow("0902.10.10", Decimal(5)),
            ),
        ),
    )  # fmt: skip
    assert (result.read, result.problems) == (3, ())


def test_rows_that_cannot_be_read_are_named() -> None:
    rows = (",8703.23.01,x", ",,5", "mid-June 2025,8703.23.01,5", ",8703.23.01,5,6", ",8703.23.01,7")
    content = "\n".join(("date,hts,value_usd", *rows)).encode()
    result = formats.read(content, "g.csv", "basket", on=ON)
    assert [len(basket.rows) for basket in result.records if isinstance(basket, Basket)] == [1]
    told = [str(problem) for problem in result.problems]
    assert [line.split(":")[0] for line in told] == ["row 2", "row 3", "row 4", "row 5"]
    for words, line in zip(("value_usd", "hts: is empty", "not one day", "4 cells for 3"), told, strict=True):
        assert words in line


def test_a_table_without_a_readable_row_gives_no_basket() -> None:
    assert formats.read(b"hts,value_usd\n8703.23.01,x\n", "g.csv", None).records == ()


@pytest.mark.parametrize(
    ("header", "message"), [(b"hts,value_usd,colour", '"colour" is no fact'), (b"hts,hts,value_usd", "twice")]
)
def test_columns_that_are_no_facts_are_refused(header: bytes, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        formats.read(header + b"\n1,2,3\n", "g.csv", None)
