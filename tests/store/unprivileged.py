"""Refusals by the system itself, also where tests run as root, whom nothing is refused.

The work is done in a child process that gives its rights away first. What it imports has to be imported
before: the interpreter's own files may be out of its reach afterwards.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

NOBODY = 65534


@contextlib.contextmanager
def place_for_all() -> Iterator[Path]:
    """A folder that other users can reach, unlike pytest's own."""
    place = Path(tempfile.mkdtemp(prefix="briefing-desk-permissions-"))
    place.chmod(0o755)
    try:
        yield place
    finally:
        for folder, inside, _ in os.walk(place):
            for name in inside:  # a shut folder is opened before the walk enters it
                Path(folder, name).chmod(0o700)
            Path(folder).chmod(0o700)
        shutil.rmtree(place)


def give_away(folder: Path) -> None:
    """Make the user without rights the owner of a folder and all it holds, where that is possible."""
    if os.name != "nt" and os.geteuid() == 0:
        for each in (folder, *folder.rglob("*")):
            os.chown(each, NOBODY, NOBODY)


@contextlib.contextmanager
def without_rights() -> Iterator[None]:
    """Inside, the system refuses this very process what it refuses other users: for what cannot be forked,
    such as a window. Only the main thread may be at work.
    """
    if os.name == "nt":
        pytest.skip("Windows has no permission bits")
    if os.geteuid() != 0:
        yield
        return
    groups = os.getgroups()
    try:
        os.setgroups([])
        os.setegid(NOBODY)
        os.seteuid(NOBODY)
    except PermissionError:
        pytest.skip("this sandbox lets root give no rights away")
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)
        os.setgroups(groups)


def as_nobody(work: Callable[[], str]) -> str:
    """What ``work`` returns as a user to whom the system refuses things; its error fails the test."""
    if os.name == "nt":
        pytest.skip("Windows has no permission bits")
    if os.geteuid() != 0:
        return work()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        said, failed = "nothing", 1
        try:
            os.close(reading)
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            said, failed = work(), 0
        except BaseException:  # noqa: BLE001 - told to the parent, whose test fails by it
            said = traceback.format_exc()
        finally:
            os.write(writing, said.encode()[:60_000])
            os._exit(failed)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        said = stream.read().decode()
    _, status = os.waitpid(child, 0)
    if status and "Operation not permitted" in said and "setgroups" in said:
        pytest.skip("this sandbox lets root give no rights away")
    assert status == 0, said
    return said
