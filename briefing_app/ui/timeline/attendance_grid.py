"""Who was there: events as rows, people as columns, a sign in each cell for the part somebody had.

Space puts a person in or takes one out, Enter or F2 edits the part, a double click shows the event.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCompleter,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QTableView,
    QWidget,
)

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.domain.attendance import PRESENT, Attendance, role_codes, role_of
from briefing_app.domain.records import Event, Person
from briefing_app.ui.record_titles import shown_title
from briefing_app.ui.record_words import office_words
from briefing_app.ui.theme import ROW_HEIGHT, on_change, theme
from briefing_app.ui.timeline.event_table import day_of, first_date
from briefing_app.ui.timeline.names import full_name, surname

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class AttendanceModel(QAbstractTableModel):
    """The matrix. ``edited`` carries (event, person, part or None) for what the user wants."""

    edited = Signal(object, str, object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.shown = Attendance((), ())
        self._codes: dict[str, str] = {}
        self._people: dict[str, Person] = {}

    def show(self, shown: Attendance) -> None:
        """Show other rows and columns."""
        self.beginResetModel()
        self.shown = shown
        self._codes = role_codes(shown.roles())
        found = (self._session.workspace.find("person", key) for key in shown.people)
        self._people = {each.id: each for each in found if isinstance(each, Person)}
        self.endResetModel()

    @property
    def codes(self) -> dict[str, str]:
        """The sign of each part."""
        return self._codes

    def at(self, index: Index) -> tuple[Event, str]:
        """The event and the person of a cell."""
        return self.shown.events[index.row()], self.shown.people[index.column()]

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.shown.events)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.shown.people)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        event, person = self.at(index)
        part = role_of(event, person)
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._words(event, person, part)
        plain = {
            Qt.ItemDataRole.TextAlignmentRole: Qt.AlignmentFlag.AlignCenter,
            Qt.ItemDataRole.EditRole: part or "",
            Qt.ItemDataRole.DisplayRole: "" if part is None else self._codes.get(part, PRESENT),
            Qt.ItemDataRole.BackgroundRole: None if part is None else theme().colour("raised"),
        }
        return plain.get(Qt.ItemDataRole(role))

    def _shown(self, text: str) -> str:
        return shown_title(self._session, text)

    def _words(self, event: Event, person: str, part: str | None) -> str:
        record = self._people.get(person)
        name = full_name(record) if record else person
        if part is None:
            return tr("{name} was not there", name=name)
        day = day_of(event)
        office = office_words(record, day) if record and day else ""
        return ", ".join(filter(None, (name, office, self._shown(part) or tr("part not told"))))

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            person = self._people.get(self.shown.people[section])
            if role == Qt.ItemDataRole.DisplayRole:
                return surname(person) if person else self.shown.people[section]
            if role == Qt.ItemDataRole.ToolTipRole:
                return full_name(person) if person else None
        elif role == Qt.ItemDataRole.DisplayRole:
            event = self.shown.events[section]
            return f"{first_date(event)}   {self._shown(event.title)}"
        elif role == Qt.ItemDataRole.ToolTipRole:
            return self._shown(self.shown.events[section].title)
        elif role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        event, person = self.at(index)
        part = str(value).strip()
        if part != (role_of(event, person) or "") or (part == "" and role_of(event, person) is None):
            self.edited.emit(event, person, part)
        return True


class UprightHeader(QHeaderView):
    """Names written upwards, so that a column is as narrow as its sign."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(True)

    def sizeHint(self) -> QSize:
        names = (self.model().headerData(at, self.orientation()) or "" for at in range(self.count()))
        longest = max((self.fontMetrics().horizontalAdvance(name) for name in names), default=0)
        return QSize(super().sizeHint().width(), longest + theme().px(16))

    def paintSection(self, painter: QPainter, rect: Any, section: int) -> None:
        painter.save()
        painter.setPen(theme().colour("ink"))
        painter.translate(rect.left() + rect.width() / 2, rect.bottom() - theme().px(6))
        painter.rotate(-90)
        height = self.fontMetrics().height()
        box = QRectF(0, -height / 2, rect.height() - theme().px(8), height)
        name = self.model().headerData(section, self.orientation()) or ""
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        painter.restore()


class PartEditor(QStyledItemDelegate):
    """A field as wide as a part needs, with the parts that are known."""

    def createEditor(self, parent: QWidget, _option: Any, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        model = index.model()
        known = list(model.codes) if isinstance(model, AttendanceModel) else []
        completer = QCompleter(known, editor)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        editor.setCompleter(completer)
        editor.setPlaceholderText(tr("part, for instance: chief negotiator"))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: Any, _index: Index) -> None:
        box = option.rect
        box.setWidth(max(box.width(), theme().px(220)))
        parent = editor.parentWidget()
        room = (parent.width() if parent else 0) - box.width()
        box.moveLeft(max(0, min(box.left(), room)))
        editor.setGeometry(box)


class AttendanceGrid(QTableView):
    """The cells. ``event_opened`` and ``event_selected`` carry an event id."""

    event_selected = Signal(str)
    event_opened = Signal(str)

    def __init__(self, model: AttendanceModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setHorizontalHeader(UprightHeader(self))
        self.setModel(model)
        self.setItemDelegate(PartEditor(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setSectionsClickable(True)
        rows.setTextElideMode(Qt.TextElideMode.ElideRight)
        rows.setProperty("role", "rows")
        rows.sectionClicked.connect(lambda row: self.event_selected.emit(model.shown.events[row].id))
        self.setCornerButtonEnabled(False)
        on_change(self, self._take_sizes)
        self.selectionModel().currentChanged.connect(self._on_current)

    def _take_sizes(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme().px(ROW_HEIGHT))
        self.verticalHeader().setFixedWidth(theme().px(330))
        self.horizontalHeader().setDefaultSectionSize(theme().px(34))

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self.event_selected.emit(self._model.shown.events[current.row()].id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if self.state() == QAbstractItemView.State.EditingState:
            return  # the field has taken Enter and passes it on
        if not index.isValid():
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Space:
            there, person = self._model.at(index)
            self._model.edited.emit(there, person, "" if role_of(there, person) is None else None)
        elif event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            there, person = self._model.at(index)
            if role_of(there, person) is not None:
                self._model.edited.emit(there, person, None)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.edit(index)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.event_opened.emit(self._model.shown.events[index.row()].id)
