"""The composition root: what goes to the window, and the whole program drawing itself."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from briefing_app.errors import UsageError
from briefing_app.main import run, window_options
from briefing_app.store.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]


def program(*arguments, **environment):
    import os

    return subprocess.run(
        [sys.executable, "-m", "briefing_app", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_arguments_of_the_window_are_read():
    options = window_options(
        ["x.brief", "--tab", "people", "--as-of", "2025-05-24", "--theme", "dark", "--size", "1280x720"]
    )
    assert (options.workspace, options.tab, options.theme) == (Path("x.brief"), "people", "dark")
    assert (options.as_of, options.size) == (date(2025, 5, 24), (1280, 720))


@pytest.mark.parametrize("words", [["--as-of", "May"], ["--size", "big"], ["--tab", "x"], ["--bogus"]])
def test_an_argument_that_makes_no_sense_is_named(words):
    with pytest.raises(UsageError, match=r"--help"):
        window_options(words)


def test_without_a_display_the_program_says_so():
    done = program(QT_QPA_PLATFORM="", DISPLAY="", WAYLAND_DISPLAY="")
    assert done.returncode == 2
    assert "no display" in done.stderr


@pytest.mark.slow
def test_a_picture_of_the_sample_on_a_past_day_is_drawn(tmp_path):
    picture = tmp_path / "window.png"
    done = program(
        "--home", str(tmp_path), "--sample", "us-japan", "--as-of", "2025-05-24", "--tab", "people",
        "--size", "1200x700", "--screenshot", str(picture),
        QT_QPA_PLATFORM="", DISPLAY="", WAYLAND_DISPLAY="",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    image = QImage(str(picture))
    assert (image.width(), image.height()) == (1200, 700)
    banner = [image.pixelColor(900, y).name().upper() for y in range(40, 140)]
    assert "#FFF3D6" in banner
    with Workspace.open(tmp_path / "data" / "US-Japan tariff talks.brief") as sample:
        assert sample.count("person") == 24


def test_a_word_that_is_neither_command_nor_workspace_is_named(capsys):
    assert run(["bogus"]) == 2
    assert 'no command and no workspace "bogus"' in capsys.readouterr().err


BEGUN = """
import linecache, sys
from PySide6.QtWidgets import QApplication
from briefing_app import main
from briefing_app.ui import theme
begun, styles = theme._begun, []
def watched(application, *how, **more):
    styles.append(application.style().name())
    return begun(application, *how, **more)
theme._begun = watched
code = main.run(["--home", sys.argv[1], "--screenshot", sys.argv[1] + "/w.png"])
print(code, *styles, sum("briefing_app" in name for name in linecache.cache))
"""


def test_the_window_begins_in_its_style_and_no_source_is_read_for_qt(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", BEGUN, str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    code, style, sources = done.stdout.split()
    assert (code, style) == ("0", "fusion"), done.stderr
    assert int(sources) < 15  # main and what was read before the window began
