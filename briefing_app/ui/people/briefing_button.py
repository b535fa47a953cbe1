"""The small button beside something said: it goes into the paper that is being written."""

from __future__ import annotations

from PySide6.QtWidgets import QToolButton

from briefing_app.app.i18n import tr
from briefing_app.ui.theme import theme


def briefing_button() -> QToolButton:
    """A button with the sign of the Briefing tab; its words are on hover."""
    button = QToolButton()
    theme().show_icon(button, "briefing")
    button.setToolTip(tr("Add to briefing"))
    button.setAccessibleName(button.toolTip())
    return button
