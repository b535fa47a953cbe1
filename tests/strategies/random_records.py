"""Random records of every kind, with text that breaks naive readers."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from briefing_app.domain import records as r

# No surrogates (they are not text) and no NUL (CSV cannot carry it); everything else may stand in a field.
text = st.text(
    st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=12
) | st.sampled_from(
    [
        "=1+1",
        "-x",
        "'=a",
        "+49",
        "@me",
        "a;b",
        "[x",
        "関税",
        "NULL",
        "true",
        "007",
        "1e5",
        "a\nb",
        '"',
        ",",
        " ",
        "\t",
    ]
)
title = text.filter(lambda words: bool(words.strip()))
languages = st.sampled_from(["en", "ja", "fr"])  # an empty cell means the default
ids = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\x7f"), min_size=1, max_size=8
).filter(lambda words: not words.startswith("-"))
decimals = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9)
words = st.dictionaries(text, text, max_size=2)


def several(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(strategy, max_size=2).map(tuple)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | text,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(text, inner, max_size=2),
    max_leaves=4,
)
objects = st.dictionaries(text, st.booleans() | st.integers(-99, 99) | text, max_size=2)

days = st.sampled_from(
    ["2025-05-23", "2025-06~", "2025", "2025-07-0X", "2025-06-15/2025-06-17", "../2025-07-09"]
)
maybe_days = st.just("") | days

dates = st.builds(r.TypedDate, edtf=days, kind=st.sampled_from(["held", "due", "retroactive to"]), zone=text)
events = st.builds(
    r.Event, title=title, id=ids, category=text, dates=several(dates), place=text, lanes=several(text),
    participants=several(st.builds(r.Participant, person=text, role=text)), parent=text,
    measures=several(text), summary=text, tags=several(text), marking=text,
    sources=several(text), confidence=text,
)  # fmt: skip
people = st.builds(
    r.Person, id=ids, order=text, country=text, photo=text, note=text,
    reviewed_on=maybe_days, review_by=maybe_days,
    names=st.lists(
        st.builds(r.PersonName, full=title, script=text, family=text, reading=text, as_written=st.booleans()),
        min_size=1, max_size=2,
    ).map(tuple),
    posts=several(
        st.builds(
            r.Post, title=text, from_=maybe_days, to=maybe_days, kind=st.sampled_from(["", "acting"]),
            rank=text, appointed=maybe_days,
        )
    ),
    relations=several(st.builds(r.Relation, person=text, type=text, from_=maybe_days)),
    positions=several(
        st.builds(
            r.Position, issue=text, statement=text, quotation=text, locator=text,
            level=st.sampled_from(["", "support", "conditional", "unclear", "oppose"]),
        )
    ),
    photo_credit=text, photo_date=maybe_days, private_note=text, address=words, contact=words,
    tags=several(text), sources=several(text),
)  # fmt: skip
notes = st.builds(
    r.Note, title=title, id=ids, body=text, kind=st.sampled_from(["record", "line", "qa", "analysis"]),
    status=st.sampled_from(["draft", "cleared", "superseded"]), language=languages, about=several(text),
    tags=several(text), sources=several(text),
    quotations=several(st.builds(r.Quotation, text=text, speaker=text)),
    status_by=text, status_on=maybe_days, owner=text, valid_until=maybe_days, translation_of=text,
)  # fmt: skip
sources = st.builds(r.Source, title=title, id=ids, publisher=text, date=text, locator=text, read_on=text)
scenarios = st.builds(
    r.Scenario, id=ids, title=text, note=text,
    edits=several(
        st.builds(
            r.ScenarioEdit, measure=text, set=objects,
            op=st.sampled_from(["change", "add", "end", "switch_off"]),
        )
    ),
)  # fmt: skip
baskets = st.builds(
    r.Basket, id=ids, title=text, source=text,
    rows=several(st.builds(r.BasketRow, hts=text, value_usd=decimals, origin=text, date=text, facts=objects)),
)  # fmt: skip
briefings = st.builds(
    r.Briefing, template=title, id=ids, title=text, as_of=text, language=languages, marking=text,
    blocks=several(st.builds(r.Block, type=text, ref=text, text=text, options=objects)),
)  # fmt: skip
series = st.builds(
    r.Series, title=title, id=ids, unit=text, frequency=text, country=text, note=text, tags=several(text),
    points=several(
        st.builds(
            r.SeriesPoint, period=text, value=decimals,
            figures=st.dictionaries(text, decimals.map(Decimal), max_size=2), sources=several(text),
        )
    ),
)  # fmt: skip

organisations = st.builds(
    r.Organisation, title=title, id=ids, native=text, reading=text, short=text, other_names=several(text),
    parent=text, country=text, seat=text, from_=maybe_days, to=maybe_days, note=text, tags=several(text),
    sources=several(text),
)  # fmt: skip
delegations = st.builds(
    r.Delegation, title=title, id=ids, event=text, day=maybe_days, our_side=text, their_side=text,
    members=several(
        st.builds(
            r.DelegationMember, person=text, side=st.sampled_from(["ours", "theirs"]), role=text, rank=text
        )
    ),
    order=several(text), table=st.sampled_from(["opposite", "t", "u"]),
    seats=several(st.builds(r.SeatTaken, seat=text, person=text)), note=text,
)  # fmt: skip

BY_KIND: dict[r.Kind, st.SearchStrategy[r.Record]] = {
    "event": events, "person": people, "note": notes, "source": sources, "scenario": scenarios,
    "basket": baskets, "briefing": briefings, "series": series, "organisation": organisations,
    "delegation": delegations,
}  # fmt: skip
any_record: st.SearchStrategy[r.Record] = st.one_of(*BY_KIND.values())
