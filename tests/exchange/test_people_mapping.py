"""Tables of people as others keep them: columns guessed in both languages, rows read, bad ones named."""

import pytest

from briefing_app.domain.records import PersonName, Post
from briefing_app.errors import UsageError
from briefing_app.exchange import xlsx_files
from briefing_app.exchange.people_mapping import guessed, read, rows_of

JAPANESE = (
    "氏名,フリガナ,役職,所属,就任日,メール,電話,備考\r\n"
    "赤沢亮正,アカザワ リョウセイ,大臣,経済産業省,2025-10-21,a@example.org,03-1,メモ\r\n"
)


def test_japanese_columns_are_understood():
    table = rows_of(JAPANESE.encode("utf-8-sig"), "名簿.csv")
    meanings = guessed(table[0])
    assert meanings == ["native", "reading", "title", "organisation", "from", "email", "phone", "note"]
    (person,) = read(table, meanings).records
    assert person.names == (PersonName("赤沢亮正", "Jpan", reading="アカザワ リョウセイ"),)
    assert person.posts == (Post("大臣", "経済産業省", "2025-10-21"),)
    assert person.contact == {"email": "a@example.org", "phone": "03-1"}


def test_english_columns_and_a_workbook():
    rows = [["First name", "Last name", "Job title", "Company", "Country", "Shoe size"],
            ["Jamieson", "Greer", "Trade Representative", "USTR", "United States", "44"],
            [""] * 6]  # fmt: skip
    table = rows_of(xlsx_files.write(rows, "people"), "x.XLSX")
    meanings = guessed(table[0])
    assert meanings == ["given", "family", "title", "organisation", "country", ""]
    (person,) = read(table, meanings).records
    assert person.names == (PersonName("Jamieson Greer", "Latn", "Greer", "Jamieson"),)
    assert person.country == "US"


def test_rows_without_a_name_and_odd_dates_are_told():
    table = [
        ["name", "post", "since"],
        ["", "Minister", ""],
        ["A B", "Minister", "nonsense"],
        ["C D", "X", "May 2024"],
    ]
    result = read(table, guessed(table[0]))
    assert [person.posts[0].from_ for person in result.records] == ["", "2024-05"]
    messages = [str(problem) for problem in result.problems]
    assert messages[0] == "row 2: has no name and is left out"
    assert "nonsense" in messages[1]
    assert "May 2024" in messages[2]


def test_a_japanese_name_in_the_column_name_is_no_latin_name():
    table = [["name"], ["石破茂"]]
    assert read(table, ["name"]).records[0].names[0].script == "Jpan"


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [(b"", "x.csv", "no rows"), (b"name\r\n", "x.csv", "no rows"), (b"x", "x.pdf", "no table")],
)
def test_what_is_no_table_is_refused(content, name, words):
    with pytest.raises(UsageError, match=words):
        rows_of(content, name)


def test_too_many_columns_and_no_name_are_refused():
    with pytest.raises(UsageError, match="too large"):
        rows_of(b"a\r\n" + b"," * 300 + b"x\r\n", "x.csv")
    with pytest.raises(UsageError, match="No column is a name"):
        read([["x"], ["y"]], [""])
