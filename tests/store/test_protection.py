"""Encryption: nothing readable anywhere, no way in without the passphrase, and the way there and back."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from briefing_app.domain.change import ChangeSet, added, replaced
from briefing_app.domain.records import Note
from briefing_app.errors import DamagedError, PassphraseError, UsageError
from briefing_app.store import backup_names, checking, keyfile
from briefing_app.store.sealing import Keys
from briefing_app.store.second_place import SecondPlace
from briefing_app.store.workspace import Workspace

CANARY = "Kanarienvogel-鳥類"
FORMS = [
    form.encode(code)
    for form in ("Kanarienvogel", "kanarienvogel", "鳥類")
    for code in ("utf-8", "utf-16-le")
]


def canary_notes(count: int) -> ChangeSet:
    notes = [Note(id=f"n{n}", title=f"{CANARY} {n}", body=f"{CANARY} text " * 5) for n in range(count)]
    return ChangeSet("Import", tuple(change for each in notes for change in added(each).changes))


def second_place(folder: Path) -> SecondPlace:
    folder.mkdir()
    return SecondPlace.set_up(folder)


def readable(*folders: Path) -> list[Path]:
    """Files below ``folders`` that show the canary in some form, in their name or in a byte."""
    found = []
    for folder in folders:
        for file in folder.rglob("*"):
            named = "anarienvogel" in file.name
            if named or (file.is_file() and any(form in file.read_bytes() for form in FORMS)):
                found.append(file)
    return found


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Temp and cache folders that the test can look through."""
    for name in ("TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME", "HOME"):
        (tmp_path / "user").mkdir(exist_ok=True)
        monkeypatch.setenv(name, str(tmp_path / "user"))
    return tmp_path


def test_the_canary_is_found_in_a_plain_workspace(places: Path) -> None:
    with Workspace.create(places / "w.brief") as workspace:
        workspace.apply(canary_notes(10))
        workspace.search("Kanarienvogel")
        names = {file.name for file in readable(places)}
    assert names >= {"journal-000001"}


CRASHING = """
import os, sys
from pathlib import Path
from briefing_app.store import keyfile
from briefing_app.store.workspace import Workspace
from briefing_app.domain.change import replaced
from briefing_app.domain.records import Note
keyfile.COST = keyfile.Cost(8, 1, 1)
workspace = Workspace.open(Path(sys.argv[1]), passphrase="secret")
before = workspace.get("note", "n1")
for number in range(50):
    after = Note(id="n1", title=before.title, body=before.body + "!")
    workspace.apply(replaced(before, after), durable=False)
    before = after
workspace.search("kanarienvogel")
os._exit(9)
"""


def test_a_thousand_records_leave_no_readable_trace(places: Path) -> None:
    path = places / "w.brief"
    with Workspace.create(path, passphrase="secret") as workspace:
        workspace.backups.second_place = second_place(places / "second")
        workspace.apply(canary_notes(1000))
        digest = workspace.put_attachment(f"{CANARY} attachment".encode())
        assert len(workspace.search("kanarienvogel")) == 50
        assert len(workspace.search("鳥類", limit=2000)) == 1000
        workspace.apply(replaced(workspace.get("note", "n0"), Note(id="n0", title=f"{CANARY} edited")))
        workspace._storage.compact()
        assert workspace.backups.make() is not None
        assert workspace.backups.error is None
        assert readable(places) == []
    code = subprocess.run([sys.executable, "-c", CRASHING, path], check=False, cwd=Path.cwd()).returncode
    assert code == 9
    assert readable(places) == []
    with Workspace.open(path, passphrase="secret") as workspace:
        assert workspace.count("note") == 1000
        assert workspace.attachment(digest) == f"{CANARY} attachment".encode()
        workspace.backups.make_in(places / "third", "copy.brief")
    assert checking.check(path, "secret").is_sound
    assert readable(places) == []
    with Workspace.open(places / "third" / "copy.brief", passphrase="secret") as copy:
        assert copy.attachment(digest).startswith(CANARY.encode())


def test_plain_to_encrypted_removes_every_readable_file_and_back_again_all_is_there(places: Path) -> None:
    path = places / "w.brief"
    with Workspace.create(path) as workspace:
        workspace.backups.second_place = second_place(places / "second")
        workspace.apply(canary_notes(20))
        digest = workspace.put_attachment(f"{CANARY} attachment".encode())
        workspace.search("Kanarienvogel")
        made = workspace.backups.make()
        assert made is not None
        shutil.copytree(made.path, backup_names.unfinished(made.path))  # of a program that was killed
        workspace._storage.compact()
        workspace.encrypt("secret")
        assert workspace.encrypted
        assert readable(places) == []
        assert workspace.attachment(digest)
        assert len(workspace.search("鳥類")) == 20
        workspace.apply(replaced(workspace.get("note", "n1"), Note(id="n1", title=f"{CANARY} later")))
        assert readable(places) == []
        assert workspace.backups.all()
    assert readable(places) == []
    with Workspace.open(path, passphrase="secret") as workspace:
        assert workspace.get("note", "n1").title == f"{CANARY} later"
        with pytest.raises(PassphraseError):
            workspace.decrypt("wrong")
        workspace.decrypt("secret")
        assert not workspace.encrypted
    assert not keyfile.is_there(path)
    with Workspace.open(path) as workspace:
        assert workspace.count("note") == 20
        assert workspace.attachment(digest)
    assert json.loads((path / "workspace.json").read_bytes())["note"]


