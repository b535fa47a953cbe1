"""Model files in, results by name out; every fault of a file is named."""

import json

import pytest

from briefing_app.errors import NotComputableError, UsageError
from briefing_app.exchange.simulation import run_model

ARMINGTON = {
    "model": "armington",
    "suppliers": [
        {"name": "home", "value": 60, "supply_elasticity": 1, "tariff_before": 0, "tariff_after": 0},
        {"name": "JP", "value": 30, "supply_elasticity": 10, "tariff_before": 0, "tariff_after": 0.1},
        {"name": "rest", "value": 10, "supply_elasticity": 10, "tariff_before": 0, "tariff_after": 0},
    ],
    "demand_elasticity": -1,
    "substitution": 4,
}
SMART = {
    "model": "smart",
    "flows": [
        {"partner": "A", "value": 100, "tariff_before": 0.2, "tariff_after": 0},
        {"partner": "B", "value": 100, "tariff_before": 0.2, "tariff_after": 0.2},
    ],
    "import_demand": -1.5,
    "export_supply": None,
    "substitution": 1.5,
}


def run(description):
    return run_model(json.dumps(description))


def test_armington_by_supplier():
    result = run(ARMINGTON)
    assert result["user_price_change"]["JP"] == pytest.approx(0.078515, abs=1e-6)
    assert result["price_index_change"] == pytest.approx(0.035651, abs=1e-6)
    assert set(result) == {
        "user_price_change", "net_price_change", "quantity_change", "price_index_change", "duty_change",
    }  # fmt: skip


def test_smart_by_partner():
    result = run(SMART)
    assert result["trade_creation"] == {"A": pytest.approx(25), "B": pytest.approx(0)}
    assert result["revenue_change"] == pytest.approx(-22.2222, abs=1e-4)


@pytest.mark.parametrize("elasticity", [-1.25, [-1.25, -1.25], {"US": -1.25, "JP": -1.25}])
def test_gsim_elasticities_come_in_three_forms(elasticity):
    result = run(
        {
            "model": "gsim",
            "regions": ["US", "JP"],
            "trade": [[0, 50], [500, 0]],
            "power_before": [[1, 1.2], [1.3, 1]],
            "power_after": [[1, 1], [1, 1]],
            "import_demand": elasticity,
        }
    )
    assert set(result["net_welfare"]) == {"US", "JP"}
    assert result["world_price_change"]["JP"] > 0


def test_the_reciprocal_page():
    result = run({"model": "reciprocal", "imports": 148.21, "exports": 79.74})
    assert result == {"rate": pytest.approx(0.46198, abs=1e-5), "announced": 0.24}


def test_a_tenth_is_a_tenth():
    result = run({"model": "reciprocal", "imports": 1, "exports": 0.7})
    assert result == {"rate": 0.3, "announced": 0.15}


@pytest.mark.parametrize(
    ("description", "words"),
    [
        ([], "a JSON object is needed"),
        ({"model": "cge"}, 'no model "cge"'),
        ({"model": "armington"}, '"suppliers" is missing'),
        ({**ARMINGTON, "extra": 1}, 'unknown key "extra"'),
        ({**ARMINGTON, "suppliers": [{"name": "a", "value": "much"}]}, "suppliers[0]: value: a number"),
        ({**ARMINGTON, "suppliers": [{"name": "a", "value": True}]}, "suppliers[0]: value: a number"),
        ({**ARMINGTON, "suppliers": [{"name": "", "value": 1}]}, "name must be a name"),
        ({**ARMINGTON, "suppliers": [1]}, "suppliers[0]: an object is needed"),
        ({**ARMINGTON, "suppliers": 1}, "suppliers must be a list"),
        ({**SMART, "flows": [SMART["flows"][0]] * 2}, 'Two partners are called "A"'),
        ({"model": "gsim", "regions": [1]}, "regions must be a list of names"),
        (
            {"model": "gsim", "regions": ["a"], "trade": [], "power_before": [], "power_after": []},
            "one row and one column for each region",
        ),
        ({"model": "reciprocal", "imports": 0, "exports": 1}, "above zero"),
    ],
)
def test_faults_are_named(description, words):
    with pytest.raises(UsageError) as caught:
        run(description)
    assert words in str(caught.value)


def test_what_is_not_json_is_refused():
    for text in ("", "{", '{"model": "smart", "x": NaN}'):
        with pytest.raises(UsageError, match="not a model file"):
            run_model(text)


@pytest.mark.parametrize(("key", "value"), [("unit", 1), ("source", ["a"])])
def test_unit_and_source_of_a_run_are_texts(key: str, value: object) -> None:
    model = {"model": "armington", "suppliers": [{"name": "A", "value": 1}, {"name": "B", "value": 2}]}
    assert run_model(json.dumps(model | {"unit": "USD bn", "source": "Census"})) == run_model(
        json.dumps(model)
    )
    with pytest.raises(UsageError, match=f"{key} must be a text"):
        run_model(json.dumps(model | {key: value}))


@pytest.mark.parametrize("name", [[], {}, None, 1])
def test_a_model_that_is_no_name_is_told(name):
    with pytest.raises(UsageError, match="There is no model"):
        run(ARMINGTON | {"model": name})


def test_tariffs_too_far_apart_for_figures_are_told():
    flows = [SMART["flows"][0] | {"tariff_before": 1e308}, SMART["flows"][1] | {"tariff_before": 1e308}]
    with pytest.raises(UsageError, match="A: the two tariffs are too far apart"):
        run(SMART | {"flows": flows})


@pytest.mark.parametrize(
    "model",
    [
        SMART | {"flows": [SMART["flows"][0] | {"value": 1e300, "tariff_after": 1e300}, SMART["flows"][1]]},
        SMART | {"flows": [SMART["flows"][0], SMART["flows"][1] | {"tariff_after": 1e308}]},
    ],
)
def test_a_figure_without_end_is_not_computed(model):
    with pytest.raises(NotComputableError, match="too large, too small or too far apart"):
        run(model)
