"""The Basket page: rows from a spreadsheet, priced together, weighed by authority and product, compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import compress
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from briefing_app.app.error_words import told
from briefing_app.app.i18n import language, tr
from briefing_app.app.session import Session
from briefing_app.domain.change import ChangeSet, added, replaced
from briefing_app.domain.ids import new_id
from briefing_app.domain.records import Basket, BasketRow, Note
from briefing_app.errors import BriefingError
from briefing_app.exchange.basket_columns import cells_of_file, cells_of_text, with_cell
from briefing_app.exchange.sample_baskets import SampleBasket, sample_baskets
from briefing_app.tariff.currency import read_rate_line
from briefing_app.tariff.goods import GoodsIndex
from briefing_app.tariff.law import Law
from briefing_app.tariff.portfolio import Progress, RowReader
from briefing_app.tariff.value_source import AS_TYPED, money_texts, rate_of
from briefing_app.threads import collector_resting
from briefing_app.ui.tariff.basket_engine import Engine
from briefing_app.ui.tariff.basket_import import preview_words
from briefing_app.ui.tariff.basket_out import Priced, copied, written
from briefing_app.ui.tariff.basket_paper import as_note
from briefing_app.ui.tariff.basket_results import ColumnResult
from briefing_app.ui.tariff.basket_row import row_of
from briefing_app.ui.tariff.basket_table import VALUE_SOURCE
from briefing_app.ui.tariff.basket_view import FULL, IMPORT, NOTHING, BasketView
from briefing_app.ui.tariff.long_work import LongWork
from briefing_app.ui.tariff.portions import Portions
from briefing_app.ui.tariff.row_faults import problem_said
from briefing_app.ui.tariff.stack_bar import StackBar
from briefing_app.ui.tariff.value_sources import ValueSources
from briefing_app.ui.widgets.copied_tables import put_on_clipboard

__all__ = ["BasketPage", "StackBar", "row_of"]
LONG = 500_000  # bytes of a basket that is read in a thread
MANY = 2000
"""Beyond so many rows a basket is written off the GUI thread."""


class BasketPage(QWidget):
    """Baskets are records of the workspace. ``asked`` carries the texts of a row."""

    asked = Signal(object)
    briefing_requested = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None, *, in_portions: bool = False) -> None:
        super().__init__(parent)
        self._session = session
        self._law: Law | None = None
        self._engine: Engine | None = None
        self._basket: Basket | None = None
        self._wanted = ""
        self.results: Sequence[ColumnResult] = ()
        self.pricing = LongWork(session, self)
        self.reading = LongWork(session, self)
        self.view = BasketView(session, self.pricing, self.reading, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.portions = Portions(
            self.view.make_table, self.view.make_head, self.view.make_charts, self.view.make_pages,
            self._begin, in_portions=in_portions,
        )  # fmt: skip

    def _begin(self) -> None:
        self.rows = self.view.rows
        self.rows.take_edits(self.edit_cell)
        self.message = self.view.message
        self._connect()
        self.refresh()

    def _connect(self) -> None:
        view = self.view
        view.paste_requested.connect(self.paste)
        view.file_requested.connect(self._choose_file)
        view.sample_menu.aboutToShow.connect(self._fill_samples)
        view.remove_button.clicked.connect(self.remove_selected)
        view.copy_requested.connect(self.copy_rows)
        view.export_requested.connect(self._choose_target)
        view.to_briefing.clicked.connect(self.to_briefing)
        view.chooser.activated.connect(lambda _place: self._choose_other(view.chooser.currentData()))
        view.columns.changed.connect(self._price)
        view.table.view.row_opened.connect(self._open)
        view.importing.taken.connect(self._take)
        view.importing.cancelled.connect(lambda: self._choose(self._basket.id if self._basket else ""))
        for frame in (view.waterfall_frame, view.products_frame):
            frame.briefing_requested.connect(self.briefing_requested)
        self._session.changed.connect(self._on_changed)

    def _on_changed(self, change_set: ChangeSet) -> None:
        if change_set.touches("basket"):
            self.refresh()

    # --- the record ----------------------------------------------------------------------------------

    @property
    def basket(self) -> Basket | None:
        """The basket shown."""
        return self._basket

    def set_law(self, law: Law, goods: GoodsIndex) -> None:
        """The law that answers."""
        self._law, self._engine = law, Engine(law)
        self.rows.goods = goods
        self._price()

    def refresh(self) -> None:
        """Read the baskets anew; a very large one that nobody asked for yet is read in a thread."""
        workspace = self._session.workspace
        if workspace.longest_unread() <= LONG:
            self._refill()
            return

        def work() -> None:
            with collector_resting():
                workspace.make_baskets()

        self.view.show_reading()
        self._session.jobs.run(work, lambda _none: self._refill(), owner=self)

    def _refill(self) -> None:
        baskets = [each for each in self._session.workspace.records("basket") if isinstance(each, Basket)]
        wanted = self._wanted or (self._basket.id if self._basket else "")
        self._wanted = ""
        self.view.show_baskets(baskets)
        ids = [each.id for each in baskets]
        if wanted and wanted not in ids:
            self.message.hide()  # it spoke of a basket that was taken back
        self._choose(wanted if wanted in ids else ids[0] if ids else "")

    def show_basket(self, basket_id: str) -> None:
        """Show a basket."""
        if self._basket is None or basket_id != self._basket.id:
            self.message.hide()
        self._wanted = basket_id
        self.refresh()

    def _choose_other(self, basket_id: str) -> None:
        self.message.hide()  # it spoke of the basket before
        self._choose(basket_id)

    def _choose(self, basket_id: str) -> None:
        found = self._session.workspace.find("basket", basket_id) if basket_id else None
        self._basket = found if isinstance(found, Basket) else None
        has_rows = bool(self._basket and self._basket.rows)
        told_of = self.rows.value_sources = ValueSources(self._basket)
        self.view.show_value_note(told_of.note, has_sources=told_of.differ)
        self.view.show_chosen(basket_id, has_rows)
        self._price()

    def add_rows(self, rows: tuple[BasketRow, ...], words: str, title: str = "", source: str = "") -> None:
        """Put rows into the basket shown, or into a new one (of values from ``source``) with a title."""
        if not rows:
            return
        if self._basket is None or title:
            made = Basket(id=new_id("basket"), rows=rows, title=title or tr("Basket"), source=source)
            change = added(made, words)
        else:
            if read_rate_line(self._basket.source) is not None:  # these are none of its converted values
                rows = tuple(replace(each, value_source=each.value_source or AS_TYPED) for each in rows)
            made = replace(self._basket, rows=(*self._basket.rows, *rows))
            change = replaced(self._basket, made, words)
        self._store(change, made)

    def _store(self, change: ChangeSet, made: Basket) -> None:
        before, self._basket = self._basket, made
        count = max(len(each.rows) for each in (before, made) if each is not None)
        if count > MANY:
            self.view.message.show_message(tr("Writing {count} rows…", count=f"{count:,}"), "info")
            self._session.apply_later(change, self.view.message.dismiss)
            return
        try:
            self._session.apply(change)
        except BriefingError as error:
            self._basket = before
            self._session.report(error)

    def add_texts(self, texts: Mapping[str, str]) -> None:
        """Put an entry of the Ask page into the basket."""
        self.add_rows((row_of(texts),), tr("Add to basket"))

    def remove_selected(self) -> None:
        """Take the selected rows out; undo brings them back."""
        if self._basket is None or not self.rows.rows or self._basket.rows is not self.rows.rows:
            return  # what is shown is of rows before: places would mean other rows
        kept = bytearray(b"\1") * len(self._basket.rows)
        shown = self.rows.model.shown()
        for place in self.view.table.view.selected_rows():
            kept[shown[place]] = 0
        if not all(kept):
            made = replace(self._basket, rows=tuple(compress(self._basket.rows, kept)))
            self._store(replaced(self._basket, made, tr("Remove rows")), made)

    def edit_cell(self, place: int, field: str, text: str) -> None:
        """Take what was typed into a cell; what cannot be read is said above and changes nothing."""
        basket = self._basket
        if basket is None or basket.rows is not self.rows.rows or not 0 <= place < len(basket.rows):
            self.message.show_message(tr("The basket is being worked out; try again in a moment."), "info")
            return
        try:
            row = with_cell(basket.rows[place], field, text)
        except BriefingError as error:
            self.message.show_message(problem_said(f"Row {place + 1}: {error}"), "error")
            return
        self.message.hide()
        if row != basket.rows[place] and field == "value_usd" and rate_of(row, basket.source):
            row = replace(row, value_source=AS_TYPED)
        if row != basket.rows[place]:
            rows = (*basket.rows[:place], row, *basket.rows[place + 1 :])
            made = replace(basket, rows=rows)
            self._store(replaced(basket, made, tr("Edit row")), made)

    # --- rows from elsewhere -------------------------------------------------------------------------

    def paste(self) -> None:
        """Look at the rows on the clipboard."""
        text = QGuiApplication.clipboard().text()

        def done(cells: list[list[str]]) -> None:
            if not any(any(cell.strip() for cell in row) for row in cells):
                self.message.show_message(
                    tr("There is nothing to paste: copy rows in your spreadsheet first."), "info"
                )
                return
            self._show_import(cells, tr("Pasted rows"))

        self.reading.start(lambda _report: cells_of_text(text), done)

    def _choose_file(self) -> None:
        kinds = tr("Tables") + " (*.csv *.tsv *.xlsx)"
        chosen, _kind = QFileDialog.getOpenFileName(self, tr("Import rows"), "", kinds)
        if chosen:
            self.read_file(Path(chosen))

    def read_file(self, path: Path) -> None:
        """Look at the rows of a CSV file or workbook."""

        def work(_report: Progress) -> list[list[str]] | str:
            try:
                return cells_of_file(path.read_bytes(), path.name)
            except BriefingError as error:
                return told(error)
            except OSError as error:
                return tr("{file} cannot be read: {why}.", file=path.name, why=told(error.strerror or error))

        def done(found: list[list[str]] | str) -> None:
            if isinstance(found, str):
                self.message.show_message(found, "error")
            else:
                self._show_import(found, path.stem)

        self.reading.start(work, done)

    def _show_import(self, cells: list[list[str]], title: str) -> None:
        self.message.hide()
        self.view.pages.setCurrentIndex(IMPORT)
        self.view.importing.show_cells(cells, title, self._session.day)

    def _take(self, rows: tuple[BasketRow, ...], title: str, problems: Sequence[str], rate: str) -> None:
        # Converted values are a basket of their own: beside others nobody could tell which rest on the rate.
        is_file = bool(rate) or title != tr("Pasted rows")
        self.view.pages.setCurrentIndex(FULL if self._basket else NOTHING)
        self.add_rows(rows, tr("Take {count} rows", count=len(rows)), title if is_file else "", rate)
        if len(rows) <= MANY or problems:
            self.message.show_message(preview_words(problems, rows), "caution" if problems else "info")

    def _fill_samples(self) -> None:
        self.view.sample_menu.clear()
        for sample in sample_baskets(self._session.day):
            action = self.view.sample_menu.addAction(sample.name(language()))
            action.triggered.connect(lambda _checked=False, each=sample: self.take_sample(each))

    def take_sample(self, sample: SampleBasket) -> None:
        """Make a basket of a sample; each value says where it comes from."""
        self.add_rows(sample.rows, tr("Sample basket"), sample.name(language()))
        self.message.hide()

    # --- pricing -------------------------------------------------------------------------------------

    def _price(self) -> None:
        basket, engine = self._basket, self._engine
        if engine is None or basket is None or not basket.rows:
            self._show((), ())
            return
        specs = self.view.columns.specs()

        def done(found: list[ColumnResult]) -> None:
            engine.take(basket.rows, found)
            self._show(basket.rows, found)

        self.pricing.start(engine.work(basket.rows, specs), done)

    def _show(self, rows: Sequence[BasketRow], results: Sequence[ColumnResult]) -> None:
        self.results = results
        law = self._law
        self.view.show_results(rows, results, law)

    def _open(self, key: object) -> None:
        if self._law is None or not isinstance(key, int) or not 0 <= key < len(self.rows.rows):
            return
        row, source = self.rows.rows[key], self._basket.source if self._basket else ""
        try:
            self.asked.emit(RowReader(self._law).entry(row).query() | money_texts(row, source))
        except BriefingError as error:
            self.message.show_message(told(error), "caution")

    # --- ways out ------------------------------------------------------------------------------------

    def copy_rows(self) -> None:
        """Put the table as shown on the clipboard."""
        model, table = self.rows.model, self.view.table.view
        # A rate that stands above the table for every row goes with each row here.
        has_sources = bool(self.rows.value_sources)
        columns = [
            each
            for place, each in enumerate(model.columns)
            if not table.isColumnHidden(place) or (place == VALUE_SOURCE and has_sources)
        ]
        shown = model.shown()
        words = " ".join(filter(None, (self.view.words.text(), self.rows.value_sources.note)))

        def done(texts: tuple[str, str]) -> None:
            put_on_clipboard(*texts)
            self._session.message.emit(tr("Copied"), "info")

        self.reading.start(lambda report: copied(columns, shown, words, report), done)

    def _choose_target(self, ending: str) -> None:
        name = (self._basket.title if self._basket else "") or "basket"
        plain = "".join(each if each.isalnum() or each in " -" else "-" for each in name)
        kinds = f"{ending.upper()} (*.{ending})"
        chosen, _kind = QFileDialog.getSaveFileName(self, tr("Export basket"), f"{plain}.{ending}", kinds)
        if chosen:
            self.export(Path(chosen if chosen.lower().endswith(f".{ending}") else f"{chosen}.{ending}"))

    def export(self, path: Path) -> None:
        """Write the rows with every column into a CSV file or a workbook, off the GUI thread."""
        if not self.results:
            return
        shown = self.rows
        rows = shown.rows
        priced = Priced(rows, self.results, shown.name, shown.value_sources, self.view.notes())

        def done(fault: str) -> None:
            if fault:
                self.message.show_message(fault, "error")
                return
            self._session.note_in_audit("export", file=path.name, rows=str(len(rows)))
            self._session.message.emit(tr("Saved {file}.", file=path.name), "info")

        self.reading.start(lambda report: written(path, priced, report), done)

    def to_briefing(self) -> None:
        """Keep the weights as a note and ask for it in the briefing."""
        if not self.results or self._basket is None:
            return
        title = self._basket.title or tr("Basket")
        notes = [*self.view.notes(), *self.rows.value_sources.of_sample()]
        body = as_note(self.results, self.rows.name, notes)
        note = Note(id=new_id("note"), title=title, body=body, language=language())
        try:
            self._session.apply(added(note, tr("Basket to a note")))
        except BriefingError as error:
            self._session.report(error)
            return
        self.briefing_requested.emit(note.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.matches(QKeySequence.StandardKey.Delete):
            self.remove_selected()
        elif event.key() == Qt.Key.Key_Escape and self.view.pages.currentIndex() == IMPORT:
            self.view.importing.cancelled.emit()
        else:
            super().keyPressEvent(event)
