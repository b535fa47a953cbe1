"""Sources numbered in the order in which a document first uses them."""

from __future__ import annotations

from datetime import date

from briefing_app.domain.records import Source
from briefing_app.reports import wording
from briefing_app.reports.model import SourceRow
from briefing_app.reports.spans import parse
from briefing_app.reports.wording import Language
from briefing_app.store.workspace import Workspace


class Citations:
    """Collects the sources a document uses and gives each its number."""

    def __init__(self, workspace: Workspace, as_of: date, language: Language) -> None:
        self._workspace = workspace
        self._as_of = as_of
        self._language = language
        self._numbers: dict[str, int] = {}

    def cite(self, source_id: str) -> int | None:
        """The number of a source; None if the workspace has no such source."""
        if self._workspace.find("source", source_id) is None:
            return None
        return self._numbers.setdefault(source_id, len(self._numbers) + 1)

    def cite_all(self, source_ids: tuple[str, ...]) -> tuple[int, ...]:
        """The numbers of several sources, in order, unknown ones left out."""
        found = (self.cite(source_id) for source_id in source_ids)
        return tuple(sorted({number for number in found if number is not None}))

    def rows(self) -> tuple[SourceRow, ...]:
        """The list of sources for the end of the document."""
        return tuple(self._row(source_id, number) for source_id, number in self._numbers.items())

    def _row(self, source_id: str, number: int) -> SourceRow:
        source = self._workspace.get("source", source_id)
        assert isinstance(source, Source)
        span = parse(source.date) if source.date else None
        return SourceRow(
            number=number,
            publisher=source.publisher,
            title=source.title,
            date=wording.edtf(source.date, self._language) if source.date else "",
            locator=source.locator,
            lang=source.language or "en",
            later=bool(span and span.first and span.first > self._as_of),
        )
