"""Beside a note: outline, questions, fields, the other language, who links here, sources, versions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.domain.records import Note
from briefing_app.domain.references import headings
from briefing_app.ui.notes.jump_list import Jump, JumpList
from briefing_app.ui.notes.note_versions import version_words
from briefing_app.ui.notes.surroundings import Pair, Quoted, Surroundings, VersionLine
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.flow import ChipRow, FlowLayout
from briefing_app.ui.widgets.labels import CitationChip, SectionHeader, chip_words, label

if TYPE_CHECKING:
    from briefing_app.domain.text_checks import Finding
    from briefing_app.ui.notes.fields_panel import FieldsPanel

QUESTIONS = {
    "number": "Figure without a source: {words}",
    "date": "Date not precise: {words}",
    "person": "No post said: {words}",
    "abbreviation": "Not spelled out: {words}",
    "marking": "Marked above this note: {words}",
    "reference": "No such record: {words}",
    "line": "Departs from an approved line: {words}",
}
SHOWN_VERSIONS = 8
SHOWN_QUESTIONS = 200
# What is shown below the fields and made anew only where it changed; named as in the surroundings.
_BLOCKS = ("pair", "used_in", "backlinks", "mentions", "people", "sources", "quoted")


def read_ahead() -> None:
    """Read the code that is needed when a note is first shown beside the text; in any thread."""
    for name in ("fields_panel", "look_around"):
        import_module(f"briefing_app.ui.notes.{name}")


class SidePanel(QScrollArea):
    """Signals carry what was clicked; ``finding_requested`` a question, ``pair_requested`` a deed."""

    line_requested = Signal(int)
    finding_requested = Signal(object)
    record_requested = Signal(str, str)
    version_requested = Signal(int)
    pair_requested = Signal(str)
    question_requested = Signal(bool)
    page_requested = Signal(str, int, str)
    remove_requested = Signal()
    quotation_requested = Signal()
    quotation_to_briefing = Signal(int)

    def __init__(self, session: Session, fill: Callable[[], None], parent: QWidget | None = None) -> None:
        """``fill`` is called if the parts of the panel had to be made at once, for one was asked for. Else
        they are made one by one out of ``parts``, behind the first picture of the tab and between keys.
        """
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what stands in it takes the focus, and is scrolled to
        self._session = session
        self._fill = fill
        self._shown: Surroundings | None = None
        self._lines: list[int] = []
        self._blocks: dict[str, QVBoxLayout] = {}
        self._drawn: dict[str, object] = {}
        self._findings: Sequence[Finding] = ()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(theme().px(260))
        self._content = QWidget()
        self._content.setProperty("panel", "surface")
        self.setWidget(self._content)
        self._is_made = False
        self.parts: Iterator[None] = self._make_parts()

    @property
    def is_made(self) -> bool:
        """Whether the parts of the panel are there."""
        return self._is_made

    @property
    def fields(self) -> FieldsPanel:
        """The fields of the note; made now, with the rest of the panel, if they were not there yet."""
        if not self._is_made:
            for _part in self.parts:
                pass
            self._fill()
        return self._fields

    @property
    def outline(self) -> JumpList:
        """The headings of the text."""
        _made = self.fields
        return self._outline

    @property
    def checks(self) -> JumpList:
        """The questions on the text."""
        _made = self.fields
        return self._checks

    def _make_parts(self) -> Iterator[None]:
        """Nothing is painted before all are there: what comes later would push down what stands."""
        from briefing_app.ui.notes.fields_panel import FieldsPanel

        self._content.setUpdatesEnabled(False)
        column = QVBoxLayout(self._content)
        px = theme().px
        column.setContentsMargins(px(16), px(8), px(16), px(24))
        column.setSpacing(px(4))
        for part in self._make_head():
            column.addWidget(part)
        yield
        fields = self._fields = FieldsPanel(self._session, self._content)
        fields.quotation_requested.connect(self.quotation_requested)
        fields.quotation_to_briefing.connect(self.quotation_to_briefing)
        column.addWidget(fields)
        for _part in fields.parts:
            yield
        self._make_foot(column)
        self._is_made = True
        self._content.setUpdatesEnabled(True)

    def _make_head(self) -> list[QWidget]:
        self._outline = JumpList(tr("Outline"))
        self._outline.chosen.connect(lambda row: self.line_requested.emit(self._lines[row]))
        self._checks = JumpList(tr("Checks"))
        self._checks.chosen.connect(lambda row: self.finding_requested.emit(self._findings[row]))
        self._no_checks = label(tr("Nothing to ask."), "hint")
        self._outline_head = SectionHeader(tr("Outline"))
        self._checks_head = SectionHeader(tr("Checks"))
        self._asking = QWidget()
        asking = FlowLayout(self._asking)
        for words, is_follow_up in ((tr("New follow-up"), True), (tr("New question"), False)):
            asking.addWidget(self._button(words, "add", partial(self.question_requested.emit, is_follow_up)))
        self._asking.hide()
        return [
            self._outline_head,
            self._outline,
            self._asking,
            self._checks_head,
            self._no_checks,
            self._checks,
        ]

    def _make_foot(self, column: QVBoxLayout) -> None:
        px = theme().px
        self._versions = JumpList(tr("Versions"))
        self._versions.chosen.connect(self.version_requested)
        self._versions_head = SectionHeader(tr("Versions"))
        for name in _BLOCKS:
            below = self._blocks[name] = QVBoxLayout()
            below.setSpacing(px(4))
            column.addLayout(below)
        column.addWidget(self._versions_head)
        column.addWidget(self._versions)
        column.addSpacing(px(16))
        column.addWidget(self._button(tr("Remove this note"), "delete", self.remove_requested.emit))
        column.addStretch(1)
        self._show_versions(())

    @property
    def surroundings(self) -> Surroundings | None:
        """What is shown now."""
        return self._shown

    @property
    def quotations(self) -> QWidget:
        """The list of quotations."""
        return self.fields.quotations

    def show_note(self, note: Note) -> None:
        """Show a note's fields."""
        self.fields.show_note(note)
        is_asked = note.kind == "qa"
        self._asking.setVisible(is_asked)
        self._outline_head.title.setText(tr("Questions") if is_asked else tr("Outline"))

    def show_outline(self, found: Sequence[tuple[int, str, int]]) -> None:
        """Show the headings of a text as it is being written: level, words and line of each."""
        self._lines = [line for _level, _title, line in found]
        least = min((level for level, _title, _line in found), default=1)
        self.outline.show_jumps([Jump(title, level - least) for level, title, _line in found])
        self._outline_head.setVisible(bool(found))

    def show_surroundings(self, found: Surroundings) -> None:
        """Show what surrounds the note, all at once."""
        for _part in self.showing(found):
            pass

    def showing(self, found: Surroundings) -> Iterator[None]:
        """Show what surrounds the note, a part at each step; built anew only where something changed."""
        _made = self.fields
        shown = self._shown = found.since(self._shown)
        draw: dict[str, Callable[[], None]] = {
            "findings": lambda: self._show_questions(shown.findings),
            "pair": lambda: self._pair(shown.pair),
            "used_in": lambda: self._places(tr("Used in"), [
                (kind, key, title if is_exact else tr("{title} (other words)", title=title))
                for kind, key, title, is_exact in shown.used_in
            ]),
            "backlinks": lambda: self._places(tr("Linked from"), shown.backlinks),
            "mentions": lambda: self._places(tr("Named without a link in"), shown.mentions),
            "people": lambda: self._people(shown.people),
            "sources": lambda: self._sources(shown),
            "quoted": lambda: self._quoted(shown.quoted),
            "versions": lambda: self._show_versions(shown.versions),
        }  # fmt: skip
        for name, draw_it in draw.items():
            new = getattr(shown, name)
            if name in self._drawn and self._drawn[name] is new:
                continue
            self._drawn[name] = new
            if name in self._blocks:
                self._below = self._blocks[name]
                _clear(self._below)
            draw_it()
            yield

    def _show_questions(self, found: Sequence[Finding]) -> None:
        self._findings = found
        jumps = [_question(each) for each in found[:SHOWN_QUESTIONS]]
        self.checks.show_jumps(jumps)
        self._no_checks.setVisible(not found)
        told = f"{tr('Checks')}  {len(found):,}" if found else tr("Checks")
        if len(found) > SHOWN_QUESTIONS:
            told = f"{told}  ·  {tr('the first {count} are shown', count=SHOWN_QUESTIONS)}"
        self._checks_head.title.setText(told)

    # --- surroundings --------------------------------------------------------------------------------

    def _pair(self, pair: Pair | None) -> None:
        self._below.addWidget(SectionHeader(tr("Other language")))
        if pair is None:
            self._below.addWidget(
                self._button(tr("Write it in the other language"), "copy", partial(self._ask_pair, "new"))
            )
            return
        from briefing_app.ui.notes.fields_panel import LANGUAGES

        language = LANGUAGES.get(pair.language, pair.language)
        self._below.addWidget(
            self._link(f"{language}: {pair.title}", partial(self.record_requested.emit, "note", pair.id))
        )
        if pair.is_out_of_date:
            self._below.addWidget(label(tr("Translation out of date"), tone="caution", wrap=True))
            self._below.addWidget(
                self._button(tr("What changed in the original"), "eye", partial(self._ask_pair, "changes"))
            )
            self._below.addWidget(
                self._button(tr("The translation fits again"), "check", partial(self._ask_pair, "fits"))
            )
        else:
            self._below.addWidget(label(tr("The translation fits the original."), "hint", wrap=True))

    def _ask_pair(self, deed: str) -> None:
        self.pair_requested.emit(deed)

    def _places(self, title: str, found: Sequence[tuple[str, str, str]]) -> None:
        if found:
            self._below.addWidget(SectionHeader(title))
        for kind, key, words in found[:40]:
            self._below.addWidget(self._link(words, partial(self.record_requested.emit, kind, key)))
        if len(found) > 40:
            self._below.addWidget(label(tr("and {count} more", count=len(found) - 40), "hint"))

    def _people(self, found: Sequence[tuple[str, str]]) -> None:
        if found:
            self._below.addWidget(SectionHeader(tr("People named")))
            row = ChipRow()
            row.set_chips(found, icon="person")
            row.opened.connect(lambda key: self.record_requested.emit("person", key))
            self._below.addWidget(row)

    def _sources(self, found: Surroundings) -> None:
        if not found.sources:
            return
        self._below.addWidget(SectionHeader(tr("Sources")))
        row = ChipRow()
        every = zip(found.sources, chip_words(found.sources), strict=True)
        for number, (source, words) in enumerate(every, 1):
            chip = CitationChip(source, number, words=words)
            chip.requested.connect(partial(self.record_requested.emit, "source"))
            row.add(chip)
        self._below.addWidget(row)

    def _quoted(self, found: Sequence[Quoted]) -> None:
        if found:
            self._below.addWidget(SectionHeader(tr("Quoted from")))
        for each in found:
            words = " ".join(each.words.split())
            place = tr("p. {page}", page=each.page) if each.page else f"^{each.source}"
            self._below.addWidget(
                self._link(
                    f"{place}  “{words[:60]}{'…' if len(words) > 60 else ''}”",
                    partial(self.page_requested.emit, each.source, each.page, each.words),
                )
            )

    def _show_versions(self, found: Sequence[VersionLine]) -> None:
        has_older = len(found) > 1
        jumps = [Jump(version_words(each)) for each in found[:SHOWN_VERSIONS]] if has_older else []
        if len(found) > SHOWN_VERSIONS:
            jumps.append(Jump(tr("and {count} more", count=len(found) - SHOWN_VERSIONS)))
        self._versions_head.setVisible(has_older)
        self._versions.show_jumps(jumps)

    @staticmethod
    def _link(text: str, run: Callable[[], object]) -> QPushButton:
        made = QPushButton(text)
        made.setProperty("kind", "link")
        made.setToolTip(text)
        made.setMinimumWidth(theme().px(60))
        made.clicked.connect(lambda _checked=False: run())
        return made

    @staticmethod
    def _button(text: str, icon: str, run: Callable[[], object]) -> QPushButton:
        made = QPushButton(text)
        theme().show_icon(made, icon)
        made.clicked.connect(lambda _checked=False: run())
        return made


def _question(finding: Finding) -> Jump:
    text = tr(QUESTIONS[finding.kind], words=" ".join(finding.words.split()))
    tip = tr("Approved: {words}", words=finding.better) if finding.better else text
    return Jump(text, tip=tip)


def outline_of(text: str, *, is_spoken: bool) -> list[tuple[int, str, int]]:
    """The headings of a text; of questions, with how long the answers take. Safe in a thread."""
    found = headings(text)
    if not is_spoken:
        return found
    from briefing_app.domain.speaking_time import answers

    times = {each.line: each.seconds for each in answers(text)}
    return [
        (level, f"{title}  ·  {tr('{count} s', count=times[line])}" if times.get(line) else title, line)
        for level, title, line in found
    ]


def _clear(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
