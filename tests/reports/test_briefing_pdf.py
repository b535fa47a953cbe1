"""The papers as files: what they say, how they are built, that they repeat to the byte."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from briefing_app.domain.change import added, removed
from briefing_app.domain.records import (
    Block,
    Briefing,
    Event,
    Note,
    Person,
    PersonName,
    Source,
    TypedDate,
)
from briefing_app.errors import UsageError
from briefing_app.reports.briefing import (
    TEMPLATES,
    BriefingResult,
    gather_report,
    write_briefing,
    write_report,
)
from briefing_app.reports.paper_settings import A4, LETTER
from briefing_app.store.workspace import Workspace
from tests.reports.conftest import fill

DAY = date(2025, 5, 24)
Text = Callable[[Path], str]


def brief(
    workspace: Workspace, folder: Path, template: str = "one-page", language: str = "en", **more: object
) -> BriefingResult:
    options = {"as_of": DAY, "language": language, "out": folder / f"{template}-{language}.pdf"} | more
    return write_briefing(workspace, template=template, **options)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def papers(
    sample: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str], BriefingResult]:
    folder = tmp_path_factory.mktemp("papers")
    return {(name, lang): brief(sample, folder, name, lang) for name in TEMPLATES for lang in ("en", "ja")}


def test_the_brief_says_what_a_minister_needs(
    papers: dict[tuple[str, str], BriefingResult], text_of: Text
) -> None:
    text = text_of(papers["one-page", "en"].path)
    for words in ("G7 in mid-June", "Keep everything on the table", "What they want", "Scott Bessent",
                  "Secretary of the Treasury", "10%", "24%", "25%", "9 July in 46 days", "$15.5 billion",
                  "\u22120.2%", "8%", "of jobs depend on the car industry", "As of 24 May 2025",
                  "Sources overleaf", "Page 1 of 2", "Page 2 of 2"):  # fmt: skip
        assert words in text, words


def test_the_japanese_brief_is_japanese(papers: dict[tuple[str, str], BriefingResult], text_of: Text) -> None:
    text = text_of(papers["one-page", "ja"].path)
    for words in (
        "対処方針",
        "財務長官",
        "発言要領",
        "ベッセント",
        "155億ドル",
        "7月9日",
        "基準日",
        "出典は裏面",
        "1 / 2 頁",
    ):
        assert words in text, words


def test_nothing_that_came_later_is_told(
    papers: dict[tuple[str, str], BriefingResult], text_of: Text
) -> None:
    for result in papers.values():
        text = text_of(result.path)
        for later in (
            "50% on steel",
            "double to 50%",
            "unlawful",
            "framework",
            "$550",
            "resign",
            "Takaichi Sanae",
            "4th round of talks",
        ):
            assert later not in text, (result.path.name, later)


def test_the_one_page_brief_is_one_page_and_its_sources(
    papers: dict[tuple[str, str], BriefingResult],
) -> None:
    assert papers["one-page", "en"].pages == papers["one-page", "ja"].pages == 2


def test_the_chronology_numbers_every_known_event(
    papers: dict[tuple[str, str], BriefingResult], text_of: Text
) -> None:
    text = text_of(papers["chronology", "en"].path)
    assert "3rd round of talks, Washington" in text
    # Each year has its table, whose head (with the year) is repeated on each page that it runs on to.
    for year in ("2018", "2024", "2025"):
        assert f"No. {year} Event Source" in text
    assert text.count("No. 2025 Event Source") == papers["chronology", "en"].pages - 1


@pytest.mark.parametrize("template", list(TEMPLATES))
@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_file_meets_the_standards(
    papers: dict[tuple[str, str], BriefingResult], template: str, language: str
) -> None:
    path = papers[template, language].path
    with pikepdf.open(path) as pdf:
        root = pdf.Root
        assert str(root.Lang) == language
        assert root.MarkInfo.Marked
        assert root.ViewerPreferences.DisplayDocTitle
        xmp = str(root.Metadata.read_bytes(), "utf-8")
        assert "<pdfaid:part>2</pdfaid:part>" in xmp
        assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
        assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
        assert pdf.docinfo.get("/Title")
        assert "/Author" not in pdf.docinfo
        assert "/PageLabels" in root
        assert len(pdf.open_outline().root) >= 1
        tags, alternatives = structure(root.StructTreeRoot)
        assert {"/H1"} <= tags if template in ("qa", "place-cards") else {"/H1", "/H2"} <= tags
        if template in ("one-page", "chronology", "book"):
            assert "/Figure" in tags
        assert all(alternatives)
        if template in ("chronology", "bio", "duty-sheet", "book", "scenario-sheet"):
            assert {"/Table", "/TH", "/TR", "/TD"} <= tags
        assert all(font_is_embedded(font) for font in fonts(pdf))
        assert pdf.check_pdf_syntax() == [], "what qpdf --check finds"


def structure(node: pikepdf.Object) -> tuple[set[str], list[bool]]:
    """All tags of the tree, and for each figure whether it has words."""
    tags: set[str] = set()
    figures: list[bool] = []
    stack = [node]
    while stack:
        current = stack.pop()
        if isinstance(current, pikepdf.Array):
            stack.extend(current)
        elif isinstance(current, pikepdf.Dictionary):
            if "/S" in current:
                tags.add(str(current.S))
                if str(current.S) == "/Figure":
                    figures.append(bool(str(current.get("/Alt", ""))))
            if "/K" in current:
                stack.append(current.K)
    return tags, figures


def fonts(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    found = []
    for page in pdf.pages:
        for font in page.resources.get("/Font", {}).values():
            found += [font.DescendantFonts[0]] if "/DescendantFonts" in font else [font]
    return found


def font_is_embedded(font: pikepdf.Object) -> bool:
    return any(key in font.FontDescriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def test_the_same_content_gives_the_same_bytes(sample: Workspace, tmp_path: Path) -> None:
    first, second = tmp_path / "a.pdf", tmp_path / "b.pdf"
    for out in (first, second):
        brief(sample, tmp_path, "chronology", out=out)
    assert first.read_bytes() == second.read_bytes()


def test_a_marking_stands_on_every_page(sample: Workspace, tmp_path: Path, text_of: Text) -> None:
    result = brief(sample, tmp_path, "chronology", marking="tlp:amber+strict")
    text = text_of(result.path)
    assert text.count("TLP:AMBER+STRICT") == 2 * result.pages
    japanese = brief(sample, tmp_path, "one-page", "ja", marking="取扱注意")
    assert text_of(japanese.path).count("取扱注意") == 2 * japanese.pages


def test_an_unknown_template_lists_the_names(sample: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no template .*one-page, chronology, bio, book") as caught:
        brief(sample, tmp_path, "two-page")
    assert caught.value.exit_code == 2


def test_an_unknown_language_or_marking_says_what_there_is(sample: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Languages: en, ja"):
        brief(sample, tmp_path, language="fr")
    with pytest.raises(UsageError, match="TLP:CLEAR"):
        brief(sample, tmp_path, marking="TOP")


def test_a_place_that_cannot_be_written_is_said(sample: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Choose another place"):
        brief(sample, tmp_path, out=tmp_path / "missing" / "a.pdf")


# --- hostile content ------------------------------------------------------------------------------------


def a_sheet(body: str, language: str = "en") -> Note:
    return Note(id=f"sheet-{language}", title="Sheet", body=body, tags=("brief:one-page",), language=language)


def test_too_much_for_one_page_says_what_to_cut_and_writes_nothing(
    desk_space: Workspace, tmp_path: Path
) -> None:
    long = " ".join(["We keep saying this at some length."] * 60)
    fill(desk_space, a_sheet(f"## Purpose\n{long}\n\n## Objectives\n1. {long}"))
    with pytest.raises(
        UsageError, match=r"runs over its page by about \d+ lines.*Cut in \"(Purpose|Objectives)\""
    ):
        brief(desk_space, tmp_path)
    assert not (tmp_path / "one-page-en.pdf").exists()


def test_markup_typed_as_text_is_printed_as_typed(
    desk_space: Workspace, tmp_path: Path, text_of: Text
) -> None:
    hostile = '#read("/etc/passwd") $x^2$ @ref = head </script> #import "a.typ" \\u{41} `c` //x /*y*/ <mark>'
    fill(
        desk_space,
        Event(
            id="e1", title=hostile, summary="*not bold* _x_ ~ " + hostile, dates=(TypedDate("2025-05-01"),)
        ),
        a_sheet("## Purpose\n" + hostile),
    )
    for template in ("chronology", "one-page"):
        text = text_of(brief(desk_space, tmp_path, template).path)
        assert "/etc/passwd" in text
        assert "root:" not in text
        assert "$x^2$" in text
    assert "*not bold* _x_ ~" in text_of(tmp_path / "chronology-en.pdf")


def test_hostile_characters_are_named_and_do_not_stop_the_export(
    desk_space: Workspace, tmp_path: Path, text_of: Text
) -> None:
    fill(
        desk_space,
        Event(id="e1", title="Deal \U0001f600 한 \x07 שלום \u202eabc", dates=(TypedDate("2025-05-01"),)),
        Event(id="e2", title="Łukasz Őry", dates=(TypedDate("2025-05-02"),)),
    )
    result = brief(desk_space, tmp_path, "chronology")
    named = " ".join(map(str, result.findings))
    assert "GRINNING FACE" in named
    assert "U+0007" in named
    text = text_of(result.path)
    assert "Deal □ □" in text
    assert "Łukasz Őry" in text


def test_an_empty_workspace_gives_papers_that_say_so(
    desk_space: Workspace, tmp_path: Path, text_of: Text
) -> None:
    result = brief(desk_space, tmp_path, "chronology")
    assert "Nothing was recorded up to this day." in text_of(result.path)
    one_page = brief(desk_space, tmp_path)
    assert one_page.pages == 1
    assert any("empty" in problem.text for problem in one_page.problems)


def test_two_hundred_events_in_a_week_and_very_long_names(
    desk_space: Workspace, tmp_path: Path, text_of: Text
) -> None:
    name = "Maximilian-Alexander von und zu Hohenlohe-Waldenburg-Schillingsfürst " * 4
    person = Person(id="p", names=(PersonName(name.strip()),))
    events = [
        Event(
            id=f"e{number}",
            title=f"Event {number} of the week",
            category="talks",
            dates=(TypedDate(f"2025-05-{17 + number % 7:02d}"),),
            summary="A quotation of many lines. " * (40 if number == 7 else 1),
        )
        for number in range(200)
    ]
    fill(desk_space, person, *events)
    result = brief(desk_space, tmp_path, "chronology")
    text = text_of(result.path)
    assert all(f"Event {number} of the week" in text for number in range(200))
    assert text.count("No. 2025 Event Source") >= result.pages - 1
    brief(desk_space, tmp_path)


def test_a_quotation_longer_than_a_page_breaks_across_pages(
    desk_space: Workspace, tmp_path: Path, text_of: Text
) -> None:
    fill(desk_space, Event(id="e", title="Long", summary="word " * 4000, dates=(TypedDate("2025-05-01"),)))
    result = brief(desk_space, tmp_path, "chronology")
    assert text_of(result.path).count("word") == 4000


def test_the_drawing_goes_before_the_words_and_it_is_said(desk_space: Workspace, tmp_path: Path) -> None:
    fill(desk_space, Event(id="e", title="Talks", category="talks", dates=(TypedDate("2025-05-01"),)))
    told = []
    for sentences in range(56, 120, 4):
        words = "We say why we meet and what we want of it. " * sentences
        fill(desk_space, replace(a_sheet(f"## Purpose\n{words}"), id=f"sheet-{sentences}"))
        try:
            result = brief(desk_space, tmp_path)
        except UsageError:
            break
        told.append(any("there is no room for it" in problem.text for problem in result.problems))
        desk_space.apply(removed(desk_space.get("note", f"sheet-{sentences}")))
    assert told[0] is False
    assert told[-1] is True


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    "day", ["2018-06-01", "2025-04-20", "2025-06-01", "2025-07-23", "2026-03-01", "2026-10-12"]
)
def test_the_sample_gives_a_one_page_brief_on_any_day(
    sample: Workspace, tmp_path: Path, day: str, language: str
) -> None:
    result = brief(sample, tmp_path, "one-page", language, as_of=date.fromisoformat(day))
    assert result.pages <= 2


def test_the_book_has_contents_tabs_and_one_list_of_sources(
    papers: dict[tuple[str, str], BriefingResult], text_of: Text
) -> None:
    text = text_of(papers["book", "en"].path)
    parts = ("Questions and answers", "Chronology", "People", "Delegations and seating", "Sources")
    for words in ("Contents", "A Scenario", "B Lines to take", *parts):
        assert words in text
    with pikepdf.open(papers["book", "en"].path) as pdf:
        titles = [str(item.title) for item in pdf.open_outline().root]
    assert any(title.startswith("A") for title in titles)
    assert titles[-1].split() == ["M", "Sources"]


def test_each_question_has_its_own_page(sample: Workspace, tmp_path: Path, text_of: Text) -> None:
    result = brief(sample, tmp_path, "qa", as_of=date(2025, 6, 1))
    text = text_of(result.path)
    assert "What does Japan pay today?" in text
    # Its list, five questions on pages of their own, the sources.
    assert len(re.findall(r"Question \d about", text)) == 5
    assert result.pages == 7
    japanese = brief(sample, tmp_path, "qa", "ja", as_of=date(2025, 6, 1))
    assert "自動車関税は撤廃されるのか。" in text_of(japanese.path)


def test_the_duty_sheet_shows_the_whole_working(
    papers: dict[tuple[str, str], BriefingResult], text_of: Text
) -> None:
    text = text_of(papers["duty-sheet", "en"].path)
    for words in ("9903.94.01", "27.5%", "8,250", "Considered and not applied", "checked to 10 October 2026"):
        assert words in text
    assert "Not yet in force" not in text


def test_an_unsaid_fact_is_named_in_words(
    papers: dict[tuple[str, str], BriefingResult], text_of: Text
) -> None:
    text = text_of(papers["duty-sheet", "en"].path)
    assert "part_use" not in text
    said = "if passenger vehicle or light truck, duty $412.50; if medium or heavy vehicle, duty $187.50"
    assert said in text


def test_the_options_stand_side_by_side(papers: dict[tuple[str, str], BriefingResult], text_of: Text) -> None:
    text = text_of(papers["scenario-sheet", "en"].path)
    assert "As the law stands" in text
    assert "12.5% $3,750" in text
    assert "All goods of the sheet 23.3%" in text
    assert "It begins at 20% and gets there in 2 equal yearly steps." in text
    assert "origins" not in text
    assert "Not what happened" not in text  # the desk's note on a scenario looks back from a later day


def test_a_person_has_the_post_of_the_day(sample: Workspace, tmp_path: Path, text_of: Text) -> None:
    before = text_of(brief(sample, tmp_path, "bio", as_of=date(2025, 10, 1)).path)
    after = text_of(brief(sample, tmp_path, "bio", as_of=date(2025, 11, 1)).path)
    assert "Minister in charge of Economic Revitalization, Cabinet Office (since 1 October 2024)" in before
    assert "Minister of Economy, Trade and Industry" not in before
    assert "Minister of Economy, Trade and Industry, METI (since 21 October 2025)" in after


def test_cards_carry_the_name_the_post_of_the_day_and_the_words(
    papers: dict[tuple[str, str], BriefingResult], text_of: Text
) -> None:
    cards = text_of(papers["place-cards", "en"].path)
    assert "Secretary of the Treasury" in cards
    assert "赤沢亮正" in cards
    pocket = text_of(papers["pocket-card", "en"].path)
    assert "We ask for a review of all the additional duties" in pocket
    with pikepdf.open(papers["pocket-card", "en"].path) as pdf:
        box = [float(edge) for edge in pdf.pages[0].mediabox]
    assert abs(box[2] - 105 / 25.4 * 72) < 1


@pytest.mark.parametrize("template", ["one-page", "chronology", "qa"])
def test_large_print_flows_the_same_words_again(
    sample: Workspace, tmp_path: Path, text_of: Text, template: str
) -> None:
    plain = brief(sample, tmp_path, template, as_of=date(2025, 6, 1))
    large = brief(
        sample, tmp_path, template, as_of=date(2025, 6, 1), out=tmp_path / "large.pdf", large_print=True
    )
    assert large.pages >= plain.pages + (template != "qa")
    words = {
        "one-page": "Stop the steel duty from rising",
        "chronology": "4th round of talks",
        "qa": "Are the talks failing?",
    }
    assert words[template] in text_of(large.path)
    with pikepdf.open(large.path) as pdf:
        assert min(sizes(pdf)) >= 9


def sizes(pdf: pikepdf.Pdf) -> set[float]:
    """The font sizes that the pages set."""
    found = set()
    for page in pdf.pages:
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "Tf":
                found.add(round(float(operands[1]), 1))
    return found


def test_letter_paper_is_letter(sample: Workspace, tmp_path: Path) -> None:
    result = brief(sample, tmp_path, "chronology", paper="us-letter")
    with pikepdf.open(result.path) as pdf:
        assert [round(float(edge)) for edge in pdf.pages[0].mediabox][2:] == [612, 792]


def test_a_paper_keeps_its_sheet_unless_another_is_asked_for(desk_space: Workspace, tmp_path: Path) -> None:
    kept = Briefing(template="chronology", id="own", as_of=DAY.isoformat(), settings={"paper": LETTER})
    desk_space.apply(added(kept, "Keep"))
    widths = []
    for asked in ("", A4):
        result = brief(desk_space, tmp_path, "chronology", paper=asked)
        with pikepdf.open(result.path) as pdf:
            widths.append(round(float(pdf.pages[0].mediabox[2])))
    assert widths == [612, 595]


def test_the_sections_of_the_page_are_numbered_as_they_stand_whatever_the_order_of_the_blocks(
    sample: Workspace,
) -> None:
    names = ("next", "facts", "avoid", "who", "messages", "purpose")
    briefing = Briefing(template="one-page", language="ja", blocks=tuple(map(Block, names)))
    report = gather_report(sample, briefing, as_of=DAY, language="ja")
    assert [(each.number, each.id) for each in report.sections] == [
        ("1", "purpose"), ("2", "messages"), ("3", "who"), ("4", "avoid"), ("5", "facts"), ("6", "next"),
    ]  # fmt: skip


def test_japanese_papers_count_by_era_unless_asked_not_to(
    sample: Workspace, tmp_path: Path, text_of: Text
) -> None:
    by_era = text_of(brief(sample, tmp_path, "chronology", "ja").path)
    assert "令和7年5月24日（土）" in by_era
    assert "平成30年" in by_era
    western = brief(sample, tmp_path, "chronology", "ja", western_years=True)
    text = text_of(western.path)
    assert "2025年5月24日（土）" in text
    assert "令和7年5月24日" not in text


def test_japanese_books_are_numbered_as_official_papers_are(
    papers: dict[tuple[str, str], BriefingResult], text_of: Text
) -> None:
    text = text_of(papers["book", "ja"].path)
    for words in ("第1 会談の概要", "1 目的", "ア ", "(1) "):
        assert words in text, words
    with pikepdf.open(papers["book", "ja"].path) as pdf:
        titles = ["".join(str(item.title).split()) for item in pdf.open_outline().root]
    assert "第1会談の概要" in titles


def test_a_reference_names_the_place_and_leads_there(
    papers: dict[tuple[str, str], BriefingResult], text_of: Text
) -> None:
    text = text_of(papers["book", "en"].path)
    assert re.search(r"\([A-Z]\.\d+ no\. \d+\)", text)
    with pikepdf.open(papers["book", "en"].path) as pdf:
        links = [note for page in pdf.pages for note in page.get("/Annots", []) if note.Subtype == "/Link"]
        assert links
        assert all("/Dest" in link or "/A" in link for link in links)


def test_each_head_names_the_part_and_each_part_has_its_tab(
    papers: dict[tuple[str, str], BriefingResult], read_by_poppler: Callable[..., str]
) -> None:
    page = read_by_poppler(papers["book", "en"].path, "-f", "4", "-l", "4", "-raw")
    assert re.search(r"\| B\s+Lines to take", page)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_spoken_name_stays_on_its_line(
    papers: dict[tuple[str, str], BriefingResult], read_by_poppler: Callable[..., str], language: str
) -> None:
    assert "(BESS-ent)" in read_by_poppler(papers["one-page", language].path, "-layout")


def test_a_citation_says_in_words_where_it_leads(papers: dict[tuple[str, str], BriefingResult]) -> None:
    for language, word in (("en", "Source"), ("ja", "出典")):
        with pikepdf.open(papers["chronology", language].path) as pdf:
            told = [str(note.Contents) for page in pdf.pages for note in page.get("/Annots", [])]
        assert f"{word} 1" in told
        assert all(re.fullmatch(rf"{word} \d+", words) for words in told), set(told)


def test_a_long_topic_has_its_own_page_and_short_ones_share_one(
    desk_space: Workspace, tmp_path: Path
) -> None:
    long = "\n\n".join(f"Paragraph {number} of the topic, with some words." for number in range(40))
    for number, body in enumerate((long, "Short one.", "Short two.")):
        note = Note(
            id=f"n{number}", title=f"Topic {number}", body=body, kind="analysis", tags=("known:2025-01-01",)
        )
        fill(desk_space, note)
    result = brief(desk_space, tmp_path, "book")
    with pikepdf.open(result.path) as pdf:
        pages = [page.Contents.read_bytes() for page in pdf.pages]
    report = gather_report(desk_space, Briefing(template="book"), as_of=DAY, language="en")
    breaks = {section.title: section.new_page for section in report.sections if section.layout == "text"}
    assert breaks == {"Topic 0": False, "Topic 1": True, "Topic 2": False}
    assert len(pages) >= 4


def test_paragraphs_of_an_english_book_are_counted_and_referred_to(
    desk_space: Workspace, tmp_path: Path, text_of: Text
) -> None:
    first = "Cars matter.\n\n- an item\n\nSteel matters.\n\n**Next**\n\nParts matter."
    second = "As said in [[n1#2]] and in [[n1|the file]], and nowhere [[n1#9]]."
    for number, body in ((1, first), (2, second)):
        fill(desk_space, Note(id=f"n{number}", title=f"Topic {number}", body=body, kind="analysis",
                              tags=("known:2025-01-01",)))  # fmt: skip
    text = text_of(brief(desk_space, tmp_path, "book").path).replace("– ", "–")
    for words in ("1 Cars matter.", "2 Steel matters.", "3 Parts matter.", "4 As said in Topic 1 (para 2)",
                  "the file (A.1, paras 1–3)", "nowhere Topic 1 (A.1, paras 1–3)"):  # fmt: skip
        assert words in text, (words, text)
    assert "3 Next" not in text
    japanese = text_of(brief(desk_space, tmp_path, "book", "ja").path)
    assert "para" not in japanese


def test_the_place_in_a_source_stands_in_the_text_and_in_the_list(
    desk_space: Workspace, tmp_path: Path, text_of: Text
) -> None:
    fill(desk_space, Source(id="S", title="A report", publisher="Desk", date="2025-01-01"))
    words = "It is so ^S[p. 12].\n\nAnd so ^S[§ 3]."
    report = gather_report(
        desk_space,
        Briefing(template="chronology", blocks=(Block("text", text=words),)),
        as_of=DAY,
        language="en",
    )
    out = tmp_path / "x.pdf"
    write_report(report, out)
    text = text_of(out)
    assert re.search(r"It is so\W?1 p\. 12 ?\.", text), text
    assert "Cited: p. 12; § 3" in text
