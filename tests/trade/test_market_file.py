"""A run that is written and read again is the same in every input; what earlier files lack is named."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_app.errors import UsageError
from briefing_app.trade.comparison import Seller
from briefing_app.trade.inputs import OUTCOMES, PARAMETERS, RETAIL, Inputs
from briefing_app.trade.market_file import in_note, model_text, read_run, text_in
from briefing_app.trade.sensitivity import Elasticity
from tests.strategies.random_records import text, title

positive = st.floats(0.05, 1000, allow_nan=False)
rates = st.floats(0, 10, allow_nan=False)
values = st.floats(0, 1e15, allow_nan=False)
names = title | st.sampled_from(["Japan (home)", "Japan", "```json\n", "\n```"])
sellers = st.lists(
    st.builds(Seller, names, values, rates, rates, st.just(False))
    | st.builds(Seller, names, values, home=st.just(True)),
    min_size=1, max_size=5, unique_by=lambda each: each.name,
).map(tuple)  # fmt: skip


@st.composite
def cards(draw):
    made = []
    for name in PARAMETERS:
        low, value, high = sorted(draw(st.tuples(positive, positive, positive)))
        if name == "demand":
            low, value, high = -high, -value, -low
        made.append(Elasticity(name, value, low, high, draw(text)))
    return tuple(made)


@st.composite
def runs(draw):
    market = draw(sellers)
    return Inputs(
        market, draw(cards()), draw(st.integers(0, len(market) - 1)), draw(st.sampled_from(OUTCOMES)),
        draw(st.floats(0, 1, allow_nan=False)), draw(text), draw(text),
    )  # fmt: skip


@given(runs())
def test_a_run_comes_back_from_its_note_with_every_input(run):
    saved = read_run(text_in(f"Words.\n\n{in_note(model_text(run))}\n\nMore words."))
    assert saved.inputs == run
    assert saved.taken == frozenset()


RUN = Inputs(
    (Seller("Japan", 40, 0.025, 0.15), Seller("Mexico", 50, 0, 0.1), Seller("Ours", 90, home=True)),
    (
        Elasticity("demand", -2, -3, -1, "whose"),
        *(Elasticity(name, 2, 1, 3, "whose") for name in PARAMETERS[1:]),
    ),
    1, "duty", 0.35, "USD bn", "from where",
)  # fmt: skip
OTHERS = {
    "sellers": (replace(RUN.sellers[0], value=41), *RUN.sellers[1:]),
    "cards": (replace(RUN.cards[0], high=-1.5), *RUN.cards[1:]),
    "place": 0, "outcome": "gain", "retail": 0.36, "unit": "JPY bn", "source": "elsewhere",
}  # fmt: skip


@pytest.mark.parametrize("name", [each.name for each in fields(Inputs)])
def test_no_input_can_change_without_the_file(name):
    other = replace(RUN, **{name: OTHERS[name]})
    assert model_text(other) != model_text(RUN)
    assert read_run(model_text(other)).inputs == other


def without(*gone):
    model = json.loads(model_text(RUN))
    for key in gone:
        del model[key]
    return model


def test_what_an_earlier_file_lacks_is_taken_and_named():
    model = without("retail", "seller", "outcome", "ranges", "demand_elasticity")
    for each in model["suppliers"]:
        if each.pop("home"):
            each["name"] += " (home)"
    saved = read_run(json.dumps(model))
    assert saved.inputs.sellers == RUN.sellers
    assert saved.inputs.retail == RETAIL
    assert (saved.inputs.place, saved.inputs.outcome) == (0, "imports")
    assert saved.inputs.values.demand == -1
    assert saved.taken == {"retail", "demand", *(f"range of {name}" for name in PARAMETERS)}


def test_a_market_without_a_seller_at_home_keeps_the_supply_there():
    run = replace(RUN, sellers=RUN.sellers[:1], place=0)
    assert run.values.home_supply == 2
    assert read_run(model_text(run)).inputs.values.home_supply == 2


def test_two_names_that_differ_by_the_old_mark_only_stay_two():
    model = {"model": "armington", "suppliers": [
        {"name": "Japan", "value": 1, "supply_elasticity": 3},
        {"name": "Japan (home)", "value": 1, "supply_elasticity": 3},
    ]}  # fmt: skip
    assert [each.name for each in read_run(json.dumps(model)).inputs.sellers] == ["Japan", "Japan (home)"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"retail": 1.2}, "retail must be a share from 0 to 1"),
        ({"retail": "20%"}, "retail: a number is needed"),
        ({"seller": "Peru"}, "seller is none of the suppliers: Peru"),
        ({"outcome": "jobs"}, "outcome is “jobs”"),
        ({"unit": 3}, "unit must be a text"),
        ({"suppliers": []}, "no seller"),
        ({"suppliers": [{"name": "A", "value": 1, "home": "yes"}]}, "home must be true or false"),
        ({"model": "gsim"}, "no model file of one market"),
        ({"extra": 1}, "unknown key"),
        ({"ranges": {"supply": {"low": 1, "high": 2, "why": ""}}}, "unknown key"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_file_is_named(changes, words):
    model = json.loads(model_text(RUN)) | changes
    if "suppliers" in changes:
        del model["seller"]
    with pytest.raises(UsageError, match=words):
        read_run(json.dumps(model))


def test_sellers_with_several_elasticities_are_no_run_of_the_window():
    model = json.loads(model_text(RUN))
    model["suppliers"][0]["supply_elasticity"] = 5
    with pytest.raises(UsageError, match="several supply elasticities"):
        read_run(json.dumps(model))
