"""The settings: colours, text size, language, lock. Each takes effect at once, except the language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from briefing_app.app.i18n import LANGUAGES, tr
from briefing_app.app.settings import LOCK_MINUTES, TEXT_SIZES, Choices
from briefing_app.app.spelling import spelling
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import Form


class SettingsDialog(QDialog):
    """``changed`` carries the new :class:`Choices` after each choice."""

    changed = Signal(object)

    def __init__(self, choices: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Settings"))
        self._choices = choices
        form = Form()
        themes = {"system": tr("As the system"), "light": tr("Light"), "dark": tr("Dark")}
        self.theme = self._combo(form, tr("Colours"), themes, "theme")
        sizes = {size: f"{size:.0%}" for size in TEXT_SIZES}
        self.text_size = self._combo(form, tr("Text size"), sizes, "text_size")
        self.language = self._combo(
            form, tr("Language"), dict(LANGUAGES), "language", tr("Takes effect at the next start.")
        )
        minutes = {each: _minutes(each) for each in LOCK_MINUTES}
        self.lock_minutes = self._combo(
            form, tr("Lock when nobody is there"), minutes, "lock_minutes",
            tr("An encrypted workspace asks for its passphrase again. What was typed is saved first."),
        )  # fmt: skip
        found = spelling().installed()
        names = {"auto": tr("English, as installed"), "off": tr("Off"), **{name: name for name in found}}
        told = (
            tr("A right click on an underlined word offers others.") if found
            else tr("No English dictionary is installed, so nothing is checked.")
        )  # fmt: skip
        self.spelling = self._combo(form, tr("Spell check"), names, "spelling", told)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme().px(24),) * 4)
        column.setSpacing(theme().px(16))
        column.addWidget(form)
        column.addWidget(buttons)
        width = theme().px(360)
        self.setMinimumWidth(width)
        self.resize(width, column.totalHeightForWidth(width))

    def _combo(
        self, form: Form, title: str, values: Mapping[Any, str], name: str, help_text: str = ""
    ) -> QComboBox:
        box = QComboBox()
        for value, text in values.items():
            box.addItem(text, value)
        box.setCurrentIndex(max(0, box.findData(getattr(self._choices, name))))
        box.currentIndexChanged.connect(lambda _place: self._take(name, box.currentData()))
        form.add(title, box, help_text)
        return box

    def _take(self, name: str, value: Any) -> None:
        self._choices = replace(self._choices, **{name: value})
        self.changed.emit(self._choices)


def _minutes(count: int) -> str:
    if not count:
        return tr("Never")
    return tr("After 1 minute") if count == 1 else tr("After {count} minutes", count=count)
