"""How a version differs from the note now, word by word, inline or side by side; and the way back to it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.i18n import tr
from briefing_app.domain.records import Note
from briefing_app.domain.text_difference import Stretch, inline, side_by_side
from briefing_app.store.history_views import Version
from briefing_app.ui.notes.list_model import STATUSES
from briefing_app.ui.notes.note_versions import version_lines, version_words
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import label


class VersionsDialog(QDialog):
    """``restore_requested`` carries the older note."""

    restore_requested = Signal(object)

    def __init__(
        self, note: Note, versions: Sequence[Version], place: int, parent: QWidget | None = None,
        *, can_restore: bool = True,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setWindowTitle(tr("Versions of {name}", name=note.title))
        self.resize(theme().px(900), theme().px(620))
        self._note = note
        self._versions = [each for each in versions if isinstance(each.record, Note)]
        self.which = QComboBox()
        self.which.setAccessibleName(tr("Version"))
        for line in version_lines(self._versions):
            self.which.addItem(version_words(line))
        self.which.setCurrentIndex(min(place, len(self._versions) - 1))
        self.which.currentIndexChanged.connect(lambda _place: self._show())
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(tr("Difference"))
        self._summary = label("", "secondary", wrap=True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self.restore = buttons.addButton(
            tr("Bring this version back"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.restore.setVisible(can_restore)
        self.restore.clicked.connect(self._restore)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme().px(20),) * 4)
        column.setSpacing(theme().px(10))
        column.addLayout(self._top())
        for part in (self._summary, self.text, buttons):
            column.addWidget(part, 1 if part is self.text else 0)
        self._show()

    def _top(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(label(tr("Then:")))
        row.addWidget(self.which, 1)
        self.ways = QButtonGroup(self)
        for place, words in enumerate((tr("In one text"), tr("Side by side"))):
            chip = QPushButton(words)
            chip.setProperty("kind", "chip")
            chip.setCheckable(True)
            chip.setChecked(place == 0)
            self.ways.addButton(chip, place)
            row.addWidget(chip)
        self.ways.idClicked.connect(lambda _place: self._show())
        return row

    def _show(self) -> None:
        old = self._chosen()
        if old is None:
            return
        self.restore.setEnabled(old != self._note)
        before, after = _whole(old), _whole(self._note)
        stretches = inline(before, after)
        gone = sum(len(each.text.split()) or 1 for each in stretches if each.change == "gone")
        new = sum(len(each.text.split()) or 1 for each in stretches if each.change == "new")
        told = tr(
            "Against the note as it is now. Words gone: {gone}, words added: {new}.", gone=gone, new=new
        )
        facts = [
            f"{name}: {one or '–'} → {other or '–'}"
            for name, one, other in (
                (tr("Status"), tr(STATUSES[old.status]), tr(STATUSES[self._note.status])),
                (tr("Marking"), old.marking, self._note.marking),
                (tr("Topics"), ", ".join(old.tags), ", ".join(self._note.tags)),
            )
            if one != other
        ]
        self._summary.setText("   ".join([told, *facts]))
        self.text.document().setDefaultStyleSheet(_style())
        if self.ways.checkedId() == 1:
            self.text.setHtml(_table(before, after))
        else:
            self.text.setHtml(f"<p>{_html(stretches)}</p>")

    def _chosen(self) -> Note | None:
        place = self.which.currentIndex()
        found = self._versions[place].record if 0 <= place < len(self._versions) else None
        return found if isinstance(found, Note) else None

    def _restore(self) -> None:
        old = self._chosen()
        if old is not None:
            self.restore_requested.emit(old)
            self.accept()


def _whole(note: Note) -> str:
    return f"{note.title}\n\n{note.body}"


def _html(stretches: Sequence[Stretch]) -> str:
    """Went is struck through, came is underlined: the colours only help."""
    tags = {"same": ("", ""), "gone": ('<s class="gone">', "</s>"), "new": ('<u class="new">', "</u>")}
    parts = []
    for each in stretches:
        before, after = tags[each.change]
        text = escape(each.text).replace("\n", "<br>")
        parts.append(f"{before}{text}{after}")
    return "".join(parts)


def _table(old: str, new: str) -> str:
    rows = []
    for pair in side_by_side(old, new):
        cells = "".join(
            f'<td width="50%" valign="top">{_html(side) or "&nbsp;"}</td>' for side in (pair.old, pair.new)
        )
        rows.append(f"<tr>{cells}</tr>")
    head = f"<tr><th>{escape(tr('Then'))}</th><th>{escape(tr('Now'))}</th></tr>"
    return f'<table width="100%" cellpadding="3" cellspacing="0">{head}{"".join(rows)}</table>'


def _style() -> str:
    c = theme().tokens
    return (
        f"body, td, p {{ color: {c.ink}; }} .gone {{ color: {c.negative}; }} .new {{ color: {c.positive}; }}"
        f"th {{ text-align: left; color: {c.ink_2}; }}"
    )
