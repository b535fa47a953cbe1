"""Backups that open, thinning with age, and restoring that overwrites nothing."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from briefing_app.domain.change import added
from briefing_app.domain.records import Note
from briefing_app.errors import UsageError, WorkspaceError
from briefing_app.store import (
    backup_keeper,
    backup_names,
    backups,
    checking,
    disk,
    repairing,
    restoring,
    second_keys,
)
from briefing_app.store.backups import Policy
from briefing_app.store.second_place import MARK, SecondPlace
from briefing_app.store.workspace import Workspace


def add(workspace: Workspace, *numbers: int) -> None:
    for number in numbers:
        workspace.apply(added(Note(id=f"n{number}", title=f"note {number}")))


def second_place(folder: Path) -> SecondPlace:
    folder.mkdir()
    return SecondPlace.set_up(folder)


def ids(path: Path) -> set[str]:
    with Workspace.open(path, read_only=True) as workspace:
        return {record.id for record in workspace.records("note")}


def test_closing_after_a_change_leaves_a_backup_that_opens(workspace: Workspace) -> None:
    add(workspace, 1, 2)
    digest = workspace.put_attachment(b"attached")
    workspace.close()
    (backup,) = workspace.backups.all()
    assert ids(backup.path) == {"n1", "n2"}
    with Workspace.open(backup.path, read_only=True) as copy:
        assert copy.attachment(digest) == b"attached"
    Workspace.open(workspace.path).close()
    assert len(workspace.backups.all()) == 1  # nothing changed, nothing new


def test_every_so_many_changes_there_is_one_more(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup_keeper, "EVERY_CHANGES", 3)
    add(workspace, 1, 2, 3)
    assert workspace.backups._thread is not None
    workspace.backups._thread.join()
    (backup,) = workspace.backups.all()
    assert ids(backup.path) == {"n1", "n2", "n3"}


def test_a_second_place_gets_its_own(workspace: Workspace, tmp_path: Path) -> None:
    workspace.backups.second_place = second_place(tmp_path / "usb")
    add(workspace, 1)
    workspace.backups.make()
    (inside,) = (tmp_path / "usb").glob("talks *")
    assert ids(backups.in_place(inside)[0].path) == {"n1"}
    assert len(workspace.backups.all()) == 2


def test_a_second_place_that_is_gone_is_told_and_the_first_still_works(
    workspace: Workspace, tmp_path: Path
) -> None:
    heard: list[WorkspaceError] = []
    workspace.backups.on_error = heard.append
    workspace.backups.second_place = second_place(tmp_path / "usb")
    shutil.rmtree(tmp_path / "usb")
    add(workspace, 1)
    assert workspace.backups.make() is not None
    assert "is not there" in str(workspace.backups.error)
    assert heard == [workspace.backups.error]
    assert len(workspace.backups.all()) == 1
    assert not (tmp_path / "usb").exists()


def test_an_empty_folder_where_the_medium_was_attached_is_no_second_place(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.backups.second_place = second_place(tmp_path / "usb")
    (tmp_path / "usb").rename(tmp_path / "unplugged")
    (tmp_path / "usb").mkdir()
    add(workspace, 1)
    workspace.backups.make()
    assert "another folder of that name" in str(workspace.backups.error)
    assert "Attach the medium" in str(workspace.backups.error)
    assert list((tmp_path / "usb").iterdir()) == []
    (tmp_path / "usb").rmdir()
    (tmp_path / "unplugged").rename(tmp_path / "usb")
    workspace.backups.make()
    assert workspace.backups.error is None
    assert len(workspace.backups.all()) == 3


def test_a_place_set_up_again_keeps_its_mark(tmp_path: Path) -> None:
    first = second_place(tmp_path / "usb")
    assert SecondPlace.set_up(tmp_path / "usb") == first
    (tmp_path / "usb" / MARK).write_text('{"product": "something else"}')
    assert not first.is_there
    assert SecondPlace.set_up(tmp_path / "usb") != first


def test_a_folder_that_refuses_the_mark_is_no_second_place(tmp_path: Path) -> None:
    (tmp_path / "usb").write_text("not a folder")
    with pytest.raises(WorkspaceError, match="cannot be used for backups"):
        SecondPlace.set_up(tmp_path / "usb")


def test_two_workspaces_of_one_name_do_not_thin_each_other_s_backups(tmp_path: Path) -> None:
    place = second_place(tmp_path / "usb")
    for side in ("tokyo", "washington"):
        with Workspace.create(tmp_path / side / "talks.brief") as workspace:
            workspace.backups.second_place = place
            add(workspace, 1)
    assert len(list((tmp_path / "usb").glob("talks */*.brief"))) == 2


def test_a_backup_that_does_not_open_is_not_kept(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(workspace, 1)
    real = disk.copy

    def rotten(source: Path, target: Path, length: int | None = None) -> None:
        real(source, target, length)
        if source.name == "workspace.json":
            content = bytearray(target.read_bytes())
            content[len(content) // 2] ^= 1
            target.write_bytes(content)

    monkeypatch.setattr(disk, "copy", rotten)
    assert workspace.backups.make() is None
    assert "damaged" in str(workspace.backups.error)
    assert workspace.backups.all() == []
    assert not list((workspace.path / "backups").iterdir())
    monkeypatch.undo()


def test_thinning_keeps_the_newest_then_one_an_hour_a_day_a_week(tmp_path: Path) -> None:
    now = datetime(2026, 3, 20, 12, 30, tzinfo=UTC)
    for minutes in (*range(0, 24 * 60, 20), *range(24 * 60, 60 * 24 * 60, 360)):
        backup_names.fresh(tmp_path, now - timedelta(minutes=minutes)).mkdir()
    special = backup_names.fresh(tmp_path, now - timedelta(days=400), "before-format-2")
    special.mkdir()
    backups.thin(tmp_path, Policy(newest=3, hours=6, days=7, weeks=4), now)
    kept = [each.made_at for each in backups.in_place(tmp_path) if each.path != special]
    assert special.exists()
    ages = [round((now - each) / timedelta(hours=1), 1) for each in kept]
    assert ages[:3] == [0.0, 0.3, 0.7]
    assert (
        len([age for age in ages if age <= 6]) == 3 + 4
    )  # the present and the last hour are among the newest
    assert len({(now - timedelta(hours=age)).date() for age in ages if age <= 7 * 24}) >= 7
    assert max(ages) < 24 * 7 * 5
    assert len(kept) <= 3 + 6 + 7 + 4


def thinned(folder: Path) -> None:
    backups.thin(folder, Policy(newest=1, hours=0, days=0, weeks=0))


def cleared_after_encrypting(folder: Path) -> None:
    second_keys.remove_readable(folder, [], lambda: None)


@pytest.mark.parametrize("removes", [thinned, cleared_after_encrypting])
def test_a_backup_that_is_being_removed_when_the_power_fails_is_none_any_more(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, removes: Callable[[Path], None]
) -> None:
    add(workspace, 1)
    older, newer = workspace.backups.make(), workspace.backups.make()
    assert older is not None
    assert newer is not None
    folder = older.path.parent

    def fails(tree: Path, **_how: object) -> None:
        for file in sorted(tree.rglob("*")):
            if file.is_file():
                file.unlink()
                raise KeyboardInterrupt

    with monkeypatch.context() as power:
        power.setattr(shutil, "rmtree", fails)
        with pytest.raises(KeyboardInterrupt):
            removes(folder)
    (left,) = backups.in_place(folder)
    assert ids(left.path) == {"n1"}
    assert len(list(folder.iterdir())) == 2
    assert workspace.backups.make() is not None
    assert not backup_names.unfinished_in(folder)


def test_a_backup_that_cannot_be_removed_stays_whole(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(workspace, 1)
    both = {workspace.backups.make(), workspace.backups.make()}

    def refused(_path: Path, _target: Path) -> None:
        raise PermissionError(13, "in use")

    with monkeypatch.context() as held:
        held.setattr(disk, "rename_folder", refused)
        folder = workspace.path / "backups"
        assert backups.thin(folder, Policy(newest=1, hours=0, days=0, weeks=0)) == []
    assert {each.path for each in backups.in_place(folder)} == {each.path for each in both if each}
    assert all(ids(each.path) == {"n1"} for each in both if each)


def test_restore_keeps_the_present_state_beside(workspace: Workspace) -> None:
    add(workspace, 1)
    backup = workspace.backups.make()
    assert backup is not None
    add(workspace, 2)
    workspace.close()
    restored = restoring.restore(backup.path, workspace.path, None)
    assert ids(workspace.path) == {"n1"}
    assert restored.kept is not None
    assert ids(restored.kept) == {"n1", "n2"}
    assert restoring.restore(restored.kept, workspace.path, None).kept is not None
    assert ids(workspace.path) == {"n1", "n2"}


def test_restore_over_an_open_workspace_is_refused(workspace: Workspace) -> None:
    add(workspace, 1)
    backup = workspace.backups.make()
    assert backup is not None
    with pytest.raises(WorkspaceError, match="open in another program"):
        restoring.restore(backup.path, workspace.path, None)
    with pytest.raises(UsageError, match="same folder"):
        restoring.restore(workspace.path, workspace.path, None)
    add(workspace, 2)
    assert not list(workspace.path.parent.glob(".restoring*"))


def damaged_in_the_middle(path: Path, what: bytes) -> None:
    for file in (path / "workspace.json", *path.glob("journal-*")):
        content = bytearray(file.read_bytes())
        if what in content:
            content[content.index(what)] ^= 2
            file.write_bytes(content)


def test_repair_takes_the_backup_and_every_good_change_after_it(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefing_app.store.journal_storage._FOLDED_BYTES", 0)
    add(workspace, 1, 2)
    workspace.backups.make()
    workspace._storage.compact()
    add(workspace, 3, 4, 5)
    workspace.backups._changes = 0
    workspace.close()
    damaged_in_the_middle(workspace.path, b'"title":"note 1"')
    damaged_in_the_middle(workspace.path, b'"title":"note 4"')
    report = checking.check(workspace.path, None)
    assert not report.is_sound
    repaired = repairing.repair(workspace.path, None)
    assert ids(workspace.path) == {"n1", "n2", "n3", "n5"}
    assert any("its frame is damaged" in loss for loss in repaired.lost)
    assert repaired.kept is not None
    assert not checking.check(repaired.kept, None).is_sound
    assert checking.check(workspace.path, None).is_sound
    with Workspace.open(workspace.path) as again:
        add(again, 6)


def test_repair_of_a_sound_workspace_changes_nothing(workspace: Workspace) -> None:
    add(workspace, 1)
    workspace.close()
    before = {file: file.read_bytes() for file in workspace.path.rglob("*") if file.is_file()}
    assert repairing.repair(workspace.path, None).was_sound
    assert {file: file.read_bytes() for file in workspace.path.rglob("*") if file.is_file()} == before


def test_repair_brings_an_attachment_back_from_a_backup(workspace: Workspace) -> None:
    digest = workspace.put_attachment(b"attached")
    lost = workspace.put_attachment(b"lost")
    add(workspace, 1)
    workspace.backups.second_place = None
    backup = workspace.backups.make()
    assert backup is not None
    for file in (workspace.path / "attachments").glob("*/*"):
        content = file.read_bytes()
        file.unlink()  # the backup shares the file
        file.write_bytes(content[:-1])
    for file in (backup.path / "attachments").glob(f"*/{lost}"):
        file.unlink()
    workspace.backups._changes = 0
    workspace.close()
    faults = checking.check(workspace.path, None).faults
    assert faults == [f"attachment {digest[:12]}… is damaged", f"attachment {lost[:12]}… is damaged"]
    report = repairing.repair(workspace.path, None)
    assert report.lost == [f"attachment {lost[:12]}…: no good copy was found"]
    with Workspace.open(workspace.path) as again:
        assert again.attachment(digest) == b"attached"


@pytest.mark.parametrize("without_backups", [False, True])
def test_an_encrypted_workspace_is_repaired_too(tmp_path: Path, without_backups: bool) -> None:
    with Workspace.create(tmp_path / "s.brief", passphrase="secret") as workspace:
        add(workspace, 1, 2, 3)
    file = workspace.path / "workspace.json"
    content = bytearray(file.read_bytes())
    content[-20] ^= 1
    file.write_bytes(content)
    if without_backups:
        shutil.rmtree(workspace.path / "backups")
        with pytest.raises(WorkspaceError, match="no backup"):
            repairing.repair(workspace.path, "secret")
        assert file.read_bytes() == bytes(content)
        return
    report = repairing.repair(workspace.path, "secret")
    assert report.sources
    with Workspace.open(workspace.path, passphrase="secret") as again:
        assert {record.id for record in again.records("note")} == {"n1", "n2", "n3"}


def test_a_missing_snapshot_is_rebuilt_from_the_backup(workspace: Workspace) -> None:
    add(workspace, 1)
    workspace.close()
    (workspace.path / "workspace.json").unlink()
    with pytest.raises(WorkspaceError, match="is missing"):
        Workspace.open(workspace.path)
    repairing.repair(workspace.path, None)
    assert ids(workspace.path) == {"n1"}


# --- a second place that hangs -----------------------------------------------------------------------


class HangingPlace:
    """A medium that stops answering: a copy to it does not return until it is let go."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.place = second_place(folder)
        self.reached, self._answers = threading.Event(), threading.Event()
        self.hangs = True

        def hang_in(name: str, place: int) -> None:
            real = getattr(disk, name)

            def call(*given: Any, **more: Any) -> None:
                path = given[place]
                if self.hangs and path.is_relative_to(folder) and not path.name.startswith(".making"):
                    self.reached.set()
                    assert self._answers.wait(30)
                real(*given, **more)

            patch.setattr(disk, name, call)

        for name, place in (("copy", 1), ("rename_folder", 0), ("replace_content", 0)):
            hang_in(name, place)

    def answer(self) -> None:
        """It comes back; what hung goes on."""
        self.hangs = False
        self._answers.set()
        for thread in threading.enumerate():
            if thread.name == "store-second-place":
                thread.join(10)
                assert not thread.is_alive()

    def left(self) -> list[str]:
        """All that lies in it, beside its mark."""
        return sorted(path.name for path in self.place.path.glob("*/*"))


