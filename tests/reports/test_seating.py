"""The seating plan and the cards of a delegation, and what never gets on paper, read back from the PDF."""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from briefing_app.domain.change import ChangeSet, added, replaced
from briefing_app.domain.records import (
    Block,
    Briefing,
    Delegation,
    DelegationMember,
    Event,
    Participant,
    Person,
    PersonName,
    Post,
    Relation,
    SeatTaken,
    TypedDate,
)
from briefing_app.reports.briefing import gather_report, write_report
from briefing_app.reports.flatten import flatten
from briefing_app.reports.model import Prose
from briefing_app.reports.seating_model import SeatingPlan
from briefing_app.reports.wording import Language
from briefing_app.store.workspace import Workspace

DAY = date(2025, 5, 24)
Text = Callable[[Path], str]


@pytest.fixture
def workspace(tmp_path: Path):  # type: ignore[no-untyped-def]
    with Workspace.create(tmp_path / "w.brief") as workspace:
        people = [
            Person(
                id=f"p{n}", names=(PersonName(f"Name{n} Taro", family=f"Name{n}"),
                                   PersonName(f"名前{n}太郎", "Jpan", reading=f"なまえ{n} たろう")),
                country="JP" if n < 7 else "US", posts=(Post("Minister of X", "Y", f"2024-0{n % 9 + 1}-01"),),
                private_note="SECRET-REMARK", contact={"phone": "SECRET-PHONE"}, review_by="2025-01-31",
            )
            for n in range(9)
        ]  # fmt: skip
        record = Delegation(
            id="d", title="Third round", day="2025-05-23", our_side="JP", their_side="US",
            members=tuple(DelegationMember(p.id, "ours" if p.country == "JP" else "theirs") for p in people),
        )  # fmt: skip
        changes = tuple(added(each).changes[0] for each in (*people, record))
        workspace.apply(ChangeSet("fill", changes))
        yield workspace


def paper(
    workspace: Workspace, folder: Path, template: str, language: Language = "en", ref: str = "d"
) -> Path:
    block = Block("delegation", ref) if template != "bio" else Block("people", options={"people": ["p0"]})
    briefing = Briefing(template=template, language=language, blocks=(block,))
    report = gather_report(workspace, briefing, as_of=DAY, language=language)
    out = folder / f"{template}.pdf"
    write_report(report, out)
    return out


@pytest.mark.parametrize("form", ["opposite", "t", "u"])
def test_everybody_is_on_the_plan_and_in_the_lists(
    workspace: Workspace, tmp_path: Path, text_of: Text, form: str
) -> None:
    before = workspace.get("delegation", "d")
    assert isinstance(before, Delegation)
    if form != before.table:
        workspace.apply(replaced(before, replace(before, table=form)))  # type: ignore[arg-type]
    text = text_of(paper(workspace, tmp_path, "seating-plan"))
    for number in range(9):
        assert text.count(f"Name{number} Taro") == 2
    assert "Our side" in text
    assert "Minister of X" in text
    assert "たろう" in text


def test_the_japanese_plan_is_japanese(workspace: Workspace, tmp_path: Path, text_of: Text) -> None:
    text = text_of(paper(workspace, tmp_path, "seating-plan", "ja"))
    assert "席次表" in text
    assert "先方" in text
    assert "令和7年5月23日" in text


def test_a_seat_set_by_hand_is_printed_and_long_tables_are_turned(workspace: Workspace) -> None:
    before = workspace.get("delegation", "d")
    assert isinstance(before, Delegation)
    workspace.apply(replaced(before, replace(before, seats=(SeatTaken("A1", "p5"),))))
    briefing = Briefing(template="seating-plan", blocks=(Block("delegation", "d"),))
    report = gather_report(workspace, briefing, as_of=DAY, language="en")
    drawn = report.sections[0].items[0]
    assert isinstance(drawn, SeatingPlan)
    assert next(seat.name for seat in drawn.seats if seat.key == "A1") == "Name5 Taro"
    assert drawn.height > drawn.width
    assert "A1 Name5 Taro" in drawn.alt


