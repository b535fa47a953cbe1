"""What happens to files and machines: nothing acknowledged is lost, nothing damaged is taken for good."""

from __future__ import annotations

import errno
import itertools
import os
import platform
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from briefing_app.domain.change import added, replaced
from briefing_app.domain.records import Note
from briefing_app.errors import BriefingError, DamagedError, WorkspaceError
from briefing_app.store import backup_keeper, disk, group_sync, journal, journal_storage, lock, recovery
from briefing_app.store.batch import Batch
from briefing_app.store.journal_storage import JournalStorage
from briefing_app.store.save_state import SaveState
from briefing_app.store.sealing import Keys
from briefing_app.store.workspace import Workspace
from tests.store.unprivileged import as_nobody, give_away, place_for_all

SEALED, PLAIN = Keys(b"k" * 32), Keys()


def note(number: int, body: str = "y") -> Note:
    return Note(id=f"n{number}", title=f"note {number}", body=body)


@pytest.fixture(params=[PLAIN, SEALED], ids=["plain", "sealed"])
def keys(request: pytest.FixtureRequest) -> Keys:
    return request.param


def storage_with(folder: Path, keys: Keys, frames: int) -> tuple[list[dict[str, Any]], list[int]]:
    """A folder with a journal of ``frames`` frames, left as a crash leaves it; its states and frame ends."""
    storage = JournalStorage(folder, keys=keys)
    states, ends = [dict(storage.tables)], [journal.HEADER_LENGTH]
    for number in range(frames):
        batch = Batch()
        batch.put("t", str(number % 4), b'{"v":%d,"w":"%s"}' % (number, b"x" * (number % 7)))
        storage.commit(batch)
        assert storage._journal is not None
        states.append({name: dict(rows) for name, rows in storage.tables.items()})
        ends.append(storage._journal.length)
    assert storage._journal is not None
    storage._journal.close()
    storage._journal = None
    storage._release()
    return states, ends


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked to be killed")
@pytest.mark.slow
def test_five_hundred_kills_lose_nothing() -> None:
    """In a process of its own, because it forks: pytest may hold threads."""
    code = """
from tests.store.faults import kills
report = kills.run(500, 11, longest=0.03)
print(report.kills, report.acknowledged, report.faults)
raise SystemExit(bool(report.faults) or report.acknowledged < 100)
"""
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-3000:]
    assert run.stdout.startswith("500 ")


def test_a_write_torn_at_any_byte_leaves_the_state_before(tmp_path: Path, keys: Keys) -> None:
    states, ends = storage_with(tmp_path / "a", keys, 6)
    file = tmp_path / "a" / journal.name_of(1)
    content = file.read_bytes()[: ends[-1]]
    source = random.Random(1)
    for cut in range(ends[-2], ends[-1]):
        for tail in (b"", bytes(64), source.randbytes(64)):
            file.write_bytes(content[:cut] + tail)
            loaded = recovery.load(tmp_path / "a", keys, writable=True)
            # Zeros behind the cut may be the very bytes that are missing.
            whole = (content[:cut] + tail).startswith(content)
            assert loaded.tables == states[-1 if whole else -2], cut
            assert loaded.sequence == (6 if whole else 5)
            assert bool(loaded.notices) == (
                not whole and content[:cut] + tail != content[: ends[-2]] + bytes(len(tail))
            )
            assert recovery.load(tmp_path / "a", keys, writable=True).notices == []


def test_a_torn_write_among_unsynced_ones_is_cut_without_alarm(tmp_path: Path) -> None:
    """A power cut may keep a later write and lose an earlier one; nobody had been promised either."""
    storage = JournalStorage(tmp_path / "a")
    for number in range(4):
        batch = Batch()
        batch.put("t", str(number), b"{}")
        storage._append(batch.payload(), durable=number == 0)
    assert storage._journal is not None
    storage._journal.flush()
    storage._journal.close()
    storage._release()
    file = tmp_path / "a" / journal.name_of(1)
    content = bytearray(file.read_bytes())
    place = content.index(b'["put","t","1"]')
    content[place : place + 5] = bytes(5)
    file.write_bytes(content)
    loaded = recovery.load(tmp_path / "a", PLAIN, writable=True)
    assert list(loaded.tables["t"]) == ["0"]
    assert loaded.notices