def test_a_changed_passphrase_opens_the_workspace_and_its_backups(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "w.brief", passphrase="old") as workspace:
        workspace.backups.second_place = second_place(tmp_path / "second")
        workspace.apply(canary_notes(3))
        workspace.backups.make()
        with pytest.raises(PassphraseError, match="does not open"):
            workspace.change_passphrase("wrong", "new")
        workspace.change_passphrase("old", "new")
        backups = workspace.backups.all()
    assert len(backups) == 2
    for path in (workspace.path, *(backup.path for backup in backups)):
        with pytest.raises(PassphraseError):
            Workspace.open(path, passphrase="old")
        with Workspace.open(path, passphrase="new", read_only=True) as again:
            assert again.count("note") == 3


def test_the_message_for_a_wrong_passphrase_tells_nothing_more(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "w.brief", passphrase="correct horse").close()
    messages = set()
    for wrong in ("correct hors", "correct horse ", "Correct horse", "x", "x" * 5000, "\ud800"):
        with pytest.raises(PassphraseError) as caught:
            Workspace.open(tmp_path / "w.brief", passphrase=wrong)
        messages.add(str(caught.value))
    assert len(messages) == 1


def test_a_passphrase_typed_with_other_code_points_is_the_same(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "w.brief", passphrase="caf\u00e9").close()
    Workspace.open(tmp_path / "w.brief", passphrase="cafe\u0301").close()


def test_what_is_not_allowed(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be empty"):
        Workspace.create(tmp_path / "w.brief", passphrase="")
    with Workspace.create(tmp_path / "p.brief") as workspace:
        with pytest.raises(UsageError, match="is not encrypted"):
            workspace.change_passphrase("a", "b")
        with pytest.raises(UsageError, match="is not encrypted"):
            workspace.decrypt("a")
    with (
        Workspace.create(tmp_path / "s.brief", passphrase="a") as workspace,
        pytest.raises(UsageError, match="encrypted already"),
    ):
        workspace.encrypt("b")


@pytest.mark.parametrize("broken", keyfile.NAMES)
def test_one_damaged_copy_of_the_key_file_is_replaced(tmp_path: Path, broken: str) -> None:
    with Workspace.create(tmp_path / "w.brief", passphrase="secret") as workspace:
        workspace.apply(canary_notes(1))
    file = workspace.path / broken
    good = file.read_bytes()
    file.write_bytes(good[:-10])
    assert not checking.check(workspace.path, "secret").is_sound
    Workspace.open(workspace.path, passphrase="secret").close()
    assert file.read_bytes() == good


def test_without_a_key_file_it_says_what_to_do(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "w.brief", passphrase="secret") as workspace:
        pass
    for name in keyfile.NAMES:
        (workspace.path / name).write_bytes(b"{}")
    with pytest.raises(DamagedError, match=r"key file .* is damaged"):
        Workspace.open(workspace.path, passphrase="secret")


def test_the_real_cost_of_a_guess() -> None:
    cost = keyfile.Cost()
    assert (cost.memory_kib, cost.passes, cost.lanes) == (65536, 3, 4)
    start = time.perf_counter()
    content = keyfile.wrap(Keys(os.urandom(32)), "secret", cost)
    assert time.perf_counter() - start > 0.01
    assert json.loads(content)["memory_kib"] == 65536


def test_the_same_content_is_never_sealed_to_the_same_bytes(tmp_path: Path) -> None:
    names, contents = set(), set()
    for name in ("a", "b"):
        with Workspace.create(tmp_path / f"{name}.brief", passphrase="secret") as workspace:
            workspace.put_attachment(b"the same file")
            (file,) = (workspace.path / "attachments").glob("*/*")
            names.add(file.name)
            contents.add(file.read_bytes())
    assert len(names) == len(contents) == 2


def test_every_wrong_passphrase_goes_the_same_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One derivation at full cost, then one comparison of a whole tag: nothing tells how near a guess was."""
    Workspace.create(tmp_path / "w.brief", passphrase="correct horse").close()
    real, derived = keyfile._derive, []

    def derive(passphrase: str, salt: bytes, cost: keyfile.Cost) -> bytes:
        derived.append((salt, cost))
        return real(passphrase, salt, cost)

    monkeypatch.setattr(keyfile, "_derive", derive)
    for wrong in ("correct hors", "correct horse battery", "x", "x" * 5000):
        with pytest.raises(PassphraseError):
            Workspace.open(tmp_path / "w.brief", passphrase=wrong)
    assert len(derived) == 4
    assert len(set(derived)) == 1
