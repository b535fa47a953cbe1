"""What each command of the action table does, in terms of the window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QUrl
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication, QUndoStack

from briefing_app.app.i18n import tr
from briefing_app.app.settings import TEXT_SIZES
from briefing_app.ui import messages, safety
from briefing_app.ui.actions import TABS, Actions, plain
from briefing_app.ui.zones import next_zone

if TYPE_CHECKING:
    from briefing_app.app.session import Session
    from briefing_app.ui.main_window import MainWindow
    from briefing_app.ui.search_palette import SearchPalette

MAIN_TAB_FOR_PRINT = "briefing"


def command_table(window: MainWindow) -> dict[str, Callable[[], object]]:
    """Name of the command -> what it does."""
    table: dict[str, Callable[[], object]] = {
        "new_workspace": lambda: ask_new(window),
        "open_workspace": lambda: ask_open(window),
        "open_sample": window.open_sample,
        "import": lambda: import_file(window),
        "import_folder": lambda: import_folder(window),
        "export": lambda: export_file(window),
        "print": lambda: print_briefing(window),
        "lock": window.locking.lock,
        "close_workspace": window.close_workspace,
        "quit": window.close,
        "undo": lambda: step(window, "undo"),
        "redo": lambda: step(window, "redo"),
        "new_record": lambda: with_tab(window, lambda tab: tab.new_record()),
        "find": lambda: with_tab(window, lambda tab: tab.focus_find()),
        "to_briefing": lambda: with_desk(window, lambda desk: desk.add_chosen()),
        "text_larger": lambda: change_text_size(window, 1),
        "text_smaller": lambda: change_text_size(window, -1),
        "text_normal": lambda: window.choose(text_size=1.0),
        "full_screen": lambda: toggle_full_screen(window),
        "search": lambda: open_search(window),
        "back": lambda: with_desk(window, lambda desk: desk.go(-1)),
        "forward": lambda: with_desk(window, lambda desk: desk.go(1)),
        "today": lambda: back_to_today(window),
        "next_zone": lambda: next_zone(window.zones(), 1),
        "previous_zone": lambda: next_zone(window.zones(), -1),
        "protect": lambda: safety.ask_protection(window, "protect"),
        "change_passphrase": lambda: safety.ask_protection(window, "change"),
        "unprotect": lambda: safety.ask_protection(window, "remove"),
        "backups": lambda: safety.show_backups(window),
        "trash": lambda: safety.show_trash(window),
        "audit": lambda: safety.show_audit(window),
        "check": lambda: check(window),
        "reports": lambda: open_reports(window),
        "settings": lambda: show_settings(window),
        "help": lambda: show_help(window, window.desk.name if window.desk else "start"),
        "shortcuts": lambda: show_help(window, "shortcuts"),
        "about": lambda: show_help(window, "about"),
    }
    for choice in ("system", "light", "dark"):
        table[f"theme_{choice}"] = partial(window.choose, theme=choice)
    for tab in TABS:
        table[f"tab_{tab}"] = partial(show_tab, window, tab)
    return table


def follow_undo(actions: Actions, stack: QUndoStack | None) -> None:
    """Have Undo and Redo name the step they would take, and grey them where there is none."""
    undo, redo = actions.named("undo"), actions.named("redo")
    if stack is None:
        _show_step(undo, tr("Undo"), "", False)
        _show_step(redo, tr("Redo"), "", False)
        return

    def show() -> None:
        if not shiboken6.isValid(stack):
            return  # a stack says so once more while it is being deleted
        _show_step(undo, tr("Undo"), stack.undoText(), stack.canUndo())
        _show_step(redo, tr("Redo"), stack.redoText(), stack.canRedo())

    stack.indexChanged.connect(lambda _place: show())
    show()


def _show_step(action: QAction, verb: str, text: str, is_possible: bool) -> None:
    action.setText(f"{verb} {text}".strip())
    action.setEnabled(is_possible)
    action.setToolTip(action.text() if is_possible else tr("There is nothing to {verb}.", verb=verb.lower()))


def ask_open(window: MainWindow) -> None:
    """Ask which workspace to open."""
    path = messages.ask_workspace(window, _folder(window))
    if path is not None:
        window.open_workspace(path)


def ask_new(window: MainWindow) -> None:
    """Ask for name and place of a new workspace, and make it."""
    from briefing_app.ui.new_workspace import NewWorkspaceDialog

    dialog = NewWorkspaceDialog(_folder(window), window)
    if dialog.exec() and dialog.answer is not None:
        window.create_workspace(dialog.answer.path, dialog.answer.passphrase)
    dialog.deleteLater()


def may_close(window: MainWindow) -> bool:
    """Save what is typed; if that cannot be done, ask whether it may be lost."""
    session = window.session
    if session is None:
        return True
    end_composition()
    if session.save_all():
        return True
    return messages.confirm(
        window,
        tr("What you typed last is not saved: {why}", why=session.save_state.reason),
        tr(
            "Closing loses it. Stay, free some space or bring the folder back, and it is saved by itself; or "
            "export your records to another place first."
        ),
        tr("Close and lose it"),
    )


def end_composition() -> None:
    """Take what an input method holds undecided as it stands: it is typed, if not yet decided, and would be
    lost with its field.
    """
    QGuiApplication.inputMethod().commit()


def fill_recent(window: MainWindow) -> None:
    """List the recent workspaces in the menu."""
    recent, menu = window.settings.recent, window.commands.recent_menu
    menu.clear()
    for path in recent:
        entry = menu.addAction(path.name.removesuffix(".brief"))
        entry.triggered.connect(lambda _checked=False, at=path: window.open_workspace(at))
    menu.setEnabled(bool(recent))


def _folder(window: MainWindow) -> Path:
    recent = window.settings.recent
    return recent[0].parent if recent else Path.home()


def show_settings(window: MainWindow) -> None:
    """Open the settings."""
    from briefing_app.ui.settings_dialog import SettingsDialog

    dialog = SettingsDialog(window.settings.choices, window)
    dialog.changed.connect(lambda choices: window.choose(**vars(choices)))
    dialog.exec()
    window.locking.follow()
    dialog.deleteLater()


def show_help(window: MainWindow, page: str) -> None:
    """Open the help at a page."""
    if window.help is None:
        from briefing_app.ui.help_window import HelpWindow

        keys = [(plain(action.text()), words) for action, words in window.commands.listed() if words]
        window.help = HelpWindow(keys, window.settings.choices.language)
    window.help.show_page(page)


def with_desk(window: MainWindow, use: Callable[[Any], object]) -> None:
    """Use the desk, if a workspace is open."""
    if window.desk is not None:
        use(window.desk)


def first_tab(window: MainWindow) -> str:
    """The tab a workspace opens with: the one asked for, else the one left last."""
    wanted = window.wanted_tab or window.settings.word("tab", TABS[0])
    return wanted if wanted in TABS else TABS[0]


def show_tab(window: MainWindow, name: str) -> None:
    """Show one of the five tabs."""
    if window.desk is not None:
        window.desk.ask_for(name)


def open_search(window: MainWindow) -> None:
    """Open the palette; it is made on first use."""
    window.search.open_palette()


def show_record(window: MainWindow, kind: str, record_id: str) -> None:
    """Show a record in the tab it lives in, or a page of the help."""
    if kind == "help":
        show_help(window, record_id)
    elif window.desk is not None:
        window.desk.show_record(kind, record_id)


def follow_search(window: MainWindow, search: SearchPalette) -> None:
    """Show what is chosen among the results: a record, or a source where words of it stand."""

    def show_page(source_id: str, page: int, words: str) -> None:
        if window.desk is not None:
            window.desk.show_page(source_id, page, words)

    search.record_chosen.connect(partial(show_record, window))
    search.page_chosen.connect(show_page)
    search.briefing_requested.connect(lambda chosen: with_desk(window, lambda desk: desk.add_records(chosen)))


def with_tab(window: MainWindow, use: Callable[[Any], object]) -> None:
    """Use the tab shown, if a workspace is open."""
    if window.desk is not None and window.desk.tab is not None:
        use(window.desk.tab)


def step(window: MainWindow, which: str) -> None:
    """Undo or redo one step; what is being typed becomes a step first."""
    if window.session is not None:
        window.session.typing.flush()
        getattr(window.session.undo_stack, which)()


def set_day(window: MainWindow, day: date | None) -> None:
    """Look at a day; None is today."""
    if window.session is not None:
        window.session.as_of = day


def set_known_day(window: MainWindow, day: date | None) -> None:
    """Show only what was known on a day; None is everything."""
    if window.session is not None:
        window.session.known_on = day


def back_to_today(window: MainWindow) -> None:
    """Both clocks to today."""
    set_known_day(window, None)
    set_day(window, None)


def follow_days(window: MainWindow, session: Session) -> None:
    """Show both clocks in the header, now and whenever one is set."""

    def show(_day: object = None) -> None:
        window.header.show_days(session.day, session.known_on, session.today)

    show()
    session.as_of_changed.connect(show)
    session.known_on_changed.connect(show)


def change_text_size(window: MainWindow, direction: int) -> None:
    """The next larger or smaller text size."""
    place = TEXT_SIZES.index(window.settings.choices.text_size) + direction
    window.choose(text_size=TEXT_SIZES[max(0, min(place, len(TEXT_SIZES) - 1))])


def toggle_full_screen(window: MainWindow) -> None:
    """Full screen and back."""
    if window.isFullScreen():
        window.showNormal()
    else:
        window.showFullScreen()


def print_briefing(window: MainWindow) -> None:
    """Print what the tab shown prints; tabs that print nothing hand over to the Briefing tab."""
    desk = window.desk
    if desk is None:
        return
    if not hasattr(desk.tab, "print_pages"):
        desk.show_tab(MAIN_TAB_FOR_PRINT)
    if hasattr(desk.tab, "print_pages"):
        desk.tab.print_pages()


def import_file(window: MainWindow) -> None:
    """Ask for a file, read it, show what would come in, and take it in one step."""
    if window.session is not None:
        from briefing_app.ui.exchange_dialogs import start_import

        start_import(window, window.session)


def import_folder(window: MainWindow) -> None:
    """Ask for a folder of notes of another program, show what would come in, and take it in one step."""
    if window.session is not None:
        from briefing_app.ui.exchange_dialogs import start_folder_import

        start_folder_import(window, window.session)


def export_file(window: MainWindow) -> None:
    """Ask where to, and write the records."""
    if window.session is not None:
        from briefing_app.ui.exchange_dialogs import start_export

        start_export(window, window.session)


def check(window: MainWindow) -> None:
    """Read every record of the workspace again from disk and say what was found."""
    session = window.session
    if session is None:
        return
    session.flush()
    storage, name = session.workspace.database.storage, session.workspace.name

    def read() -> int:
        from briefing_app.store import checking, recovery

        report = checking.check_open(storage)
        if not report.is_sound:
            raise recovery.damaged(storage.folder, tuple(report.faults))
        return sum(report.counts.values())

    def say(count: int) -> None:
        text = tr("{name} is sound: {count} records read.", name=name, count=f"{count:,}")
        session.message.emit(text, "info")

    session.jobs.run(read, say, owner=window)


def open_reports(window: MainWindow) -> None:
    """Show the folder of crash reports; make it if there never was one."""
    window.places.logs.mkdir(parents=True, exist_ok=True)
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(window.places.logs)))


def follow_spelling(window: MainWindow) -> None:
    """Check spelling as the settings say; words that were taught lie beside them."""
    from briefing_app.app.spelling import spelling

    spelling().choose(window.settings.choices.spelling, window.places.config / "words.txt")
    if window.session is not None:
        spelling().prepare(window.session.jobs)
