"""Opens, makes and closes workspaces off the GUI thread, and puts a session around what was opened."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from briefing_app.app.error_words import told
from briefing_app.app.i18n import tr
from briefing_app.app.jobs import Jobs
from briefing_app.errors import BriefingError, PassphraseError
from briefing_app.ui.qt_classes import class_slices
from briefing_app.ui.tab_code import read

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from briefing_app.app.session import Session
    from briefing_app.store.workspace import Workspace


def local_now() -> datetime:
    """This moment in the zone of the computer."""
    return datetime.now().astimezone()


FORGET_MS = 100  # the desk and its tabs are gone by then
LONGEST_DEED_S = 60.0  # a place that does not answer does not keep a workspace open
SAMPLES = {"us-japan": "US-Japan tariff talks"}


class Opener(QObject):
    """Signals: ``opened`` a Session, ``locked`` path and a fault, ``failed`` path and a known error;
    ``progressed`` bytes read and bytes in all.

    What the window needs to show a workspace is read in a thread before ``opened`` says so: ``wanted`` names
    the tabs, and ``prepared`` makes what is to be shown, slice by slice. Who asks for another workspace
    meanwhile gets that one; the first is closed again.
    """

    began = Signal(str)
    progressed = Signal(object, object)
    opened = Signal(object)
    locked = Signal(object, str)
    failed = Signal(object, object)
    repaired = Signal(str)

    def __init__(
        self, jobs: Jobs, samples_folder: Path, now: Callable[[], datetime], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.jobs = jobs
        self.samples_folder = samples_folder
        self.wanted: Callable[[], Iterable[str]] = tuple
        self.prepared: Callable[[Session], Iterator[object]] = lambda _session: iter(())
        self._now = now
        self._passphrase: str | None = None  # of the last attempt, until it succeeds
        self._turn = 0
        self._at_work: tuple[Path, str | None, bool] | None = None
        self._unshown: list[Workspace] = []

    def open(self, path: Path, passphrase: str | None = None, *, read_only: bool = False) -> None:
        """Open a workspace. A second click on the one that is being opened asks for nothing more."""
        asked = (path, passphrase, read_only)
        if self._at_work == asked:
            return
        self._passphrase = passphrase
        told = self.progressed.emit  # called on the thread at work; the signal brings it to the window
        self._run(path, lambda: _open(path, passphrase, read_only, told), asked)

    def repair(self, path: Path) -> None:
        """Rebuild a damaged workspace from what is good, open it and say what was done; the damaged folder
        is kept beside it.
        """
        passphrase = self._passphrase
        said = []

        def work() -> Workspace:
            workspace, words = _repair(path, passphrase)
            said.append(words)
            return workspace

        self._run(path, work, then=lambda: self.repaired.emit(said[0]))

    def create(self, path: Path, passphrase: str | None) -> None:
        """Make an empty workspace and open it."""
        self._run(path, lambda: _create(path, passphrase))

    def open_sample(self, name: str) -> None:
        """Open the user's copy of a sample; it is made on first use."""
        path = self.samples_folder / f"{SAMPLES.get(name, name)}.brief"
        self._run(path, lambda: _open_sample(path, name))

    def _run(
        self,
        path: Path,
        work: Callable[[], Workspace],
        asked: tuple[Path, str | None, bool] | None = None,
        *,
        then: Callable[[], None] | None = None,
    ) -> None:
        self._turn += 1
        turn, self._at_work = self._turn, asked
        had_passphrase = self._passphrase is not None

        def failed(error: BaseException) -> None:
            if turn == self._turn:
                self._at_work = None
                self._on_failed(path, error, had_passphrase)

        def opened(workspace: Workspace) -> None:
            self._read_code(turn, workspace, then)

        def open_unshown() -> Workspace:
            workspace = work()
            self._unshown.append(workspace)
            return workspace

        self.began.emit(path.name.removesuffix(".brief"))
        self.jobs.run(open_unshown, opened, failed, lane="store", owner=self)

    def give_up(self) -> None:
        """Close what was opened and will not be shown, for the window is being closed: its lock goes with
        it.
        """
        self._turn += 1
        self.jobs.wait()
        while self._unshown:
            with suppress(BriefingError):  # nothing of it was changed: a backup that fails loses nothing
                self._unshown.pop().close()

    def _close(self, workspace: Workspace) -> None:
        if workspace in self._unshown:
            self._unshown.remove(workspace)
            self.jobs.run(workspace.close, lane="store")

    def _read_code(self, turn: int, workspace: Workspace, then: Callable[[], None] | None) -> None:
        """Read what the window needs now: left to the first show, it would stand still for that long."""
        tabs = tuple(self.wanted())

        def hand_over(_read_or_not: object) -> None:
            self._hand_over(turn, workspace, then)  # code that cannot be read is told when the tab is made

        def read_in_thread() -> None:
            self.jobs.run(lambda: _read(tabs), hand_over, hand_over, owner=self)

        self.jobs.run_in_slices(class_slices(), read_in_thread, owner=self)

    def _hand_over(self, turn: int, workspace: Workspace, then: Callable[[], None] | None) -> None:
        if turn != self._turn:
            self._close(workspace)
            return
        from briefing_app.app.session import Session

        session = Session(workspace, self.jobs, self._now, parent=self)
        self.jobs.hold()

        def prepared() -> None:
            self.jobs.release_when_painted()
            if turn != self._turn:
                session.deleteLater()
                self._close(workspace)
                return
            self._unshown.remove(workspace)
            self._passphrase = self._at_work = None
            self.opened.emit(session)
            if then is not None:
                then()

        def not_prepared(error: BaseException) -> None:
            self.jobs.release_when_painted()
            self._at_work = None
            self._close(workspace)
            raise error

        self.jobs.run_in_slices(self.prepared(session), prepared, not_prepared, owner=self)

    def _on_failed(self, path: Path, error: BaseException, had_passphrase: bool) -> None:
        if isinstance(error, PassphraseError):
            fault = tr("This passphrase does not open it. Try again.") if had_passphrase else ""
            self.locked.emit(path, fault)
        elif isinstance(error, BriefingError):
            self.failed.emit(path, error)
        else:
            raise error


