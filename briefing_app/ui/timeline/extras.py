"""What the reader adds to the canvas: terms of office behind the events, charts below them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import TypeAlias

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog, QMenu

from briefing_app.app.error_words import told
from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.domain.records import Basket, Delegation, Person, Series
from briefing_app.domain.terms import Term, heads, terms
from briefing_app.domain.timeline_events import moved
from briefing_app.domain.tracks import Line, Piece, Track, series_track
from briefing_app.errors import BriefingError
from briefing_app.ui.record_titles import shown_title
from briefing_app.ui.timeline.canvas import TimelineCanvas
from briefing_app.ui.timeline.names import full_name
from briefing_app.ui.timeline.saved_view import HEADS, View
from briefing_app.ui.timeline.scene_state import ShownTrack
from briefing_app.ui.timeline.track_buttons import TrackButtons

HEIGHT = 96
GOODS_LIMIT = 8
NEW_YORK = "America/New_York"
Asked: TypeAlias = tuple[str, date | None]
Rate: TypeAlias = tuple[int, int, str, Fraction | None]
"""First and last New York minute, status, rate."""


class Extras(QObject):
    """Terms and charts of one canvas. ``failed`` carries a sentence; ``changed``: another choice was made."""

    failed = Signal(str)
    changed = Signal()
    block_requested = Signal(object)

    def __init__(self, session: Session, canvas: TimelineCanvas) -> None:
        super().__init__(canvas)
        self._session, self._canvas = session, canvas
        self.terms: tuple[str, ...] = ()
        self.tracks: dict[str, int] = {}
        self.zone = ""
        self._rates: dict[Asked, tuple[Rate, ...] | None] = {}
        self._buttons = TrackButtons(canvas)
        self._buttons.block_requested.connect(self.block_requested)
        self._buttons.hidden.connect(lambda key: self.turn_track(key, on=False))
        canvas.track_dragged.connect(self._on_dragged)
        session.known_on_changed.connect(lambda _day: self.refresh())
        canvas.day_dragged.connect(self._look_at)

    # --- what is shown -------------------------------------------------------------------------------

    def restore(self, view: View) -> None:
        """Take over the choices of a view."""
        self.terms, self.tracks, self.zone = view.terms, dict(view.tracks), view.zone
        self.refresh()

    def _look_at(self, day: date) -> None:
        """Look at another day, in the whole window."""
        self._session.as_of = day

    def refresh(self) -> None:
        """Show the terms and charts that are chosen, from the records as they are."""
        self._canvas.item.set_terms(self._terms())
        found = [(key, self._track(key)) for key in list(self.tracks)]
        heights = self.tracks  # a good that is none is out of it by now
        shown = [(key, track) for key, track in found if track and key in heights]
        self._canvas.show_tracks([ShownTrack(track, float(heights[key])) for key, track in shown])
        self._buttons.show_tracks([(key, track.title) for key, track in shown])

    def turn_terms(self, key: str, on: bool) -> None:
        """Show the terms of somebody (or of :data:`HEADS`), or no more."""
        self.terms = tuple(each for each in self.terms if each != key) + ((key,) if on else ())
        self.refresh()
        self.changed.emit()

    def turn_track(self, key: str, on: bool) -> None:
        """Show a chart, or no more."""
        if on:
            self.tracks.setdefault(key, HEIGHT)
        else:
            self.tracks.pop(key, None)
        self.refresh()
        self.changed.emit()

    def _terms(self) -> tuple[Term, ...]:
        if not self.terms:
            return ()
        people = self._people()
        chosen = {each for each in self.terms if each != HEADS}
        if HEADS in self.terms:
            found = self._session.workspace.records("delegation")
            chosen |= set(heads(people, [each for each in found if isinstance(each, Delegation)]))
        names = {each.id: full_name(each) for each in people}
        return tuple(
            replace(each, name=names[each.person], post=shown_title(self._session, each.post))
            for each in terms(people, chosen, self._session.known_on)
        )

    def _track(self, key: str) -> Track | None:
        kind, _, rest = key.partition(":")
        if kind == "series":
            series = self._session.workspace.find("series", rest)
            if not isinstance(series, Series):
                return None
            title = shown_title(self._session, series.title)
            track = series_track(series, self._session.today, self._session.known_on)
            return replace(track, title=title) if track else None
        return self._rate_track(key, rest)

    # --- rates ---------------------------------------------------------------------------------------

    def _rate_track(self, key: str, good: str) -> Track:
        """The effective rate of a good; while it is worked out, a chart without a line."""
        origin, _, hts = good.partition(":")
        title = tr("Rate on {code} from {origin}", code=hts, origin=origin)
        asked = (key, self._session.known_on)
        if asked not in self._rates:
            self._rates[asked] = None
            self._session.jobs.run(
                lambda: self._work_out(asked, origin, hts), self._take, self._on_failed, owner=self
            )
        pieces = self._rates.get(asked)  # gone again where the good is none
        if pieces is None:
            return Track(key, title, "percent", ())
        return Track(key, title, "percent", (Line("", tuple(self._piece(*each) for each in pieces)),))

    def _work_out(self, asked: Asked, origin: str, hts: str) -> tuple[Asked, tuple[Rate, ...]]:
        from briefing_app.tariff.through_time import rates  # a thread reads the law, not the first paint

        law = self._session.law()
        texts = {"date": self._session.day.isoformat(), "origin": origin, "hts": hts, "value_usd": "10000"}
        found = rates(law.parse(texts), law)
        return asked, tuple((each.start, each.end, each.status, each.rate) for each in found)

    def _take(self, found: tuple[Asked, tuple[Rate, ...]]) -> None:
        asked, pieces = found
        self._rates[asked] = pieces
        self.refresh()

    def _on_failed(self, error: BaseException) -> None:
        if not isinstance(error, BriefingError):
            raise error
        for asked in [each for each, pieces in self._rates.items() if pieces is None]:
            del self._rates[asked]
            self.tracks.pop(asked[0], None)
        self.refresh()
        self.failed.emit(told(error))

    def _piece(self, start: int, end: int, status: str, rate: Fraction | None) -> Piece:
        from briefing_app.domain.tracks import percent
        from briefing_app.tariff.moment import moment_of

        said = {"not_covered": tr("not covered by the law data"), "not_computable": tr("cannot be computed")}
        value = percent(rate) if rate is not None else None
        first, last = (self._on_axis(moment_of(each)) for each in (start, end))
        words = f"{value} %" if value is not None else said.get(status, status)
        return Piece(first, last, value, words)

    def _on_axis(self, moment: datetime) -> float:
        return moved(moment, NEW_YORK, self.zone)

    # --- menu ----------------------------------------------------------------------------------------

    def fill(self, menu: QMenu) -> None:
        """The choices: terms of office, rates of goods, indicators."""
        menu.addSection(tr("Behind the events"))
        self._check(menu, tr("Terms of the heads of delegation"), HEADS in self.terms, HEADS, self.turn_terms)
        people = menu.addMenu(tr("Terms of others"))
        for person in sorted(self._people(), key=lambda each: (each.country, full_name(each))):
            self._check(people, full_name(person), person.id in self.terms, person.id, self.turn_terms)
        people.setEnabled(bool(people.actions()))
        menu.addSection(tr("Charts below the events"))
        goods = menu.addMenu(tr("Effective rate of a good"))
        for key, words in self._goods().items():
            self._check(goods, words, key in self.tracks, key, self.turn_track)
        goods.addSeparator()
        goods.addAction(tr("Another good…"), self._ask_good)
        indicators = menu.addMenu(tr("Indicators"))
        for series in self._session.workspace.records("series"):
            if isinstance(series, Series) and series_track(series, self._session.day) is not None:
                key = f"series:{series.id}"
                self._check(
                    indicators,
                    shown_title(self._session, series.title),
                    key in self.tracks,
                    key,
                    self.turn_track,
                )
        indicators.setEnabled(bool(indicators.actions()))

    def _check(self, menu: QMenu, words: str, on: bool, key: str, turn: Callable[[str, bool], None]) -> None:
        action = QAction(words.replace("&", "&&"), menu, checkable=True, checked=on)
        action.toggled.connect(lambda is_on: turn(key, is_on))
        menu.addAction(action)

    def _goods(self) -> dict[str, str]:
        """Goods that are shown, and those of the baskets."""
        found = {key: key for key in self.tracks if key.startswith("rate:")}
        for basket in self._session.workspace.records("basket"):
            for row in basket.rows if isinstance(basket, Basket) else ():
                if len(found) < GOODS_LIMIT:
                    found.setdefault(f"rate:{row.origin}:{row.hts}", "")
        return {
            key: tr("{code} from {origin}", code=key.split(":")[2], origin=key.split(":")[1]) for key in found
        }

    def _ask_good(self) -> None:
        words = tr("Code of the US schedule, and where the good is from: 8703.23.01 JP")
        text, is_chosen = QInputDialog.getText(self._canvas, tr("Effective rate of a good"), words)
        if is_chosen and text.strip():
            self.add_good(text)

    def add_good(self, text: str) -> None:
        """Show the rate of ``8703.23.01 JP``; Japan where no origin is said."""
        code, _, origin = text.strip().partition(" ")
        self.turn_track(f"rate:{origin.strip().upper() or 'JP'}:{code}", True)

    def _on_dragged(self, key: str, height: float) -> None:
        if key in self.tracks:
            self.tracks[key] = round(height)
            self.changed.emit()

    def _people(self) -> list[Person]:
        return [each for each in self._session.workspace.records("person") if isinstance(each, Person)]
