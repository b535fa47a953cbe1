"""check --repair, backup, restore and the passphrase, as a script sees them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from briefing_app.domain.change import replaced
from briefing_app.store.workspace import Workspace
from tests.cli.conftest import Run

NOTE = '{"id":"n1","title":"関税","body":"y"}'


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "passphrase.txt"
    file.write_text("four words are enough\n")
    return file


def test_backup_and_restore_bring_a_deleted_note_back(run: Run, empty: Path, tmp_path: Path) -> None:
    assert run("add", empty, "note", stdin=NOTE).code == 0
    answer = run("backup", empty, tmp_path / "safe")
    assert answer.code == 0, answer.err
    backup = Path(answer.out.strip().rpartition(": ")[2])
    assert run("list", backup, "note", "--json").json[0]["id"] == "n1"
    run("add", empty, "note", stdin='{"id":"n2","title":"later"}')
    answer = run("restore", backup, empty)
    assert answer.code == 0, answer.err
    assert [note["id"] for note in run("list", empty, "note", "--json").json] == ["n1"]
    kept = Path(answer.out.strip().rpartition("kept in ")[2])
    assert len(run("list", kept, "note", "--json").json) == 2
    assert (empty / "backups").is_dir()


def test_restore_takes_the_newest_of_a_folder_and_makes_what_is_not_there(
    run: Run, empty: Path, tmp_path: Path
) -> None:
    run("backup", empty, tmp_path / "safe")
    run("add", empty, "note", stdin=NOTE)
    run("backup", empty, tmp_path / "safe")
    assert run("restore", tmp_path / "safe", tmp_path / "new.brief").code == 0
    assert len(run("list", tmp_path / "new.brief", "note", "--json").json) == 1


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 zip", b'{"_default": {}}'])
def test_restore_refuses_what_is_no_backup_and_touches_nothing(
    run: Run, empty: Path, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "b.brief").mkdir()
    (tmp_path / "b.brief" / "workspace.json").write_bytes(content)
    answer = run("restore", tmp_path / "b.brief", empty)
    assert answer.code == 3
    assert run("check", empty).code == 0


def test_check_names_the_damage_and_repair_brings_everything_back(run: Run, empty: Path) -> None:
    for number in range(5):
        run("add", empty, "note", stdin=f'{{"id":"n{number}","title":"note {number}"}}')
    file = empty / "workspace.json"
    content = bytearray(file.read_bytes())
    content[content.index(b"note 3")] ^= 1
    file.write_bytes(content)
    answer = run("check", empty)
    assert answer.code == 3
    assert "checksum" in answer.out
    assert run("list", empty, "note").code == 3
    answer = run("check", empty, "--repair")
    assert answer.code == 0, answer.err
    titles = {note["title"] for note in run("list", empty, "note", "--json").json}
    assert titles == {f"note {number}" for number in range(5)}
    assert run("check", empty).code == 0
    assert "kept in" in answer.out


def test_repair_without_a_backup_names_each_record_that_could_not_be_saved(run: Run, empty: Path) -> None:
    import shutil

    for number in range(5):
        run("add", empty, "note", stdin=f'{{"id":"n{number}","title":"note {number}"}}')
    shutil.rmtree(empty / "backups")
    file = empty / "workspace.json"
    content = bytearray(file.read_bytes())
    content[content.index(b'"title":"note 3') + 10] ^= 1
    file.write_bytes(content)
    answer = run("check", empty, "--repair", "--json")
    assert answer.code == 0, answer.err
    assert answer.json["lost"] == ['note "n3": it could not be saved']
    ids = {note["id"] for note in run("list", empty, "note", "--json").json}
    assert ids == {"n0", "n1", "n2", "n4"}


def test_repair_names_no_record_lost_that_its_backup_holds_as_it_was(run: Run, empty: Path) -> None:
    for number in range(3):
        run("add", empty, "note", stdin=f'{{"id":"n{number}","title":"note {number}"}}')
    file = empty / "workspace.json"
    content = bytearray(file.read_bytes())
    content[content.index(b'"title":"note 1') + 10] ^= 1
    file.write_bytes(content)
    answer = run("check", empty, "--repair", "--json")
    assert answer.json["lost"] == []
    assert run("get", empty, "note", "n1", "--json").json["title"] == "note 1"


def test_repair_names_a_record_of_which_only_an_earlier_state_is_left(run: Run, empty: Path) -> None:
    import shutil

    run("add", empty, "note", stdin='{"id":"n1","title":"first"}')
    kept = empty.with_name("kept")
    shutil.copytree(empty / "backups", kept)
    with Workspace.open(empty) as workspace:
        first = workspace.get("note", "n1")
        workspace.apply(replaced(first, replace(first, title="second")))
    shutil.rmtree(empty / "backups")
    kept.rename(empty / "backups")
    file = empty / "workspace.json"
    content = bytearray(file.read_bytes())
    content[content.index(b'"title":"second') + 10] ^= 1
    file.write_bytes(content)
    answer = run("check", empty, "--repair", "--json")
    assert answer.json["lost"] == ['note "n1": an earlier state of it was found']
    assert run("get", empty, "note", "n1", "--json").json["title"] == "first"


def test_every_command_takes_the_passphrase(run: Run, tmp_path: Path, secret: Path) -> None:
    path = tmp_path / "s.brief"
    words = ("--passphrase-file", secret)
    assert run("new", path, *words).code == 0
    assert run("add", path, "note", *words, stdin=NOTE).out.strip() == "n1"
    assert run("get", path, "note", "n1", "--json", *words).json["title"] == "関税"
    assert run("search", path, "関税", "--json", *words).json[0]["id"] == "n1"
    assert run("check", path, *words).code == 0
    backup = Path(run("backup", path, tmp_path / "b", *words).out.strip().rpartition(": ")[2])
    assert run("restore", backup, path, *words).code == 0
    without = run("list", path, "note")
    assert without.code == 3
    assert "is encrypted" in without.err
    secret.write_text("another one")
    wrong = run("list", path, "note", *words)
    assert wrong.code == 3
    assert "does not open" in wrong.err


def test_a_passphrase_for_a_plain_workspace_is_refused(run: Run, empty: Path, secret: Path) -> None:
    answer = run("list", empty, "note", "--passphrase-file", secret)
    assert answer.code == 3
    assert "is not encrypted" in answer.err
