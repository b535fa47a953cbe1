"""``brief`` on the sample."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pikepdf
import pytest

from briefing_app.cli import main
from briefing_app.reports.briefing import TEMPLATES
from tests.cli.conftest import Run


@pytest.fixture
def talks(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "talks.brief"
    assert run("new", path, "--sample", "us-japan").code == 0
    return path


@pytest.mark.parametrize(("template", "language"), [("one-page", "ja"), ("chronology", "en")])
def test_it_writes_the_paper_and_says_where(
    run: Run, talks: Path, tmp_path: Path, template: str, language: str
) -> None:
    out = tmp_path / "paper.pdf"
    answer = run(
        "brief", talks, "--template", template, "--as-of", "2025-05-24", "--lang", language, "--out", out
    )
    assert answer.code == 0, answer.err
    assert str(out) in answer.out
    assert out.read_bytes().startswith(b"%PDF-1.")


def test_without_a_day_it_is_written_for_today(run: Run, talks: Path, tmp_path: Path) -> None:
    answer = run("brief", talks, "--template", "chronology", "--out", tmp_path / "p.pdf")
    assert answer.code == 0, answer.err


def test_an_unknown_template_lists_the_names(run: Run, talks: Path, tmp_path: Path) -> None:
    answer = run("brief", talks, "--template", "two-page", "--out", tmp_path / "p.pdf")
    assert answer.code == 2
    assert "one-page" in answer.err
    assert "chronology" in answer.err
    assert not (tmp_path / "p.pdf").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [(("--as-of", "tomorrow"), "2025-05-24"), (("--lang", "fr"), "en, ja"), (("--marking", "X"), "TLP:RED")],
)
def test_wrong_options_say_what_to_write(
    run: Run, talks: Path, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    answer = run("brief", talks, "--template", "one-page", "--out", tmp_path / "p.pdf", *words)
    assert answer.code == 2
    assert told in answer.err


def test_bars_are_told_from_a_numbered_edition_or_none(run: Run, talks: Path, tmp_path: Path) -> None:
    words = ("--template", "one-page", "--as-of", "2025-05-24", "--out", tmp_path / "p.pdf")
    answer = run("brief", talks, *words, "--change-bars", "last")
    assert answer.code == 2
    assert '"last" is not the number of an edition.' in answer.err
    assert run("brief", talks, *words, "--change-bars", "no").code == 0


@pytest.mark.parametrize(("sheets", "pages"), [("2-up", 1), ("booklet", 2)])
def test_pages_are_laid_out_on_sheets(run: Run, talks: Path, tmp_path: Path, sheets: str, pages: int) -> None:
    out = tmp_path / "p.pdf"
    words = ("--template", "one-page", "--as-of", "2025-05-24", "--sheets", sheets, "--out", out)
    answer = run("brief", talks, *words)
    assert answer.code == 0, answer.err
    with pikepdf.open(out) as pdf:
        assert len(pdf.pages) == pages


def test_only_a_pdf_is_laid_out(run: Run, talks: Path, tmp_path: Path) -> None:
    words = ("--template", "one-page", "--sheets", "booklet", "--out", tmp_path / "p.docx")
    answer = run("brief", talks, *words)
    assert answer.code == 2
    assert "Only a PDF" in answer.err


@pytest.mark.parametrize(("language", "form"), [("en", "pdf"), ("ja", "pdf"), ("ja", "docx")])
def test_the_same_book_made_twice_is_the_same_to_the_byte(
    talks: Path, tmp_path: Path, language: str, form: str
) -> None:
    """In two processes whose sets and dicts of text are ordered differently, in different zones."""
    made = []
    for number, zone in ((1, "Asia/Tokyo"), (2, "America/New_York")):
        out = tmp_path / f"{number}.{form}"
        words = [
            "brief",
            talks,
            "--template",
            "book",
            "--as-of",
            "2025-05-24",
            "--lang",
            language,
            "--out",
            out,
        ]
        around = os.environ | {"PYTHONHASHSEED": str(number), "TZ": zone}
        subprocess.run([sys.executable, "-m", "briefing_app", *map(str, words)], check=True, env=around)
        made.append(out.read_bytes())
        time.sleep(2 if form == "docx" and number == 1 else 0)  # archives count in steps of two seconds
    assert len(made[0]) > 10_000
    assert made[0] == made[1]


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An encrypted workspace with the sample, and the file that holds its passphrase."""
    folder = tmp_path_factory.mktemp("locked")
    secret = folder / "passphrase"
    secret.write_text("a long passphrase for the test\n", encoding="utf-8")
    words = ["new", str(folder / "talks.brief"), "--sample", "us-japan", "--passphrase-file", str(secret)]
    assert main(words) == 0
    return folder / "talks.brief", secret


