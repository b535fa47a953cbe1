"""Documents of other programs as notes: structure kept, marks made harmless, traps refused."""

import io
import zipfile

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from briefing_app.domain.records import Note
from briefing_app.errors import UsageError
from briefing_app.exchange import documents


def note(content: bytes, name: str) -> Note:
    record = documents.read(content, name).records[0]
    assert isinstance(record, Note)
    return record


def word_file() -> bytes:
    document = Document()
    document.add_heading("4th round", 1)
    document.add_paragraph("外務省 said *nothing* new")
    document.add_paragraph("cars", style="List Bullet")
    document.add_paragraph("all of them", style="Intense Quote")
    table = document.add_table(2, 2)
    for number, text in enumerate(("good", "duty", "car | truck", "27.5%")):
        table.cell(number // 2, number % 2).text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_word_file_keeps_headings_lists_quotations_and_tables():
    found = note(word_file(), "record.docx")
    assert found.title == "4th round"
    assert found.body.split("\n\n") == [
        "# 4th round",
        "外務省 said \\*nothing\\* new",
        "- cars",
        "> all of them",
        "| good | duty |\n| --- | --- |\n| car \\| truck | 27.5% |",
    ]


def test_a_page_keeps_its_text_and_loses_its_scripts():
    found = note(
        "<html><head><title>t</title></head><body><h1>G7 &amp; Japan</h1><script>alert(1)</script>"
        "<p>One<br>two <b>three</b></p><ul><li>四<li>five</ul><table><tr><th>a</th><td>b</td></tr></table>"
        "<blockquote><p>said</p></blockquote></body></html>".encode(),
        "page.html",
    )
    assert found.title == "G7 & Japan"
    assert found.body.split("\n\n") == [
        "# G7 \\& Japan",
        "One",
        "two three",
        "- 四",
        "- five",
        "| a | b |\n| --- | --- |",
        "> said",
    ]


def test_plain_text_in_shift_jis_takes_the_title_of_its_file():
    found = note("関税の話\n- not a list".encode("cp932"), "memo.txt")
    assert (found.title, found.body) == ("memo", "関税の話\n\\- not a list")


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), min_size=1, max_size=60))
def test_escaped_text_is_one_plain_paragraph(text):
    tokens = MarkdownIt().parse(documents.escape(f"x{text}"))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or []
    assert "".join(child.content for child in children) == f"x{text}"
    assert {child.type for child in children} <= {"text", "text_special"}


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"0" * 30_000_000)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.pdf", "not a document that can be read"),
        (b"", "a.txt", "holds no text"),
        (b"PK\x03\x04rubbish", "a.docx", "not a Word document"),
        (b"\x81\xff\xfe\x00", "a.txt", "not text in UTF-8"),
        (b"x" * 60, "a.txt", "larger than"),
    ],
)
def test_what_cannot_be_read_is_refused(content, name, words, monkeypatch):
    monkeypatch.setattr(documents, "LARGEST_FILE", 50)
    with pytest.raises(UsageError, match=words):
        documents.read(content, name)


def test_a_decompression_bomb_is_refused(monkeypatch):
    monkeypatch.setattr(documents, "LARGEST_UNPACKED", 20_000_000)
    with pytest.raises(UsageError, match="would unpack to 30 MB"):
        documents.read(bomb(), "bomb.docx")


def test_a_package_that_is_no_word_file_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("x", "y")
    with pytest.raises(UsageError, match="not a Word document"):
        documents.read(stream.getvalue(), "a.docx")


def test_a_package_whose_parts_are_not_what_they_are_called_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "x")
    with pytest.raises(UsageError, match="not a Word document"):
        documents.read(stream.getvalue(), "a.docx")


def test_declarations_of_any_kind_are_passed_over():
    page = b"<!DOCTYPE html><![if !a]><p>One</p><![endif]><![<p>Two</p><! x ><!-- note --><p>Three</p>"
    assert note(page, "a.html").body == "One\n\nTwo\n\nThree"
    assert note(b"<p>1 &lt; 2</p>" + b"<" * 200_000 + b"<p>x</p>", "b.html").body.startswith("1 \\< 2")
