"""How a text is encoded that does not say so; what merely has no error is not taken for Japanese."""

import pytest

from briefing_app.exchange import captures, documents
from briefing_app.exchange.text_encodings import guessed_text

JAPANESE = "関税は残る。霞が関、赤沢大臣。\nカタカナと ASCII words 25%"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932", "euc_jp", "iso2022_jp"])
@pytest.mark.parametrize("text", [JAPANESE, "関税", "plain words", "はい。"])
def test_japanese_comes_in_by_every_encoding_in_use(encoding, text):
    assert guessed_text(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "text",
    [
        "Café – “no” £5, le protégé parle.",
        "Das Zollverfahren läuft, größere Änderungen folgen.",
        "Un accord a été conclu à Genève près du siège, précise le négociateur.",
    ],
)
def test_western_text_of_windows_is_no_japanese(text):
    assert guessed_text(text.encode("cp1252")) == text


def test_what_a_page_says_of_itself_counts():
    page = '<meta charset="euc-jp"><p>関税は残る</p>'
    assert guessed_text(page.encode("euc_jp")) == page
    wrong = '<meta charset="utf-8"><p>関税は残る</p>'
    assert guessed_text(wrong.encode("cp932")) == wrong
    unknown = '<meta charset="no-such"><p>関税</p>'
    assert guessed_text(unknown.encode()) == unknown


def test_bytes_of_no_text_are_none():
    assert guessed_text(b"\x89PNG\r\n\x1a\n\x00\x00\xff\xd8\x81") is None


def test_a_file_of_e_mail_is_read_and_its_escapes_are_gone():
    note = documents.read("関税は残る。".encode("iso2022_jp"), "mail.txt").records[0]
    assert note.body == "関税は残る。"


def test_the_beginning_of_a_long_capture_is_not_cut_within_a_letter():
    text = "議事録\n" + "関税は残る。\n" * 40_000
    assert captures._decoded(captures._beginning(text.encode())).startswith("議事録\n関税")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("paper.pdf", "paper.pdf"),
        ("議事録。.txt", "議事録。.txt"),
        ("q?*:.txt", "q-.txt"),
        ("CON.txt", "_CON.txt"),
        ("nul.tar.gz", "_nul.tar.gz"),
        ("NULs.txt", "NULs.txt"),
        ("dot. .txt", "dot.txt"),
        ("a/b\\c.txt", "a-b-c.txt"),
        ("...", "file"),
        ("", "file"),
        (".hidden", "hidden"),
        ("長" * 300 + ".pdf", "長" * 120 + ".pdf"),
    ],
)
def test_a_copy_gets_a_name_that_every_system_takes(name, kept):
    assert captures.name_for_copy(name) == kept
