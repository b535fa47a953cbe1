"""Every command of the window in one table: name, words, shortcut, icon, menu and what it needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from briefing_app.app.i18n import tr
from briefing_app.ui.theme import theme

_LETTER = re.compile(r"[(（]&\w[)）]")
Menu = Literal["file", "edit", "view", "go", "tools", "help"]
MENUS: dict[Menu, str] = {
    "file": "&File", "edit": "&Edit", "view": "&View", "go": "&Go", "tools": "&Tools", "help": "&Help"
}  # fmt: skip
TABS = ("timeline", "tariff", "people", "notes", "briefing")
TAB_TITLES = {
    "timeline": "Timeline", "tariff": "Tariffs", "people": "People", "notes": "Notes", "briefing": "Briefing"
}  # fmt: skip


@dataclass(frozen=True)
class Command:
    """One command. ``needs`` says when it is greyed and why; ``group`` makes it one of several choices."""

    name: str
    menu: Menu
    text: str
    shortcut: str = ""
    icon: str = ""
    needs: Literal["", "workspace", "plain", "encrypted"] = "workspace"
    is_after_line: bool = False
    group: str = ""


COMMANDS = (
    Command("new_workspace", "file", "&New workspace…", icon="add", needs=""),
    Command("open_workspace", "file", "&Open workspace…", "Ctrl+O", "open", needs=""),
    Command("open_sample", "file", "Open the &sample", needs=""),
    Command("recent", "file", "Open &recent", needs=""),
    Command("import", "file", "&Import…", icon="import", is_after_line=True),
    Command("import_folder", "file", "Import a fol&der of notes…", icon="folder"),
    Command("export", "file", "&Export…", icon="export"),
    Command("print", "file", "&Print…", "Ctrl+P", "print", is_after_line=True),
    Command("lock", "file", "&Lock", "Ctrl+L", "lock", needs="encrypted", is_after_line=True),
    Command("close_workspace", "file", "&Close workspace", "Ctrl+W"),
    Command("quit", "file", "&Quit", "Ctrl+Q", needs="", is_after_line=True),
    Command("undo", "edit", "&Undo", "Ctrl+Z", "undo"),
    Command("redo", "edit", "&Redo", "Ctrl+Shift+Z", "redo"),
    Command("new_record", "edit", "&New here", "Ctrl+N", "add", is_after_line=True),
    Command("find", "edit", "&Find here", "Ctrl+F", "search"),
    Command("to_briefing", "edit", "Add to &briefing", "Ctrl+Shift+B", "briefing", is_after_line=True),
    Command("theme_system", "view", "Colours of the &system", needs="", group="theme"),
    Command("theme_light", "view", "&Light", needs="", group="theme"),
    Command("theme_dark", "view", "&Dark", needs="", group="theme"),
    Command("text_larger", "view", "Lar&ger text", "Ctrl++", needs="", is_after_line=True),
    Command("text_smaller", "view", "S&maller text", "Ctrl+-", needs=""),
    Command("text_normal", "view", "&Normal text", "Ctrl+0", needs=""),
    Command("full_screen", "view", "&Full screen", "F11", needs="", is_after_line=True),
    *(
        Command(f"tab_{name}", "go", TAB_TITLES[name], f"Alt+{number}", TAB_TITLES[name].lower())
        for number, name in enumerate(TABS, 1)
    ),
    Command("search", "go", "&Search everything…", "Ctrl+K", "search", is_after_line=True),
    Command("back", "go", "&Back", "Alt+Left", "chevron-left"),
    Command("forward", "go", "Fo&rward", "Alt+Right", "chevron-right"),
    Command("today", "go", "Back to &today", icon="calendar", is_after_line=True),
    Command("next_zone", "go", "Next &zone", "F6"),
    Command("previous_zone", "go", "&Previous zone", "Shift+F6"),
    Command("protect", "tools", "&Protect with a passphrase…", icon="lock", needs="plain"),
    Command("change_passphrase", "tools", "Change p&assphrase…", needs="encrypted"),
    Command("unprotect", "tools", "Re&move protection…", icon="unlock", needs="encrypted"),
    Command("backups", "tools", "&Backups…", icon="history", is_after_line=True),
    Command("trash", "tools", "&Trash…", icon="delete"),
    Command("audit", "tools", "A&udit…", icon="table"),
    Command("check", "tools", "&Check workspace", icon="check"),
    Command("reports", "tools", "Open the folder of crash &reports", icon="folder", needs=""),
    Command("settings", "tools", "&Settings…", "Ctrl+,", "settings", needs="", is_after_line=True),
    Command("help", "help", "&Help here", "F1", "help", needs=""),
    Command("shortcuts", "help", "&Keyboard shortcuts", needs=""),
    Command("about", "help", "&About Briefing Desk", icon="info", needs="", is_after_line=True),
)


class Actions:
    """The table as QActions in the menu bar. ``named`` gives one of them."""

    def __init__(self, window: QMainWindow, run: Mapping[str, Callable[[], object]]) -> None:
        self._all: dict[str, QAction] = {}
        self.recent_menu = QMenu(tr("Open &recent"), window)
        groups: dict[str, QActionGroup] = {}
        menus = {name: window.menuBar().addMenu(tr(title)) for name, title in MENUS.items()}
        for command in COMMANDS:
            menu = menus[command.menu]
            if command.is_after_line:
                menu.addSeparator()
            if command.name == "recent":
                menu.addMenu(self.recent_menu)
                continue
            action = _action(window, command, run[command.name])
            if command.group:
                group = groups.setdefault(command.group, QActionGroup(window))
                group.addAction(action)
                action.setCheckable(True)
            menu.addAction(action)
            self._all[command.name] = action

    def named(self, name: str) -> QAction:
        """The action of a command."""
        return self._all[name]

    def enable(self, *, has_workspace: bool, is_encrypted: bool) -> None:
        """Grey what cannot be done now and say why."""
        no_passphrase = tr("This workspace has no passphrase.")
        if not has_workspace:
            why = dict.fromkeys(("workspace", "plain", "encrypted"), tr("Open a workspace first."))
        elif is_encrypted:
            why = {"plain": tr("This workspace has a passphrase already.")}
        else:
            why = {"encrypted": no_passphrase}
        for command in COMMANDS:
            if not command.needs or command.name not in self._all:
                continue
            action, fault = self._all[command.name], why.get(command.needs, "")
            if command.name == "lock" and fault == no_passphrase:
                fault = tr("This workspace has no passphrase, so there is nothing to lock.")
            action.setEnabled(not fault)
            action.setToolTip(fault or plain(command.text))

    def listed(self) -> list[tuple[QAction, str]]:
        """All actions with their shortcut in words, for the palette and the list of shortcuts."""
        native = QKeySequence.SequenceFormat.NativeText
        return [(action, action.shortcut().toString(native)) for action in self._all.values()]


def plain(text: str) -> str:
    """A menu text without its marks; in Japanese the letter stands in brackets behind the words."""
    return _LETTER.sub("", tr(text)).replace("&", "").rstrip("…")


def _action(window: QMainWindow, command: Command, run: Callable[[], object]) -> QAction:
    action = QAction(tr(command.text), window)
    action.setObjectName(command.name)
    if command.shortcut:
        keys = [QKeySequence(command.shortcut)]
        if command.name == "text_larger":
            keys.append(QKeySequence("Ctrl+="))
        if command.name == "redo":
            keys.append(QKeySequence("Ctrl+Y"))
        action.setShortcuts(keys)
    if command.icon:
        theme().show_icon(action, command.icon)
    action.triggered.connect(lambda _checked=False: run())
    roles = {
        "quit": QAction.MenuRole.QuitRole, "settings": QAction.MenuRole.PreferencesRole,
        "about": QAction.MenuRole.AboutRole,
    }  # fmt: skip
    action.setMenuRole(roles.get(command.name, QAction.MenuRole.NoRole))
    return action
