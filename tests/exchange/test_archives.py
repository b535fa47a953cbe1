"""Everything out and in again without loss; folders of other programs; what is broken or too large."""

import hashlib
import io
import struct
import zipfile
import zlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing_app.domain.records import Note, Person, PersonName, Source
from briefing_app.errors import UsageError
from briefing_app.exchange import archives, captures, documents, formats, note_bundles, note_folders
from briefing_app.exchange.note_files import write_note
from tests.exchange.pdf_files import pdf
from tests.strategies.random_records import any_record

TODAY = date(2025, 6, 1)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(st.lists(any_record, max_size=6, unique_by=lambda record: (record.record_kind, record.id)))
def test_everything_comes_back_as_it_was(records):
    result = archives.read(archives.write(records), "all.zip", TODAY)
    assert result.problems == ()
    assert sorted(result.records, key=repr) == sorted(records, key=repr)


def test_captured_files_travel_and_equal_records_make_equal_bytes():
    source = Source(id="s", title="x", sha256="ab" * 32, attachment="a.txt")
    packed = archives.write([source], lambda _digest: b"said")
    assert archives.read(packed, "all.zip", TODAY).attachments == (b"said",)
    assert archives.write([source], lambda _digest: b"said") == packed


def test_a_note_edited_in_another_program_is_taken_from_its_markdown():
    note = Note(id="n", title="Round: 1/2", body="Before")
    stream = io.BytesIO(archives.write([note]))
    with zipfile.ZipFile(stream) as archive:
        (path,) = [name for name in archive.namelist() if name.startswith("notes/")]
        records = archive.read("records.json")
    assert path == "notes/000000 Round 1 2.md"
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as archive:
        archive.writestr("records.json", records)
        archive.writestr(path, write_note(Note(id="n", title="Round: 1/2", body="After")))
    (read,) = archives.read(changed.getvalue(), "all.zip", TODAY).records
    assert read.body == "After"


