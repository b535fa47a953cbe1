"""Kill a restore and a repair at each of their disk calls: the place must open by itself afterwards."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from briefing_app.domain.change import added
from briefing_app.domain.records import Note
from briefing_app.errors import BriefingError, DamagedError
from briefing_app.store import disk, repairing, restoring, swapping
from briefing_app.store.workspace import Workspace
from tests.store.faults import writer

Task = Literal["restore", "repair"]


@dataclass
class Report:
    """How many kills, and after how many the place was exchanged or as before. ``faults`` is empty."""

    kills: int = 0
    new: int = 0
    old: int = 0
    faults: list[str] = field(default_factory=list)


def run(task: Task, *, can_exchange: bool, rounds: int = 1) -> Report:
    """Kill before, in and after every disk call of the task."""
    writer.make_small()
    report = Report()
    with tempfile.TemporaryDirectory() as place:
        template = Path(place) / "template"
        backup = _template(template, task)
        for number in range(rounds):
            call = 0
            was_killed = True
            while was_killed:
                call += 1
                case = Path(place) / "case"
                shutil.rmtree(case, ignore_errors=True)
                shutil.copytree(template, case)
                was_killed = _one(case, backup, task, call, 97 * number + call, can_exchange=can_exchange)
                report.kills += was_killed
                report.faults += [f"{task} {call}.{number}: {each}" for each in _faults(case, task, report)]
    return report


def _template(folder: Path, task: Task) -> str:
    """A workspace with a backup that lacks its last note; to be repaired, its snapshot is damaged too."""
    with Workspace.create(folder / "talks.brief") as workspace:
        workspace.apply(added(Note(id="n1", title="one")))
        workspace.put_attachment(b"attached")
        workspace.backups.make()
        workspace.apply(added(Note(id="n2", title="two")))
        workspace.backups._changes = 0
        (backup,) = workspace.backups.all()
    if task == "repair":
        file = folder / "talks.brief" / "workspace.json"
        file.write_bytes(file.read_bytes().replace(b'"two"', b'"owt"'))
    return backup.path.name


def _one(case: Path, backup: str, task: Task, call: int, seed: int, *, can_exchange: bool) -> bool:
    """Whether the child was killed; at some call it comes to its end first."""
    place = case / "talks.brief"
    works: dict[Task, Callable[[], object]] = {
        "restore": lambda: restoring.restore(place / "backups" / backup, place, None),
        "repair": lambda: repairing.repair(place, None),
    }
    child = os.fork()
    if child == 0:
        code = 1
        try:
            if not can_exchange:
                disk.exchange_folders = lambda _one, _other: False
            writer.die_at(call, random.Random(seed))
            works[task]()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) != 0:
        raise AssertionError(f"{task} failed by itself at call {call}")
    return os.WIFSIGNALED(status)


def _faults(case: Path, task: Task, report: Report) -> list[str]:
    place = case / "talks.brief"
    faults = []
    try:
        found = _ids(place)
    except DamagedError:
        found = set()
        if task == "restore":
            return ["the workspace is damaged"]
    except BriefingError as error:
        return [f"it does not open: {error}"]
    is_new = found in (({"n1"},) if task == "restore" else ({"n1"}, {"n1", "n2"}))
    report.new, report.old = report.new + is_new, report.old + (not is_new)
    kept = list(case.glob("talks-*.brief"))
    if swapping.is_pending(place):
        faults.append("the note of the swap is left")
    if is_new and len(kept) != 1:
        faults.append(f"the former state is not kept once but {len(kept)} times")
    if is_new and task == "restore" and _ids(kept[0]) != {"n1", "n2"}:
        faults.append("the former state is not whole")
    if not list((place / "backups").glob("*.brief")):
        faults.append("the backups are gone")
    if not is_new and task == "repair":
        repairing.repair(place, None)
        if "n1" not in _ids(place):
            faults.append("a second repair does not help")
    if left := [each.name for each in case.iterdir() if not each.is_dir()]:
        faults.append(f"beside the workspace is left {', '.join(left)}")
    if (place / swapping.ARRIVING).exists():
        faults.append("the token is left")
    return faults


def _ids(place: Path) -> set[str]:
    with Workspace.open(place) as workspace:
        return {record.id for record in workspace.records("note")}
