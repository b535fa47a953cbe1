"""The commands that keep what is in a workspace: protection, backups, the trash, the audit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from briefing_app.app.error_words import told
from briefing_app.app.i18n import tr
from briefing_app.errors import BriefingError, DamagedError, WorkspaceError
from briefing_app.ui import messages
from briefing_app.ui.opening import Opener, close

if TYPE_CHECKING:
    from briefing_app.app.session import Session
    from briefing_app.store.second_place import SecondPlace
    from briefing_app.store.workspace import Workspace
    from briefing_app.ui.main_window import MainWindow
    from briefing_app.ui.protection_dialog import Task


def ask_protection(window: MainWindow, task: Task) -> None:
    """Protect the open workspace, change its passphrase or remove it; it stays open."""
    session = window.session
    if session is None:
        return
    from briefing_app.ui import commands
    from briefing_app.ui.protection_dialog import ProtectionDialog

    def show() -> None:
        is_encrypted = session.workspace.encrypted
        window.commands.enable(has_workspace=True, is_encrypted=is_encrypted)
        commands.follow_undo(window.commands, session.undo_stack)
        window.header.show_workspace(session.workspace.name, is_encrypted=is_encrypted)
        window.locking.follow()

    give_second_place(window, session)  # its readable backups are removed too, if it can be reached
    place = window.settings.backup_place
    is_reached = place is not None and session.workspace.backups.second_place is not None

    def say(text: str, left: str) -> None:
        if place is not None and not is_reached and task != "remove":
            left = f"{left} {_not_reached(task).format(place=place.path)}".strip()
        window.show_message(f"{text} {left}".strip(), "caution" if left else "info")

    dialog = ProtectionDialog(session, task, window)
    dialog.settled.connect(show)
    dialog.converted.connect(say)
    dialog.exec()
    dialog.deleteLater()


def _not_reached(task: str) -> str:
    """What the backups in a second place that was not there are after a change of protection."""
    if task == "change":
        return tr("{place} was not there: the backups in it still open with the old passphrase.")
    return tr("{place} was not there: readable backups may still lie in it. Remove them.")


def close_session(
    window: MainWindow, session: Session, *, is_leaving: bool, is_locking: bool = False
) -> None:
    """Close a workspace. If the last backup could not be made then, say so, also over what is opened next; a
    window that ``is_leaving`` asks for a look; one that ``is_locking`` keeps where the user stands.
    """
    from briefing_app.store.backup_keeper import NotWaitedForError

    desk, left = window.desk, None
    if desk is not None:
        desk.save_state()
        left = desk.standing() if is_locking else None
    if session.workspace.encrypted:
        session.message.disconnect(window.show_message)  # nothing of it is said over the welcome page
    window.show_session(None)
    refused: WorkspaceError | None = None
    try:
        close(session, window, left, is_leaving=is_leaving)
    except WorkspaceError as raised:
        refused = raised
    finally:
        if desk is not None:  # it heard until now what came of a paper that was being saved
            desk.deleteLater()
        session.deleteLater()
    error = refused or session.workspace.backups.error
    if error is None or (is_leaving and isinstance(error, NotWaitedForError)):  # as the user wanted it
        return
    if is_leaving:
        saved = tr("Your work is saved, but the last backup is not made.")
        what = tr("Closed, but not everything is saved.") if refused else saved
        messages.tell(window, what, told(error), tr("Backups"))
        return
    is_said_whole = refused is not None or isinstance(error, NotWaitedForError)
    why = told(error)
    window.left_to_say = (
        why if is_said_whole else tr("Your work is saved, but the backup is not made: {why}", why=why)
    )
    window.show_message(window.left_to_say, "error" if refused else "caution")


def say_notices(window: MainWindow, workspace: Workspace) -> None:
    """Say what is to be known of the opening, and what was left to say of the workspace before."""
    window.messages.dismiss()
    notices = (*map(told, (*workspace.notices, *workspace.faults)), window.left_to_say)
    window.left_to_say = ""
    if text := " ".join(filter(None, notices)):
        window.show_message(text, "caution")


def say_left(window: MainWindow, said: Sequence[tuple[str, str]]) -> None:
    """Say what came of what was being saved, printed or issued when the workspace was locked."""
    if said:
        worst = max((level for _text, level in said), key=("info", "caution", "error").index)
        window.show_message(" ".join(text for text, _level in said), worst)


def say_not_opened(window: MainWindow, opener: Opener, path: Path, error: BriefingError) -> None:
    """Say why a workspace did not open, and offer what may help: a repair, or reading only."""
    from briefing_app.store.opening import NotAWorkspaceError

    action, again = "", partial(opener.open, path, read_only=True)
    if isinstance(error, DamagedError) and path.is_dir():
        action, again = tr("Repair"), partial(opener.repair, path)
    elif not isinstance(error, NotAWorkspaceError) and isinstance(error, WorkspaceError) and path.is_dir():
        action = tr("Open read-only")
    window.show_message(told(error), "error", action, again)


def look_for_second_place(window: MainWindow, session: Session) -> None:
    """Have backups written to the second place too; whether it is there is asked off the GUI thread, because
    a network drive may take its time.
    """
    place = session.workspace.backups.second_place = window.settings.backup_place
    if place is not None:
        take = partial(_take_second_place, window, session, place)
        session.jobs.run(lambda: place.is_there, take, owner=session)


def give_second_place(window: MainWindow, session: Session) -> None:
    """The same at once, before work that needs to know."""
    place = session.workspace.backups.second_place = window.settings.backup_place
    if place is not None:
        _take_second_place(window, session, place, place.is_there)


def _take_second_place(window: MainWindow, session: Session, place: SecondPlace, is_there: bool) -> None:
    if is_there or session.is_closed:
        return
    # One that is gone is left out: said once here, not at every backup. One that goes later is an error.
    session.workspace.backups.second_place = None
    text = tr("The second place for backups is not there now: {place}", place=place.path)
    window.show_message(text, "caution")


def show_backups(window: MainWindow) -> None:
    """Show the backups of the open workspace."""
    if window.session is None:
        return
    from briefing_app.ui.backups_dialog import BackupsDialog

    dialog = BackupsDialog(window.session, window.settings, window)
    dialog.restored.connect(
        lambda path: window.show_message(
            tr("Restored as {name}. The open workspace was not touched.", name=path.name),
            "info", tr("Open"), partial(window.open_workspace, path),
        )
    )  # fmt: skip
    dialog.exec()
    dialog.deleteLater()


def show_trash(window: MainWindow) -> None:
    """Show what was removed, beside the window."""
    if window.session is None:
        return
    from briefing_app.ui import commands
    from briefing_app.ui.trash_dialog import TrashDialog

    dialog = TrashDialog(window.session, window)

    def say(kind: str, record_id: str, count: int) -> None:
        text = tr("Restored.") if count == 1 else tr("{count} records restored.", count=f"{count:,}")
        window.show_message(text, "info", tr("Show"), partial(commands.show_record, window, kind, record_id))

    dialog.restored.connect(say)
    window.session_changed.connect(dialog.close)
    dialog.show()


def show_audit(window: MainWindow) -> None:
    """Show what was imported, exported and printed, beside the window."""
    if window.session is None:
        return
    from briefing_app.ui.audit_dialog import AuditDialog

    dialog = AuditDialog(window.session, window)
    window.session_changed.connect(dialog.close)
    dialog.show()
