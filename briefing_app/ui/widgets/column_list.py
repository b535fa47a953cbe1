"""The columns of a foreign table, one a line: its heading, its first cells, and what it is said to be."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QScrollArea, QWidget

from briefing_app.app.i18n import tr
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import ElidedLabel

SAMPLES = 3
_LOOKED_AT = 1000  # rows in which first cells are looked for
_LONGEST = 200


class ColumnList(QScrollArea):
    """``boxes`` holds the choice of each column, to be filled by whoever knows what a column can be.
    ``chosen`` is sent when the user chose something.
    """

    chosen = Signal()

    def __init__(
        self, header: Sequence[str], rows: Sequence[Sequence[str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        body = QWidget()
        px = theme().px
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, px(8), 0)
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(6))
        grid.setColumnMinimumWidth(0, px(150))
        grid.setColumnStretch(1, 1)
        self.boxes: list[QComboBox] = []
        for place, heading in enumerate(header):
            shown = ElidedLabel(heading.strip() or tr("(no heading)"))
            shown.setMinimumWidth(px(150))
            grid.addWidget(shown, place, 0)
            grid.addWidget(ElidedLabel(_first_cells(rows, place), "secondary"), place, 1)
            box = QComboBox()
            box.setMinimumWidth(px(190))
            box.setAccessibleName(tr("{column} becomes", column=heading))
            box.activated.connect(lambda _place: self.chosen.emit())
            self.boxes.append(box)
            grid.addWidget(box, place, 2)
        grid.setRowStretch(len(header), 1)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(body)

    def meanings(self) -> tuple[str, ...]:
        """What each column is said to be."""
        return tuple(box.currentData() for box in self.boxes)


def _first_cells(rows: Sequence[Sequence[str]], place: int) -> str:
    found = (row[place].strip() for row in rows[:_LOOKED_AT] if place < len(row))
    cells = [cell for cell in found if cell]
    return " · ".join(cells[:SAMPLES])[:_LONGEST]