@pytest.fixture
def hanging(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HangingPlace]:
    place = HangingPlace(tmp_path / "drive", monkeypatch)
    yield place
    place.answer()


@pytest.mark.parametrize("passphrase", [None, "secret"], ids=["plain", "sealed"])
def test_closing_can_leave_a_second_place_that_hangs(
    tmp_path: Path, hanging: HangingPlace, passphrase: str | None
) -> None:
    workspace = Workspace.create(tmp_path / "talks.brief", passphrase=passphrase)
    workspace.backups.second_place = hanging.place
    add(workspace, 1, 2)
    closing = threading.Thread(target=workspace.close)
    closing.start()
    assert hanging.reached.wait(10)
    while not workspace.backups.waits_for_second_place:
        time.sleep(0.01)
    closing.join(0.2)
    assert closing.is_alive()  # a slow medium is waited for
    (inside,) = backups.in_place(workspace.path / "backups")  # the main one is whole before
    workspace.backups.abandon()
    closing.join(10)
    assert not closing.is_alive()
    assert isinstance(workspace.backups.error, backup_keeper.NotWaitedForError)
    with Workspace.open(workspace.path, passphrase=passphrase) as again:  # its lock is free
        assert again.count("note") == 2
    with Workspace.open(inside.path, passphrase=passphrase, read_only=True) as copy:
        assert copy.count("note") == 2
    assert hanging.left() == [f".making-{inside.path.name}"]
    hanging.answer()
    assert hanging.left() == []  # what hung found that nobody wants it, and left nothing


