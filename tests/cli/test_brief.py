"""``brief`` on the sample."""

from __future__ import annotations

from pathlib import Path

import pytest

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
