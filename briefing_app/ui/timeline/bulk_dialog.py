"""Edit many events at once: only what is filled in is changed, in one step that can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QSpinBox, QVBoxLayout, QWidget

from briefing_app.app.error_words import told
from briefing_app.app.i18n import tr
from briefing_app.domain.bulk_edit import BulkEdit, change_set
from briefing_app.domain.change import ChangeSet
from briefing_app.domain.chronicle import NO_LANE, lanes_of
from briefing_app.domain.records import Event, Source, title_of
from briefing_app.errors import BriefingError
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import Form, LineEdit
from briefing_app.ui.widgets.labels import label, restyle

FARTHEST_DAYS = 36_500


class BulkDialog(QDialog):
    """The fields, and what would change. ``change_set`` is what the user chose."""

    def __init__(
        self,
        events: Sequence[Event],
        everything: Iterable[Event],
        sources: Iterable[Source],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._events = events
        everything = list(everything)
        self.setWindowTitle(tr("Edit {count} events", count=len(events)))
        self.setMinimumWidth(theme().px(460))
        lanes = sorted({lane for event in everything for lane in lanes_of(event)} - {NO_LANE})
        self.add_lanes = LineEdit(placeholder=", ".join(lanes[:3]))
        self.drop_lanes = LineEdit()
        self.category = _choice(sorted({event.category for event in everything if event.category}))
        self.add_tags = LineEdit()
        self.drop_tags = LineEdit()
        self.marking = LineEdit(placeholder=tr("unchanged"))
        self.source = QComboBox()
        self.source.addItem(tr("none to add"), "")
        for source in sorted(sources, key=lambda each: title_of(each).casefold()):
            self.source.addItem(title_of(source), source.id)
        self.days = QSpinBox()
        self.days.setRange(-FARTHEST_DAYS, FARTHEST_DAYS)
        self.days.setSpecialValueText("")
        self.outcome = label("", "secondary", wrap=True)
        self._lay_out()
        for field in (self.add_lanes, self.drop_lanes, self.add_tags, self.drop_tags, self.marking):
            field.textChanged.connect(self._look)
        self.category.editTextChanged.connect(self._look)
        self.source.currentIndexChanged.connect(self._look)
        self.days.valueChanged.connect(self._look)
        self._look()

    def _lay_out(self) -> None:
        form = Form()
        form.add_row(
            form.add(tr("Put into lanes"), self.add_lanes), form.add(tr("Take out of lanes"), self.drop_lanes)
        )
        form.add(tr("Category"), self.category)
        form.add_row(form.add(tr("Add tags"), self.add_tags), form.add(tr("Remove tags"), self.drop_tags))
        form.add(tr("Marking"), self.marking)
        form.add(tr("Add a source"), self.source)
        form.add(
            tr("Move by days"), self.days, tr("Later with +, earlier with -. Only plain days can be moved.")
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.take = buttons.addButton(tr("Edit"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.take.setProperty("kind", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme().px(24),) * 4)
        column.setSpacing(theme().px(12))
        column.addWidget(label(tr("What you leave empty stays as it is."), "secondary"))
        column.addWidget(form)
        column.addWidget(self.outcome)
        column.addStretch(1)
        column.addWidget(buttons)

    @property
    def edit(self) -> BulkEdit:
        """What is filled in."""
        return BulkEdit(
            add_lanes=_listed(self.add_lanes.text()),
            drop_lanes=_listed(self.drop_lanes.text()),
            add_tags=_listed(self.add_tags.text()),
            drop_tags=_listed(self.drop_tags.text()),
            category=self.category.currentText().strip() or None,
            marking=self.marking.text().strip() or None,
            add_source=self.source.currentData() or "",
            move_days=self.days.value(),
        )

    def change_set(self) -> ChangeSet:
        """The edit as one step. Raises UsageError where a date cannot be moved."""
        return change_set(self._events, self.edit, tr("Edit {count} events", count=len(self._events)))

    def _look(self, *_said: object) -> None:
        """Say how many events would change, or why it cannot be."""
        tone = ""
        try:
            count = len(self.change_set().changes)
            words = tr("{count} of {all} events change.", count=count, all=len(self._events))
        except BriefingError as error:
            count, words, tone = 0, told(error), "caution"
        self.outcome.setText(words)
        restyle(self.outcome, tone=tone)
        self.take.setEnabled(count > 0)


def _choice(words: Sequence[str]) -> QComboBox:
    box = QComboBox()
    box.setEditable(True)
    box.addItems(list(words))
    box.setCurrentText("")
    editor = box.lineEdit()
    if editor is not None:
        editor.setPlaceholderText(tr("unchanged"))
    return box


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.replace("、", ",").split(",") if part.strip()))
