"""The papers of the workspace: which one is being written, another one, or a new one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from briefing_app.app.i18n import language, tr
from briefing_app.app.session import Session
from briefing_app.domain.date_words import day_words
from briefing_app.domain.fuzzydate import parse
from briefing_app.domain.records import Briefing
from briefing_app.reports.briefing import TEMPLATES
from briefing_app.ui.briefing.editions_page import day_of
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.elided_box import ElidedBox

OPENING = 40  # signs of what a paper is for


class StoredPapers(QWidget):
    """``paper_chosen`` carries a stored briefing; ``new_requested``: begin another one."""

    paper_chosen = Signal(object)
    new_requested = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.papers = ElidedBox(tr("Papers of this workspace"))
        self.papers.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.new = QPushButton(tr("New paper…"))
        self.new.setToolTip(tr("Ten questions choose the kind of paper and what goes into it"))
        side = theme().px(12)
        column = QVBoxLayout(self)
        column.setContentsMargins(side, theme().px(8), side, 0)
        column.setSpacing(theme().px(6))
        column.addWidget(self.papers)
        column.addWidget(self.new)
        self.papers.activated.connect(self._on_activated)
        self.new.clicked.connect(self.new_requested)

    def show_current(self, current: Briefing) -> None:
        """List the papers, newest day first, with the one that is written chosen."""
        found = [each for each in self._session.workspace.records("briefing") if isinstance(each, Briefing)]
        found.sort(key=lambda each: (each.as_of, each.title), reverse=True)
        self.papers.blockSignals(True)
        self.papers.clear()
        if current.id not in {each.id for each in found}:
            self.papers.addItem(tr("{kind}, not stored yet", kind=_kind(current)), "")
        for each, line in zip(found, lines_of(found), strict=True):
            self.papers.addItem(line, each.id)
        self.papers.setCurrentIndex(max(0, self.papers.findData(current.id)))
        self.papers.blockSignals(False)

    def _on_activated(self, place: int) -> None:
        found = self._session.workspace.find("briefing", str(self.papers.itemData(place) or ""))
        if isinstance(found, Briefing):
            self.paper_chosen.emit(found)


def lines_of(briefings: Sequence[Briefing]) -> list[str]:
    """A line for each paper. Those that would be alike go on with what the paper is for, or a number."""
    lines = [words_of(each) for each in briefings]
    alike = Counter(lines)
    found: list[str] = []
    for line, each in zip(lines, briefings, strict=True):
        told = f"{line} · {purpose}" if alike[line] > 1 and (purpose := _purpose(each)) else line
        same = sum(other == told or other.startswith(f"{told} (") for other in found)
        found.append(f"{told} ({same + 1})" if same else told)
    return found


def _purpose(briefing: Briefing) -> str:
    own = briefing.settings.get("purpose") or next((each.text for each in briefing.blocks if each.text), "")
    words = " ".join(own.split())
    return words if len(words) <= OPENING else f"{words[: OPENING - 1].rstrip()}…"


def words_of(briefing: Briefing) -> str:
    """A paper in a line: its title, else its kind; its day and language."""
    when = parse(briefing.as_of) if briefing.as_of else None
    day = day_words(when.first, language()) if when and when.first else ""
    parts = (briefing.title or _kind(briefing), day, "日本語" if briefing.language == "ja" else "English")
    return " · ".join(part for part in parts if part)


def _kind(briefing: Briefing) -> str:
    template = TEMPLATES.get(briefing.template)
    return template.title(language()) if template else briefing.template


class Told(NamedTuple):
    """What is to be known of the pages that are shown, and what may be done: go to ``day``, or begin anew."""

    words: str
    action: str
    day: date | None = None


def to_be_told(briefing: Briefing, shown: date, *, is_blank: bool) -> Told | None:
    """That nothing stands on the paper yet, or that it is shown for another day than it was written for."""
    if is_blank:
        words = tr(
            "Nothing stands on this paper yet. Type in a block on the right, add records from the other tabs "
            "with Ctrl+Shift+B, or answer some questions and have it laid out."
        )
        return Told(words, tr("New paper…"))
    if not briefing.id or not briefing.as_of or briefing.as_of == shown.isoformat():
        return None
    written = day_of(briefing.as_of)
    words = tr(
        "This paper was written for {day}; its pages are shown for {now}.",
        day=written, now=day_of(shown.isoformat()),
    )  # fmt: skip
    return Told(words, tr("Go to {day}", day=written), date.fromisoformat(briefing.as_of))