def test_damage_before_a_synced_change_is_never_cut(tmp_path: Path, keys: Keys) -> None:
    _, ends = storage_with(tmp_path / "a", keys, 6)
    file = tmp_path / "a" / journal.name_of(1)
    content = bytearray(file.read_bytes())
    content[ends[2] + 30] ^= 4
    file.write_bytes(content)
    with pytest.raises(DamagedError, match="good changes after it"):
        recovery.load(tmp_path / "a", keys, writable=True)
    assert file.read_bytes() == bytes(content)
    assert recovery.load(tmp_path / "a", keys, writable=False, salvage=True).sequence == 2


@pytest.mark.parametrize("passphrase", [None, "secret"])
@pytest.mark.parametrize("victim", ["workspace.json", "journal-*", "attachments/*/*"])
def test_one_flipped_bit_is_always_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, passphrase: str | None, victim: str
) -> None:
    folder, digest = closed_workspace(tmp_path, monkeypatch, passphrase)
    file = next(folder.glob(victim))
    content = file.read_bytes()
    source = random.Random(victim)
    good = state_of(folder, passphrase)
    for _ in range(200):
        flipped = bytearray(content)
        place = source.randrange(len(content))
        flipped[place] ^= 1 << source.randrange(8)
        file.write_bytes(flipped)
        try:
            with Workspace.open(folder, passphrase=passphrase, read_only=True) as workspace:
                workspace.attachment(digest)
                assert workspace.records("note") == good[1]
                # Only the frame that closes a journal carries nothing: damaged, it looks like a torn write.
                assert victim == "journal-*"
                assert workspace._storage.sequence < good[0]
        except WorkspaceError:
            continue
    file.write_bytes(content)
    assert state_of(folder, passphrase) == good


def closed_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, passphrase: str | None
) -> tuple[Path, str]:
    cheap_keys(monkeypatch)
    monkeypatch.setattr(journal_storage, "_FOLDED_BYTES", 0)
    with Workspace.create(tmp_path / "talks.brief", passphrase=passphrase) as workspace:
        for number in range(5):
            workspace.apply(added(note(number)))
        workspace._storage.compact()
        digest = workspace.put_attachment(b"an attachment " * 20)
        for number in range(5, 10):
            workspace.apply(added(note(number)))
        workspace.backups._changes = 0
    return workspace.path, digest


def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    from briefing_app.store import keyfile

    monkeypatch.setattr(keyfile, "COST", keyfile.Cost(8, 1, 1))


def state_of(folder: Path, passphrase: str | None) -> tuple[int, Any]:
    with Workspace.open(folder, passphrase=passphrase, read_only=True) as workspace:
        return workspace._storage.sequence, workspace.records("note")


