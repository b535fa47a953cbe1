"""What cannot be opened is said in the window in one clear sentence, and the window goes on being of use.

The files are those of the command line's test; a folder without permission is refused by the system itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import Qt

from briefing_app.app.i18n import use_language
from briefing_app.store import keyfile
from briefing_app.store.workspace import Workspace
from briefing_app.ui import messages
from briefing_app.ui.unlock import UnlockPage
from tests.cli.test_bad_workspaces import (
    a_file,
    a_zip,
    an_empty_folder,
    an_encrypted_one,
    nothing,
    one_of_a_newer_version,
)
from tests.store.unprivileged import give_away, place_for_all, without_rights
from tests.ui.test_main_window import make_window


def a_folder_of_something_else(path):
    path.mkdir()
    (path / "holiday.jpg").write_bytes(b"\xff\xd8")


def one_of_another_program(path):
    path.mkdir()
    (path / "workspace.json").write_text('{"colour": "blue"}')


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "good.brief"
    Workspace.create(path).close()
    return path


@pytest.fixture(params=["en", "ja"])
def window(request, qtbot, tmp_path):
    use_language(request.param)
    window = make_window(qtbot, tmp_path / "home")
    window.language = request.param
    yield window
    window.close_workspace()
    use_language("en")


def open_from_menu(window, path, monkeypatch):
    monkeypatch.setattr(messages, "ask_workspace", lambda *_: path)
    window.commands.named("open_workspace").trigger()


def said_in(window):
    """The message; a space between two Japanese sentences does not count."""
    return window.messages.text


def is_usable(window, good, monkeypatch):
    """The start page is there, and what is good opens and takes the message away."""
    assert window.session is None
    assert window.welcome.isVisible()
    assert window.messages.isVisible()
    open_from_menu(window, good, monkeypatch)
    assert window.session.workspace.name == "good"
    assert window.messages.text == ""


class Case(NamedTuple):
    """What lies there, and what is said of it."""

    make: Callable[[Path], None]
    en: str
    ja: str


WHAT_IT_IS = " A workspace is a folder such as NAME.brief that holds workspace.json."
WHAT_IT_IS_JA = "ワークスペースは「名前.brief」のようなフォルダで、workspace.json が入っています。"
CASES = [
    Case(
        a_file,
        f"x.brief is not a workspace but a file.{WHAT_IT_IS}",
        f"x.brief はワークスペースではありません（ファイル）。{WHAT_IT_IS_JA}",
    ),
    Case(
        a_zip,
        f"x.brief is not a workspace but a ZIP archive: unpack it and open the folder inside.{WHAT_IT_IS}",
        "x.brief はワークスペースではありません（ZIP 圧縮ファイル。展開して中のフォルダを開いてください）。",
    ),
    Case(
        an_empty_folder,
        "x.brief is not a workspace but an empty folder.",
        "x.brief はワークスペースではなく、空のフォルダです。",
    ),
    Case(nothing, "There is no workspace at ", "x.brief にワークスペースはありません。"),
    Case(
        a_folder_of_something_else,
        f"x.brief is not a workspace.{WHAT_IT_IS}",
        f"x.brief はワークスペースではありません。{WHAT_IT_IS_JA}",
    ),
    Case(
        one_of_another_program,
        "x.brief is not a workspace: workspace.json is another program's file.",
        "x.brief はワークスペースではありません。workspace.json は別のプログラムのファイルです。",
    ),
    Case(
        one_of_a_newer_version,
        "x.brief was made by a newer version of Briefing Desk (format 9). Install that version to open it;",
        "x.brief は Briefing Desk の新しい版（形式 9）で作られています。開くにはその版を入れてください。",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case.make.__name__ for case in CASES])
def test_bad_input_is_named_in_the_window(window, good, tmp_path, monkeypatch, case):
    path = tmp_path / "x.brief"
    case.make(path)
    open_from_menu(window, path, monkeypatch)
    assert getattr(case, window.language) in said_in(window)
    assert window.session is None
    assert path not in window.settings.recent
    is_usable(window, good, monkeypatch)


def test_a_wrong_passphrase_says_no_more_than_that_and_can_be_typed_again(
    window, qtbot, tmp_path, monkeypatch
):
    monkeypatch.setattr(keyfile, "COST", keyfile.Cost(8, 1, 1))
    path = tmp_path / "x.brief"
    an_encrypted_one(path)
    open_from_menu(window, path, monkeypatch)
    assert window.session is None
    (page,) = window.welcome.findChildren(UnlockPage)
    for wrong in ("wrong", "right ", "RIGHT"):
        page.passphrase.setText(wrong)
        qtbot.keyClick(page.passphrase, Qt.Key.Key_Return)
        assert window.session is None
    said = page.field.error
    expected = {
        "en": "This passphrase does not open it. Try again.",
        "ja": "このパスフレーズでは開けません。もう一度入力してください。",
    }
    assert said == expected[window.language]
    page.passphrase.setText("right")
    qtbot.keyClick(page.passphrase, Qt.Key.Key_Return)
    assert window.session.workspace.name == "x"


@pytest.mark.parametrize("shut", ["the folder", "the folder around it", "its file"])
def test_a_folder_without_permission_is_named_in_the_window(window, good, monkeypatch, shut):
    with place_for_all() as place:
        around = place / "around"
        around.mkdir()
        path = around / "x.brief"
        Workspace.create(path).close()
        open_from_menu(window, good, monkeypatch)  # what opening imports is imported before rights are gone
        window.close_workspace()
        give_away(path)
        {"the folder": path, "the folder around it": around, "its file": path / "workspace.json"}[shut].chmod(
            0
        )
        with without_rights():
            open_from_menu(window, path, monkeypatch)
        said = said_in(window)
    expected = {
        "en": "x.brief cannot be read: you have no permission for it. Ask its owner, or open a copy.",
        "ja": "x.brief を読む許可がありません。所有者に頼むか、写しを開いてください。",
    }
    assert said == expected[window.language]
    if window.language == "ja":
        assert not re.search(r"[A-Za-z]{3,}", said.replace("brief", ""))
    is_usable(window, good, monkeypatch)