@pytest.mark.parametrize("paper", [(name, lang) for name in TEMPLATES for lang in ("en", "ja")])
def test_every_paper_comes_out_of_an_encrypted_workspace_and_nothing_else_does(
    run: Run,
    locked: tuple[Path, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    paper: tuple[str, str],
) -> None:
    workspace, secret = locked
    template, language = paper
    scratch, out = tmp_path / "scratch", tmp_path / "out" / "paper.pdf"
    scratch.mkdir()
    out.parent.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setattr(tempfile, "tempdir", None)
    written = opened_for_writing(monkeypatch)
    words = ("--template", template, "--lang", language, "--as-of", "2025-05-24", "--out", out)
    answer = run("brief", workspace, "--passphrase-file", secret, *words)
    assert answer.code == 0, answer.err
    assert out.read_bytes().startswith(b"%PDF-1.")
    assert list(scratch.rglob("*")) == [], "no plain temporary file"
    assert [path.name for path in out.parent.iterdir()] == ["paper.pdf"]
    outside = {path for path in written if not path.is_relative_to(out.parent)}
    assert all(path.is_relative_to(workspace) for path in outside), outside
    assert not any(b"Bessent" in path.read_bytes() for path in workspace.rglob("*") if path.is_file())


def opened_for_writing(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that Python opens for writing from now on."""
    found: list[Path] = []
    real = os.open

    def opened(path: str, flags: int, *more: int, **names: int) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR):
            found.append(Path(os.fsdecode(path)).resolve())
        return real(path, flags, *more, **names)

    monkeypatch.setattr(os, "open", opened)
    return found


@pytest.mark.parametrize("name", ["paper", "paper.doc", "paper.txt"])
def test_a_name_of_another_form_is_refused(run: Run, talks: Path, tmp_path: Path, name: str) -> None:
    """A PDF that is called .doc opens nowhere."""
    answer = run("brief", talks, "--template", "one-page", "--out", tmp_path / name)
    assert answer.code == 2
    assert "Name the file .pdf, .docx or .md" in answer.err
    assert not (tmp_path / name).exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files on this system")
def test_no_device_is_replaced(run: Run, talks: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "queue.pdf")
    answer = run("brief", talks, "--template", "one-page", "--out", tmp_path / "queue.pdf")
    assert answer.code == 2
    assert "is a device, not a file" in answer.err
    assert (tmp_path / "queue.pdf").is_fifo()


def test_the_same_signs_that_cannot_be_printed_are_told_once(run: Run, talks: Path, tmp_path: Path) -> None:
    """A symbol in every event of a year is one message, not hundreds."""
    events = [
        {"title": f"Meeting {number} \U0001f642", "dates": [{"edtf": "2025-05-02"}]} for number in range(30)
    ]
    (tmp_path / "events.json").write_text(json.dumps(events), encoding="utf-8")
    assert run("add", talks, "event", tmp_path / "events.json").code == 0
    out = tmp_path / "p.pdf"
    answer = run("brief", talks, "--template", "chronology", "--as-of", "2025-05-24", "--out", out)
    assert answer.code == 0
    assert answer.err.count("U+1F642") == 1
    assert "The same in 29 other places." in answer.err


@pytest.mark.parametrize(
    ("name", "said"), [("p.pdf", "p.pdf  2 pages"), ("p.docx", "p.docx"), ("p.md", "p.md")]
)
def test_only_of_a_pdf_the_pages_are_told(
    run: Run, talks: Path, tmp_path: Path, name: str, said: str
) -> None:
    out = tmp_path / name
    answer = run("brief", talks, "--template", "one-page", "--as-of", "2025-05-24", "--out", out)
    assert answer.out.strip().endswith(said)