@pytest.mark.parametrize("failing", range(1, 40))
def test_a_disk_that_fills_up_at_any_write_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    workspace = Workspace.create(tmp_path / "talks.brief")
    left = [failing]
    real = disk.write_at

    def full(descriptor: int, content: bytes, offset: int) -> None:
        left[0] -= 1
        if left[0] <= 0:
            real(descriptor, memoryview(content)[: len(content) // 2], offset)
            raise OSError(errno.ENOSPC, "No space left on device")
        real(descriptor, content, offset)

    monkeypatch.setattr(disk, "write_at", full)
    saved: list[Note] = []
    states: list[bool] = []
    told: set[str] = set()
    workspace.on_state(lambda state: states.append(state.is_saved))
    for number in range(8):
        try:
            workspace.apply(added(note(number, "z" * 900)))
            saved.append(note(number, "z" * 900))
            if number % 3 == 2:
                workspace._storage.compact()
                workspace.put_attachment(b"%d" % number)
        except WorkspaceError as error:
            told.add(error.message)
            assert workspace.records("note") == tuple(saved)
    workspace.close()
    with Workspace.open(workspace.path) as still_full:
        assert still_full.records("note") == tuple(saved)
    monkeypatch.undo()
    with Workspace.open(workspace.path) as again:
        assert again.records("note") == tuple(saved)
        again.apply(added(note(99)))
    assert all("No space left" in message for message in told)
    if len(saved) < 8:
        assert told
        assert not all(states)


class PowerCut:
    """Remembers what every write replaced until the file is synced; a cut brings some of it back."""

    def __init__(self, patch: pytest.MonkeyPatch, source: random.Random) -> None:
        self.source = source
        self.unsynced: dict[int, list[tuple[int, int, bytes]]] = {}
        real_write, real_content, real_sync = disk.write_at, disk.sync_content, disk.sync

        def write(descriptor: int, content: bytes, offset: int) -> None:
            before = os.pread(descriptor, len(content), offset)
            place = os.fstat(descriptor).st_ino
            self.unsynced.setdefault(place, []).append((offset, len(content), before))
            real_write(descriptor, content, offset)

        def synced(real: Callable[[int], None]) -> Callable[[int], None]:
            def sync(descriptor: int) -> None:
                real(descriptor)
                self.unsynced.pop(os.fstat(descriptor).st_ino, None)

            return sync

        patch.setattr(disk, "write_at", write)
        patch.setattr(disk, "sync_content", synced(real_content))
        patch.setattr(disk, "sync", synced(real_sync))

    def cut(self, folder: Path) -> None:
        """Lose a random half of the unsynced blocks of 512 bytes, the newest writes first."""
        for file in folder.rglob("*"):
            if not file.is_file():
                continue
            content = bytearray(file.read_bytes())
            for offset, length, before in reversed(self.unsynced.get(file.stat().st_ino, [])):
                old = before.ljust(length, b"\0")
                for start in range(0, length, 512):
                    if self.source.random() < 0.5:
                        end = min(start + 512, length)
                        content[offset + start : offset + end] = old[start:end]
            file.write_bytes(content)


@pytest.mark.skipif(not hasattr(os, "pread"), reason="reads at a place in a file")
@pytest.mark.parametrize("seed", range(40))
def test_a_power_cut_takes_nothing_that_was_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    source = random.Random(seed)
    monkeypatch.setattr(journal, "_AHEAD", 4096)
    passphrase = "secret" if seed % 2 else None
    workspace = Workspace.create(tmp_path / "talks.brief", passphrase=passphrase)
    power = PowerCut(monkeypatch, source)
    durable = 0
    for number in range(source.randrange(3, 25)):
        is_durable = source.random() < 0.4
        workspace.apply(added(note(number, "z" * source.randrange(2000))), durable=is_durable)
        durable = number + 1 if is_durable else durable
        if source.random() < 0.1:
            workspace._storage.compact()
            durable = number + 1
    workspace._storage._group.stop()
    copy = tmp_path / "after.brief"
    power.cut(workspace.path)
    shutil.copytree(workspace.path, copy)
    (copy / "lock").unlink()
    monkeypatch.undo()
    workspace.backups._changes = 0
    with Workspace.open(copy, passphrase=passphrase) as again:
        found = [record.id for record in again.records("note")]
    assert found == [f"n{number}" for number in range(len(found))]
    assert len(found) >= durable
    if workspace._storage._journal is not None:
        workspace._storage._journal.close()
    workspace._storage._release()


def test_work_goes_on_after_space_was_freed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Workspace.create(tmp_path / "talks.brief") as workspace:
        workspace.apply(added(note(1)))
        with monkeypatch.context() as patch:
            patch.setattr(disk, "write_at", refusing(errno.ENOSPC))
            with pytest.raises(WorkspaceError, match="Free some space"):
                workspace.apply(added(note(2)))
        assert not workspace.read_only
        workspace.apply(added(note(2)))
    with Workspace.open(workspace.path) as again:
        assert again.count("note") == 2


def test_typing_on_a_full_disk_is_told_at_once_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no room was taken for it: it is part of the records, for whoever exports them elsewhere."""
    monkeypatch.setattr(journal, "_AHEAD", 2000)
    monkeypatch.setattr(group_sync, "FIRST_RETRY_SECONDS", 0.05)
    told: list[WorkspaceError | None] = []
    with Workspace.create(tmp_path / "talks.brief") as workspace:
        workspace.apply(added(note(1)))
        with monkeypatch.context() as patch:
            patch.setattr(disk, "write_at", refusing(errno.ENOSPC))
            for number in (2, 3):
                workspace.apply(added(note(number, "z" * 3000)), durable=False, on_synced=told.append)
            until(lambda: len(told) == 2)
            assert all("Free some space" in str(error) for error in told)
            assert workspace.count("note") == 3
            assert not workspace.is_synced
        until(lambda: workspace.is_synced)  # by the clock
        copy = tmp_path / "copy.brief"
        shutil.copytree(workspace.path, copy)
    (copy / "lock").unlink()
    with Workspace.open(copy) as again:
        assert [each.id for each in again.records("note")] == ["n1", "n2", "n3"]


def test_what_was_gathered_is_kept_until_it_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some file systems refuse even where room was taken: nothing is said to be saved, nothing is lost."""
    told: list[WorkspaceError | None] = []
    states: list[bool] = []
    with Workspace.create(tmp_path / "talks.brief") as workspace:
        workspace.apply(added(note(1)))
        workspace.on_state(lambda state: states.append(state.is_saved))
        with monkeypatch.context() as patch:
            patch.setattr(disk, "write_at", refusing(errno.ENOSPC))
            workspace.apply(added(note(2)), durable=False, on_synced=told.append)
            with pytest.raises(WorkspaceError, match="No space left"):
                workspace.sync()
            with pytest.raises(WorkspaceError, match="No space left"):
                workspace.apply(added(note(3)))
        assert len(told) == 1
        assert told[0] is not None
        assert not any(states)
        assert workspace.count("note") == 2
        workspace.apply(added(note(3)))
        assert states[-1]
    with Workspace.open(workspace.path) as again:
        assert [each.id for each in again.records("note")] == ["n1", "n2", "n3"]


@pytest.mark.parametrize("passphrase", [None, "secret"], ids=["plain", "sealed"])
def test_what_was_gathered_is_tried_again_by_the_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, passphrase: str | None
) -> None:
    """Nobody types, saves or closes any more: as soon as there is room it is on the medium all the same."""
    monkeypatch.setattr(group_sync, "FIRST_RETRY_SECONDS", 0.05)
    monkeypatch.setattr(group_sync, "LONGEST_RETRY_SECONDS", 0.2)
    tries: list[float] = []
    states: list[SaveState] = []

    def full(*_arguments: object) -> None:
        tries.append(time.monotonic())
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with Workspace.create(tmp_path / "talks.brief", passphrase=passphrase) as workspace:
        workspace.apply(added(note(1)))
        workspace.on_state(states.append)
        with monkeypatch.context() as patch:
            patch.setattr(disk, "write_at", full)
            workspace.apply(added(note(2)), durable=False)
            until(lambda: len(tries) >= 5)
            assert not workspace.is_synced
            assert not workspace.read_only
        until(lambda: workspace.is_synced and states[-1].is_saved)
        settled = len(states)
        time.sleep(0.5)
        assert len(states) == settled  # the clock rests when there is nothing to try
        copy = tmp_path / "copy.brief"
        shutil.copytree(workspace.path, copy)
    (copy / "lock").unlink()
    assert not any(state.is_saved for state in states[: len(tries)])
    pauses = [later - earlier for earlier, later in itertools.pairwise(tries)]
    assert pauses[0] < 0.15 < pauses[2]  # 0.08, 0.13, 0.23, 0.23 seconds, the delay of group commit included
    with Workspace.open(copy, passphrase=passphrase) as again:
        assert [each.id for each in again.records("note")] == ["n1", "n2"]


def until(is_reached: Callable[[], bool]) -> None:
    """Wait for another thread; fails after ten seconds."""
    latest = time.monotonic() + 10
    while not is_reached():
        assert time.monotonic() < latest
        time.sleep(0.01)


def test_closing_does_not_wait_for_the_next_try(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_sync, "FIRST_RETRY_SECONDS", 60.0)
    workspace = Workspace.create(tmp_path / "talks.brief")
    workspace.apply(added(note(1)))
    told: list[WorkspaceError | None] = []
    with monkeypatch.context() as patch:
        patch.setattr(disk, "write_at", refusing(errno.ENOSPC))
        workspace.apply(added(note(2)), durable=False, on_synced=told.append)
        until(lambda: bool(told))
    start = time.monotonic()
    workspace.close()
    assert time.monotonic() - start < 5
    with Workspace.open(workspace.path) as again:
        assert [each.id for each in again.records("note")] == ["n1", "n2"]


def test_gathered_changes_go_to_the_medium_in_one_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writes: list[int] = []
    real = disk.write_at

    def counted(descriptor: int, content: bytes, offset: int) -> None:
        writes.append(len(content))
        real(descriptor, content, offset)

    with Workspace.create(tmp_path / "talks.brief") as workspace:
        workspace.apply(added(note(0)))
        monkeypatch.setattr("briefing_app.store.group_sync.DELAY_SECONDS", 0.5)
        monkeypatch.setattr(disk, "write_at", counted)
        for number in range(1, 20):
            workspace.apply(added(note(number)), durable=False)
        assert not writes
        workspace.sync()
        assert len(writes) == 1
        copy = tmp_path / "copy.brief"
        shutil.copytree(workspace.path, copy)
        (copy / "lock").unlink()
        with Workspace.open(copy) as other:
            assert other.count("note") == 20


def test_after_a_failed_sync_nothing_more_is_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_sync, "DELAY_SECONDS", 600.0)  # nor is it tried to reconnect
    with Workspace.create(tmp_path / "talks.brief") as workspace:
        workspace.apply(added(note(1)))
        with monkeypatch.context() as patch:
            patch.setattr(disk, "sync_content", refusing(errno.EIO))
            with pytest.raises(WorkspaceError, match="Input/output error"):
                workspace.apply(added(note(2)))
        with pytest.raises(WorkspaceError, match="Input/output error"):
            workspace.apply(added(note(3)))
        assert workspace.count("note") == 1


