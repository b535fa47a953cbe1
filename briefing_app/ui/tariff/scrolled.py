"""The frame of a page that scrolls: one column on a surface as wide as the view."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from briefing_app.ui.theme import theme


def column_in(
    area: QScrollArea, margins: tuple[int, int, int, int], spacing: int, *, panel: str = "surface",
    follows_width: bool = False,
) -> QVBoxLayout:  # fmt: skip
    """The column of a scroll area, to be filled; margins (left, top, right, bottom) in steps of the theme.

    It stands in its area before it is filled: the area asks at once for the size of what it is given, for
    which Qt would style every part, and style all of them again each time the page is put into another.
    ``follows_width`` keeps wide words from pushing the column beyond the view.
    """
    body = QWidget()
    if panel:
        body.setProperty("panel", panel)
    if follows_width:
        body.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    column = QVBoxLayout(body)
    column.setContentsMargins(*(theme().px(each) for each in margins))
    column.setSpacing(theme().px(spacing))
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(body)
    return column
