"""What is written is found: English and Japanese, by words and beginnings, whatever happens to the index."""

import sqlite3

import pytest

from briefing_app.domain.change import ChangeSet, added, removed, replaced
from briefing_app.domain.records import Event, Note, Person, PersonName
from briefing_app.store import search, search_text, searcher
from briefing_app.store.search_index import FILE
from briefing_app.store.workspace import Workspace

TEXTS = {
    "tax": ("関税の引き下げ", "米国は自動車への関税を引き下げると外相が述べた。"),
    "chips": ("半導体", "経済安全保障の観点から半導体の輸出管理を強化する。"),
    "kana": ("オプション", "おぷしょん条項は別紙のとおり。ﾊﾝｶｸ表記もある。"),
    "mixed": ("Section 232関税", "USTR代表と赤澤大臣が会談。税率は15%。"),
    "latin": ("Über die Zölle", "The naïve approach to tariffs: heading 8703.23 covers cars."),
    "tricky": ("引用", '彼は "no exemption" と言った\\n改行ではない。'),
}

JAPANESE = [
    ("関税", {"tax", "mixed"}),
    ("外相", {"tax"}),
    ("米国", {"tax"}),
    ("半導体", {"chips"}),
    ("経済安全保障", {"chips"}),
    ("安全", {"chips"}),
    ("オプション", {"kana"}),
    ("おぷしょん", {"kana"}),
    ("ｵﾌﾟｼｮﾝ", {"kana"}),
    ("ハンカク", {"kana"}),
    ("はんかく", {"kana"}),
    ("232関税", {"mixed"}),
    ("USTR代表", {"mixed"}),
    ("ustr 大臣", {"mixed"}),
    ("税", {"tax", "mixed"}),
    ("税率 引き下げ", set()),
    ("関税 引き下げ", {"tax"}),
    ("関米", set()),
    ("障の", {"chips"}),
]

LATIN = [
    ("uber", {"latin"}),
    ("ZOLLE", {"latin"}),
    ("naive", {"latin"}),
    ("tariffs", {"latin"}),
    ("tarif", {"latin"}),
    ("8703.23", {"latin"}),
    ("8703 cars", {"latin"}),
    ("23.8703", set()),
    ("ＴＡＲＩＦＦＳ", {"latin"}),
    ('"no exemption"', {"tricky"}),
    ("steel", set()),
    ("AND OR NOT *", set()),
    ('"', set()),
    ("", set()),
]


@pytest.fixture
def workspace(tmp_path):
    with Workspace.create(tmp_path / "talks.brief") as workspace:
        notes = [Note(id=uid, title=title, body=body) for uid, (title, body) in TEXTS.items()]
        workspace.apply(ChangeSet("all", tuple(each for note in notes for each in added(note).changes)))
        yield workspace


def ids(workspace, query, **options):
    return {hit.id for hit in workspace.search(query, **options)}


@pytest.mark.parametrize(("query", "expected"), JAPANESE + LATIN)
def test_it_is_found(workspace, query, expected):
    assert ids(workspace, query) == expected


@pytest.mark.parametrize(("query", "expected"), [(q, e) for q, e in JAPANESE if q])
def test_it_is_found_while_the_index_is_being_built(workspace, query, expected, monkeypatch):
    monkeypatch.setattr(searcher.Searcher, "is_complete", False)
    assert ids(workspace, query) == expected


def test_a_title_counts_more_than_a_body(workspace):
    workspace.apply(added(Note(id="long", title="別件", body="この件も関税に触れる。" * 2)))
    assert workspace.search("関税")[0].id in {"tax", "mixed"}
    scores = [hit.score for hit in workspace.search("関税")]
    assert scores == sorted(scores, reverse=True)


def test_a_snippet_shows_the_word_in_the_text_as_written(workspace):
    (hit,) = workspace.search("naive")
    assert "naïve approach" in hit.snippet
    (hit,) = workspace.search("はんかく")
    assert "ﾊﾝｶｸ表記" in hit.snippet


def test_kind_and_limit_are_kept(workspace):
    workspace.apply(added(Event(id="e", title="関税協議")))
    workspace.apply(added(Person(id="p", names=(PersonName("関税 太郎", reading="かんぜい たろう"),))))
    assert ids(workspace, "関税", kind="event") == {"e"}
    assert ids(workspace, "カンゼイ") == {"p"}
    assert len(workspace.search("関税", limit=2)) == 2


def test_the_index_follows_every_change(workspace):
    assert ids(workspace, "外相") == {"tax"}
    before = workspace.get("note", "tax")
    after = Note(id="tax", title="輸入割当", body="変更した")
    workspace.apply(replaced(before, after))
    assert ids(workspace, "外相") == set()
    assert ids(workspace, "割当") == {"tax"}
    workspace.apply(removed(after))
    assert ids(workspace, "割当") == set()
    workspace.apply(replaced(workspace.get("note", "latin"), Note(id="latin", title="a")).inverse().inverse())
    assert ids(workspace, "tariffs") == set()


def test_changes_before_the_first_search_and_after_a_restart_are_found(workspace):
    assert ids(workspace, "外相") == {"tax"}
    workspace.apply(added(Note(id="n", title="鉄鋼派生品")))
    workspace.close()
    assert (workspace.path / FILE).exists()
    with Workspace.open(workspace.path) as again:
        assert ids(again, "鉄鋼") == {"n"}
        again.apply(added(Note(id="m", title="鉄鋼二")))
    with Workspace.open(workspace.path) as again:
        assert ids(again, "鉄鋼") == {"n", "m"}


@pytest.mark.parametrize("content", [b"", b"rubbish" * 1000, None])
def test_a_lost_or_damaged_index_is_built_anew_without_a_word(workspace, content):
    assert ids(workspace, "外相") == {"tax"}
    workspace.close()
    file = workspace.path / FILE
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)
    with Workspace.open(workspace.path) as again:
        assert ids(again, "外相") == {"tax"}
        assert again.notices == ()


def test_an_index_damaged_while_it_is_open_gives_the_right_answer(workspace, monkeypatch):
    assert ids(workspace, "外相") == {"tax"}
    calls = []

    def broken(self, *arguments):
        calls.append(arguments)
        raise sqlite3.DatabaseError("database disk image is malformed")

    monkeypatch.setattr("briefing_app.store.search_index.SearchIndex.find", broken)
    assert ids(workspace, "外相") == {"tax"}
    assert len(calls) == 2


def test_many_records_are_indexed_in_the_background(workspace, monkeypatch):
    monkeypatch.setattr(searcher, "_AT_ONCE", 3)
    assert ids(workspace, "外相") == {"tax"}  # from the records themselves
    workspace._searcher._builder and workspace._searcher._builder.join()
    assert workspace._searcher.is_complete
    assert ids(workspace, "外相") == {"tax"}


def test_every_word_of_two_characters_is_found_in_its_text():
    text = "日米両政府は２０２５年７月に自動車関税の引き下げで合意した"
    folded = search_text.fold(text)
    indexed = search_text.tokens(text).split()
    for at in range(len(folded) - 1):
        pair = folded[at : at + 2]
        if not pair.isascii():
            assert pair in indexed or any(letter.isascii() for letter in pair)


def test_folding_keeps_voiced_kana_apart():
    assert search.fold("がぎ") == "ガギ"
    assert search.fold("か") != search.fold("が")
