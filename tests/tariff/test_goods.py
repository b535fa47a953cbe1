"""Goods by plain words: the lines that matter in this trade are found in English and in Japanese."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_app import resources
from briefing_app.errors import UsageError
from briefing_app.tariff.goods import GoodsIndex, fold, load_goods
from briefing_app.tariff.schedule import Schedule, load_schedule

SHARED = Path(__file__).resolve().parents[2].parent / "shared"


@pytest.fixture(scope="module")
def schedule() -> Schedule:
    return load_schedule(resources.path("tariff", "us", "schedule.csv"))


@pytest.fixture(scope="module")
def goods(schedule: Schedule) -> GoodsIndex:
    return GoodsIndex(load_goods(resources.path("tariff", "us", "descriptions.csv")), schedule)


def test_at_least_400_lines_are_described_in_both_languages(goods: GoodsIndex, schedule: Schedule) -> None:
    described = load_goods(resources.path("tariff", "us", "descriptions.csv"))
    assert len(described) >= 400
    for good in described:
        assert good.hts in schedule
        assert good.en.isascii()
        assert any("\u3040" <= letter <= "\u9fff" for letter in good.ja) or good.ja.isascii(), good
        assert good.keywords_en
        assert good.keywords_ja


def first_codes(goods: GoodsIndex, text: str, count: int = 8) -> Iterator[str]:
    return (hit.hts for hit in goods.find_goods(text, count))


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("car", "8703"),
        ("passenger car", "8703"),
        ("Passenger Cars", "8703"),
        ("auto parts", "8708"),
        ("automotive parts", "8708"),
        ("parts of cars", "8708"),
        ("cars", "8703"),
        ("自動車", "8703"),
        ("乗用車", "8703"),
        ("electric car", "87038000"),
        ("電気自動車", "87038000"),
        ("pickup", "8704"),
        ("トラック", "8704"),
        ("sake", "22060045"),
        ("日本酒", "22060045"),
        ("酒", "22060045"),
        ("茶", "0902"),
        ("お茶", "0902"),
        ("green tea", "0902"),
        ("抹茶", "0902"),
        ("machining centers", "84571000"),
        ("machining centres", "84571000"),
        ("マシニングセンタ", "84571000"),
        ("tyres", "4011"),
        ("タイヤ", "4011"),
        ("たいや", "4011"),
        ("ﾀｲﾔ", "4011"),
        ("和牛", "0201"),
        ("scallops", "0307"),
        ("ホタテ", "0307"),
        ("ほたて", "0307"),
        ("しょうゆ", "21031000"),
        ("soy sauce", "21031000"),
        ("whiskey", "2208"),
        ("knife", "8211"),
        ("包丁", "8211"),
        ("万年筆", "96083000"),
        ("腕時計", "910"),
        ("半導体", "8542"),
        ("semiconductor equipment", "84862000"),
        ("forklift", "8427"),
        ("油圧ショベル", "84295210"),
        ("motorcycle", "8711"),
        ("ゲーム機", "95045000"),
        ("医薬品", "3004"),
        ("車", "8703"),
        ("自動車部品", "8708"),
        ("car part", "87089981"),
        ("colour printer", "8443"),
        ("自動車用の特別なタイヤ", "4011"),
    ],
)
def test_words_find_the_line(goods: GoodsIndex, text: str, heading: str) -> None:
    assert next(first_codes(goods, text)).startswith(heading)


def test_machine_tools_are_found_as_a_group(goods: GoodsIndex) -> None:
    for text in ("machine tool", "machine tools", "工作機械"):
        headings = {code[:4] for code in first_codes(goods, text, 30)}
        assert {"8456", "8457", "8458", "8460"} <= headings


def test_a_code_finds_lines_with_and_without_words(goods: GoodsIndex, schedule: Schedule) -> None:
    hits = goods.find_goods("8703.23", 5)
    assert [(hit.hts, hit.good is not None) for hit in hits] == [("87032301", True)]
    without = next(line.hts for line in schedule if goods.good(line.hts) is None)
    assert goods.find_goods(without, 5)[0].good is None
    assert goods.find_goods("8703.23.01.60", 5)[0].hts == "87032301"


@pytest.mark.parametrize("text", ["", "   ", "xyzzy", "。。。", "([*"])
def test_what_is_nowhere_gives_nothing(goods: GoodsIndex, text: str) -> None:
    assert goods.find_goods(text, 5) == ()


@given(st.text(max_size=40), st.integers(-1, 30))
def test_any_text_is_answered_within_the_limit(goods: GoodsIndex, text: str, limit: int) -> None:
    assert len(goods.find_goods(text, limit)) <= max(limit, 0)


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing_more_for_japanese(text: str) -> None:
    japanese = "".join(letter for letter in text if "\u3041" <= letter <= "\u30f6")
    assert fold(fold(japanese)) == fold(japanese)


def test_every_described_good_finds_itself_by_both_names(goods: GoodsIndex) -> None:
    for good in load_goods(resources.path("tariff", "us", "descriptions.csv")):
        assert good.hts in first_codes(goods, good.en, 40), good
        assert good.hts in first_codes(goods, good.ja, 40), good


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the shared material is not beside the project")
def test_every_line_of_the_worked_cases_is_described(goods: GoodsIndex, schedule: Schedule) -> None:
    cases = json.loads((SHARED / "facts" / "golden_cases.json").read_text(encoding="utf-8"))["cases"]
    codes = {schedule.require(case["hts"]).hts for case in cases}
    assert sorted(code for code in codes if goods.good(code) is None) == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("hts,en,ja\n", "is not a file of descriptions"),
        ("hts,en,ja,keywords_en,keywords_ja\n87032301,Cars,,car,車\n", "line 2"),
        ("hts,en,ja,keywords_en,keywords_ja\n87032301,Cars,車,car,車\n87032301,Cars,車,car,車\n", "line 3"),
    ],
)
def test_a_broken_file_of_descriptions_is_refused_by_line(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "descriptions.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        load_goods(path)


@pytest.mark.parametrize(
    ("kana", "kanji", "least"),
    [
        ("じどうしゃ", "自動車", "8703"), ("ジドウシャ", "自動車", "8703"),
        ("こうさくきかい", "工作機械", "8457"),
        ("ぎゅうにく", "牛肉", "0201"), ("はんどうたいせいぞうそうち", "半導体製造装置", "8486"),
        ("てっこう", "鉄鋼", "7208"), ("しょうゆ", "醤油", "2103"), ("まぐろ", "鮪", "0302"),
    ],
)  # fmt: skip
def test_a_good_is_found_by_how_its_word_is_read(
    goods: GoodsIndex, kana: str, kanji: str, least: str
) -> None:
    found = [each.hts for each in goods.find_goods(kana, 12)]
    written = [each.hts for each in goods.find_goods(kanji, 400)]
    assert any(code.startswith(least) for code in found), found
    assert set(found) & set(written)


def test_every_keyword_with_kanji_has_a_reading_in_hiragana() -> None:
    described = load_goods(resources.path("tariff", "us", "descriptions.csv"))
    for good in described:
        for word, reading in zip(good.keywords_ja, good.readings, strict=True):
            if any("\u4e00" <= letter <= "\u9fff" for letter in word):
                assert reading, word
            assert all("\u3041" <= letter <= "\u3096" or letter == "ー" for letter in reading), reading


def test_a_reading_given_twice_is_named(tmp_path: Path) -> None:
    path = tmp_path / "descriptions.csv"
    path.write_text("hts,en,ja,keywords_en,keywords_ja\n87032301,Car,車,car,車\n", encoding="utf-8")
    (tmp_path / "readings_ja.csv").write_text("ja,reading\n車,くるま\n車,しゃ\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"readings_ja\.csv, line 3"):
        load_goods(path)