def test_the_next_backup_clears_what_an_abandoned_one_left(tmp_path: Path, hanging: HangingPlace) -> None:
    """The process may end before the medium comes back: the half-written folder never bears a name."""
    workspace = Workspace.create(tmp_path / "talks.brief")
    workspace.backups.second_place = hanging.place
    add(workspace, 1)
    workspace.backups.make(waits=False)
    assert hanging.reached.wait(10)
    workspace.backups.abandon()
    hanging.answer()
    left = workspace.backups.places()[1] / ".making-20260101T000000.000000Z.brief"
    (left / "attachments").mkdir(parents=True)
    workspace.close()
    assert len(workspace.backups.all()) == 1
    with Workspace.open(workspace.path) as again:
        again.backups.second_place = hanging.place
        add(again, 2)
    assert not left.exists()
    (copied,) = backups.in_place(left.parent)
    assert ids(copied.path) == {"n1", "n2"}


def test_backups_in_the_workspace_go_on_while_the_second_place_hangs(
    tmp_path: Path, hanging: HangingPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup_keeper, "EVERY_CHANGES", 2)
    workspace = Workspace.create(tmp_path / "talks.brief")
    workspace.backups.second_place = hanging.place
    for number in range(1, 5):
        add(workspace, number)
        if workspace.backups._thread is not None:
            workspace.backups._thread.join(10)
            assert not workspace.backups._thread.is_alive()
    newest, *_ = backups.in_place(workspace.path / "backups")
    assert ids(newest.path) == {"n1", "n2", "n3", "n4"}
    hanging.answer()
    workspace.close()  # nothing changed since, but what was passed over is brought there
    assert workspace.backups.error is None
    assert ids(backups.in_place(workspace.backups.places()[1])[0].path) == {"n1", "n2", "n3", "n4"}


