"""The chosen block, how the paper is printed, its editions; below them pre-flight of the whole paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.error_words import told
from briefing_app.app.i18n import tr
from briefing_app.domain.records import Block
from briefing_app.reports.editions import Copy, Edition
from briefing_app.reports.model import Problem
from briefing_app.ui.briefing.drafts import is_included
from briefing_app.ui.briefing.editions_page import EditionsPage
from briefing_app.ui.briefing.findings_list import FindingsList
from briefing_app.ui.briefing.live_fields import LIVE, LiveFields
from briefing_app.ui.briefing.paper_page import PaperPage
from briefing_app.ui.briefing.since_last import DifferencesView
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import Form, LineEdit, TextArea
from briefing_app.ui.widgets.labels import SectionHeader, label, rule

PAPER, EDITIONS = 1, 2
_BLOCK = Qt.ItemDataRole.UserRole
_TONES = {"block": "negative", "warn": "caution", "note": "ink_2"}
_WORDED = {
    "text",
    "note",
    "purpose",
    "objectives",
    "messages",
    "if_pressed",
    "avoid",
    "their_aims",
    "facts",
    "next",
}


# In which kind of record a block has its content.
_HOMES = {
    "note": "note", "person": "person", "event": "event", "series": "series", "source": "source",
    "quotation": "note", "position": "person", "scenario": "scenario", "delegation": "delegation",
    "duty": "basket", "rate_chart": "basket", "measure": "measure",
}  # fmt: skip


class Inspector(QWidget):
    """The right zone of the Briefing tab.

    text_typed, heading_typed, option_typed: what was typed for the block.
    included_changed: whether it is printed.  record_requested: kind and id.  source_requested: where what the
    block quotes is written.  problem_chosen: the section it stands in and where else it is mended, as
    :class:`Problem` names them.  judging_requested: the form for what speaks for each option is wanted.
    """

    text_typed = Signal(str)
    option_typed = Signal(str, str)
    heading_typed = Signal(str)
    included_changed = Signal(bool)
    record_requested = Signal(str, str)
    source_requested = Signal()
    problem_chosen = Signal(str, str)
    judging_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "surface")
        self._record: tuple[str, str] | None = None

    def portions(self) -> tuple[Callable[[], None], ...]:
        """What makes the zone, in order; nothing is there before. Each part is made where it stays: what
        moves later is given its style again, with all that is in it.
        """
        return (
            self._make_frame, self._make_block, self._make_fields, self._make_paper, self._make_editions,
            self._make_problems,
        )  # fmt: skip

    def _make_frame(self) -> None:
        gap = theme().px(12)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(gap, gap, gap, gap)
        self._column.setSpacing(theme().px(8))
        self.page_buttons: list[QPushButton] = []
        self._column.addLayout(self._page_buttons())
        self.pages = QStackedWidget(self)
        self._column.addWidget(self.pages, 5)

    def _make_block(self) -> None:
        block = QWidget(_scrolling(self.pages).viewport())
        self._last_area().setWidget(block)
        self._inner = QVBoxLayout(block)
        self._inner.setContentsMargins(0, theme().px(8), 0, 0)
        self._inner.setSpacing(theme().px(8))
        self._title = label("", "section", wrap=True)
        self._origin = label("", "secondary", wrap=True)
        self.included = QCheckBox(tr("Print this block"))
        self.included.toggled.connect(self.included_changed)
        self._open = QPushButton(tr("Open the record"))
        self._open.setProperty("kind", "link")
        self._open.clicked.connect(self._on_open_clicked)
        self.open_source = QPushButton(tr("Open the source where it stands"))
        self.open_source.setProperty("kind", "link")
        self.open_source.clicked.connect(lambda _checked=False: self.source_requested.emit())
        self.differences = DifferencesView(block)
        for widget in (self._title, self._origin, self.included, self._open, self.open_source):
            self._inner.addWidget(widget)
        self._inner.addWidget(self.differences)

    def _make_fields(self) -> None:
        block = self._last_area().widget()
        self.live = LiveFields(block)
        self.live.option_typed.connect(self.option_typed)
        self._inner.addWidget(self.live)
        self.judge = QPushButton(tr("What speaks for each option…"), block)
        self.judge.clicked.connect(self.judging_requested)
        self._inner.addWidget(self.judge, 0, Qt.AlignmentFlag.AlignLeft)
        self._form = Form(block)
        self._inner.addWidget(self._form, 1)
        self.heading = LineEdit(placeholder=tr("As in the record"))
        self.heading.typed.connect(self.heading_typed)
        self.text = TextArea()
        self.text.setMinimumHeight(theme().px(84))
        self.text.typed.connect(self.text_typed)
        self._heading_field = self._form.add(tr("Heading of this block"), self.heading)
        self._text_field = self._form.add(tr("Own words (Markdown)"), self.text)

    def _make_paper(self) -> None:
        area = _scrolling(self.pages)
        self.paper = PaperPage(area.viewport())
        area.setWidget(self.paper)

    def _make_editions(self) -> None:
        self.editions = EditionsPage(self.pages)
        self.pages.addWidget(self.editions)

    def show_editions(self, found: Sequence[tuple[Edition, Sequence[Copy]]]) -> None:
        """Show the editions of the paper and their copies, and offer them to tell changes from."""
        self.editions.show_editions(found)
        self.paper.show_editions([edition.number for edition, _copies in found])

    def _make_problems(self) -> None:
        self._verdict = label("", "secondary", wrap=True)
        self.problems = FindingsList(self)
        self.problems.itemActivated.connect(self._on_problem_activated)
        self.problems.itemClicked.connect(self._on_problem_activated)
        for widget in (rule(), SectionHeader(tr("Pre-flight")), self._verdict):
            self._column.addWidget(widget)
        self._column.addWidget(self.problems, 2)
        # On the page of editions their list needs the room; the verdict stays.
        self.pages.currentChanged.connect(lambda page: self.problems.setVisible(page != EDITIONS))

    def _last_area(self) -> QScrollArea:
        area = self.pages.widget(self.pages.count() - 1)
        assert isinstance(area, QScrollArea)
        return area

    def _page_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme().px(4))
        group = QButtonGroup(self)
        for page, words in enumerate((tr("Block"), tr("Paper"), tr("Editions"))):
            button = QPushButton(words, self)
            button.setProperty("kind", "chip")
            button.setCheckable(True)
            button.setChecked(page == 0)
            button.clicked.connect(lambda _on=False, chosen=page: self.pages.setCurrentIndex(chosen))
            group.addButton(button)
            row.addWidget(button)
            self.page_buttons.append(button)
        row.addStretch(1)
        return row

    def show_page(self, page: int) -> None:
        """Show the block (0), the paper (1) or the editions (2)."""
        self.page_buttons[page].click()

    def show_block(
        self, title: str, block: Block | None, placeholder: str = "", *, has_source: bool = False,
        record: tuple[str, str] | None = None,
    ) -> None:  # fmt: skip
        """Show the settings of a block; None: nothing is chosen. ``record`` is what was pointed at in the
        pages, where the block prints many: kind and id.
        """
        own = (_HOMES[block.type], block.ref) if block and block.ref and block.type in _HOMES else None
        self._record = own or record
        self._title.setText(title if block else tr("No block chosen"))
        for widget in (self._origin, self.included, self._form, self._open):
            widget.setVisible(block is not None)
        self.open_source.setVisible(has_source)
        self.live.setVisible(False)
        self.judge.setVisible(block is not None and block.type == "options")
        if block is None:
            return
        self.live.show_block(block)
        is_added = block.type in _HOMES or block.type in LIVE
        self.included.blockSignals(True)
        self.included.setChecked(is_included(block))
        self.included.blockSignals(False)
        self._open.setVisible(self._record is not None)
        self.heading.show_text(str(block.options.get("heading", "")))
        self._heading_field.setVisible(block.type == "text" or is_added)
        self._text_field.setVisible(is_added or block.type in _WORDED)
        if not self.text.hasFocus() or self.text.toPlainText() != block.text:
            self.text.show_text(block.text)
        self.text.setPlaceholderText(placeholder)
        self._origin.setText(_origin(block))

    def begin_text(self) -> None:
        """Put the cursor into the words of the block; in a low window they are scrolled to."""
        self.text.setFocus()
        area = self.pages.widget(0)
        if isinstance(area, QScrollArea):  # when what was shown for the block has its place
            QTimer.singleShot(0, area, lambda: area.ensureWidgetVisible(self._text_field))

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Show what pre-flight found, worst first."""
        order = {"block": 0, "warn": 1, "note": 2}
        self.problems.clear()
        for problem in sorted(problems, key=lambda each: order[each.severity]):
            item = QListWidgetItem(_lead(problem.severity) + told(problem.text))
            item.setForeground(theme().colour(_TONES[problem.severity]))
            item.setData(_BLOCK, (problem.block, problem.target))
            item.setToolTip(told(problem.text))
            self.problems.addItem(item)
        self.problems.fit()
        worst = [problem for problem in problems if problem.severity == "block"]
        checks = [problem for problem in problems if problem.severity == "warn"]
        if worst:
            self._verdict.setText(tr("The paper cannot be saved until what must be fixed is fixed."))
        elif len(checks) == 1:
            self._verdict.setText(tr("Ready, with 1 thing to check."))
        elif checks:
            self._verdict.setText(tr("Ready, with {count} things to check.", count=len(checks)))
        else:
            self._verdict.setText(tr("Ready."))

    def _on_open_clicked(self) -> None:
        if self._record is not None:
            self.record_requested.emit(*self._record)

    def _on_problem_activated(self, item: QListWidgetItem) -> None:
        block, target = item.data(_BLOCK)
        self.problem_chosen.emit(block, target)


def _scrolling(pages: QStackedWidget) -> QScrollArea:
    """A new page that scrolls in a low window: nothing in it is squeezed."""
    area = QScrollArea(pages)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what stands in it takes the focus, and is scrolled to
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    pages.addWidget(area)
    return area


def _lead(severity: str) -> str:
    return {"block": tr("Must be fixed: "), "warn": tr("Check: ")}.get(severity, "")


def _origin(block: Block) -> str:
    if block.type == "options":
        return tr("The options are the saved packages; the rates are live.")
    if block.text:
        return tr("Own words. Empty the field to take them from the workspace again.")
    if block.ref:
        return tr("Live: follows the record and the as-of date.")
    return tr("From the workspace on the as-of date, live.")
