"""The right zone: the selected rung in a plain sentence, its sources, the law, and "without it"."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from briefing_app.app.i18n import language, tr
from briefing_app.domain.records import Block, Source
from briefing_app.tariff.answer import Assessment, Component
from briefing_app.tariff.law import Law, provision_status
from briefing_app.tariff.moment import words_of
from briefing_app.tariff.rules import Measure
from briefing_app.tariff.words import ground_in, in_language
from briefing_app.ui.tariff.law_words import confidence_words, ended_words, list_names
from briefing_app.ui.tariff.scrolled import column_in
from briefing_app.ui.tariff.words import (
    authority_of,
    charged_words,
    country,
    grouped,
    listed,
    measure_sentence,
    measure_title,
    money,
    percent,
    points,
)
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.flow import ChipRow
from briefing_app.ui.widgets.labels import CitationChip, SectionHeader, label, restyle


class RungPane(QScrollArea):
    """Shows a measure of the law. ``switch_off`` carries the measure to compare without, ``block_requested``
    what shall go into the paper.
    """

    switch_off = Signal(str)
    block_requested = Signal(object)
    source_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Law behind a duty"))
        self.setMinimumWidth(theme().px(250))
        self._measure = ""
        self._law: Law | None = None
        self.nothing = label(
            tr("Select a rung of the ladder to see the law behind it."), tone="muted", wrap=True
        )
        self.title = label("", "section", wrap=True)
        self.status = label("", "secondary", wrap=True)
        self.sentence = label("", wrap=True)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.figures = label("", "secondary", wrap=True)
        self.without = QPushButton(tr("Switch off to compare"))
        self.brief = QPushButton(tr("Add to briefing"))
        self.brief.setToolTip(tr("What the measure says and how it stood on the day of the paper"))
        self.brief.clicked.connect(self._on_brief_clicked)
        self.effect = label("", wrap=True)
        self.working = SectionHeader(tr("Working"))
        self.steps = label("", "secondary", wrap=True)
        self.instruments = label("", "secondary", wrap=True)
        self.scope = label("", "secondary", wrap=True)
        self.sources = ChipRow()
        self.citation = label("", "secondary", wrap=True)
        self.citation.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.confidence = label("", "secondary", wrap=True)
        self.notes = label("", "secondary", wrap=True)
        self._parts = QWidget()
        column = QVBoxLayout(self._parts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().px(6))
        for part in (
            self.title, self.status, self.sentence, self.figures, self.without, self.brief, self.effect,
            self.working, self.steps, SectionHeader(tr("Law")), self.instruments, self.scope,
            SectionHeader(tr("Sources")), self.sources, self.citation, self.confidence, self.notes,
        ):  # fmt: skip
            column.addWidget(part)
        whole = column_in(self, (16, 12, 16, 16), 6, panel="", follows_width=True)
        whole.addWidget(self.nothing)
        whole.addWidget(self._parts, 0, Qt.AlignmentFlag.AlignTop)
        whole.addStretch(1)
        self._parts.hide()
        self.without.clicked.connect(lambda: self.switch_off.emit(self._measure))

    def _on_brief_clicked(self) -> None:
        self.block_requested.emit(Block("measure", self._measure, options={"label": self.title.text()}))

    @property
    def measure(self) -> str:
        """The id of the measure shown, or ""."""
        return self._measure

    def show_rung(self, component: Component | None, law: Law, minute: int) -> None:
        """Show the law behind a rung; None empties the pane."""
        measure = law.measures.get(component.measure) if component else None
        self.nothing.setVisible(measure is None)
        self._parts.setVisible(measure is not None)
        self._measure = measure.id if measure else ""
        if measure is None or component is None:
            return
        self.show_measure(measure, law, minute)
        said = charged_words(component)
        self.figures.setText(f"{component.heading}: {said}")
        lines = []
        for step in component.steps:
            told = zip(step.operands, step.operands_in(language()), strict=True)
            operands = listed(f"{name} {value}" for (_, value), (name, _) in told if value not in step.text)
            text = step.text_in(language())
            result = f" = {step.result}" if step.result else ""
            lines.append(grouped(f"{text}{': ' + operands if operands else ''}{result}"))
        self.steps.setText("\n".join(lines) or said)
        for part in (self.figures, self.working, self.steps):
            part.show()

    def show_measure(self, measure: Measure, law: Law, minute: int) -> None:
        """Show a measure without a rung (the law browser)."""
        self._measure = measure.id
        self.nothing.hide()
        self._parts.show()
        self.title.setText(measure_title(measure))
        status = provision_status(measure, minute, language())
        self.status.setText(f"{authority_of(measure).name} · {status}")
        is_in_force = provision_status(measure, minute) == "in force"
        restyle(self.status, tone="positive" if is_in_force else "caution")
        self.sentence.setText(measure_sentence(measure))
        for part in (self.figures, self.working, self.steps):
            part.hide()  # a measure by itself has no entry to work on
        self.effect.hide()
        self.without.setEnabled(measure.id != "mfn-base")
        self.without.setToolTip(
            ""
            if measure.id != "mfn-base"
            else tr("The ordinary duty is the ground of all; it is always there.")
        )
        grounds = (measure.authority, *measure.instruments)
        self.instruments.setText("\n".join(ground_in(each, language()) for each in grounds))
        self.scope.setText("\n".join(_scope_lines(measure, law)))
        self._show_sources(measure.citations, law)
        self.confidence.setText(
            tr("Confidence: {words}", words=confidence_words(measure.confidence))
            if measure.confidence
            else ""
        )
        self.notes.setText(in_language(measure.notes, language()))
        self.notes.setVisible(bool(measure.notes))

    def _show_sources(self, citations: Sequence[str], law: Law) -> None:
        self._law = law
        self.sources.clear()
        for number, key in enumerate(citations, 1):
            found = law.sources.get(key)
            if found is None:
                continue
            source = Source(
                id=found.id, title=found.title, publisher=found.publisher, date=found.date,
                locator=found.locator,
            )  # fmt: skip
            chip = CitationChip(source, number)
            chip.requested.connect(self._cite)
            self.sources.add(chip)
        self.citation.hide()

    def _cite(self, source_id: str) -> None:
        """Show the whole citation below the chips, and ask for the captured source."""
        found = self._law.sources.get(source_id) if self._law else None
        if found is not None:
            parts = (found.publisher, found.title, found.date, found.locator)
            self.citation.setText("\n".join(part for part in parts if part))
            self.citation.show()
        self.source_requested.emit(source_id)

    def show_effect(self, answer: Assessment, other: Assessment, title: str) -> None:
        """Say what the duty would be without the measure."""
        self.effect.show()
        self.effect.setText(effect_words(answer, other, title))


def effect_words(answer: Assessment, other: Assessment, title: str) -> str:
    """What the duty would be without what ``title`` names."""
    if other.total_cents is None or answer.total_cents is None:
        return tr(
            "Without {title} there is no figure: {reason}", title=title, reason=other.reason_in(language())
        )
    change = other.total_cents - answer.total_cents
    rate, before = other.effective_rate, answer.effective_rate
    moved = points(rate - before) if rate is not None and before is not None else ""
    if change == 0:
        headings = listed(ground_in(each.heading, language()) for each in other.components)
        return tr("Without it the duty is the same: {headings} would charge it.", headings=headings)
    words = {"rate": percent(rate), "duty": money(other.total_cents), "change": money(abs(change))}
    if change < 0:
        return tr("Without it: {rate}, {duty} ({change} less, {points}).", **words, points=moved)
    return tr("Without it: {rate}, {duty} ({change} more, {points}).", **words, points=moved)


def _scope_lines(measure: Measure, law: Law) -> list[str]:
    begins = words_of(measure.start, language()) if measure.start is not None else tr("no date")
    if measure.end is not None:
        ends = words_of(measure.end, language())
        why = ended_words(measure.ended_by)
        lines = [tr("From {begins} to {ends} ({why})", begins=begins, ends=ends, why=why)]
    else:
        lines = [tr("From {begins} onwards", begins=begins)]
    if measure.headings:
        headings = listed(ground_in(each, language()) for each in measure.headings)
        lines.append(tr("Headings {headings}", headings=headings))
    everywhere = measure.origins == ("*",)
    origins = tr("all countries") if everywhere else listed(map(country, measure.origins))
    if measure.except_origins:
        names = listed(map(country, measure.except_origins))
        origins = tr("{countries} except {others}", countries=origins, others=names)
    lines.append(tr("Origins: {countries}", countries=origins))
    if measure.lists:
        lines.append(tr("Goods: {lists}", lists=listed(list_names(measure, law))))
    return lines
