"""Editions: numbered, hashed, kept; the next one says what changed; copies carry their number."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pikepdf
import pytest

from briefing_app.domain.change import replaced
from briefing_app.domain.records import Basket, Block, Briefing, Event, Note, Person, Source, TypedDate
from briefing_app.errors import UsageError
from briefing_app.exchange.sample import load_sample
from briefing_app.reports import briefing as papers
from briefing_app.reports.duty_lines import shipped_assessor
from briefing_app.reports.editions import (
    Edition,
    copies,
    copy_words,
    editions,
    freeze,
    prepare_copies,
    write_file,
)
from briefing_app.reports.model import ReportData
from briefing_app.reports.preview import gathered
from briefing_app.store.workspace import Workspace
from tests.reports.conftest import fill
from tests.reports.words_of_pages import covered, words_of

DAY = date(2025, 5, 24)


@pytest.fixture
def stored(desk_space: Workspace) -> Workspace:
    blocks = tuple(Block(name) for name in papers.TEMPLATES["book"].blocks)
    fill(
        desk_space,
        Briefing(id="b", template="book", title="Talks", blocks=blocks),
        Event(id="e", title="Talks held", dates=(TypedDate("2025-05-01"),)),
        Note(id="n", title="State of play", body="The duty is ten percent."),
    )
    return desk_space


def issue(workspace: Workspace, **more: object) -> Edition:
    briefing = workspace.get("briefing", "b")
    assert isinstance(briefing, Briefing)
    report = papers.gather_report(workspace, briefing, as_of=DAY, language="en")
    return freeze(workspace, "b", report, workspace.apply, **more)  # type: ignore[arg-type]


def test_an_edition_is_numbered_hashed_and_kept(stored: Workspace) -> None:
    first, second = issue(stored), issue(stored)
    assert (first.number, second.number) == (1, 2)
    kept = stored.attachment(first.sha256)
    assert kept.startswith(b"%PDF")
    assert hashlib.sha256(kept).hexdigest() == first.sha256
    source = stored.get("source", first.source_id)
    assert isinstance(source, Source)
    assert source.sha256 == first.sha256


def test_an_edition_does_not_change_when_the_records_do(stored: Workspace) -> None:
    first = issue(stored)
    before = stored.attachment(first.sha256)
    note = stored.get("note", "n")
    assert isinstance(note, Note)
    stored.apply(replaced(note, replace(note, body="The duty is twelve percent.")))
    assert stored.attachment(editions(stored, "b")[0].sha256) == before


def test_the_next_edition_says_what_changed(
    stored: Workspace, tmp_path: Path, text_of: Callable[[Path], str]
) -> None:
    issue(stored)
    note = stored.get("note", "n")
    assert isinstance(note, Note)
    stored.apply(replaced(note, replace(note, body="The duty is twelve percent.")))
    second = issue(stored)
    (tmp_path / "second.pdf").write_bytes(stored.attachment(second.sha256))
    text = text_of(tmp_path / "second.pdf")
    assert "What changed since edition 1" in text
    assert "Wording: The duty is ten percent. → The duty is twelve percent." in text
    assert text.count("Edition 2") >= 3


def test_only_words_count_as_changed_not_the_numbers_behind_them(stored: Workspace) -> None:
    fill(stored, Source(id="s", title="Late paper", date="2025-05-02"))
    issue(stored)
    fill(stored, Source(id="a", title="Early paper", date="2025-05-02"))
    fill(stored, Note(id="m", title="A matter before it", body="New words. ^a", tags=("known:2025-05-23",)))
    note = stored.get("note", "n")
    assert isinstance(note, Note)
    stored.apply(replaced(note, replace(note, body="The duty is ten percent. ^s")))
    second = issue(stored)
    text = stored.attachment(editions(stored, "b")[-1].inputs_sha256).decode()
    assert second.number == 2
    assert "New words." in text
    assert text.count("The duty is ten percent.") == 1, "it is no news that its source has another number"


@pytest.fixture(scope="module")
def talks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The sample, to be changed between editions."""
    with Workspace.create(tmp_path_factory.mktemp("talks") / "w.brief") as workspace:
        fill(workspace, *load_sample("us-japan"))
        yield workspace