def test_a_backup_on_demand_that_hangs_does_not_hold_the_closing_up(
    tmp_path: Path, hanging: HangingPlace
) -> None:
    workspace = Workspace.create(tmp_path / "talks.brief")
    workspace.backups.second_place = hanging.place
    add(workspace, 1)
    asked = threading.Thread(target=workspace.backups.make)
    asked.start()
    assert hanging.reached.wait(10)
    workspace.backups.let_go()
    asked.join(10)
    assert not asked.is_alive()
    closing = threading.Thread(target=workspace.close)
    closing.start()
    hanging.answer()  # a medium that was only slow gets its copy after all
    closing.join(10)
    assert workspace.backups.error is None
    (copied,) = backups.in_place(workspace.backups.places()[1])
    assert ids(copied.path) == {"n1"}


def test_a_second_place_that_does_not_say_whether_it_is_there_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefing_app.store.second_place.ANSWERS_WITHIN_SECONDS", 0.1)
    place = second_place(tmp_path / "drive")
    answers = threading.Event()
    monkeypatch.setattr("briefing_app.store.second_place._identity_in", lambda _path: str(answers.wait(30)))
    start = time.monotonic()
    assert not place.is_there
    assert time.monotonic() - start < 5
    answers.set()


def test_the_second_place_gets_the_last_state_where_the_workspace_has_no_room_for_a_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace.create(tmp_path / "talks.brief", passphrase="secret")
    workspace.backups.second_place = second_place(tmp_path / "usb")
    add(workspace, 1, 2)
    digest = workspace.put_attachment(b"attached")
    real = disk.copy

    def full(source: Path, target: Path, *more: Any, **named: Any) -> None:
        if target.is_relative_to(workspace.path):
            raise OSError(28, "No space left on device")
        real(source, target, *more, **named)

    monkeypatch.setattr(disk, "copy", full)
    workspace.close()
    assert "No space left" in str(workspace.backups.error)
    inside, outside = workspace.backups.places()
    assert backups.in_place(inside) == []
    (copied,) = backups.in_place(outside)
    with Workspace.open(copied.path, passphrase="secret", read_only=True) as copy:
        assert copy.count("note") == 2
        assert copy.attachment(digest) == b"attached"


