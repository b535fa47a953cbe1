"""The records of a workspace. Frozen values: a change makes a new record, never edits one.

Field names are those of the JSON form. Dates are EDTF (ISO 8601-2 level 1), ``YYYY-MM-DD`` where a day is
meant; times carry their zone. References are ids, ``sources`` of Source records. Figures are ``Decimal``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar, Literal, TypeAlias, get_args

Kind: TypeAlias = Literal[
    "event", "person", "note", "source", "scenario", "basket", "briefing", "series", "organisation",
    "delegation",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)

DateKind: TypeAlias = Literal[
    "held", "announced", "signed", "published", "effective", "retroactive to", "expires", "terminated", "due"
]
PostKind: TypeAlias = Literal["", "holder", "acting", "designate", "concurrent"]
StanceLevel: TypeAlias = Literal["", "support", "conditional", "unclear", "oppose"]
SideOfTable: TypeAlias = Literal["ours", "theirs"]
TableForm: TypeAlias = Literal["opposite", "t", "u"]
NoteKind: TypeAlias = Literal["record", "line", "qa", "analysis"]
NoteStatus: TypeAlias = Literal["draft", "cleared", "superseded"]
EditOp: TypeAlias = Literal["change", "add", "end", "switch_off"]


@dataclass(frozen=True)
class TypedDate:
    """One date of an event: what happened then, as EDTF text, in the zone it is told in.

    ``set_on`` is the day on which it was laid down. Of several of one kind the one set last counts, others
    are its history (extended, brought forward, slipped). ``words``: what is due then, "" as the title says.
    """

    edtf: str
    kind: DateKind = "held"
    zone: str = ""
    source: str = ""
    confidence: str = ""
    as_typed: str = ""
    set_on: str = ""
    words: str = ""


@dataclass(frozen=True)
class Participant:
    """A person's part in an event."""

    person: str
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened or is due, with one or more typed dates."""

    record_kind: ClassVar[Kind] = "event"
    id: str = ""
    title: str
    category: str = ""
    dates: tuple[TypedDate, ...] = ()
    place: str = ""
    lanes: tuple[str, ...] = ()
    participants: tuple[Participant, ...] = ()
    parent: str = ""
    measures: tuple[str, ...] = ()
    summary: str = ""
    tags: tuple[str, ...] = ()
    marking: str = ""
    sources: tuple[str, ...] = ()
    confidence: str = ""


@dataclass(frozen=True)
class PersonName:
    """A name in one script (ISO 15924). ``reading`` is kana, ``pronunciation`` is for speakers."""

    full: str
    script: str = "Latn"
    family: str = ""
    given: str = ""
    reading: str = ""
    pronunciation: str = ""
    as_written: bool = False


@dataclass(frozen=True)
class Post:
    """An office held. ``from_`` and ``to`` are EDTF; an empty ``to`` means still held."""

    title: str
    organisation: str = ""
    from_: str = ""
    to: str = ""
    kind: PostKind = ""
    rank: str = ""  # the class of precedence where the title does not say it; see domain/delegations.py
    appointed: str = ""  # the day that counts in the order of precedence, where it is not ``from_``


@dataclass(frozen=True)
class Relation:
    """A directed, dated relation to another person."""

    person: str
    type: str = ""
    from_: str = ""
    to: str = ""
    source: str = ""


@dataclass(frozen=True)
class Position:
    """What a person stood for on one issue on one date. ``level`` puts the words of ``stance`` in a class;
    ``quotation`` is what was said in its own words, ``locator`` where in the source.
    """

    issue: str
    stance: str = ""
    statement: str = ""
    date: str = ""
    source: str = ""
    level: StanceLevel = ""
    quotation: str = ""
    locator: str = ""


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody in the talks, with names per script and dated posts."""

    record_kind: ClassVar[Kind] = "person"
    id: str = ""
    names: tuple[PersonName, ...]
    order: str = ""
    country: str = ""
    posts: tuple[Post, ...] = ()
    relations: tuple[Relation, ...] = ()
    positions: tuple[Position, ...] = ()
    address: dict[str, str] = field(default_factory=dict)
    contact: dict[str, str] = field(default_factory=dict)
    photo: str = ""  # SHA-256 of an attachment
    photo_credit: str = ""
    photo_date: str = ""
    reviewed_on: str = ""
    review_by: str = ""
    note: str = ""
    private_note: str = ""  # stays out of print and of files handed on, unless somebody asks for it
    tags: tuple[str, ...] = ()
    marking: str = ""
    sources: tuple[str, ...] = ()
    confidence: str = ""


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """A ministry, party, court or other body. Posts name it by ``title``, ``short`` or one of
    ``other_names``; ``parent`` is the id of the body it belongs to, ``native`` its name in its own script.
    """

    record_kind: ClassVar[Kind] = "organisation"
    id: str = ""
    title: str
    native: str = ""
    reading: str = ""
    short: str = ""
    other_names: tuple[str, ...] = ()
    parent: str = ""
    country: str = ""
    seat: str = ""
    from_: str = ""
    to: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    marking: str = ""
    sources: tuple[str, ...] = ()
    confidence: str = ""