def test_place_cards_are_of_the_delegation_with_reading(
    workspace: Workspace, tmp_path: Path, text_of: Text
) -> None:
    text = text_of(paper(workspace, tmp_path, "place-cards"))
    assert "Name8 Taro" in text
    assert "たろう" in text


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm is not installed")
@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_fold_of_a_place_card_is_clear_of_words(
    workspace: Workspace, tmp_path: Path, language: Language
) -> None:
    out = paper(workspace, tmp_path, "place-cards", language)
    command = ["pdftoppm", "-gray", "-r", "254", "-f", "1", "-l", "1", "-singlefile", str(out), str(out)]
    subprocess.run(command, check=True)
    _kind, size, _depth, *_rest = (raw := Path(f"{out}.pgm").read_bytes()).split(b"\n", 3)
    width, height = (int(each) for each in size.split())
    pixels = raw[-width * height :]
    dark = [min(pixels[row * width : (row + 1) * width]) < 100 for row in range(height)]
    fold = 760  # a tenth of a millimetre each: 15 mm of margin and one face of 61 mm
    assert not any(dark[fold - 40 : fold + 40])
    assert any(dark[fold - 400 : fold - 200])
    assert any(dark[fold + 200 : fold + 400])


def test_a_missing_delegation_is_told(workspace: Workspace) -> None:
    briefing = Briefing(template="seating-plan", blocks=(Block("delegation", "gone"),))
    report = gather_report(workspace, briefing, as_of=DAY, language="en")
    assert any("no delegation" in problem.text for problem in report.problems)


@pytest.mark.parametrize("template", ["seating-plan", "place-cards", "bio"])
def test_private_remarks_and_contact_never_get_on_paper(
    workspace: Workspace, tmp_path: Path, text_of: Text, template: str
) -> None:
    out = paper(workspace, tmp_path, template)
    assert "SECRET" not in text_of(out)
    assert b"SECRET" not in out.read_bytes()


def test_a_person_not_reviewed_in_time_is_marked_on_paper(
    workspace: Workspace, tmp_path: Path, text_of: Text
) -> None:
    text = text_of(paper(workspace, tmp_path, "bio"))
    assert "Not reviewed in time: was due 31 January 2025." in text
    listed = text_of(paper(workspace, tmp_path, "seating-plan"))
    assert listed.count("review was due 31 January 2025") == 9
    assert "review was due" not in text_of(paper(workspace, tmp_path, "place-cards"))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Reviewed 2 May 2025, next review by 30 June 2025."),
        ("ja", "令和7年5月2日見直し済み、次の見直し期限 令和7年6月30日。"),
    ],
)
def test_a_sheet_says_when_it_was_reviewed_and_is_to_be(
    workspace: Workspace, language: Language, said: str
) -> None:
    person = workspace.get("person", "p0")
    assert isinstance(person, Person)
    workspace.apply(replaced(person, replace(person, reviewed_on="2025-05-02", review_by="2025-06-30")))
    assert said in _printed(workspace, language)


def _printed(workspace: Workspace, language: Language) -> str:
    block = Block("people", options={"people": ["p0"]})
    briefing = Briefing(template="bio", language=language, blocks=(block,))
    report = gather_report(workspace, briefing, as_of=DAY, language=language)
    pieces = [piece for section in report.sections for piece in flatten(section, report)]
    prose = [piece for piece in pieces if isinstance(piece, Prose)]
    items = [item for piece in prose for row in (piece.items, *piece.rows) for item in row]
    return "\n".join("".join(run.text for run in item.runs) for item in items)


def test_a_relation_stands_on_both_sheets_and_ends_in_time(workspace: Workspace) -> None:
    for key, relation in (
        ("p1", Relation("p0", "deputy", "2024-01-01")),
        ("p2", Relation("p0", "rival", "2024-01-01", "2025-01-01")),
    ):
        person = workspace.get("person", key)
        assert isinstance(person, Person)
        workspace.apply(replaced(person, replace(person, relations=(relation,))))
    assert "Name1 Taro: deputy (since 1 January 2024)" in _printed(workspace, "en")
    assert "名前1太郎：次席（令和6年1月1日から）" in _printed(workspace, "ja")
    assert "rival" not in _printed(workspace, "en")