def changes_of(workspace: Workspace, template: str, language: str, deed: Callable[[], None]) -> list[str]:
    """The lines of the page on what changed when something is done between two editions."""
    name = f"b-{template}-{language}-{len(list(workspace.records('briefing')))}"
    briefing = replace(
        papers.default_briefing(papers.TEMPLATES[template], language),
        id=name,  # type: ignore[arg-type]
    )
    fill(workspace, briefing)

    def report(day: date) -> ReportData:
        return papers.gather_report(
            workspace,
            briefing,
            as_of=day,
            language=language,
            assess=shipped_assessor(),  # type: ignore[arg-type]
        )

    freeze(workspace, name, report(date(2025, 5, 24)), workspace.apply)
    deed()
    edition = freeze(workspace, name, report(date(2025, 5, 25)), workspace.apply, recipients=("外務省",))
    content = json.loads(workspace.attachment(edition.inputs_sha256))
    section = next(each for each in content["sections"] if each["id"] == "changes")
    return list(_said(section["items"]))


def _said(parts: list[dict]) -> Iterator[str]:
    for part in parts:
        for item in part["items"]:
            yield "".join(run["text"] for run in item["runs"])
            yield from _said(item["children"])


@pytest.mark.parametrize(
    ("template", "language"),
    [("qa", "en"), ("qa", "ja"), ("book", "ja"), ("seating-plan", "en"), ("duty-sheet", "ja")],
)
def test_every_paper_has_a_second_edition(talks: Workspace, template: str, language: str) -> None:
    lines = changes_of(talks, template, language, lambda: None)
    assert (
        lines[0]
        == {
            "en": "As of: 24 May 2025 → 25 May 2025",
            "ja": "基準日：令和7年5月24日（土） → 令和7年5月25日（日）",
        }[language]
    )
    # A countdown is no news.
    assert not any("in 46 days" in line or "あと46日" in line for line in lines)


def test_the_page_says_in_words_what_was_and_what_is(talks: Workspace) -> None:
    def change() -> None:
        event = talks.get("event", "ev-2025-05-01-01")
        assert isinstance(event, Event)
        talks.apply(replaced(event, replace(event, dates=(replace(event.dates[0], edtf="2025-05-02"),))))
        person = talks.get("person", "glass")
        assert isinstance(person, Person)
        posts = (replace(person.posts[0], title="Special envoy"), *person.posts[1:])
        talks.apply(replaced(person, replace(person, posts=posts)))
        basket = talks.get("basket", "basket-key-goods")
        assert isinstance(basket, Basket)
        rows = (replace(basket.rows[0], value_usd=Decimal("35000.00")), *basket.rows[1:])
        talks.apply(replaced(basket, replace(basket, rows=rows)))

    lines = changes_of(talks, "book", "en", change)
    assert "G.1 Events" in lines
    assert "Date: 2nd round of talks, Washington: 1 May 2025 → 2 May 2025" in lines
    assert "George Glass: Posts" in lines
    assert any("Special envoy" in line for line in lines)
    assert "Duty: Gasoline cars, 1,500 to 3,000 cc (8703.23.01), $35,000: $8,250 → $9,625" in lines
    assert not any(mark in line for line in lines for mark in ("**", " | ", "[1"))


@pytest.fixture
def copied(stored: Workspace) -> tuple[Workspace, Edition]:
    return stored, issue(stored, recipients=("Ministry of Finance", "外務省"))


def test_each_copy_is_a_file_with_its_number_and_recipient(
    copied: tuple[Workspace, Edition], tmp_path: Path, text_of: Callable[[Path], str]
) -> None:
    workspace, edition = copied
    held = copies(workspace, edition)
    assert [(each.number, each.recipient) for each in held] == [(1, "Ministry of Finance"), (2, "外務省")]
    assert len({each.sha256 for each in held} | {edition.sha256}) == 3
    for each, other in zip(held, reversed(held), strict=True):
        out = tmp_path / f"{each.number}.pdf"
        write_file(workspace, each.sha256, out)
        text = text_of(out)
        with pikepdf.open(out) as pdf:
            assert text.count(f"Copy {each.number} · {each.recipient}") == len(pdf.pages)
            assert each.recipient in str(pdf.docinfo["/Keywords"])
            assert each.recipient in str(pdf.Root.Metadata.read_bytes(), "utf-8")
            assert "<pdfaid:part>2</pdfaid:part>" in str(pdf.Root.Metadata.read_bytes(), "utf-8")
        assert other.recipient not in text


def test_the_edition_itself_names_no_recipient_and_comes_out_as_it_went_in(
    copied: tuple[Workspace, Edition], tmp_path: Path, text_of: Callable[[Path], str]
) -> None:
    workspace, edition = copied
    for name in ("a.pdf", "b.pdf"):
        write_file(workspace, edition.sha256, tmp_path / name)
    first = (tmp_path / "a.pdf").read_bytes()
    assert first == (tmp_path / "b.pdf").read_bytes()
    assert hashlib.sha256(first).hexdigest() == edition.sha256
    assert "Copy" not in text_of(tmp_path / "a.pdf")


