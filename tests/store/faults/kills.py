"""Kill a writing process again and again, and see after each kill that nothing acknowledged is lost."""

from __future__ import annotations

import os
import random
import select
import shutil
import signal
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from briefing_app.domain.records import KINDS
from briefing_app.errors import PassphraseError, WorkspaceError
from briefing_app.store import backup_names
from briefing_app.store.workspace import Workspace
from tests.store.faults import writer

_RENEWED_AFTER = 60  # kills, then a fresh workspace


@dataclass
class Report:
    """What a run of kills found. ``faults`` must be empty."""

    kills: int = 0
    acknowledged: int = 0
    scenarios: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    torn: int = 0


@dataclass
class _Known:
    """What the workspace must hold: for each note the values it may have, oldest first, from the
    acknowledged one.
    """

    mode: str = "-"
    values: dict[str, list[int]] = field(default_factory=dict)
    attachments: set[str] = field(default_factory=set)


def run(kills: int, seed: int, *, seconds: float = 1e9, longest: float = 0.1) -> Report:
    """Kill ``kills`` times, or as often as fits into ``seconds``, each at most ``longest`` seconds after
    its start.
    """
    writer.make_small()
    source = random.Random(seed)
    report = Report()
    end = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as place:
        _warm_up(Path(place) / "warm.brief")
        known = _Known()
        folder = Path(place) / "talks.brief"
        for number in range(kills):
            if time.monotonic() > end or len(report.faults) > 5:
                break
            if number % _RENEWED_AFTER == 0:
                for path in Path(place).iterdir():
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
                Workspace.create(folder).close()
                known = _Known()
            scenario = source.choice(writer.SCENARIOS)
            delay = source.uniform(0.0, longest)
            opened = source.random() < 0.7
            lines = _one_kill(folder, known.mode, scenario, source.randrange(1 << 30), delay, opened=opened)
            report.kills += 1
            report.scenarios[scenario] += 1
            fault = _verify(folder, known, lines, report)
            fault += _whole_backups(folder, known.mode) if scenario == "backup" else []
            report.faults += [f"kill {number} (seed {seed}, {scenario}): {each}" for each in fault]
    return report


def _warm_up(folder: Path) -> None:
    """Build in this process what every child would build anew before it writes its first change."""
    with Workspace.create(folder) as workspace, Path(os.devnull).open("wb") as nowhere:
        source = random.Random(1)
        for _ in range(5):
            writer.change(workspace, source, lambda *words: nowhere.write(repr(words).encode()), typing=False)


def _one_kill(
    folder: Path, mode: str, scenario: str, seed: int, delay: float, *, opened: bool
) -> list[list[str]]:
    """Fork a writer, kill it ``delay`` after its start (or after it has ``opened`` the workspace) if it
    does not die at a disk call of itself, and return its lines.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        code = 1
        try:
            writer.work(folder, mode, scenario, seed, writing)
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    if opened:
        select.select([reading], [], [], 2.0)
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as stream:
        lines = [line.split() for line in stream.read().decode().splitlines()]
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) != 0:
        lines.append(["X", str(os.WEXITSTATUS(status))])
    return lines


def _verify(folder: Path, known: _Known, lines: list[list[str]], report: Report) -> list[str]:
    modes = [known.mode]
    for word, *rest in lines:
        if word == "T":
            known.values.setdefault(rest[0], [-1]).append(int(rest[1]))
        elif word == "A":
            report.acknowledged += 1
            values = known.values[rest[0]]
            del values[: values.index(int(rest[1]), 0)]
        elif word == "P":
            modes.append(rest[0])
        elif word == "Q":
            modes = [rest[0]]
        elif word == "F":
            known.attachments.add(rest[0])
        elif word == "X":
            return [f"the writer failed by itself with code {rest[0]}"]
    return _compare(folder, known, modes, report)


def _compare(folder: Path, known: _Known, modes: list[str], report: Report) -> list[str]:
    workspace = None
    for mode in modes:
        try:
            workspace = Workspace.open(folder, passphrase=None if mode == "-" else mode)
        except PassphraseError:
            continue
        known.mode = mode
        break
    if workspace is None:
        return [f"opens with none of {modes}"]
    faults = []
    report.torn += len(workspace.notices)
    with workspace._storage.guard:
        for uid, values in known.values.items():
            record = workspace.find("note", uid)
            pair = workspace.find("note", f"pair-{uid}")
            value = -1 if record is None else int(record.title)
            if value not in values:
                faults.append(f"{uid} is {value}, not one of {values}")
            if pair is not None and int(pair.title) != value:
                faults.append(f"{uid} is {value} but its pair is {pair.title}: a frame came apart")
            known.values[uid] = [value]
        for digest in known.attachments:
            workspace.attachment(digest)
        missing = known.attachments - workspace._desk.attachments().keys()
        faults += [f"attachment {digest} is not noted" for digest in missing]
    workspace._storage.close()
    return faults + _old_one(folder.with_name("old.brief"))


def _whole_backups(folder: Path, mode: str) -> list[str]:
    """Whatever bears the name of a backup is whole, in the workspace and in the second place."""
    faults = []
    for place in (folder / "backups", *folder.with_name("second").glob("talks *")):
        for path in backup_names.all_in(place)[:3]:
            try:
                Workspace.open(path, passphrase=None if mode == "-" else mode, read_only=True).close()
            except PassphraseError:  # made under another one
                continue
            except WorkspaceError as error:
                faults.append(f"{path.parent.name}/{path.name}: {error}")
    return faults


def _old_one(folder: Path) -> list[str]:
    """A workspace of format 1 whose migration was killed opens and holds its eight records."""
    if not folder.exists():
        return []
    with Workspace.open(folder) as workspace:
        count = sum(workspace.count(kind) for kind in KINDS)
    return [] if count == 8 else [f"the migrated workspace holds {count} records"]
