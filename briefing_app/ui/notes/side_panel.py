"""Beside a note: outline, questions, fields, the other language, who links here, sources, versions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.domain.records import Note
from briefing_app.domain.references import headings
from briefing_app.ui.notes.jump_list import Jump, JumpList
from briefing_app.ui.notes.surroundings import Pair, Surroundings, VersionLine
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.flow import ChipRow
from briefing_app.ui.widgets.labels import CitationChip, SectionHeader, label

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


class SidePanel(QScrollArea):
    """Signals carry what was clicked; ``finding_requested`` a question, ``pair_requested`` a deed."""

    line_requested = Signal(int)
    finding_requested = Signal(object)
    record_requested = Signal(str, str)
    version_requested = Signal(int)
    pair_requested = Signal(str)
    remove_requested = Signal()
    quotation_requested = Signal()

    def __init__(self, session: Session, fill: Callable[[], None], parent: QWidget | None = None) -> None:
        """``fill`` is called once, when the parts of the panel were made: they are made when they are first
        asked for, so that the first picture of the tab does not wait for them.
        """
        super().__init__(parent)
        self._session = session
        self._fill = fill
        self._shown: Surroundings | None = None
        self._lines: list[int] = []
        self._findings: Sequence[Finding] = ()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(theme().px(260))
        self._content = QWidget()
        self._content.setProperty("panel", "surface")
        self.setWidget(self._content)
        self._fields: FieldsPanel | None = None

    @property
    def is_made(self) -> bool:
        """Whether the parts of the panel are there."""
        return self._fields is not None

    @property
    def fields(self) -> FieldsPanel:
        """The fields of the note; made now, with the rest of the panel, if they were not there yet."""
        if self._fields is None:
            from briefing_app.ui.notes.fields_panel import FieldsPanel

            self._fields = FieldsPanel(self._session, self._content)
            self._make_parts(self._fields)
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

    def _make_parts(self, fields: FieldsPanel) -> None:
        column = QVBoxLayout(self._content)
        px = theme().px
        column.setContentsMargins(px(16), px(8), px(16), px(24))
        column.setSpacing(px(4))
        fields.quotation_requested.connect(self.quotation_requested)
        self._outline = JumpList(tr("Outline"))
        self._outline.chosen.connect(lambda row: self.line_requested.emit(self._lines[row]))
        self._checks = JumpList(tr("Checks"))
        self._checks.chosen.connect(lambda row: self.finding_requested.emit(self._findings[row]))
        self._no_checks = label(tr("Nothing to ask."), "hint")
        self._outline_head = SectionHeader(tr("Outline"))
        self._checks_head = SectionHeader(tr("Checks"))
        self._below = QVBoxLayout()
        self._below.setSpacing(px(4))
        for part in (self._outline_head, self._outline, self._checks_head, self._no_checks, self._checks):
            column.addWidget(part)
        column.addWidget(fields)
        column.addLayout(self._below)
        column.addStretch(1)
        self._fill()

    @property
    def quotations(self) -> QWidget:
        """The list of quotations."""
        return self.fields.quotations

    def show_note(self, note: Note) -> None:
        """Show a note's fields."""
        self.fields.show_note(note)

    def show_outline(self, text: str, *, is_spoken: bool = False) -> None:
        """Show the headings of a text as it is being written; of questions, how long the answers take."""
        found = headings(text)
        if is_spoken:
            from briefing_app.domain.speaking_time import answers

            times = {each.line: each.seconds for each in answers(text)}
            found = [
                (
                    level,
                    f"{title}  ·  {tr('{count} s', count=times[line])}" if times.get(line) else title,
                    line,
                )
                for level, title, line in found
            ]
        self._lines = [line for _level, _title, line in found]
        least = min((level for level, _title, _line in found), default=1)
        self.outline.show_jumps([Jump(title, level - least) for level, title, _line in found])
        self._outline_head.setVisible(bool(found))

    def show_surroundings(self, found: Surroundings) -> None:
        """Show what surrounds the note; built anew only when something of it changed."""
        if found == self._shown:
            return
        was, self._shown = self._shown, found
        self._findings = found.findings
        self.checks.show_jumps([_question(each) for each in found.findings])
        self._no_checks.setVisible(not found.findings)
        count = len(found.findings)
        self._checks_head.title.setText(f"{tr('Checks')}  {count}" if count else tr("Checks"))
        if was is not None and _without_findings(was) == _without_findings(found):
            return
        _clear(self._below)
        self._pair(found.pair)
        self._places(tr("Used in"), [
            (kind, key, title if is_exact else tr("{title} (other words)", title=title))
            for kind, key, title, is_exact in found.used_in
        ])  # fmt: skip
        self._places(tr("Linked from"), found.backlinks)
        self._places(tr("Named without a link in"), found.mentions)
        self._people(found.people)
        self._sources(found)
        self._versions(found.versions)
        self._below.addSpacing(theme().px(16))
        self._below.addWidget(self._button(tr("Remove this note"), "delete", self.remove_requested.emit))

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
        for number, source in enumerate(found.sources, 1):
            chip = CitationChip(source, number)
            chip.requested.connect(partial(self.record_requested.emit, "source"))
            row.add(chip)
        self._below.addWidget(row)

    def _versions(self, found: Sequence[VersionLine]) -> None:
        if len(found) < 2:
            return
        self._below.addWidget(SectionHeader(tr("Versions")))
        for place, version in enumerate(found[:SHOWN_VERSIONS]):
            self._below.addWidget(
                self._link(version_words(version), partial(self.version_requested.emit, place))
            )
        if len(found) > SHOWN_VERSIONS:
            more = tr("and {count} more", count=len(found) - SHOWN_VERSIONS)
            self._below.addWidget(self._link(more, partial(self.version_requested.emit, SHOWN_VERSIONS)))

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


def version_words(version: VersionLine) -> str:
    """When a version was written, in words."""
    moment = version.changed[:16].replace("T", " ")
    return tr("{moment} UTC, now", moment=moment) if version.is_current else f"{moment} UTC"


def _question(finding: Finding) -> Jump:
    text = tr(QUESTIONS[finding.kind], words=" ".join(finding.words.split()))
    tip = tr("Approved: {words}", words=finding.better) if finding.better else text
    return Jump(text, tip=tip)


def _without_findings(found: Surroundings) -> tuple[object, ...]:
    return (found.backlinks, found.mentions, found.people, found.sources, found.versions, found.used_in,
            found.pair)  # fmt: skip


def _clear(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