def refusing(number: int) -> Callable[..., None]:
    def refuse(*_arguments: object) -> None:
        raise OSError(number, os.strerror(number))

    return refuse


def test_a_limit_on_file_size_keeps_what_was_saved(tmp_path: Path) -> None:
    code = (
        "import resource, sys; from pathlib import Path\n"
        "from briefing_app.store.workspace import Workspace\n"
        "from briefing_app.domain.change import added; from briefing_app.domain.records import Note\n"
        "w = Workspace.create(Path(sys.argv[1])); resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))\n"
        "try:\n"
        "    for n in range(100):\n"
        "        w.apply(added(Note(id=f'n{n}', title='x', body='y' * 900)))\n"
        "        print(n, flush=True)\n"
        "except Exception as error: print(error)\n"
        "w.close()\n"
    )
    if sys.platform == "win32":
        pytest.skip("there is no such limit on Windows")
    path = tmp_path / "talks.brief"
    run = subprocess.run(
        [sys.executable, "-c", code, path], capture_output=True, text=True, check=False, cwd=Path.cwd()
    )
    *printed, message = run.stdout.splitlines()
    assert "File too large" in message, run.stderr
    with Workspace.open(path) as workspace:
        assert workspace.count("note") == len(printed) > 3


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("file systems may not be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=False)


def test_a_real_full_disk(small_disk: Path) -> None:
    workspace = Workspace.create(small_disk / "talks.brief")
    saved, message = 0, ""
    while not message and saved < 5000:
        try:
            workspace.apply(added(note(saved, "z" * 3000)))
            saved += 1
        except WorkspaceError as error:
            message = str(error)
    assert "No space left" in message
    workspace.close()
    with Workspace.open(workspace.path) as again:
        assert again.count("note") == saved > 100
        assert workspace.read_only or again.count("note") == saved


def test_a_read_only_medium_opens_for_reading_and_says_so(small_disk: Path) -> None:
    with Workspace.create(small_disk / "talks.brief") as workspace:
        workspace.apply(added(note(1)))
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with Workspace.open(workspace.path) as again:
        assert again.read_only
        assert "open for reading only" in again.notices[0]
        assert again.records("note") == (note(1),)
        assert [hit.id for hit in again.search("note")] == ["n1"]
        with pytest.raises(WorkspaceError, match="for reading only"):
            again.apply(added(note(2)))


def test_a_folder_without_write_permission_opens_for_reading() -> None:
    with place_for_all() as place:
        path = place / "talks.brief"
        with Workspace.create(path) as workspace:
            workspace.apply(added(note(1)))
        give_away(path)
        (path / "lock").chmod(0o400)
        path.chmod(0o500)

        def opened() -> str:
            with Workspace.open(path) as again:
                assert again.read_only
                assert again.records("note") == (note(1),)
                assert [hit.id for hit in again.search("note")] == ["n1"]
                with pytest.raises(WorkspaceError, match="for reading only"):
                    again.apply(added(note(2)))
                return again.notices[0]

        before = sorted(each.name for each in path.iterdir())
        assert "Permission denied" in as_nobody(opened)
        assert sorted(each.name for each in path.iterdir()) == before


def test_a_folder_that_loses_its_write_permission_while_open_keeps_what_is_saved() -> None:
    """The journal is open and goes on; a new file is refused, told, and nothing is lost."""
    with place_for_all() as place:
        path = place / "talks.brief"
        with Workspace.create(path) as workspace:
            workspace.apply(added(note(1)))
        give_away(path)

        def worked() -> str:
            with Workspace.open(path) as again:
                again.apply(added(note(2)))
                path.chmod(0o500)
                again.apply(added(note(3)))
                with pytest.raises(WorkspaceError, match="Permission denied"):
                    again._storage.compact()
                assert again.count("note") == 3
            return "worked"

        assert as_nobody(worked) == "worked"
        path.chmod(0o700)
        with Workspace.open(path) as last:
            assert last.count("note") == 3


def test_a_folder_removed_while_open_is_noticed_before_a_change_is_confirmed(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "talks.brief")
    workspace.apply(added(note(1)))
    shutil.rmtree(workspace.path)
    with pytest.raises(WorkspaceError, match="removed while it was open"):
        workspace.apply(added(note(2)))
    assert workspace.count("note") == 1
    workspace.close()
    assert not workspace.path.exists()


def test_a_folder_removed_while_open_does_not_come_back_on_close(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "talks.brief")
    workspace.apply(added(note(1)))
    shutil.rmtree(workspace.path)
    workspace.close()
    assert not workspace.path.exists()
    assert "removed" in str(workspace.backups.error)


def test_a_clock_that_goes_back_does_not_turn_time_around(tmp_path: Path, monkeypatch: Any) -> None:
    now = [1_800_000_000_000_000_000]
    monkeypatch.setattr(time, "time_ns", lambda: now[0])
    stamps = []
    for _ in range(3):
        path = tmp_path / "talks.brief"
        with Workspace.open(path) if path.exists() else Workspace.create(path) as workspace:
            number = len(stamps)
            workspace.apply(added(note(number)))
            workspace.apply(replaced(note(number), note(number, "again")))
            meta = workspace.meta("note", f"n{number}")
            assert meta.created <= meta.changed
            stamps.append(meta.clock)
        now[0] -= 86_400_000_000_000
    assert stamps == sorted(set(stamps))


def test_a_stale_lock_of_a_dead_process_is_taken_over(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "talks.brief").close()
    (tmp_path / "talks.brief" / "lock").write_text(f"host {platform.node()}, process 999999")
    with Workspace.open(tmp_path / "talks.brief") as workspace:
        assert not workspace.read_only


def test_a_fresh_lock_of_another_host_is_respected_by_name_and_an_old_one_is_not(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "talks.brief").close()
    file = tmp_path / "talks.brief" / "lock"
    file.write_text("host embassy-laptop, process 4711")
    with pytest.raises(WorkspaceError, match="host embassy-laptop, process 4711"):
        Workspace.open(tmp_path / "talks.brief")
    old = time.time() - lock.FRESH_SECONDS - 1
    os.utime(file, (old, old))
    with Workspace.open(tmp_path / "talks.brief") as workspace:
        assert not workspace.read_only


def test_a_lock_taken_over_by_another_host_stops_this_one(tmp_path: Path, monkeypatch: Any) -> None:
    with Workspace.create(tmp_path / "talks.brief") as workspace:
        workspace.apply(added(note(1)))
        (workspace.path / "lock").write_text("host embassy-laptop, process 4711")
        monkeypatch.setattr(lock, "_CONFIRM_SECONDS", -1.0)
        with pytest.raises(WorkspaceError, match="embassy-laptop"):
            workspace.apply(added(note(2)))


def test_many_threads_change_one_workspace(tmp_path: Path, monkeypatch: Any) -> None:
    import threading

    monkeypatch.setattr(backup_keeper, "EVERY_CHANGES", 30)
    monkeypatch.setattr("briefing_app.store.compaction.SMALLEST_BYTES", 5000)
    faults: list[BaseException] = []
    with Workspace.create(tmp_path / "talks.brief") as workspace:

        def work(start: int) -> None:
            try:
                for number in range(start, start + 40):
                    workspace.apply(added(note(number)), durable=number % 2 == 0)
            except BriefingError as error:
                faults.append(error)

        threads = [threading.Thread(target=work, args=(start,)) for start in range(0, 160, 40)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert not faults
    with Workspace.open(workspace.path) as again:
        assert again.count("note") == 160
        assert again.backups.all()


WRITING_IN_TURN = """
import sys, time
from pathlib import Path
from briefing_app.domain.change import added
from briefing_app.domain.records import Note
from briefing_app.errors import WorkspaceError
from briefing_app.store.workspace import Workspace
refused = 0
for number in range(6):
    while True:
        try:
            workspace = Workspace.open(Path(sys.argv[1]))
        except WorkspaceError as error:
            assert "open in another program" in str(error), error
            refused += 1
            time.sleep(0.01)
            continue
        with workspace:
            assert not workspace.read_only
            workspace.apply(added(Note(id=f"{sys.argv[2]}-{number}", title="x")))
            workspace.backups._changes = 0
            time.sleep(0.02)
        break
print(refused)
"""


def test_processes_that_want_one_workspace_at_once_take_turns(tmp_path: Path) -> None:
    path = tmp_path / "talks.brief"
    Workspace.create(path).close()
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", WRITING_IN_TURN, path, str(number)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2],
        )
        for number in range(3)
    ]  # fmt: skip
    said = [run.communicate(timeout=60) for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0], said
    assert sum(int(out) for out, _ in said) > 0
    with Workspace.open(path) as workspace:
        assert workspace.count("note") == 18


