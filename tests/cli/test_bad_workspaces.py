"""What is no workspace, or cannot be opened, is said in one clear sentence by each command that names one."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing_app.store import keyfile
from briefing_app.store.snapshot import FORMAT
from briefing_app.store.workspace import Workspace
from tests.cli.conftest import Run
from tests.store.unprivileged import as_nobody, give_away, place_for_all


def a_file(path: Path) -> None:
    path.write_text("hello")


def a_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("workspace.json", "{}")


def an_empty_folder(path: Path) -> None:
    path.mkdir()


def nothing(path: Path) -> None:
    assert not path.exists()


def one_of_a_newer_version(path: Path) -> None:
    Workspace.create(path).close()
    file = path / "workspace.json"
    file.write_bytes(file.read_bytes().replace(b'"format":%d' % FORMAT, b'"format":9'))


def an_encrypted_one(path: Path) -> None:
    Workspace.create(path, passphrase="right").close()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (a_file, "x.brief is not a workspace but a file."),
        (a_zip, "x.brief is not a workspace but a ZIP archive: unpack it and open the folder inside."),
        (an_empty_folder, "x.brief is not a workspace but an empty folder."),
        (nothing, "There is no workspace at"),
        (one_of_a_newer_version, "x.brief was made by a newer version of Briefing Desk (format 9)."),
        (an_encrypted_one, "x.brief is encrypted."),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_bad_input_is_named_on_the_command_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], None], words: str
) -> None:
    monkeypatch.setattr(keyfile, "COST", keyfile.Cost(8, 1, 1))
    path = tmp_path / "x.brief"
    make(path)
    for command in (("list", path, "note"), ("check", path), ("search", path, "steel")):
        answer = run(*command)
        assert (answer.code, answer.out) == (3, "")
        assert words in answer.err
        assert answer.err.count("\n") == 1


def test_a_wrong_passphrase_says_no_more_than_that(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyfile, "COST", keyfile.Cost(8, 1, 1))
    an_encrypted_one(tmp_path / "x.brief")
    (tmp_path / "wrong").write_text("wrong\n")
    answer = run("list", tmp_path / "x.brief", "note", "--passphrase-file", tmp_path / "wrong")
    assert (answer.code, answer.out) == (3, "")
    assert "This passphrase does not open x.brief." in answer.err


def test_a_folder_without_permission_is_named_on_the_command_line(run: Run) -> None:
    with place_for_all() as place:
        path = place / "x.brief"
        Workspace.create(path).close()
        run("list", path, "note")  # everything that the command imports is imported now
        give_away(path)
        path.chmod(0)

        def listed() -> str:
            answer = run("list", path, "note")
            return f"{answer.code} {answer.err}"

        said = as_nobody(listed)
    assert said.startswith("3 ")
    assert "you have no permission" in said
