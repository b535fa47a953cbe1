"""The Deals page: the law as it is, no deal and up to four packages over one basket, with their effects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QWidget,
)

from briefing_app.app.i18n import language, tr
from briefing_app.app.session import Session
from briefing_app.domain.change import ChangeSet, added, removed, replaced
from briefing_app.domain.ids import new_id
from briefing_app.domain.records import BasketRow, Scenario
from briefing_app.errors import BriefingError
from briefing_app.tariff.law import Law
from briefing_app.tariff.no_deal import NoDeal, load_no_deal, no_deal_on
from briefing_app.tariff.portfolio import Progress
from briefing_app.tariff.words import in_language
from briefing_app.ui.record_titles import shown_title
from briefing_app.ui.tariff.chart_frame import ChartFrame, ChartWords
from briefing_app.ui.tariff.deal_beliefs import BeliefsForm
from briefing_app.ui.tariff.deal_card_words import card_words
from briefing_app.ui.tariff.deal_cards import CardGrid, DutyBars
from briefing_app.ui.tariff.deal_editor import PackageEditor
from briefing_app.ui.tariff.deal_levers import Levers
from briefing_app.ui.tariff.deal_results import Results
from briefing_app.ui.tariff.deal_standing import Standing, beliefs_said, keep_standing, standing_of
from briefing_app.ui.tariff.deal_table import finding, sentence
from briefing_app.ui.tariff.deal_words import day_said
from briefing_app.ui.tariff.deals import (
    MOST,
    NONE,
    ON_ITS_DAYS,
    QUO,
    Column,
    Meeting,
    Question,
    Steps,
    evaluate,
    meetings,
    years_of,
)
from briefing_app.ui.tariff.long_work import LongWork, WorkBar
from briefing_app.ui.tariff.portions import Portions
from briefing_app.ui.tariff.scrolled import column_in
from briefing_app.ui.tariff.sim_starts import from_package
from briefing_app.ui.tariff.words import Authority, checked_day, day_text, money, percent
from briefing_app.ui.widgets.labels import SectionHeader, label
from briefing_app.ui.widgets.notices import MessageBar

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class DealsPage(QScrollArea):
    """Works on rows given by the tab. ``briefing_requested`` carries the id of a note.

    ``worked_out`` carries the columns as markets to simulate.
    """

    briefing_requested = Signal(str)
    scenario_to_briefing = Signal(str)
    worked_out = Signal(list)

    def __init__(self, session: Session, parent: QWidget | None = None, *, in_portions: bool = False) -> None:
        super().__init__(parent)
        self._session = session
        self._law: Law | None = None
        self._rows: tuple[BasketRow, ...] = ()
        self._name = self._value_words = ""
        self._known: dict[str, object] = {}
        self._standing = standing_of(session)
        self._off = set(self._standing.off)
        self._goes_to_editor = False
        self._no_deal: tuple[NoDeal, ...] = ()
        self.columns: tuple[Column, ...] = ()
        self.portions = Portions(
            self._make_column, self._make_cards, self._make_editor, self._make_bars, self._make_results,
            self._make_beliefs, self._make_levers, self._connect, in_portions=in_portions,
        )  # fmt: skip

    def _make_column(self) -> None:
        self.head = label("", "section", wrap=True)
        self.year = QComboBox()
        self.year.setAccessibleName(tr("Which year of the deals"))
        self.new_button = QPushButton(tr("New package"))
        self.new_button.setProperty("kind", "primary")
        self.shown_button = QPushButton(tr("Packages shown"))
        self.year.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.stopped = MessageBar()
        self.working = LongWork(self._session, self)
        self.busy = WorkBar(self.working)
        self._menu = QMenu(self.shown_button)
        self.shown_button.setMenu(self._menu)
        self._column = column = column_in(self, (24, 16, 24, 24), 10)
        top = QHBoxLayout()
        top.addWidget(self.head, 1)
        for control in (self.year, self.shown_button, self.new_button):
            top.addWidget(control, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        column.addWidget(self.busy)
        column.addWidget(self.stopped)
        self._parts: list[QWidget] = []

    # Parts are made inside the column: one that is put there later is styled once more.

    def _make_cards(self) -> None:
        self.cards = CardGrid(self.widget())
        self._put(self.cards)

    def _put(self, *parts: QWidget) -> None:
        for part in parts:
            self._parts.append(part)
            self._column.addWidget(part)

    def _make_editor(self) -> None:
        self.editor = PackageEditor(self.widget())
        self.editor.hide()
        self._put(self.editor)

    def _make_bars(self) -> None:
        self.bars = ChartFrame(self._session, DutyBars(), self.widget())
        self.bars.table.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._put(self.bars)

    def _make_results(self) -> None:
        self.results = Results(self._session, self.widget())
        self._put(self.results)

    def _make_beliefs(self) -> None:
        self.beliefs = BeliefsForm(self.widget())
        self.beliefs.show_texts(self._standing.beliefs)
        self._put(SectionHeader(tr("What trade and gains rest on")), self.beliefs)

    def _make_levers(self) -> None:
        self.levers = Levers(self.widget())
        self._put(SectionHeader(tr("Single measures")), self.levers)
        self._column.addStretch(1)

    def _connect(self) -> None:
        self.new_button.clicked.connect(self.add_package)
        self.cards.asked.connect(self._on_card)
        self.editor.changed.connect(self._save)
        self.editor.closed.connect(lambda: self.editor.show_package(None, self._session.day))
        self.levers.typed.connect(self._save)
        self.beliefs.changed.connect(self.refresh)
        self.results.target.activated.connect(lambda _place: self.refresh())
        self.busy.cancel.clicked.connect(self._on_stopped)
        self.year.activated.connect(lambda _place: self.refresh())
        self._menu.aboutToShow.connect(self._fill_menu)
        self.bars.briefing_requested.connect(self.briefing_requested)
        self.results.briefing_requested.connect(self.briefing_requested)
        self._session.changed.connect(self._on_changed)

    # --- what is compared ----------------------------------------------------------------------------

    def set_law(self, law: Law) -> None:
        """The law that the packages edit."""
        self._law, self._known = law, {}
        self._no_deal = load_no_deal()
        self.editor.set_law(law)
        self.refresh()

    def show_rows(self, rows: tuple[BasketRow, ...], name: str, value_words: str = "") -> None:
        """Compare packages over these rows; ``value_words`` say where their values come from."""
        if rows is not self._rows and (len(rows) != len(self._rows) or rows != self._rows):
            self._known = {}
        self._rows, self._name, self._value_words = rows, name, value_words
        self.refresh()

    def scenarios(self) -> list[Scenario]:
        """The packages on the page: at most four of the workspace's scenarios."""
        found = [each for each in self._all() if each.id not in self._off]
        return found[:MOST]

    def _all(self) -> list[Scenario]:
        return [each for each in self._session.workspace.records("scenario") if isinstance(each, Scenario)]

    def add_package(self) -> None:
        """Make a further package, empty, and open it."""
        taken = {each.title for each in self._all()}
        title = next(
            (name for letter in LETTERS if (name := tr("Package {letter}", letter=letter)) not in taken),
            tr("New package"),
        )
        self._open_new(Scenario(id=new_id("scenario"), edits=(), title=title), tr("Add package"))

    def _open_new(self, made: Scenario, words: str) -> None:
        shown = self.scenarios()
        if len(shown) >= MOST:
            words = tr("Four packages fit on the page: take one off with “Packages shown” first.")
            self._session.message.emit(words, "caution")
            return
        # The new one shall be among the four, wherever the workspace keeps it.
        self._off |= {each.id for each in self._all() if each not in shown}
        self._apply(added(made, words))
        self._open_editor(made)

    def show_package(self, scenario_id: str) -> None:
        """Bring a package onto the page and open it."""
        found = next((each for each in self._all() if each.id == scenario_id), None)
        if found is None:
            return
        self._off.discard(scenario_id)
        while found not in self.scenarios():
            self._off.add(self.scenarios()[-1].id)
        self._open_editor(found)
        self.refresh()

    def _open_editor(self, package: Scenario) -> None:
        """Open a package; the page goes there once its cards have their height."""
        self.editor.show_package(package, self._session.day)
        self.editor.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self._goes_to_editor = True
        QTimer.singleShot(0, self, self._go_to_editor)

    def _go_to_editor(self) -> None:
        if not self.editor.isHidden():
            self.verticalScrollBar().setValue(self.editor.y() - self._column.spacing())

    def _on_card(self, what: str, key: str) -> None:
        found = next((each for each in self._all() if each.id == key), None)
        if found is None:
            return
        if what == "edit":
            self._open_editor(found)
        elif what == "clone":
            title = tr("{name}, copy", name=shown_title(self._session, found.title))
            self._open_new(replace(found, id=new_id("scenario"), title=title), tr("Clone package"))
        elif what == "brief":
            self.scenario_to_briefing.emit(found.id)
        else:
            name = shown_title(self._session, found.title)
            self._apply(removed(found, tr("Remove {name}", name=name)))

    def _fill_menu(self) -> None:
        self._menu.clear()
        shown = self.scenarios()
        for each in self._all():
            action = self._menu.addAction(shown_title(self._session, each.title) or each.id)
            action.setCheckable(True)
            action.setChecked(each in shown)
            action.setEnabled(each in shown or len(shown) < MOST)
            action.toggled.connect(lambda on, key=each.id: self.set_shown(key, on))

    def set_shown(self, key: str, is_shown: bool) -> None:
        """Put a package onto the page or take it off; the record stays."""
        if is_shown:
            self._off.discard(key)
        else:
            self._off.add(key)
        self.refresh()

    def _save(self, package: Scenario) -> None:
        kept = next((each for each in self._all() if each.id == package.id), None)
        if kept is not None and kept != package:
            name = shown_title(self._session, package.title)
            self._apply(replaced(kept, package, tr("Edit {name}", name=name)))

    def _apply(self, change_set: ChangeSet) -> None:
        try:
            self._session.apply(change_set)
        except BriefingError as error:
            self._session.report(error)

    def _on_changed(self, change_set: ChangeSet) -> None:
        if change_set.touches("scenario"):
            self.refresh()

    # --- working it out ------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Work everything out anew."""
        law, shown = self._law, tuple(self.scenarios())
        self._fill_years(years_of(shown))
        self.new_button.setEnabled(len(shown) < MOST)
        self.new_button.setToolTip("" if len(shown) < MOST else tr("Four packages fit on the page."))
        is_ready = law is not None and bool(self._rows)
        for part in self._parts:
            part.setVisible(is_ready and part is not self.editor)
        if law is None or not self._rows:
            self.head.setText(tr("Ask about a good or fill a basket first; packages are compared over it."))
            return
        if self.editor.package is not None:
            still = next((each for each in shown if each.id == self.editor.package.id), None)
            self.editor.show_package(still, self._session.day)
        question = self._question(shown)
        self._keep(question)
        target = self.results.fill_targets([(QUO, question.titles[0]), (NONE, question.titles[1]),
                                            *question.names.items()])  # fmt: skip
        self.stopped.hide()
        if not self.columns:
            self.head.setText(self._name)

        def work(report: Progress) -> tuple[tuple[Column, ...], tuple[Meeting, ...]]:
            steps = Steps(question, report)
            columns = evaluate(question, law, steps)
            return columns, meetings(question, law, columns, target, steps)

        self.working.start(work, lambda found: self._show(question, *found))

    def _on_stopped(self) -> None:
        """What is on the page is of an earlier question, so say so and offer to go on."""
        words = tr("Stopped before it was done; what stands below was worked out before.")
        self.stopped.show_message(words, "caution", tr("Work it out"), self.refresh)

    def _question(self, shown: tuple[Scenario, ...]) -> Question:
        day = self._session.day
        return Question(
            self._rows, day, self.year.currentData(), shown, no_deal_on(self._no_deal, day),
            self.beliefs.read(), (tr("Law as it is"), tr("No deal")),
            {each.id: shown_title(self._session, each.title) for each in shown}, self._known,
        )  # fmt: skip

    def _keep(self, question: Question) -> None:
        """Keep under what is compared, once it can be read."""
        beliefs = self._standing.beliefs if question.beliefs is None else self.beliefs.texts()
        now = Standing(beliefs, question.year, tuple(sorted(self._off & {each.id for each in self._all()})))
        if now != self._standing:
            keep_standing(self._session, now)
        self._standing = now

    def _fill_years(self, most: int) -> None:
        kept = self.year.currentData() if self.year.count() else self._standing.year
        self.year.clear()
        self.year.addItem(tr("Deals fully in force"), None)
        for number in range(most if most else 0):
            self.year.addItem(tr("Year {number} of the deals", number=number + 1), number)
        self.year.addItem(tr("Deals on the days they name"), ON_ITS_DAYS)
        place = next((at for at in range(self.year.count()) if self.year.itemData(at) == kept), 0)
        self.year.setCurrentIndex(place)

    def _show(self, question: Question, columns: tuple[Column, ...], found: tuple[Meeting, ...]) -> None:
        law = self._law
        assert law is not None
        self.columns = columns
        self._tell_no_figure(question.day, law)
        self.head.setText(tr("{name}, entered on {day}", name=self._name, day=day_said(question.day)))
        self.cards.show_cards([card_words(each, columns[0], question, law) for each in columns])
        known = [(each.title, each.sum) for each in columns if each.sum and each.sum.rate is not None]
        canvas = self.bars.canvas
        assert isinstance(canvas, DutyBars)
        canvas.show_sums(known)
        said = " ".join(sentence(each, columns[0]) for each in columns[1:])
        source = tr(
            "Law data {version}, checked to {day}. A statutory estimate, no customs advice.",
            version=law.info.version, day=checked_day(law.info.checked_to),
        )  # fmt: skip
        source = " ".join(filter(None, (source, self._value_words)))
        rows = [(name, percent(each.rate), money(each.duty), _parts_said(each.parts)) for name, each in known]
        titles = (tr("Column"), tr("Average rate"), tr("Duty paid"), tr("By authority"))
        unit = tr("Duty in US dollars by authority, and the average rate")
        self.bars.show_chart(
            ChartWords(finding(columns), unit, said, source, "packages"), titles, rows, frozenset({1, 2})
        )
        self.results.show_results(columns, found, f"{beliefs_said(question.beliefs)} {source}", law)
        self.levers.show_levers(law, columns, question.packages)
        whence = (self._name, self._value_words)
        starts = [from_package(each, columns[0], question, whence, law) for each in columns]
        self.worked_out.emit([each for each in starts if each is not None])
        if self._goes_to_editor:  # the cards above have their height now
            self._goes_to_editor = False
            QTimer.singleShot(0, self, self._go_to_editor)

    def _tell_no_figure(self, day: date, law: Law) -> None:
        """Where no row has a figure say why; after the last day of the law offer that day."""
        now, last = self.columns[0].sum, date.fromisoformat(law.info.checked_to)
        if now is None or now.rate is not None:
            return
        if day <= last:
            words = tr("No row of the basket has a figure on this day: ask about one of them to see why.")
            self.stopped.show_message(words, "caution")
            return

        def choose() -> None:
            self._session.as_of = last

        words = in_language(
            f"The law data were checked to {last}; later entries are not covered.", language()
        ).replace(last.isoformat(), day_text(last))
        self.stopped.show_message(words, "caution", tr("Ask for {day}", day=day_text(last)), choose)


def _parts_said(parts: Sequence[tuple[Authority, int]]) -> str:
    return ", ".join(f"{authority.name} {money(cents)}" for authority, cents in parts)
