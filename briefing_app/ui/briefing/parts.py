"""The widgets of the Briefing tab that need no workspace, made one by one before the tab is asked for.

All at once with the rest of the tab, they would hold the window for a quarter of a second at the first click.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from briefing_app.app.i18n import language
from briefing_app.reports import duty_lines, labels, markings
from briefing_app.ui.briefing.editions_page import EditionsPage
from briefing_app.ui.briefing.inspector import Inspector
from briefing_app.ui.briefing.outline import Outline
from briefing_app.ui.briefing.paper_page import PaperPage
from briefing_app.ui.briefing.toolbar import Toolbar


def read_ahead() -> None:
    """Read the files that the tab opens with; in any thread."""
    labels.words(language())
    labels.well_known()
    markings.schemes()
    duty_lines.goods()


class Parts(QObject):
    """Belongs to the widget that will hold the tab; the widgets do too until the tab takes them."""

    toolbar: Toolbar
    inspector: Inspector
    outline: Outline

    def __init__(self, owner: QWidget | None) -> None:
        super().__init__(owner)
        self._owner = owner
        self._inner: tuple[PaperPage, EditionsPage]
        self._steps: Iterator[Callable[[], None]] = iter(
            (self._make_toolbar, self._make_inner, self._make_inspector, self._make_outline)
        )

    def step(self) -> bool:
        """Make the next; False if all are there."""
        make = next(self._steps, None)
        if make is not None:
            make()
        return make is not None

    def _make_toolbar(self) -> None:
        self.toolbar = Toolbar(self._owner)

    def _make_inner(self) -> None:
        self._inner = PaperPage(self._owner), EditionsPage(self._owner)

    def _make_inspector(self) -> None:
        self.inspector = Inspector(self._owner, inner=self._inner)

    def _make_outline(self) -> None:
        self.outline = Outline(self._owner)


def make_ahead(owner: QWidget) -> bool:
    """Make the next part of the tab that ``owner`` will hold; False if there is none left to make."""
    return (_found(owner) or Parts(owner)).step()


def parts_of(owner: QObject | None) -> Parts:
    """All parts, made ahead or now. They are given once."""
    holder = owner if isinstance(owner, QWidget) else None
    parts = (_found(holder) if holder else None) or Parts(holder)
    while parts.step():
        pass
    parts.setParent(None)
    return parts


def _found(owner: QWidget) -> Parts | None:
    found = owner.findChild(Parts, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return found if isinstance(found, Parts) else None