@dataclass(frozen=True)
class DelegationMember:
    """Somebody's place in a delegation. ``role`` is said beside the office (head, interpreter); ``rank``
    stands in for the one that the title of the office says.
    """

    person: str
    side: SideOfTable = "ours"
    role: str = ""
    rank: str = ""


@dataclass(frozen=True)
class SeatTaken:
    """Somebody who was put on a seat by hand: ``seat`` is its name in the form of the table."""

    seat: str
    person: str


@dataclass(frozen=True, kw_only=True)
class Delegation:
    """Two sides of one meeting. ``event`` is the meeting, ``day`` its day where no event is named.

    ``order`` holds ids in an order set by hand; who is not in it follows in order of precedence.
    """

    record_kind: ClassVar[Kind] = "delegation"
    id: str = ""
    title: str
    event: str = ""
    day: str = ""
    our_side: str = ""
    their_side: str = ""
    members: tuple[DelegationMember, ...] = ()
    order: tuple[str, ...] = ()
    table: TableForm = "opposite"
    seats: tuple[SeatTaken, ...] = ()
    note: str = ""
    tags: tuple[str, ...] = ()
    marking: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Quotation:
    """Somebody's words, with the place where they stand."""

    text: str
    speaker: str = ""
    date: str = ""
    source: str = ""
    locator: str = ""
    language: str = ""
    translation: str = ""


@dataclass(frozen=True, kw_only=True)
class Note:
    """A Markdown text with links and quotations.

    ``status_by`` and ``status_on`` say who gave it its status and when. ``owner`` answers for a line to take,
    which stands until ``valid_until`` (EDTF). A translation names its original in ``translation_of``;
    ``translated_text`` is the fingerprint of the text that was translated (see :mod:`domain.pairs`).
    """

    record_kind: ClassVar[Kind] = "note"
    id: str = ""
    title: str
    body: str = ""
    kind: NoteKind = "analysis"
    status: NoteStatus = "draft"
    language: str = "en"
    about: tuple[str, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    tags: tuple[str, ...] = ()
    marking: str = ""
    sources: tuple[str, ...] = ()
    status_by: str = ""
    status_on: str = ""
    owner: str = ""
    valid_until: str = ""
    translation_of: str = ""
    translated_text: str = ""


@dataclass(frozen=True, kw_only=True)
class Source:
    """A document that a statement rests on."""

    record_kind: ClassVar[Kind] = "source"
    id: str = ""
    title: str
    publisher: str = ""
    date: str = ""
    language: str = ""
    locator: str = ""
    attachment: str = ""
    sha256: str = ""
    read_on: str = ""


@dataclass(frozen=True)
class ScenarioEdit:
    """One edit of the law: change, add, end or switch off a measure."""

    op: EditOp
    measure: str
    set: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A named overlay of edits on the law."""

    record_kind: ClassVar[Kind] = "scenario"
    id: str = ""
    edits: tuple[ScenarioEdit, ...]
    title: str = ""
    note: str = ""


@dataclass(frozen=True)
class BasketRow:
    """One entry of a basket; ``value_usd`` in US dollars and cents, ``facts`` as in DESIGN section 5.

    ``value_source`` says where the value comes from: the line of its rate of exchange, or words.
    """

    hts: str
    value_usd: Decimal
    origin: str = "JP"
    date: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    value_source: str = ""


@dataclass(frozen=True, kw_only=True)
class Basket:
    """Entries that are assessed together."""

    record_kind: ClassVar[Kind] = "basket"
    id: str = ""
    rows: tuple[BasketRow, ...]
    title: str = ""
    source: str = ""


@dataclass(frozen=True)
class Block:
    """One piece of a briefing: ``ref`` points at a record, ``text`` is own text between."""

    type: str
    ref: str = ""
    text: str = ""
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Briefing:
    """A document made from the workspace by a template.

    ``settings`` say how it is printed (watermark, years, large print) and what it was commissioned for.
    """

    record_kind: ClassVar[Kind] = "briefing"
    id: str = ""
    template: str
    title: str = ""
    as_of: str = ""
    language: str = "en"
    marking: str = ""
    blocks: tuple[Block, ...] = ()
    settings: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SeriesPoint:
    """One figure of a series. ``figures`` holds companion figures of the same point, by name."""

    period: str
    value: Decimal
    vintage: str = ""
    item: str = ""
    remark: str = ""
    figures: dict[str, Decimal] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    confidence: str = ""


@dataclass(frozen=True, kw_only=True)
class Series:
    """An indicator through time, in one ``unit``."""

    record_kind: ClassVar[Kind] = "series"
    id: str = ""
    title: str
    unit: str = ""
    frequency: str = ""
    country: str = ""
    points: tuple[SeriesPoint, ...] = ()
    note: str = ""
    tags: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


Record: TypeAlias = (
    Event | Person | Note | Source | Scenario | Basket | Briefing | Series | Organisation | Delegation
)

RECORD_TYPES: dict[Kind, type[Record]] = {type_.record_kind: type_ for type_ in get_args(Record)}


def title_of(record: Record) -> str:
    """The one line by which a record is known in lists: its title, or a person's first name form."""
    if isinstance(record, Person):
        return record.names[0].full if record.names else record.id
    return record.title or record.id