def test_further_copies_are_made_of_what_was_issued_then(
    copied: tuple[Workspace, Edition], tmp_path: Path, text_of: Callable[[Path], str]
) -> None:
    workspace, edition = copied
    note = workspace.get("note", "n")
    assert isinstance(note, Note)
    workspace.apply(replaced(note, replace(note, body="The duty is twelve percent.")))
    workspace.apply(prepare_copies(workspace, edition, ["Cabinet Office"]))
    third = copies(workspace, edition)[-1]
    assert (third.number, third.recipient) == (3, "Cabinet Office")
    write_file(workspace, third.sha256, tmp_path / "c.pdf")
    text = text_of(tmp_path / "c.pdf")
    assert "ten percent" in text
    assert "Copy 3 · Cabinet Office" in text
    again = prepare_copies(workspace, edition, ["Cabinet Office"]).changes[0].after
    assert isinstance(again, Source)
    assert again.sha256 != third.sha256, "copy 4 says 4"


def test_an_edition_of_an_early_version_says_why_it_gives_no_copies(stored: Workspace) -> None:
    edition = replace(issue(stored), inputs_sha256="")
    with pytest.raises(UsageError, match="no content to make copies from"):
        prepare_copies(stored, edition, ["Somebody"])


def test_a_watermark_stands_behind_every_page(
    stored: Workspace, tmp_path: Path, text_of: Callable[[Path], str]
) -> None:
    out = tmp_path / "w.pdf"
    result = papers.write_briefing(
        stored, template="book", as_of=DAY, language="en", out=out, watermark="FOR CLEARANCE"
    )
    assert text_of(out).replace(" ", "").count("FORCLEARANCE") == result.pages


def test_a_paper_that_is_not_stored_cannot_be_frozen(stored: Workspace) -> None:
    report = papers.gather_report(
        stored, papers.default_briefing(papers.TEMPLATES["book"], "en"), as_of=DAY, language="en"
    )
    with pytest.raises(UsageError, match="not stored yet"):
        freeze(stored, "", report, stored.apply)


@pytest.mark.parametrize("marked_before", [True, False])
def test_a_releasable_edition_says_nothing_that_an_earlier_one_said_above_its_level(
    desk_space: Workspace, tmp_path: Path, text_of: Callable[[Path], str], marked_before: bool
) -> None:
    secret = Note(id="s", title="Walk-away matter", body="Seventeen and a half is the walk-away point.",
                  kind="analysis", tags=("known:2025-05-01",),
                  marking="TLP:RED" if marked_before else "")  # fmt: skip
    plain = Note(id="p", title="Known matter", body="Twelve is offered in public.", kind="analysis",
                 tags=("known:2025-05-01",))  # fmt: skip
    blocks = tuple(Block(name) for name in papers.TEMPLATES["book"].blocks)
    briefing = Briefing(id="b", template="book", title="Talks", blocks=blocks)
    fill(desk_space, secret, plain, briefing)
    report = papers.gather_report(desk_space, briefing, as_of=DAY, language="en")
    freeze(desk_space, "b", report, desk_space.apply)
    desk_space.apply(replaced(secret, replace(secret, marking="TLP:RED")))
    desk_space.apply(replaced(plain, replace(plain, body="Thirteen is offered in public.")))
    report = papers.gather_report(desk_space, briefing, as_of=DAY, language="en", release="TLP:GREEN")
    second = freeze(desk_space, "b", report, desk_space.apply, recipients=("Partner",))
    held = [second.sha256, second.inputs_sha256, second.text_sha256, copies(desk_space, second)[0].sha256]
    for place, sha in enumerate(held):
        kept = desk_space.attachment(sha)
        if kept.startswith(b"%PDF"):
            (tmp_path / f"{place}.pdf").write_bytes(kept)
            with pikepdf.open(tmp_path / f"{place}.pdf") as pdf:
                pdf.save(tmp_path / "open.pdf", compress_streams=False,
                         object_stream_mode=pikepdf.ObjectStreamMode.disable,
                         stream_decode_level=pikepdf.StreamDecodeLevel.generalized)  # fmt: skip
            text = text_of(tmp_path / f"{place}.pdf")
            assert "Thirteen" in text
            assert "What changed since edition 1" in text
            kept = (tmp_path / "open.pdf").read_bytes() + text.encode()
        for word in (b"Seventeen", b"Walk-away", b"TLP:RED"):
            assert word not in kept


