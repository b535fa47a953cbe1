"""What a briefing says, as frozen values that know nothing of pages. Templates lay these out."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Literal, TypeAlias

from briefing_app.reports.changeable import Changeable
from briefing_app.reports.chart_model import Bars, Chart, Strip
from briefing_app.reports.scenario_model import Ladder, Tornado, Zone
from briefing_app.reports.seating_model import SeatingPlan

ProseKind: TypeAlias = Literal["p", "ul", "ol", "quote", "h", "table"]
Severity: TypeAlias = Literal["block", "warn", "note"]


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style; ``cites`` are source numbers that follow it.

    ``places`` says where in each source, "" for no place; it may be shorter than ``cites``.
    ``ref`` names the record that the words stand for, as ``kind-id``; kept only where this paper prints it.
    """

    text: str
    style: Literal["", "strong", "emph", "code"] = ""
    cites: tuple[int, ...] = ()
    ref: str = ""
    places: tuple[str, ...] = ()

    def cited(self) -> tuple[tuple[int, str], ...]:
        """Each source number with its place."""
        return tuple(zip_longest(self.cites, self.places[: len(self.cites)], fillvalue=""))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Item(Changeable):
    """One list item or table cell: its runs and what is nested below it. Of a row its first cell changed."""

    runs: tuple[Run, ...]
    children: tuple[Prose, ...] = ()


@dataclass(frozen=True)
class Prose:
    """A block of running text. Tables use ``rows`` (the first is the head), all others ``items``.

    ``number`` is that of a paragraph in a paper that counts them, 0 for none; ``anchor`` is for references.
    """

    kind: ProseKind
    items: tuple[Item, ...] = ()
    rows: tuple[tuple[Item, ...], ...] = ()
    level: int = 0
    lang: str = ""
    number: int = 0
    anchor: str = ""


@dataclass(frozen=True)
class Fact(Changeable):
    """One figure of a facts box: ``value`` with its unit, what it measures, its sources."""

    value: str
    label: tuple[Run, ...]
    cites: tuple[int, ...] = ()
    lang: str = ""


@dataclass(frozen=True)
class DutyLine(Changeable):
    """One assessed good: rate and duty as text, how they come about, or why there is no number."""

    good: str
    code: str
    rate: str
    duty: str
    value: str
    steps: tuple[str, ...] = ()
    problem: str = ""
    lang: str = ""


@dataclass(frozen=True)
class PersonCard(Changeable):
    """Who somebody is on the as-of day; ``late`` says that nobody reviewed it in time."""

    name: str
    native: str = ""
    reading: str = ""
    pronunciation: str = ""
    post: str = ""
    last_met: str = ""
    stance: str = ""
    cites: tuple[int, ...] = ()
    lang: str = ""
    portion: str = ""
    late: str = ""


@dataclass(frozen=True)
class Deadline(Changeable):
    """What is due after the as-of day, with its countdown."""

    when: str
    title: str
    countdown: str
    cites: tuple[int, ...] = ()
    lang: str = ""


@dataclass(frozen=True)
class EventRow(Changeable):
    """One row of a chronology. ``ahead``: after the as-of day. ``anchor`` is what references point at.

    ``group`` is its year and ``month`` the month of that year, "" where a year has too few events for months.
    """

    number: int
    when: str
    title: str
    detail: str = ""
    place: str = ""
    people: tuple[str, ...] = ()
    confidence: str = ""
    cites: tuple[int, ...] = ()
    group: str = ""
    ahead: bool = False
    lang: str = ""
    anchor: str = ""
    portion: str = ""
    month: str = ""


@dataclass(frozen=True)
class SourceRow:
    """One numbered source. ``later``: published after the as-of day; ``places`` are those that were cited."""

    number: int
    publisher: str
    title: str
    date: str = ""
    locator: str = ""
    lang: str = ""
    later: bool = False
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table: ``align`` is ``l`` or ``r`` per column, ``widths`` a share of the width or 0 for its own.

    ``changed`` are the places of the rows with a bar in the margin.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()
    has_total: bool = False
    note: str = ""
    cites: tuple[int, ...] = ()
    lang: str = ""
    changed: tuple[int, ...] = ()


