"""F6: the focus goes round the zones of the window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def next_zone(zones: Sequence[QWidget], step: int) -> None:
    """Put the focus into the zone after (or before) the one that has it."""
    if not zones:
        return
    focus = QApplication.focusWidget()
    inside = [place for place, zone in enumerate(zones) if focus is not None and _holds(zone, focus)]
    start = inside[0] if inside else (-1 if step > 0 else 0)
    for offset in range(1, len(zones) + 1):
        target = _first_stop(zones[(start + step * offset) % len(zones)])
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason if step > 0 else Qt.FocusReason.BacktabFocusReason)
            return


def _holds(zone: QWidget, widget: QWidget) -> bool:
    return widget is zone or zone.isAncestorOf(widget)


def _first_stop(zone: QWidget) -> QWidget | None:
    """Where the focus was last in a zone, or its first widget that takes it."""
    last: QWidget | None = zone.focusWidget()  # the stub forgets None
    if last is not None and _holds(zone, last) and _takes_focus(last):
        return last
    if _takes_focus(zone):
        return zone
    widget = zone.nextInFocusChain()
    while widget is not None and widget is not zone:
        if zone.isAncestorOf(widget) and _takes_focus(widget):
            return widget
        widget = widget.nextInFocusChain()
    return None


def _takes_focus(widget: QWidget) -> bool:
    takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return takes_tab and widget.isVisible() and widget.isEnabled()