def test_a_meeting_names_the_office_of_then(workspace: Workspace) -> None:
    person = workspace.get("person", "p0")
    assert isinstance(person, Person)
    posts = (Post("Minister A", "Y", "2023-01-01", "2024-06-01"), Post("Minister B", "Z", "2024-06-01"),
             Post("Envoy", "Y", "2024-02-01"))  # fmt: skip
    workspace.apply(replaced(person, replace(person, posts=posts)))
    for key, day in (("e1", "2024-03-01"), ("e2", "2025-03-01")):
        workspace.apply(
            added(
                Event(
                    id=key,
                    title=f"Round {key}",
                    category="talks",
                    dates=(TypedDate(day),),
                    participants=(Participant("p0"),),
                )
            )
        )
    said = _printed(workspace, "en").splitlines()
    assert "Round e1 (then Minister A)" in said
    assert "Round e2" in said


def test_a_sheet_and_a_plan_say_how_an_office_is_held(
    workspace: Workspace, tmp_path: Path, text_of: Text
) -> None:
    for key, posts in (
        ("p0", (Post("Minister of Economy, Trade and Industry", "METI", "2024-01-01", kind="acting"),
                Post("外務大臣", "MOFA", "2025-01-01", kind="concurrent"))),
        ("p1", (Post("Minister of Finance", "MOF", "2025-05-01", kind="designate"),)),
        ("p2", (Post("Minister of Labour", "MHLW", "2023-05-01", "2024-05-01"),)),
    ):  # fmt: skip
        person = workspace.get("person", key)
        assert isinstance(person, Person)
        workspace.apply(replaced(person, replace(person, posts=posts)))
    sheet = _printed(workspace, "en")
    assert "Acting Minister of Economy, Trade and Industry, METI" in sheet
    assert "外務大臣（兼任）" in sheet
    assert "外務大臣（兼任）（令和7年1月1日就任）" in _printed(workspace, "ja")
    plan = " ".join(text_of(paper(workspace, tmp_path, "seating-plan")).split())
    assert "Acting Minister of Economy, Trade and Industry" in plan
    assert "Minister of Finance (designate)" in plan
    assert "formerly Minister of Labour" in plan
    assert "元 Minister of Labour" in text_of(paper(workspace, tmp_path, "seating-plan", "ja"))


@pytest.mark.parametrize("template", ["one-page", "book", "chronology", "bio"])
def test_a_delegation_stands_in_any_paper_both_sides_in_one_table(
    workspace: Workspace, tmp_path: Path, text_of: Text, template: str
) -> None:
    briefing = Briefing(template=template, language="en", blocks=(Block("delegation", "d"),))
    out = tmp_path / "paper.pdf"
    write_report(gather_report(workspace, briefing, as_of=DAY, language="en"), out)
    text = " ".join(text_of(out).split())
    for number in range(9):
        assert f"Name{number} Taro" in text
    assert "Minister of X" in text
    assert "SECRET" not in text


def test_a_delegation_that_is_gone_is_told(workspace: Workspace) -> None:
    briefing = Briefing(template="chronology", language="en", blocks=(Block("delegation", "gone"),))
    report = gather_report(workspace, briefing, as_of=DAY, language="en")
    assert 'The delegation "gone" is not in the workspace any more.' in [
        each.text for each in report.problems
    ]


def test_a_place_card_bears_what_was_entered_for_it(
    workspace: Workspace, tmp_path: Path, text_of: Text
) -> None:
    person = workspace.get("person", "p0")
    assert isinstance(person, Person)
    forms = {"place card": "H.E. Mr. Name0", "place card, Japanese": "名前0大臣"}
    workspace.apply(replaced(person, replace(person, address=forms)))
    assert "H.E. Mr. Name0" in text_of(paper(workspace, tmp_path, "place-cards"))
    assert "名前0大臣" in text_of(paper(workspace, tmp_path, "place-cards", "ja"))
    assert "なまえ0 たろう" in text_of(paper(workspace, tmp_path, "place-cards", "ja"))


def test_an_english_sheet_has_the_name_as_a_japanese_writes_it_and_no_kana_of_others(
    workspace: Workspace, tmp_path: Path, text_of: Text
) -> None:
    sheet, cards = (
        "".join(text_of(paper(workspace, tmp_path, template)).split()) for template in ("bio", "place-cards")
    )
    assert "名前0太郎" in sheet
    assert "名前1太郎" in cards
    assert "名前8太郎" not in cards
