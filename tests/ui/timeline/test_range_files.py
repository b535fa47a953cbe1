"""The pages of the PDF as SVG and PNG files: numbers, sources, page numbers, pixels."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtGui import QImage

from briefing_app.app.jobs import Jobs
from briefing_app.domain.change import Change, ChangeSet
from briefing_app.domain.records import Event, TypedDate
from briefing_app.store import disk
from briefing_app.ui import messages
from briefing_app.ui.theme import theme
from briefing_app.ui.timeline.paper import FOOT, HEAD, HEIGHT, WIDTH
from briefing_app.ui.timeline.range_files import Encoding, PageFile
from tests.ui.timeline.test_timeline_tab import tab as made_tab

tab = made_tab


def words_of(path):
    return " ".join("".join(ET.parse(path).getroot().itertext()).split())


def saved(tab, qtbot, form, path):
    tab.saving.save(form, path)
    qtbot.waitUntil(lambda: path.stem in tab.message.text, timeout=10000)
    return sorted(path.parent.glob(f"{path.stem}-*"))


def test_the_svg_pages_bear_the_numbers_and_end_with_the_events_and_their_sources(
    tab, tmp_path, qtbot, session
):
    odd = Event(id="x", title="<b>Bold</b> & co", lanes=("Talks",), dates=(TypedDate("2025-05-20"),))
    session.apply(ChangeSet("Add", (Change("event", "x", None, odd),)))
    pages = saved(tab, qtbot, "svg pages", tmp_path / "talks.svg")
    assert [page.name for page in pages][:2] == ["talks-01.svg", "talks-02.svg"]
    assert tab.message.text == f"{len(pages)} pages, the first: talks-01.svg"
    texts = [words_of(page) for page in pages]
    titles = ("90-day pause", "1st round", "<b>Bold</b> & co", "3rd round", "G7 summit")
    for number, title in enumerate(titles, 1):
        assert any(f"{number} {title}" in text for text in texts[:-1])
        assert title in texts[-1]
    listed = texts[-1]
    order = [listed.index(title) for title in titles]
    assert order == sorted(order)
    assert re.search(r"3rd round ?\[1\]", listed)
    assert listed.index("Sources") > max(order)
    assert re.search(r"Sources ?1 ?MOFA ?\. ?Readout", listed)
    for number, text in enumerate(texts, 1):
        assert f"Page {number} of {len(pages)}" in text
    assert all("Talks" in text for text in texts[:-1])


def test_the_png_pages_are_as_many_light_and_show_a_list(tab, tmp_path, qtbot):
    vector = saved(tab, qtbot, "svg pages", tmp_path / "drawn.svg")
    theme().apply("dark")
    try:
        pages = saved(tab, qtbot, "png pages", tmp_path / "talks.png")
    finally:
        theme().apply("light")
    assert [page.stem[-2:] for page in pages] == [page.stem[-2:] for page in vector]
    for page in pages:
        picture = QImage(str(page))
        assert (picture.width(), picture.height()) == (2246, 1588)
        assert picture.pixelColor(2240, 1100).lightness() > 240
    listed = QImage(str(pages[-1]))
    dark = sum(
        listed.pixelColor(x, y).lightness() < 120 for x in range(400, 900, 2) for y in range(80, 700, 2)
    )
    assert dark > 200


def test_a_long_list_goes_on_to_more_pages_and_names_every_event_once(tab, tmp_path, qtbot, session):
    many = [
        Event(id=f"m{n}", title=f"Statement {n:03}.", lanes=("Talks",),
              summary="Words of the day. " * (n % 5), dates=(TypedDate(f"2025-05-{n % 28 + 1:02}"),))
        for n in range(120)
    ]  # fmt: skip
    session.apply(ChangeSet("Add", tuple(Change("event", each.id, None, each) for each in many)))
    pages = saved(tab, qtbot, "svg pages", tmp_path / "talks.svg")
    texts = [words_of(page) for page in pages]
    first = next(number for number, text in enumerate(texts) if "Events" in text)
    assert len(texts) - first >= 2
    listed = " ".join(texts[first:])
    assert [event.title for event in many if listed.count(event.title) != 1] == []


def test_the_lines_of_an_event_stand_on_one_page_and_a_heading_with_what_it_heads(
    tab, tmp_path, qtbot, session
):
    many = [
        Event(id=f"m{n}", title=f"Statement {n:03}.", lanes=("Talks",),
              summary="Words of the day. " * (n % 40) + f"Closed {n:03}.",
              dates=(TypedDate(f"{2024 + n % 2}-05-{n % 28 + 1:02}"),))
        for n in range(90)
    ]  # fmt: skip
    session.apply(ChangeSet("Add", tuple(Change("event", each.id, None, each) for each in many)))
    texts = [words_of(page) for page in saved(tab, qtbot, "svg pages", tmp_path / "talks.svg")]
    listed = texts[next(number for number, text in enumerate(texts) if "Events" in text) :]
    assert len(listed) >= 5
    for number in range(90):
        begun = [text for text in listed if f"Statement {number:03}." in text]
        closed = [text for text in listed if f"Closed {number:03}." in text]
        assert begun == closed
        assert len(begun) == 1
    for year in ("2024", "2025"):
        assert not any(text.endswith(year) for text in listed)


def test_an_event_longer_than_a_page_goes_on_to_the_next_and_loses_nothing(tab, tmp_path, qtbot, session):
    words = " ".join(f"word{n:04}" for n in range(1500))
    long = Event(id="x", title="Long", lanes=("Talks",), summary=words, dates=(TypedDate("2025-05-20"),))
    session.apply(ChangeSet("Add", (Change("event", "x", None, long),)))
    texts = [words_of(page) for page in saved(tab, qtbot, "svg pages", tmp_path / "talks.svg")]
    # A long stretch is several texts in the file, cut anywhere.
    bare = ["".join(text.split()) for text in texts]
    found = [[int(each) for each in re.findall(r"word(\d{4})", text)] for text in bare]
    assert sum(map(bool, found)) >= 2
    assert [each for page in found for each in page] == list(range(1500))


def test_nothing_is_painted_beyond_the_margins_of_the_lists(tab, tmp_path, qtbot, session):
    event = session.workspace.find("event", "r3")
    source = session.workspace.find("source", "mofa")
    endless = "https://example.org/" + "w" * 500
    wide = replace(event, title="Wide " + "talks " * 80 + "W" * 300, summary=endless, place="W" * 300)
    told = replace(source, title="T" * 400, locator=endless)
    session.apply(
        ChangeSet("Widen", (Change("event", "r3", event, wide), Change("source", "mofa", source, told)))
    )
    page = QImage(str(saved(tab, qtbot, "png pages", tmp_path / "talks.png")[-1]))
    top, bottom = 2 * HEAD, 2 * (HEIGHT - FOOT)
    for first, last in ((0, 2 * 24 - 2), (2 * (WIDTH - 24) + 2, page.width())):
        edge = page.copy(first, top, last - first, bottom - top)
        blank = QImage(edge.size(), edge.format())
        blank.fill(page.pixel(1, top))
        blank.setDevicePixelRatio(edge.devicePixelRatio())
        assert edge == blank
    near = page.copy(2 * (WIDTH - 60), top, 2 * 36, bottom - top)
    assert any(
        near.pixelColor(x, y).lightness() < 128 for x in range(near.width()) for y in range(near.height())
    )


def test_pictures_are_encoded_in_threads_and_two_at_most_wait(tab, tmp_path, qtbot, monkeypatch):
    here, seen, waiting = threading.get_ident(), [], []
    jobs = Jobs(tab)
    monkeypatch.setattr(tab.saving._session, "jobs", jobs)
    content, start = PageFile.content, Encoding._start
    monkeypatch.setattr(PageFile, "content", lambda page: seen.append(threading.get_ident()) or content(page))
    monkeypatch.setattr(
        Encoding, "_start", lambda self, page: start(self, page) or waiting.append(self._open)
    )
    pages = saved(tab, qtbot, "png pages", tmp_path / "talks.png")
    assert jobs.wait()
    assert len(seen) == len(pages) >= 3
    assert here not in seen
    assert max(waiting) <= 2
    assert not any(QImage(str(page)).isNull() for page in pages)


def test_the_marking_of_the_highest_event_stands_on_every_page(tab, tmp_path, qtbot, session):
    event = session.workspace.find("event", "r3")
    session.apply(ChangeSet("Mark", (Change("event", "r3", event, replace(event, marking="TLP:AMBER")),)))
    pages = saved(tab, qtbot, "svg pages", tmp_path / "talks.svg")
    assert all("TLP:AMBER" in words_of(page) for page in pages)


@pytest.mark.parametrize("answer", [True, False])
def test_pages_that_are_there_already_are_replaced_only_when_the_user_says_so(
    tab, tmp_path, qtbot, monkeypatch, answer
):
    earlier = tmp_path / "talks-01.svg"
    earlier.write_text("mine")
    asked = []
    monkeypatch.setattr(messages, "ask_save_file", lambda *_: tmp_path / "talks.svg")
    monkeypatch.setattr(messages, "confirm", lambda *words: asked.append(words) or answer)
    tab.saving._ask("svg pages")
    assert "talks-01.svg" in asked[0][2]
    if answer:
        qtbot.waitUntil(lambda: "pages, the first" in tab.message.text, timeout=10000)
        assert earlier.read_text(encoding="utf-8") != "mine"
    else:
        assert earlier.read_text(encoding="utf-8") == "mine"


def test_a_folder_that_is_gone_is_said_and_nothing_is_written(tab, tmp_path, qtbot):
    tab.saving.save("svg pages", tmp_path / "missing" / "talks.svg")
    qtbot.waitUntil(lambda: "Could not save" in tab.message.text, timeout=10000)
    assert not list(tmp_path.glob("**/talks*.svg"))


def test_a_disk_that_fills_midway_leaves_no_page_and_the_window_says_so(tab, tmp_path, qtbot, monkeypatch):
    earlier = tmp_path / "talks-01.svg"
    earlier.write_text("mine")
    write, written = disk.write_at, []

    def filling(*arguments):
        if len(written) == 2:
            raise OSError(28, "No space left on device")
        written.append(arguments)
        write(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(disk, "write_at", filling)
        tab.saving.save("svg pages", tmp_path / "talks.svg")
        qtbot.waitUntil(lambda: "Could not save" in tab.message.text, timeout=10000)
    assert "No space left on device" in tab.message.text
    assert "Free some space" in tab.message.text
    assert earlier.read_text() == "mine"
    assert not list(tmp_path.glob("talks-0[2-9]*")) + list(tmp_path.glob(".saving*"))
    assert len(saved(tab, qtbot, "svg pages", tmp_path / "talks.svg")) > 2
