"""Sources numbered in the order in which a document first uses them."""

from __future__ import annotations

from datetime import date

from briefing_app.domain.records import Source
from briefing_app.reports import wording
from briefing_app.reports.model import SourceRow
from briefing_app.reports.spans import parse
from briefing_app.reports.wording import Dates
from briefing_app.store.workspace import Workspace


class Citations:
    """Collects the sources a document uses and gives each its number."""

    def __init__(self, workspace: Workspace, as_of: date, dates: Dates) -> None:
        self._workspace = workspace
        self._as_of = as_of
        self._dates = dates
        self._numbers: dict[str, int] = {}
        self._places: dict[str, dict[str, None]] = {}
        self._documents: dict[str, Source] = {}

    def cite(self, source_id: str, place: str = "") -> int | None:
        """The number of a source; None if the workspace has no such source. ``place`` is where in it."""
        if self._workspace.find("source", source_id) is None:
            return None
        if place:
            self._places.setdefault(source_id, {})[place] = None
        return self._numbers.setdefault(source_id, len(self._numbers) + 1)

    def cite_all(self, source_ids: tuple[str, ...], place: str = "") -> tuple[int, ...]:
        """The numbers of several sources, in order; later ones only where nothing earlier says the same.

        ``place`` is where in them.
        """
        known = [source_id for source_id in source_ids if self._workspace.find("source", source_id)]
        timely = [source_id for source_id in known if not self._is_later(source_id)]
        found = (self.cite(source_id, place) for source_id in timely or known[:1])
        return tuple(sorted({number for number in found if number is not None}))

    def cite_document(self, key: str, publisher: str, title: str, date_: str, locator: str) -> int:
        """The number of a document of the law, which is no record; one that is a record keeps its number."""
        number = self.cite(key)
        if number is None:
            self._documents[key] = Source(
                id=key, title=title, publisher=publisher, date=date_, locator=locator
            )
            number = self._numbers.setdefault(key, len(self._numbers) + 1)
        return number

    def rows(self) -> tuple[SourceRow, ...]:
        """The list of sources for the end of the document."""
        return tuple(self._row(source_id, number) for source_id, number in self._numbers.items())

    def _row(self, source_id: str, number: int) -> SourceRow:
        source = self._source(source_id)
        assert source is not None
        later = self._is_later(source_id)
        return SourceRow(
            number=number,
            publisher=source.publisher or (source.title if not later else ""),
            title=source.title if source.publisher and not later else "",
            date=wording.edtf(source.date, self._dates) if source.date else "",
            locator="" if later else source.locator,
            lang=source.language or "en",
            later=later,
            places=tuple(self._places.get(source_id, ())),
        )

    def _is_later(self, source_id: str) -> bool:
        """Whether a source came out after the day: its title could tell what nobody knew then."""
        source = self._source(source_id)
        span = parse(source.date) if source else None
        return bool(span and span.first and span.first > self._as_of)

    def _source(self, source_id: str) -> Source | None:
        found = self._workspace.find("source", source_id)
        return found if isinstance(found, Source) else self._documents.get(source_id)
