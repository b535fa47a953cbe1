"""The program's own test draws the window too, and fails where that fails."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from briefing_app.cli.program import main


def test_the_window_is_drawn_and_nothing_is_left(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert main(["self-test"]) == 0
    assert "ok     window: picture of" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_a_window_that_does_not_start_fails(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONHOME", "/nowhere")
    assert main(["self-test"]) == 1
    assert "FAILED window: the end of the window" in capsys.readouterr().out
