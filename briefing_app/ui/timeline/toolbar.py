"""The bar above the canvas: zoom, ways to a stretch of time, what else is shown, the clock of the axis."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QToolButton, QWidget

from briefing_app.app.i18n import tr
from briefing_app.ui.theme import theme
from briefing_app.ui.timeline.canvas import TimelineCanvas
from briefing_app.ui.timeline.view_port import ZOOM_STEP
from briefing_app.ui.widgets.labels import ElidedLabel

ZONES = ("", "America/New_York", "Asia/Tokyo", "UTC")


class TimelineBar(QWidget):
    """``day_requested``: bring the day looked at into view. ``save_requested``, ``zone_changed``."""

    day_requested = Signal()
    save_requested = Signal()
    zone_changed = Signal()

    def __init__(self, canvas: TimelineCanvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.zoom_out = _tool("remove", tr("Zoom out (-)"), lambda: canvas.zoom(1 / ZOOM_STEP**2))
        self.zoom_in = _tool("add", tr("Zoom in (+)"), lambda: canvas.zoom(ZOOM_STEP**2))
        self.fit = _tool("", tr("Fit all"), canvas.fit, tr("Show everything (0)"))
        densest = tr("Show the densest stretch: what the events are about")
        self.story = _tool("", tr("Fit the talks"), canvas.show_story, densest)
        self.today = _tool("", tr("Today"), self.day_requested.emit)
        self.more = QToolButton()
        self.more.setText(tr("Show"))
        self.more.setToolTip(tr("Terms of office above the lanes, charts below them"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.menu = QMenu(self.more)
        self.more.setMenu(self.menu)
        self.views = QToolButton()
        self.views.setText(tr("Views"))
        self.views.setToolTip(tr("Keep this view under a name, or show one that was kept (V)"))
        self.views.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.views.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.views_menu = QMenu(self.views)
        self.views.setMenu(self.views_menu)
        self.span = ElidedLabel(role="secondary")
        self.save = _tool("export", tr("Save as a picture or as pages"), self.save_requested.emit)
        self.zone = QComboBox()
        for words, zone in zip(_zone_words(), ZONES, strict=True):
            self.zone.addItem(words, zone)
        self.zone.setAccessibleName(tr("Time zone of the axis"))
        self.zone.setToolTip(
            tr("The clock that the axis shows. A day told elsewhere then runs over two dates.")
        )
        self.zone.activated.connect(lambda _place: self.zone_changed.emit())
        canvas.span_changed.connect(lambda _first, _last: self.span.set_text(canvas.span_words()))
        self._arrange()

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(theme().px(12), theme().px(4), theme().px(12), theme().px(4))
        row.setSpacing(theme().px(4))
        for part in (self.zoom_out, self.zoom_in, self.fit, self.story, self.today, self.more, self.views):
            row.addWidget(part)
        row.addSpacing(theme().px(8))
        row.addWidget(self.span, 1)
        row.addWidget(self.save)
        row.addWidget(self.zone)

    def show_zone(self, zone: str) -> None:
        """Choose a zone without telling anybody."""
        self.zone.setCurrentIndex(max(self.zone.findData(zone), 0))

    def say_day(self, *, is_today: bool) -> None:
        """Name the way to the day that is looked at."""
        self.today.setText(tr("Today") if is_today else tr("As-of day"))
        self.today.setToolTip(tr("Bring the day that is looked at to the middle (T)"))


def _zone_words() -> tuple[str, ...]:
    return (tr("Dates as told"), tr("New York time"), tr("Tokyo time"), tr("UTC"))


def _tool(icon: str, words: str, on_click: Callable[[], object], tip: str = "") -> QToolButton:
    button = QToolButton()
    if icon:
        theme().show_icon(button, icon)
    else:
        button.setText(words)
    button.setToolTip(tip or words)
    button.setAccessibleName(words)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.clicked.connect(lambda _checked=False: on_click())
    return button