# --- a change of protection while the second place hangs ----------------------------------------------


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup_keeper, "PATIENCE_SECONDS", 0.3)


def copied(workspace: Workspace) -> list[Path]:
    return [each.path for each in backups.in_place(workspace.backups.places()[1])]


@pytest.mark.usefixtures("impatient")
def test_encrypting_does_not_wait_for_a_second_place_that_hangs_and_names_what_stays_readable(
    tmp_path: Path, hanging: HangingPlace
) -> None:
    workspace = Workspace.create(tmp_path / "talks.brief")
    workspace.backups.second_place = hanging.place
    add(workspace, 1)
    hanging.hangs = False
    workspace.backups.make()
    (readable,) = copied(workspace)
    hanging.hangs = True
    start = time.monotonic()
    with pytest.raises(WorkspaceError) as caught:
        workspace.encrypt("secret")
    assert time.monotonic() - start < 5
    assert str(readable) in str(caught.value)
    assert "by hand" in str(caught.value)
    assert workspace.encrypted
    hanging.answer()
    workspace.close()  # the place is there again: the backup that goes there takes the readable ones away
    assert not readable.exists()
    (sealed,) = copied(workspace)
    with Workspace.open(sealed, passphrase="secret", read_only=True) as copy:
        assert copy.count("note") == 1


