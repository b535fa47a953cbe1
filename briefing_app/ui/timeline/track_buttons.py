"""On the head of each chart below the lanes a button with its deeds: into the paper, or away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Signal
from PySide6.QtWidgets import QMenu, QToolButton

from briefing_app.app.i18n import tr
from briefing_app.domain.records import Block
from briefing_app.ui.theme import theme
from briefing_app.ui.timeline.canvas import TimelineCanvas

SIZE = 24


class TrackButtons(QObject):
    """``block_requested`` carries what shall go into the paper, ``hidden`` the key of a chart."""

    block_requested = Signal(object)
    hidden = Signal(str)

    def __init__(self, canvas: TimelineCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.buttons: list[QToolButton] = []
        canvas.viewport().installEventFilter(self)

    def show_tracks(self, tracks: Sequence[tuple[str, str]]) -> None:
        """Have a button on the head of each chart, given by its key and title."""
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.buttons = [self._button(key, title) for key, title in tracks]
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self.buttons and event.type() == QEvent.Type.Paint:
            self._place()  # a chart was made higher, or the window
        return super().eventFilter(watched, event)

    def _button(self, key: str, title: str) -> QToolButton:
        button = QToolButton(self._canvas.viewport())
        theme().show_icon(button, "more")
        button.setFixedSize(QSize(theme().px(SIZE), theme().px(SIZE)))
        button.setToolTip(tr("What can be done with {chart}", chart=title))
        button.setAccessibleName(button.toolTip())
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        for words, block in blocks_of(key):
            menu.addAction(words, partial(self.block_requested.emit, block))
        menu.addSeparator()
        menu.addAction(tr("Take this chart away"), partial(self.hidden.emit, key))
        button.setMenu(menu)
        button.show()
        return button

    def _place(self) -> None:
        item = self._canvas.item
        bottoms = item.track_tops()[1:]
        for button, bottom in zip(self.buttons, bottoms, strict=False):
            x, y = round(item.head_px) - button.width() - 2, round(bottom) - button.height() - 2
            if (button.x(), button.y()) != (x, y):
                button.move(x, y)


def blocks_of(key: str) -> list[tuple[str, Block]]:
    """What of a chart can stand in a paper, in words: an indicator as a figure too, a rate as a live one."""
    kind, _, rest = key.partition(":")
    if kind == "series":
        return [
            (tr("Add the chart to the briefing"), Block("series", rest, options={"chart": True})),
            (tr("Add the latest figure to the briefing"), Block("series", rest)),
        ]
    origin, _, hts = rest.partition(":")
    return [
        (tr("Add the chart to the briefing"), Block("rate_chart", options={"hts": hts, "origin": origin}))
    ]