SECRET = "Zanzibar is where we would land."


def released(workspace: Workspace, out: Path, level: str, text: str, since: int | None = None) -> None:
    """Issue own words up to a level and write the file."""
    settings = {"release": level} if level else {}
    briefing = Briefing(id="b", template="bio", blocks=(Block("text", text=text),), settings=settings)
    workspace.apply(replaced(workspace.get("briefing", "b"), briefing))
    report = gathered(workspace, briefing, as_of=DAY, language="en")
    edition = freeze(workspace, "b", report, workspace.apply, since=since)
    write_file(workspace, edition.sha256, out)


def test_what_is_gone_is_not_told_to_those_who_may_not_know_it(
    stored: Workspace, tmp_path: Path, text_of: Callable[[Path], str]
) -> None:
    both = f"Open words.\n\n(TLP:RED) {SECRET}"
    released(stored, tmp_path / "1.pdf", "TLP:GREEN", both)
    released(stored, tmp_path / "2.pdf", "", both)
    for number, level, words in ((3, "TLP:GREEN", both), (4, "", "Open words, now others.")):
        released(stored, tmp_path / f"{number}.pdf", level, words)
        said = text_of(tmp_path / f"{number}.pdf")
        assert "Zanzibar" not in said
        assert "Open words" in said
    assert "What changed since edition 2" in text_of(tmp_path / "3.pdf")
    assert "What changed" not in text_of(tmp_path / "4.pdf")
    with pytest.raises(UsageError, match="Edition 2 is marked higher"):
        released(stored, tmp_path / "5.pdf", "", "Open words.", since=2)


def test_the_page_of_changes_is_chosen(
    stored: Workspace, tmp_path: Path, text_of: Callable[[Path], str]
) -> None:
    for number, since in ((1, None), (2, None), (3, 1), (4, 0)):
        released(stored, tmp_path / f"{number}.pdf", "", f"Words of version {number} alone.", since)
    third, fourth = (text_of(tmp_path / f"{number}.pdf") for number in (3, 4))
    assert "What changed since edition 1" in third
    assert "Words of version 1 alone. → Words of version 3 alone." in third
    assert "What changed" not in fourth


def test_another_marking_is_told(stored: Workspace) -> None:
    issue(stored)
    briefing = stored.get("briefing", "b")
    assert isinstance(briefing, Briefing)
    report = papers.gather_report(stored, briefing, as_of=DAY, language="en", marking="TLP:AMBER")
    second = freeze(stored, "b", report, stored.apply)
    assert "nothing → TLP:AMBER" in stored.attachment(second.inputs_sha256).decode()


@pytest.mark.parametrize("template", ["one-page", "book", "pocket-card"])
def test_the_foot_of_a_copy_holds_a_long_name_and_the_number_of_the_page(
    sample: Workspace, tmp_path: Path, template: str
) -> None:
    out = tmp_path / "copy.pdf"
    briefing = papers.default_briefing(papers.TEMPLATES[template], "en")
    report = papers.gather_report(sample, briefing, as_of=DAY, language="en")
    for recipient in ("Ministry of Finance", "Ministry " * 30):
        words = copy_words(12, recipient.strip(), "en")
        out.write_bytes(papers.typeset(replace(report, copy_words=words)).pdf())
        lines = [word for word in words_of(out) if word.page == 1]
        (number,) = [word for word in lines if word.text == "Page"]
        beside = [word for word in lines if abs(word.top - number.top) < 2 and word.left > number.left]
        assert [word.text for word in beside[:2]] == ["1", "of"], "the number of the page keeps its line"
        assert list(covered(words_of(out))) == []


def test_an_edition_and_its_copies_are_named_in_the_signs_of_their_language(stored: Workspace) -> None:
    briefing = stored.get("briefing", "b")
    assert isinstance(briefing, Briefing)
    report = papers.gather_report(stored, briefing, as_of=DAY, language="ja")
    edition = freeze(stored, "b", report, stored.apply, recipients=("外務省\n 北米局",))
    (copy,) = copies(stored, edition)
    assert edition.title == "Talks（第1版）"
    assert copy.recipient == "外務省 北米局", "a name has no line end: it is a row of a list"
    source = stored.get("source", copy.source_id)
    assert isinstance(source, Source)
    assert source.title == "Talks（第1版）、部数番号1 · 外務省 北米局"