def test_whether_a_file_was_removed_is_seen_on_every_system(tmp_path: Path, monkeypatch: Any) -> None:
    descriptor = disk.create(tmp_path / "file")
    assert not disk.is_removed(descriptor)
    (tmp_path / "file").rename(tmp_path / "named (deleted).brief")
    assert not disk.is_removed(descriptor)
    (tmp_path / "named (deleted).brief").unlink()
    assert disk.is_removed(descriptor)
    monkeypatch.setattr(os, "readlink", refusing(errno.ENOENT))  # a system without that folder
    assert disk.is_removed(descriptor)
    os.close(descriptor)
    descriptor = disk.create(tmp_path / "file")
    assert not disk.is_removed(descriptor)
    os.close(descriptor)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="elsewhere fstat tells that a file is removed")
def test_a_save_does_not_ask_for_the_times_of_the_journal(tmp_path: Path, monkeypatch: Any) -> None:
    """Who asks makes the next write note a finer time, and its sync wait for that: 45 us on Linux 6.13."""
    with Workspace.create(tmp_path / "talks.brief") as workspace:
        workspace.apply(added(note(1)))
        asked: list[object] = []
        for name in ("fstat", "stat", "lstat"):
            real = getattr(os, name)
            monkeypatch.setattr(
                os,
                name,
                lambda place, *rest, real=real, **more: asked.append(place) or real(place, *rest, **more),
            )
        workspace.apply(added(note(2)))
        monkeypatch.undo()
        assert asked == []