@dataclass(frozen=True)
class Question(Changeable):
    """One question of a question-and-answer sheet, with its answers and what stands in its margin."""

    number: str
    question: str
    parts: tuple[Prose, ...]
    meta: tuple[str, ...] = ()
    lang: str = ""
    portion: str = ""
    depth: int = 0  # 1 and 2: asked after the one above


@dataclass(frozen=True)
class NameBlock(Changeable):
    """How somebody is called, read and spoken, and the posts held on the day with their beginning.

    ``photo`` is the picture as SVG, ``photo_alt`` says what it shows, ``photo_credit`` whose it is.
    """

    name: str
    native: str
    reading: str
    pronunciation: str
    country: str
    posts: tuple[str, ...] = ()
    lang: str = ""
    photo: str = ""
    photo_alt: str = ""
    photo_credit: str = ""


@dataclass(frozen=True)
class Drawing:
    """A page drawn elsewhere as SVG; ``alt`` says in words what it shows."""

    id: str
    svg: str
    alt: str


Content: TypeAlias = (
    Prose | Fact | DutyLine | PersonCard | Deadline | EventRow | Strip | Chart | Bars | SourceRow | Table
    | Question | NameBlock | Drawing | SeatingPlan | Tornado | Ladder | Zone
)  # fmt: skip


@dataclass(frozen=True)
class Section(Changeable):
    """A titled section. ``id`` is the block it comes from, ``layout`` what the template does with it.

    ``part`` is the heading of the part that begins here, ``block`` the kind of block that makes it and
    ``tab`` its letter or number; ``number`` is that of the section within it. ``marking`` is that of what it
    was made from and ``portion`` how it is printed. ``anchor`` is the record it prints, for references to it.
    ``keep``: it stands on one page together with the kept sections before it, back to that of level 2.
    ``changed``: its heading is another one, or new.
    """

    id: str
    layout: str
    title: str
    items: tuple[Content, ...] = ()
    empty: str = ""
    lang: str = ""
    part: str = ""
    new_page: bool = False
    level: int = 2
    marking: str = ""
    tab: str = ""
    number: str = ""
    portion: str = ""
    anchor: str = ""
    block: str = ""
    keep: bool = False


@dataclass(frozen=True)
class Problem:
    """A pre-flight finding. ``block`` names the outline block concerned, "" the whole document.

    ``is_stale``: what it speaks of may be right, but is older than a reader would think. ``target`` is where
    it is mended if not in the block: "marking" is that of the paper, "note:ID" a record.
    """

    severity: Severity
    text: str
    block: str = ""
    is_stale: bool = False
    target: str = ""


@dataclass(frozen=True)
class Marking:
    """How a marking is printed on every page; an empty ``label`` prints nothing.

    ``portion`` is its short mark before a title or paragraph.
    """

    label: str = ""
    scheme: str = "none"
    level: int = 0
    align: Literal["left", "center", "right"] = "center"
    ink: str = "#1B1D1F"
    ground: str = ""
    size_pt: float = 12
    boxed: bool = False
    portion: str = ""


@dataclass(frozen=True, kw_only=True)
class ReportData:
    """A whole document, ready to be set. ``release`` is the level above which everything is left out.

    ``change_bars`` says what the bars in the margin mean, "" where there are none; they tell what changed
    since the edition ``bars_since``. ``clearance``: who drafted the paper, and who has agreed to it.
    """

    template: str
    title: str
    subtitle: str = ""
    language: str
    as_of: str
    as_of_iso: str
    paper: Literal["a4", "us-letter"] = "a4"
    cover: tuple[str, ...] = ()
    has_contents: bool = False
    large_print: bool = False
    edition: str = ""
    watermark: str = ""
    copy_words: str = ""
    keywords: tuple[str, ...] = ()
    is_book: bool = False
    has_sources: bool = False
    sources_tab: str = ""
    release: str = ""
    clearance: tuple[str, ...] = ()
    change_bars: str = ""
    bars_since: int = 0
    marking: Marking = field(default_factory=Marking)
    sections: tuple[Section, ...] = ()
    sources: tuple[SourceRow, ...] = ()
    labels: dict[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
