"""The rules behind notes: pairs, differences, approved lines, renaming, mentions, readouts, citations."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_app.domain import lines_to_take, pairs, readouts, renaming, text_difference
from briefing_app.domain.change import ChangeSet
from briefing_app.domain.citation_style import citation, quotation_block
from briefing_app.domain.mentions import NameIndex
from briefing_app.domain.records import Note, Person, PersonName, Post, Quotation, Source
from briefing_app.domain.references import references
from briefing_app.domain.segments import pieces, sentences
from briefing_app.domain.text_checks import Surroundings, findings
from tests.strategies.random_records import text as any_text

TEXTS = st.lists(any_text | st.sampled_from(["関税を引き下げる。", "Cars pay 25%.", "\n", "[[a|b]]"])).map(
    " ".join
)
GREER = Person(
    id="greer", names=(PersonName("Jamieson Greer", family="Greer", given="Jamieson"),),
    posts=(Post("Representative", "USTR", "2025-02-27"),),
)  # fmt: skip
AKAZAWA = Person(id="akazawa", names=(PersonName("赤沢亮正", "Jpan", family="赤沢"),))


# --- segments and differences --------------------------------------------------------------------------


@given(TEXTS)
def test_pieces_joined_are_the_text(text):
    assert "".join(pieces(text)) == text


def test_japanese_is_cut_where_its_script_changes():
    assert pieces("関税を27.5%に引き下げるセーフガード") == [
        "関税を",
        "27.5",
        "%",
        "に",
        "引き",
        "下げる",
        "セーフガード",
    ]


def test_a_stop_between_figures_ends_no_sentence():
    assert sentences("It is 27.5%. Cars pay. 関税は残る。次") == [
        (0, "It is 27.5%."), (13, "Cars pay."), (23, "関税は残る。"), (29, "次"),
    ]  # fmt: skip


@given(TEXTS, TEXTS)
def test_a_difference_holds_both_texts_whole(old, new):
    stretches = text_difference.inline(old, new)
    assert "".join(each.text for each in stretches if each.change != "new") == old
    assert "".join(each.text for each in stretches if each.change != "gone") == new


@given(TEXTS, TEXTS)
def test_side_by_side_has_every_word_of_both(old, new):
    pairs_of_lines = text_difference.side_by_side(old, new)
    left = "".join(each.text for pair in pairs_of_lines for each in pair.old)
    right = "".join(each.text for pair in pairs_of_lines for each in pair.new)
    assert left.replace("\n", "") == old.replace("\n", "")
    assert right.replace("\n", "") == new.replace("\n", "")


def test_a_changed_word_is_marked_and_the_rest_of_the_line_stays():
    stretches = text_difference.inline("関税を維持する方針", "関税を撤廃する方針")
    assert [(each.change, each.text) for each in stretches] == [
        ("same", "関税を"), ("gone", "維持する"), ("new", "撤廃する"), ("same", "方針"),
    ]  # fmt: skip


# --- pairs ---------------------------------------------------------------------------------------------


def test_a_translation_is_out_of_date_when_words_of_the_original_change():
    original = Note(id="a", title="Line", body="One.\n\nTwo.")
    translation = pairs.up_to_date(Note(id="b", title="要領", language="ja"), original)
    assert not pairs.is_out_of_date(translation, original)
    assert not pairs.is_out_of_date(translation, replace(original, body="One.  \nTwo."))
    assert pairs.is_out_of_date(translation, replace(original, body="One.\n\nThree."))


# --- lines to take -------------------------------------------------------------------------------------

LINE = Note(
    id="l", title="Cars", kind="line", status="cleared", valid_until="2025-06",
    body="## Say\n\n- We ask that **all** additional tariffs be removed ^s1.\n\n"
    "## Avoid\n\nNever say that we accept twenty per cent now.\n",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("We ask that all additional tariffs be removed.", "exact"),
        ("- We ask that *most* additional tariffs be removed.", "departs"),
        ("Never say that we accept twenty per cent now.", None),
        ("Something entirely different is said in this sentence.", None),
    ],
)
def test_only_what_is_to_be_said_is_compared(text, use):
    found = lines_to_take.uses(text, lines_to_take.approved_lines([LINE]))
    assert [each.use for each in found] == ([use] if use else [])


def test_a_japanese_line_that_is_softened_departs():
    line = Note(
        id="j",
        title="x",
        kind="line",
        body="## 発言\n\n一連の追加関税の撤廃を引き続き強く求める。\n",
        language="ja",
    )
    found = lines_to_take.uses(
        "冒頭。\n一連の追加関税の見直しを引き続き強く求める。", lines_to_take.approved_lines([line])
    )
    assert [(each.use, each.line) for each in found] == [("departs", 1)]


def test_a_line_stands_until_its_last_day():
    from datetime import date

    assert lines_to_take.is_in_force(LINE, date(2025, 6, 30))
    assert not lines_to_take.is_in_force(LINE, date(2025, 7, 1))
    assert not lines_to_take.is_in_force(replace(LINE, status="draft"), date(2025, 6, 1))


# --- renaming ------------------------------------------------------------------------------------------


def test_links_by_title_and_words_follow_and_other_words_stay():
    text = "[[n1|First]] [[First]] [[n1|the round]] [[n2|First]] First"
    assert renaming.with_title(text, "n1", "First", "Opening") == (
        "[[n1|Opening]] [[Opening]] [[n1|the round]] [[n2|First]] First"
    )


@given(TEXTS)
def test_a_topic_renamed_and_back_is_the_text_again(text):
    there = renaming.with_topic(text, "talks", "zzz-new")
    assert renaming.with_topic(there, "zzz-new", "talks") == text or "zzz-new" in text
    assert all(each.target != "talks" for each in references(there) if each.kind == "topic")


def test_two_topics_become_one():
    note = Note(id="a", title="x", body="#cars #autos", tags=("cars", "autos"))
    (change,) = renaming.topic_changes([note], "autos", "cars")
    assert (change.after.tags, change.after.body) == (("cars",), "#cars #cars")
    lines = renaming.lines_changed(ChangeSet("x", (change,)))
    assert [(each.before, each.after) for each in lines] == [
        ("#cars #autos", "#cars #cars"),
        ("#cars #autos", "#cars"),
    ]


# --- people and checks ---------------------------------------------------------------------------------


def test_people_are_found_by_full_and_family_name_but_not_in_links():
    index = NameIndex.of([GREER, AKAZAWA])
    found = index.mentions("Jamieson Greer met 赤沢大臣. Greer's view of @greer and [[greer]].")
    assert [(each.person, each.words) for each in found] == [
        ("greer", "Jamieson Greer"), ("akazawa", "赤沢"), ("greer", "Greer"),
    ]  # fmt: skip


def test_a_family_name_of_two_people_names_nobody():
    other = Person(id="g2", names=(PersonName("Ann Greer", family="Greer", given="Ann"),))
    assert NameIndex.of([GREER, other]).mentions("Greer said") == []


def asked(text, **more):
    around = Surroundings(lambda _kind, _key: True, **more)
    return [(each.kind, each.words) for each in findings(text, around)]


def test_a_name_without_a_post_is_asked_for_once():
    index = NameIndex.of([GREER])
    text = "Greer came. Greer left."
    posts = {"greer": ("Representative", "USTR")}
    assert asked(text, mentions=index.mentions(text), posts_of=lambda key: posts.get(key, ())) == [
        ("person", "Greer")
    ]
    told = "Representative Greer came."
    assert asked(told, mentions=index.mentions(told), posts_of=lambda key: posts.get(key, ())) == []


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("自動車関税は27.5%で、150万台が対象。", ["number", "number"]),
        ("4月上旬に会談。来週も。", ["date", "date"]),
        ("2025年4月16日に会談。", []),
        ("We meet soon, on 12 May.", ["date", "date"]),
        ("On 12 May 2025 we met.", []),
        ("米USTRは反対。", ["abbreviation"]),
        ("米通商代表部（USTR）は反対。USTRは", []),
    ],
)  # fmt: skip
def test_both_languages_are_asked(text, kinds):
    assert [kind for kind, _words in asked(text)] == kinds


@given(TEXTS)
def test_every_finding_stands_where_it_says(text):
    for each in findings(text, Surroundings(lambda _kind, _key: False)):
        assert each.words in text
        assert text[each.start :].startswith(each.words) or each.kind == "reference"
        assert each.line == text.count("\n", 0, each.start)


# --- citations and readouts ----------------------------------------------------------------------------


def test_one_style_of_citation_in_both_languages():
    source = Source(
        id="s",
        title="会見録",
        publisher="外務省",
        date="2025-05-23",
        locator="https://a",
        read_on="2025-06-01",
    )
    assert citation(source) == "外務省, “会見録”, 23 May 2025, https://a (read on 1 June 2025)"
    assert (
        citation(source, "ja", "2頁") == "外務省「会見録」、2025年5月23日、2頁、https://a（2025年6月1日閲覧）"
    )
    assert citation(Source(title="T")) == "“T”"


def test_a_quotation_is_written_with_everything_known_of_it():
    said = Quotation("遺憾だ\n撤廃を", "akazawa", "2025-04-16", "s1", "p. 2", "ja", "Regrettable.")
    assert quotation_block(said) == (
        "> 遺憾だ\n> 撤廃を\n>\n> — @akazawa、2025年4月16日、p. 2 ^s1\n>\n> *Regrettable.*"
    )
    assert quotation_block(Quotation("Yes", "A minister")) == "> Yes\n>\n> — A minister"


def test_a_readout_makes_one_change_of_each_person():
    numbers = iter(range(99))
    readout = readouts.Readout(
        title="Call", day="2025-05-23", language="ja",
        present=[readouts.Present("greer", "G", "chair"), readouts.Present("", "Guest")],
        points=[
            readouts.Point("cars", "stay", "greer", "no"), readouts.Point("steel", "also", "greer", "no"),
            readouts.Point("cars", "noted"),
        ],
        follow_ups=[readouts.FollowUp("send", "greer", "2025-06-01"), readouts.FollowUp("think")],
    )  # fmt: skip
    change_set, note_id = readouts.change_set(
        readout, new_id=lambda kind: f"{kind}-{next(numbers)}", people={"greer": GREER},
        said_day=str, label="Record",
    )  # fmt: skip
    kinds = [change.kind for change in change_set.changes]
    assert kinds == ["event", "event", "note", "person"]
    note = next(change.after for change in change_set.changes if change.kind == "note")
    assert note.id == note_id
    assert note.body.count("### cars") == 1
    assert "- @greer, chair\n- Guest" in note.body
    assert "- [ ] send, @greer, 2025-06-01まで\n- [ ] think" in note.body
    assert len(change_set.changes[-1].after.positions) == 2
