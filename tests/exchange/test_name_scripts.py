"""Scripts of names and readings as files of other programs hand them over."""

import pytest

from briefing_app.domain.arrivals import updated
from briefing_app.domain.records import Person, PersonName, Post
from briefing_app.errors import UsageError
from briefing_app.exchange import csv_files, vcard
from briefing_app.exchange.name_scripts import kana_reading, script_of
from briefing_app.exchange.people_mapping import guessed, read


@pytest.mark.parametrize(
    ("text", "said", "script"),
    [
        ("赤沢亮正", {}, "Jpan"), ("王偉", {"country": "CN"}, "Hans"), ("王偉", {"country": "TW"}, "Hant"),
        ("王偉", {"language": "zh-Hant-TW"}, "Hant"), ("王偉", {"language": "zh_CN"}, "Hans"),
        ("김민준", {}, "Kore"), ("金民俊", {"country": "kr"}, "Kore"), ("Петров", {}, "Cyrl"),
        ("片山さつき", {"country": "CN"}, "Jpan"), ("Greer", {"country": "JP"}, "Latn"), ("", {}, "Latn"),
    ],
)  # fmt: skip
def test_the_script_follows_the_letters_then_the_language_then_the_country(text, said, script):
    assert script_of(text, **said) == script


@pytest.mark.parametrize(
    ("parts", "reading"),
    [
        (("さとう", "ゆい"), "さとう ゆい"), (("ﾀｶﾊｼ", "ﾐｻｷ"), "タカハシ ミサキ"), (("Sato", "Yui"), ""),
        (("",), ""), (("ジェームズ・ボンド",), "ジェームズ・ボンド"),
    ],
)  # fmt: skip
def test_a_reading_is_in_full_width_kana_or_none(parts, reading):
    assert kana_reading(*parts) == reading


def card(*lines):
    body = "".join(f"{line}\r\n" for line in ("BEGIN:VCARD", *lines, "END:VCARD"))
    return vcard.read(body.encode()).records[0]


@pytest.mark.parametrize(
    "lines",
    [
        ("VERSION:4.0", "FN:佐藤結衣", 'N;SORT-AS="さとう,ゆい":佐藤;結衣;;;'),
        ("VERSION:4.0", 'FN;SORT-AS="さとう ゆい":佐藤結衣', "N:佐藤;結衣;;;"),
        ("VERSION:3.0", "FN:佐藤結衣", "N:佐藤;結衣;;;", "SORT-STRING:さとう ゆい"),
    ],
)
def test_what_a_card_is_sorted_as_is_its_reading(lines):
    assert card(*lines).names[0].reading == "さとう ゆい"


def test_latin_sorting_is_no_reading_and_the_language_of_a_name_says_its_script():
    person = card("VERSION:4.0", "FN;LANGUAGE=zh-Hant:王偉", 'N;LANGUAGE=zh-Hant;SORT-AS="Wang,Wei":王;偉;;;')
    assert (person.names[0].script, person.names[0].reading) == ("Hant", "")


def test_a_card_of_a_name_in_chinese_comes_back_in_its_script():
    person = Person(id="w", names=(PersonName("王偉", "Hant", "王", "偉"),))
    text = vcard.write([person]).decode()
    plain = "".join(line for line in text.splitlines(keepends=True) if "X-BRIEFING" not in line)
    assert vcard.read(plain.encode()).records[0].names[0].script == "Hant"


def test_a_table_says_the_script_by_the_country():
    table = [["氏名", "国"], ["王偉", "CN"], ["小林健", "日本"]]
    found = read(table, guessed(table[0])).records
    assert [person.names[0].script for person in found] == ["Hans", "Jpan"]


def test_unicode_text_as_excel_saves_it_is_read_and_a_cut_one_is_told():
    content = "氏名\t国\r\n王偉\tCN\r\n".encode("utf-16")
    assert list(csv_files.read(content)) == [["氏名", "国"], ["王偉", "CN"]]
    with pytest.raises(UsageError, match="cut off"):
        list(csv_files.read(content[:-1]))


def test_a_file_moves_the_begin_of_the_office_held_not_of_the_one_somebody_was_named_for():
    named = Post("Minister", "MOFA", "2025-06-01", kind="designate")
    held = Post("Minister", "MOFA", "2025-07-02")
    known = Person(id="p", names=(PersonName("Mori Aiko"),), posts=(named, held))
    said = Person(id="x", names=known.names, posts=(Post("Minister", "MOFA", "2025-07-01"),))
    assert updated(known, said).posts == (named, Post("Minister", "MOFA", "2025-07-01"))


def test_names_come_back_in_their_own_order():
    person = Person(id="k", names=(PersonName("김민준", "Kore"), PersonName("Kim Minjun")))
    assert vcard.read(vcard.write([person])).records == (person,)
