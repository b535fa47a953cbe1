"""What is chosen in a list, a table or on the timeline goes into the paper that is being written: by the menu
of the right button, and by the command of the Edit menu.

A view takes part by ``chosen_records()``, kinds and ids; it may offer more for a place by ``menu_at``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QMenu, QWidget

from briefing_app.app.i18n import tr

Chosen: TypeAlias = Sequence[tuple[str, str]]
# What can stand in a paper by itself.
IN_PAPERS = frozenset(
    {"event", "person", "note", "quotation", "source", "series", "scenario", "basket", "good"}
)


def view_of(widget: QWidget | None) -> Any:
    """The view with records that a widget is, or is part of; None if it is in none."""
    while widget is not None and not hasattr(widget, "chosen_records"):
        widget = widget.parentWidget()
    return widget


def chosen_in(tab: QWidget, focus: QWidget | None) -> Chosen:
    """What is chosen in the view that has the focus, else in the first of the tab that is seen."""
    focused = view_of(focus)
    seen = [
        each for each in tab.findChildren(QAbstractScrollArea)
        if hasattr(each, "chosen_records") and each.isVisibleTo(tab)
    ]  # fmt: skip
    for view in [*([focused] if focused is not None and tab.isAncestorOf(focused) else []), *seen]:
        if chosen := view.chosen_records():
            return list(chosen)
    return []


def menu_at(widget: QWidget | None, place: QPoint, add: Callable[[Chosen], object]) -> QMenu | None:
    """The menu of a view at a place of the screen; None where there is nothing to do."""
    view = view_of(widget)
    if view is None:
        return None
    chosen = view.chosen_records()
    menu: QMenu | None = None
    more = getattr(view, "menu_at", None)
    if more is not None and isinstance(view, QAbstractItemView):
        menu = more(view.indexAt(view.viewport().mapFromGlobal(place)))
    if menu is None and not chosen:
        return None
    menu = menu if menu is not None else QMenu(view)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if chosen:
        action = menu.addAction(words_for(len(chosen)), lambda: add(chosen))
        others = [each for each in menu.actions() if each is not action]
        if others:
            menu.insertAction(others[0], action)
            menu.insertSeparator(others[0])
    return menu


def words_for(count: int) -> str:
    """What adding so many records is called."""
    return tr("Add to briefing") if count == 1 else tr("Add {count} to the briefing", count=count)