def close(
    session: Session, window: QWidget, left: Mapping[str, Any] | None = None, *, is_leaving: bool = False
) -> None:
    """Close what is open, while the window goes on painting: what is being saved, printed or issued is seen
    to its end, typed text is saved, a backup is made. A second place that does not answer can be left. Raises
    WorkspaceError if not everything could be saved.

    ``left`` says where the user stands, to go on from there (:mod:`briefing_app.ui.standing`); ``is_leaving``
    that the window goes too, and what came of the last deed is told when the workspace is opened again.
    """
    from briefing_app.ui import standing
    from briefing_app.ui.working_beside import WayOut, run_beside

    backups = session.workspace.backups
    title = tr("Closing {name}", name=session.workspace.name)
    said = _finish(session, window, title, is_kept=is_leaving or session.workspace.encrypted)
    if left or said:
        standing.keep(session, {**(left or {}), "said": said})
    place = "" if backups.second_place is None else str(backups.second_place.path)
    way_out = WayOut(
        tr(
            "Your work is saved. The second place for backups has not taken its copy yet: {place}",
            place=place,
        ),
        tr("Close without waiting"),
        lambda: backups.waits_for_second_place,
        backups.abandon,
    )
    try:
        session.close(lambda work: run_beside(window, title, tr("Saving a backup…"), work, way_out))
    finally:
        QTimer.singleShot(FORGET_MS, window, forget)


def _finish(session: Session, window: QWidget, title: str, *, is_kept: bool) -> list[tuple[str, str]]:
    """See to its end what the user asked for a moment ago. What is told of it, with levels, where it is to be
    kept until the workspace is open again.
    """
    from briefing_app.ui.working_beside import WayOut, run_beside

    said: list[tuple[str, str]] = []
    session.is_closed = True  # nothing new is begun, and no dialog comes up any more
    if is_kept:
        session.message.connect(lambda text, level: said.append((text, level)))
    if session.jobs.has_deeds:
        way_out = WayOut(
            tr("What is being saved, printed or issued is not finished. Left now, it may not be kept."),
            tr("Close without waiting"),
            lambda: session.jobs.has_deeds,
            session.jobs.leave_deeds,
        )

        def wait() -> None:
            session.jobs.wait_for_deeds(LONGEST_DEED_S)

        run_beside(window, title, tr("Finishing what is being saved, printed or issued…"), wait, way_out)
    return said


def forget() -> None:
    """Let go of what a closed workspace left in memory: its records are not to be found there any more."""
    gc.unfreeze()
    gc.collect()


def _read(tabs: Iterable[str]) -> None:
    # Read here, not in the thread of the window.
    from briefing_app.app import session, spelling  # noqa: F401

    read(tabs)


def _open(path: Path, passphrase: str | None, read_only: bool, told: Callable[[int, int], None]) -> Workspace:
    from briefing_app.store.workspace import Workspace

    workspace = Workspace.open(path, passphrase=passphrase, read_only=read_only, progress=told)
    workspace.prepare_records()
    return workspace


def _repair(path: Path, passphrase: str | None) -> tuple[Workspace, str]:
    from briefing_app.store.repairing import repair

    report = repair(path, passphrase)
    parts = [
        tr("Repaired from {sources}.", sources=", ".join(map(told, report.sources)) or tr("what was whole"))
    ]
    if report.lost:
        parts.append(tr("Lost: {lost}.", lost="; ".join(map(told, report.lost))))
    if report.kept is not None:
        parts.append(tr("The damaged folder is kept as {name}.", name=report.kept.name))
    return _open(path, passphrase, False, lambda _done, _total: None), " ".join(parts)


def _create(path: Path, passphrase: str | None) -> Workspace:
    from briefing_app.store.workspace import Workspace

    return Workspace.create(path, passphrase=passphrase)


def _open_sample(path: Path, name: str) -> Workspace:
    from briefing_app.domain.change import Change, ChangeSet
    from briefing_app.exchange.sample import load_sample
    from briefing_app.store.workspace import Workspace

    if path.exists():
        return Workspace.open(path)
    records = load_sample(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    workspace = Workspace.create(path)
    changes = tuple(Change(record.record_kind, record.id, None, record) for record in records)
    workspace.apply(ChangeSet("Copy the sample", changes))
    return workspace