@pytest.mark.usefixtures("impatient")
def test_a_second_place_that_cannot_even_be_listed_is_named(
    tmp_path: Path, hanging: HangingPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace.create(tmp_path / "talks.brief")
    workspace.backups.second_place = hanging.place
    answers = threading.Event()
    monkeypatch.setattr(SecondPlace, "confirm", lambda _place: answers.wait(30))
    with pytest.raises(WorkspaceError) as caught:
        workspace.encrypt("secret")
    assert f"readable backups may still lie in {workspace.backups.places()[1]}." in str(caught.value)
    workspace.backups.abandon()
    workspace.close()
    answers.set()
    hanging.answer()


@pytest.mark.usefixtures("impatient")
def test_a_new_passphrase_does_not_wait_for_a_second_place_that_hangs_and_names_what_keeps_the_old(
    tmp_path: Path, hanging: HangingPlace
) -> None:
    workspace = Workspace.create(tmp_path / "talks.brief", passphrase="old")
    workspace.backups.second_place = hanging.place
    add(workspace, 1)
    hanging.hangs = False
    workspace.backups.make()
    (before,) = copied(workspace)
    hanging.hangs = True
    with pytest.raises(WorkspaceError) as caught:
        workspace.change_passphrase("old", "new")
    assert str(before) in str(caught.value)
    assert "still open with the old one" in str(caught.value)
    hanging.answer()
    add(workspace, 2)
    workspace.close()
    for path in copied(workspace):  # the next backup there gave the older ones the new passphrase
        Workspace.open(path, passphrase="new", read_only=True).close()
    assert len(copied(workspace)) == 2


@pytest.mark.usefixtures("impatient")
def test_a_plain_copy_on_its_way_to_a_second_place_that_hangs_never_gets_there_after_encrypting(
    tmp_path: Path, hanging: HangingPlace
) -> None:
    workspace = Workspace.create(tmp_path / "talks.brief")
    workspace.backups.second_place = hanging.place
    add(workspace, 1)
    workspace.backups.make(waits=False)
    assert hanging.reached.wait(10)
    workspace.encrypt("secret")
    assert isinstance(workspace.backups.error, backup_keeper.NotWaitedForError)
    hanging.answer()
    workspace.close()
    assert workspace.backups.error is None
    assert not backup_names.unfinished_in(workspace.backups.places()[1])
    for path in copied(workspace):
        Workspace.open(path, passphrase="secret", read_only=True).close()


@pytest.mark.usefixtures("impatient")
def test_removing_the_protection_does_not_wait_for_a_second_place_that_hangs(
    tmp_path: Path, hanging: HangingPlace
) -> None:
    workspace = Workspace.create(tmp_path / "talks.brief", passphrase="secret")
    workspace.backups.second_place = hanging.place
    add(workspace, 1)
    start = time.monotonic()
    workspace.decrypt("secret")
    assert time.monotonic() - start < 5
    assert isinstance(workspace.backups.error, backup_keeper.NotWaitedForError)
    hanging.answer()
    workspace.close()