def test_a_bomb_and_a_broken_archive_are_refused(monkeypatch):
    monkeypatch.setattr(archives, "LARGEST", 2_000_000)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(21):
            archive.writestr(f"{number}.md", b"\0" * 100_000)
    with pytest.raises(UsageError, match=r"would unpack to 21 files of 2 MB and was refused"):
        archives.read(stream.getvalue(), "x.zip", TODAY)
    good = archives.write([Note(id="n", title="x", body="y" * 900)])
    with pytest.raises(UsageError, match="not an archive"):
        archives.read(good[: len(good) // 2], "x.zip", TODAY)


# --- folders -------------------------------------------------------------------------------------------


def by_title(result):
    return {record.title: record for record in result.records}


def test_a_vault_keeps_links_topics_and_shown_files():
    files = {
        "Home.md": "---\ntags: [talks, cars]\nstatus: open\n---\nSee [[Round 1|the round]], "
        "[[sub/Deep#Part]], [file](sub/Deep.md) and ![[chart.png]]. [[Nowhere]] https://a.org [net](https://b.org)",
        "Round 1.md": "# One\n\n[[Home]]", "sub/Deep.md": "+++\ntitle = \"Deep one\"\n+++\nup [[../Home]]",
        "img/chart.png": png(4, 4), "left.bin": b"\1",
    }  # fmt: skip
    packed = {name: text if isinstance(text, bytes) else text.encode() for name, text in files.items()}
    result = note_folders.read(packed, "vault", TODAY)
    notes = by_title(result)
    home, first, deep = notes["Home"], notes["Round 1"], notes["Deep one"]
    assert home.tags == ("talks", "cars")
    assert f"[[{first.id}|the round]]" in home.body
    assert home.body.count(f"[[{deep.id}|") == 2
    assert "[net](https://b.org)" in home.body
    assert "status: open" in home.body
    assert f"[[{home.id}|Home]]" in first.body
    assert f"[[{home.id}|Home]]" in deep.body
    source = notes["chart"]
    assert f"chart.png ^{source.id}" in home.body
    assert result.attachments == (packed["img/chart.png"],)
    told = " ".join(map(str, result.problems))
    assert 'no page "Nowhere"' in told
    assert "left.bin" in told
    again = note_folders.read(packed, "vault", TODAY)
    assert {each.id for each in again.records} == {each.id for each in result.records}


def test_zim_pages_become_markdown_with_links():
    page = (
        "Content-Type: text/x-zim-wiki\nWiki-Format: zim 0.6\nCreation-Date: 2025-05-23T10:00:00\n\n"
        "====== Round ======\nCreated Friday 23 May 2025\n\n===== Points =====\n* **cars** and //steel//\n"
        "\t* deep\n[*] done\n[[Talks:Cars]] [[https://a.org|net]]\n"
    )
    files = {"Round.txt": page.encode(), "Talks/Cars.txt": b"Content-Type: text/x-zim-wiki\n\nText"}
    notes = by_title(note_folders.read(files, "nb", TODAY))
    body = notes["Round"].body
    assert body.startswith("# Round\n\n## Points\n- **cars** and *steel*\n  - deep\n- [x] done\n")
    assert f"[[{notes['Cars'].id}|Cars]]" in body
    assert "net (https://a.org)" in body


def test_a_folder_on_disk_is_read_without_hidden_and_linked_files(tmp_path: Path):
    (tmp_path / ".obsidian").mkdir()
    (tmp_path / ".obsidian" / "x.md").write_text("hidden")
    (tmp_path / "関税.md").write_text("本文 [[メモ]]", encoding="utf-8")
    (tmp_path / "メモ.md").write_bytes("shift_jis の本文".encode("cp932"))
    (tmp_path / "link.md").symlink_to("/etc/hostname")
    notes = by_title(note_folders.read_folder(tmp_path, TODAY))
    assert set(notes) == {"関税", "メモ"}
    assert notes["メモ"].body == "shift_jis の本文"
    with pytest.raises(UsageError, match="holds no notes"):
        note_folders.read({"a.bin": b""}, "x", TODAY)


def test_paths_of_another_system_find_each_other():
    files = {"Sub\\Page.md": b"x", "a.md": b"[[sub/page]] ![[..\\..\\etc\\passwd]]"}
    notes = by_title(note_folders.read(files, "w", TODAY))
    assert f"[[{notes['Page'].id}" in notes["a"].body


# --- bad input -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["md", "txt", "html"])
def test_a_line_of_a_megabyte_and_nul_signs_are_told_and_harmless(ending):
    content = b"# T\n\na\0b " + b"word " * 200_000
    result = formats.read(content, f"x.{ending}", None)
    body = result.records[0].body
    assert max(map(len, body.split("\n"))) <= 20_000
    assert "\0" not in body
    assert body.count("word") == 200_000
    assert any("cut into paragraphs" in str(problem) for problem in result.problems)
    assert not any(problem.fatal for problem in result.problems)


def test_a_broken_front_matter_names_its_file():
    result = note_bundles.read(b"+++\ntitle = \n+++\nx", "bad.md")
    assert "bad.md: the front matter is not valid TOML" in str(result.problems[0])


def png(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    return b"\x89PNG\r\n\x1a\n" + chunk


def test_a_picture_of_two_hundred_megapixels_is_refused_by_its_head():
    with pytest.raises(UsageError, match=r"20,000 x 10,000 points and was not captured"):
        captures.read(png(20_000, 10_000), "huge.png", TODAY)
    assert captures.read(png(100, 50), "small.png", TODAY).kind == "image"


def test_names_and_kinds_of_captured_files():
    found = captures.read(pdf(["x"], title="Joint \\(statement\\)"), "C:\\temp\\a.pdf", TODAY)
    assert (found.kind, found.source.title, found.source.attachment) == ("pdf", "Joint (statement)", "a.pdf")
    assert captures.read("関税".encode("cp932"), "a.txt", TODAY).kind == "text"
    assert captures.read(b"\0\1\2", "a.bin", TODAY).kind == "other"
    with pytest.raises(UsageError, match="is empty"):
        captures.read(b"", "a.txt", TODAY)


@given(
    st.binary(max_size=60),
    st.sampled_from(["", "\x89PNG\r\n\x1a\n", "GIF89a", "BM", "RIFF0000WEBPVP8X", "%PDF-"]),
)
def test_any_bytes_are_captured_or_refused(content, start):
    try:
        found = captures.read(start.encode("latin-1") + content, "x.html", TODAY)
    except UsageError:
        return
    assert found.source.title


def test_a_word_bomb_is_refused(monkeypatch):
    monkeypatch.setattr(documents, "LARGEST_UNPACKED", 2_000_000)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 3_000_000)
    with pytest.raises(UsageError, match="would unpack to 3 MB and was refused"):
        documents.read(stream.getvalue(), "x.docx")


def test_photos_and_what_an_edition_was_made_of_go_along():
    files = {hashlib.sha256(each).hexdigest(): each for each in (b"face", b"pages", b"text", b"inputs")}
    face, pages, text, inputs = files
    records = [
        Person(id="p", names=(PersonName("A"),), photo=face),
        Source(id="e", title="Edition 1", sha256=pages, locator=f"content {text} inputs {inputs}"),
    ]
    back = archives.read(archives.write(records, files.__getitem__), "all.zip", TODAY)
    assert sorted(back.records, key=lambda each: each.id) == sorted(records, key=lambda each: each.id)
    assert sorted(back.attachments) == sorted(files.values())


def test_a_file_that_is_not_here_holds_nothing_up():
    def attachment(_digest):
        raise UsageError("There is no such attachment.")

    source = Source(id="s", title="x", sha256="0" * 64)
    assert archives.read(archives.write([source], attachment), "all.zip", TODAY).records == (source,)
