"""Files that belong together: all of them or none, whatever the medium does."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from briefing_app.errors import UsageError, WorkspaceError
from briefing_app.store import atomic_file, disk

PAGES = [(f"talks-{number:02}.svg", b"new" * 1000 * number) for number in range(1, 6)]
FULL, IN_USE = OSError(28, "No space left on device"), OSError(16, "the file is in use")


def standing(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir()}


def failing_at(call, number, error, *, once=False):
    """``call``, which refuses the ``number``-th time, and from then on unless it is ``once``."""
    count = 0

    def made(*arguments):
        nonlocal count
        count += 1
        if count == number or (count > number and not once):
            raise error
        return call(*arguments)

    return made


def test_all_are_written_and_nothing_else_stays(tmp_path):
    (tmp_path / "talks-02.svg").write_bytes(b"old")
    assert atomic_file.replace_all(tmp_path, PAGES) == [tmp_path / name for name, _ in PAGES]
    assert standing(tmp_path) == dict(PAGES)


@pytest.mark.parametrize("number", [1, 3, 5])
def test_a_disk_that_fills_midway_leaves_what_was_there(tmp_path, monkeypatch, number):
    (tmp_path / "talks-02.svg").write_bytes(b"old")
    (tmp_path / "talks-01.svg.new").write_bytes(b"the user's own")
    before = standing(tmp_path)
    monkeypatch.setattr(disk, "write_at", failing_at(disk.write_at, number, FULL))
    with pytest.raises(WorkspaceError, match=f"Could not save to {tmp_path.name}: No space left on device"):
        atomic_file.replace_all(tmp_path, PAGES)
    assert standing(tmp_path) == before


@pytest.mark.parametrize("number", [1, 3, 5])
def test_what_took_its_place_goes_again_where_a_later_one_cannot(tmp_path, monkeypatch, number):
    for name in ("talks-02.svg", "talks-05.svg"):
        (tmp_path / name).write_bytes(b"old")
    before = standing(tmp_path)
    monkeypatch.setattr(disk, "replace", failing_at(disk.replace, number, IN_USE, once=True))
    with pytest.raises(WorkspaceError, match="is in use"):
        atomic_file.replace_all(tmp_path, PAGES)
    assert standing(tmp_path) == before


def test_a_folder_of_that_name_stops_all(tmp_path):
    (tmp_path / "talks-04.svg").mkdir()
    with pytest.raises(WorkspaceError, match=r"talks-04\.svg is a folder"):
        atomic_file.replace_all(tmp_path, PAGES)
    assert [each.name for each in tmp_path.iterdir()] == ["talks-04.svg"]


def test_a_real_disk_that_fills_midway(tmp_path):
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=40k", "tmpfs", str(place)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("file systems may not be mounted here")
    try:
        (place / "talks-01.svg").write_bytes(b"old")
        with pytest.raises(WorkspaceError, match="No space left"):
            atomic_file.replace_all(place, PAGES)
        assert standing(place) == {"talks-01.svg": b"old"}
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False)


def test_a_file_of_the_user_called_new_stays(tmp_path):
    (tmp_path / "brief.pdf.new").write_bytes(b"the user's own")
    for write in (atomic_file.hand_out, atomic_file.replace):
        write(tmp_path / "brief.pdf", b"paper")
        assert standing(tmp_path) == {"brief.pdf": b"paper", "brief.pdf.new": b"the user's own"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files on this system")
def test_what_is_no_ordinary_file_is_not_taken_the_place_of(tmp_path):
    """An administrator who writes to a device would have a file in its place."""
    os.mkfifo(tmp_path / "printer")
    with pytest.raises(UsageError, match="printer cannot be written: it is no ordinary file"):
        atomic_file.hand_out(tmp_path / "printer", b"paper")
    assert (tmp_path / "printer").is_fifo()
