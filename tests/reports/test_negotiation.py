"""The second page of a scenario sheet: ladder, zone of agreement and tornado, and what is not entered yet."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from briefing_app.domain.change import replaced
from briefing_app.domain.records import Block, Briefing, Note
from briefing_app.reports import negotiation
from briefing_app.reports.briefing import TEMPLATES, default_briefing, gather_report, typeset
from briefing_app.reports.desk import Desk
from briefing_app.reports.duty_lines import shipped_assessor
from briefing_app.reports.flatten import flatten
from briefing_app.reports.model import Content, Prose, Table
from briefing_app.reports.scenario_model import Ladder, Tornado, Zone
from briefing_app.store.workspace import Workspace
from briefing_app.trade import armington
from tests.reports.conftest import fill

DAY = date(2025, 5, 24)
ZONE = (
    "## ZOPA\n| Rate | Asks | Walks away | Rests on |\n|---|---|---|---|\n"
    "| We | 0% | {ours}% | x |\n| They | 25% | {theirs}% | y |\n"
)
LADDER = (
    "## Concession ladder\n| Give | Get | Linked |\n|---|---|---|\n"
    '| `#read("/etc/passwd")` | a | b |\n| c | d | e |\n'
)
MODEL = {
    "model": "armington", "demand_elasticity": -1, "substitution": 4,
    "suppliers": [
        {"name": "A", "value": 100, "tariff_before": 0.25, "tariff_after": 0.1, "supply_elasticity": 10},
        {"name": "H (home)", "value": 300},
    ],
}  # fmt: skip


def run(model: object = MODEL) -> Note:
    return Note(
        id="run", title="The run", body=f"x\n\n```json\n{json.dumps(model)}\n```\n", tags=("simulation",)
    )


def sheet(body: str) -> Note:
    return Note(id="sheet", title="Sheet", body=body, tags=(negotiation.TAG,), language="en")


def items(workspace: Workspace, *notes: Note) -> tuple[list[Content], Desk]:
    fill(workspace, *notes)
    desk = Desk(workspace, DAY, "en")
    found = negotiation.pages(desk)
    return [item for section in (*found.before, *found.behind) for item in section.items], desk


def test_a_ladder_keeps_its_steps_in_order_and_as_text(desk_space: Workspace) -> None:
    made, _desk = items(desk_space, sheet(LADDER))
    ladder = next(item for item in made if isinstance(item, Ladder))
    assert ladder.head == ("Give", "Get", "Linked")
    assert [rung.cells[0] for rung in ladder.rungs] == ['#read("/etc/passwd")', "c"]
    assert "2: Give: c; Get: d; Linked: e" in ladder.alt


@pytest.mark.parametrize(
    ("ours", "theirs", "said"),
    [
        ("15", "10", "Zone of agreement: 10% to 15%"),
        ("10", "12.5", "No zone of agreement: the limits are 2.5 points apart"),
    ],
)
def test_the_zone_is_where_both_accept(desk_space: Workspace, ours: str, theirs: str, said: str) -> None:
    made, _desk = items(desk_space, sheet(ZONE.format(ours=ours, theirs=theirs)))
    zone = next(item for item in made if isinstance(item, Zone))
    assert zone.zone_text == said
    assert said in zone.alt
    assert [party.is_estimate for party in zone.parties] == [False, True]
    assert zone.parties[1].name == "They (estimate)"
    assert (zone.start == -1) is said.startswith("No")


def test_a_side_without_two_rates_is_told_and_not_drawn(desk_space: Workspace) -> None:
    made, desk = items(desk_space, sheet(ZONE.format(ours="some", theirs="10").replace("some%", "unknown")))
    assert not any(isinstance(item, Zone) for item in made)
    assert any('"We" has no two rates' in problem.text for problem in desk.problems)


def test_the_tornado_moves_one_elasticity_at_a_time(desk_space: Workspace) -> None:
    made, _desk = items(desk_space, sheet("## Sensitivity\nSee [[run]].\n"), run())
    drawn = next(item for item in made if isinstance(item, Tornado))
    suppliers = [armington.Supplier("A", 100, 0.25, 0.1, 10), armington.Supplier("H", 300, 0, 0, 10)]
    low = armington.solve(suppliers, demand_elasticity=-1, substitution=4 * 0.7)
    widest = drawn.swings[0]
    assert widest.label == "Substitution 2.8 – 5.2"
    assert widest.low_text == f"+{round(low.quantity_change[0] * 100, 1)}%"
    widths = [abs(swing.high - swing.low) for swing in drawn.swings]
    assert widths == sorted(widths, reverse=True)
    assert all(0 <= end <= 1000 for swing in drawn.swings for end in (swing.low, swing.high, drawn.center))


def test_the_tornado_goes_over_the_ranges_that_a_run_kept(desk_space: Workspace) -> None:
    ranges = {
        "demand": {"low": -3.1, "high": -0.5, "source": "A study (2003)."},
        "supply": {"low": 5, "high": 20},
    }
    said = f'"ranges": {json.dumps(ranges)}, "suppliers"'
    kept = replace(run(), body=run().body.replace('"suppliers"', said))
    made, _desk = items(desk_space, sheet("## Sensitivity\nSee [[run]].\n"), kept)
    drawn = next(item for item in made if isinstance(item, Tornado))
    bars = {swing.label.split(" ")[0]: swing.label for swing in drawn.swings}
    assert bars["Demand"] == "Demand −3.1 – −0.5"
    assert bars["Substitution"] == "Substitution 2.8 – 5.2"
    assert "where it has none 30% below and above its value (assumed)" in drawn.note
    (words,) = (item for item in made if isinstance(item, Prose) and item.kind == "ul")
    said = " ".join(run.text for item in words.items for run in item.runs)
    assert "Demand −1 (−3.1 – −0.5, A study (2003))" in said
    assert "Substitution 4 (30% either way, assumed)" in said


def lines_of(made: list[Content]) -> list[str]:
    (words,) = (item for item in made if isinstance(item, Prose) and item.kind == "ul")
    return ["".join(run.text for run in item.runs) for item in words.items]


def test_who_pays_stands_on_paper_with_the_share_that_it_rests_on(desk_space: Workspace) -> None:
    made, _desk = items(desk_space, sheet("## Sensitivity\n[[run]]\n"), run({**MODEL, "retail": 0.355}))
    told = next(line for line in lines_of(made) if line.startswith("Of the change of the tariff on A"))
    assert told.endswith("consumers 35.5%. Assumed: shops pass on 35.5% of the tariff to consumers.")


def test_a_run_without_the_share_says_that_one_was_assumed(desk_space: Workspace) -> None:
    made, _desk = items(desk_space, sheet("## Sensitivity\n[[run]]\n"), run())
    told = next(line for line in lines_of(made) if line.startswith("Of the change"))
    assert told.endswith(
        "Assumed, for the run does not state it: shops pass on 20% of the tariff to consumers."
    )


def test_the_seller_that_was_looked_at_is_drawn_and_every_input_is_in_the_certificate(
    desk_space: Workspace,
) -> None:
    other = {"name": "B", "value": 50, "tariff_before": 0, "tariff_after": 0.2, "supply_elasticity": 10}
    market = {**MODEL, "suppliers": [*MODEL["suppliers"], other]}  # type: ignore[misc]
    certificates = set()
    fill(desk_space, sheet("## Sensitivity\n[[run]]\n"), before := run(market))
    for more in ({"retail": 0.2}, {"retail": 0.3}, {"retail": 0.2, "seller": "B"}, {"outcome": "gain"}):
        desk_space.apply(replaced(before, after := run({**market, **more}), "Other inputs"))
        before, desk = after, Desk(desk_space, DAY, "en")
        made = [item for section in negotiation.pages(desk).behind for item in section.items]
        drawn = next(item for item in made if isinstance(item, Tornado))
        assert f"sold by {more.get('seller', 'A')}" in drawn.title
        certificates.add(lines_of(made)[-1])
    assert len(certificates) == 4


@pytest.mark.parametrize("ranges", ['{"demand": {"low": 1}}', '{"demand": {"low": -0.5, "high": -3}}', "[1]"])
def test_a_run_with_broken_ranges_is_named(desk_space: Workspace, ranges: str) -> None:
    broken = replace(run(), body=run().body.replace('"suppliers"', f'"ranges": {ranges}, "suppliers"'))
    made, desk = items(desk_space, sheet("## Sensitivity\n[[run]]\n"), broken)
    assert not made
    assert any("holds no run" in problem.text for problem in desk.problems)


@pytest.mark.parametrize(
    "body", ["no model", "```json\n{\n```", '```json\n{"suppliers": []}\n```', "```json\n[1]\n```"]
)
def test_a_run_that_cannot_be_read_is_named(desk_space: Workspace, body: str) -> None:
    broken = replace(run(), body=f"x\n{body}\n")
    made, desk = items(desk_space, sheet("## Sensitivity\n[[run]]\n"), broken)
    assert not made
    assert any("holds no run" in problem.text for problem in desk.problems)


def test_a_run_of_a_later_day_is_not_drawn(desk_space: Workspace) -> None:
    later = replace(run(), tags=("simulation", "known:2025-06-01"))
    made, desk = items(desk_space, sheet("## Sensitivity\n[[run]]\n"), later)
    assert not made
    assert any("links no saved run" in problem.text for problem in desk.problems)


def test_what_is_not_entered_is_one_line(desk_space: Workspace) -> None:
    """What is missing is said on paper; how to enter it is for the writer, not for the reader."""
    desk = Desk(desk_space, DAY, "en")
    (missing,) = negotiation.pages(desk).behind
    assert missing.empty.startswith(
        "Not entered yet: Question at issue, Sensitivity, Concession ladder, Zone"
    )
    assert "brief:scenario" not in missing.empty
    assert any("tagged brief:scenario" in problem.text for problem in desk.problems)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_sample_has_all_of_it_on_its_sheet(sample: Workspace, language: str) -> None:
    briefing = default_briefing(TEMPLATES["scenario-sheet"], language)  # type: ignore[arg-type]
    report = gather_report(
        sample, briefing, as_of=DAY, language=language, assess=shipped_assessor()  # type: ignore[arg-type]
    )  # fmt: skip
    drawn = [type(item) for section in report.sections for item in section.items]
    assert {Ladder, Zone, Tornado} <= set(drawn)
    assert "negotiation-missing" not in {section.id for section in report.sections}
    assert max(mark.page for mark in typeset(report).marks()) <= 3
    flat = [block for section in report.sections for block in flatten(section, report)]
    assert any(isinstance(block, Table) and block.head[0] == report.labels["index"] for block in flat)


@pytest.mark.parametrize(
    ("language", "title"), [("en", "What speaks for each option"), ("ja", "選択肢ごとの評価")]
)
def test_what_speaks_for_each_option_stands_below_the_rates(sample: Workspace, language, title: str) -> None:
    text = "| Matter | Now | A |\n| --- | --- | --- |\n| Who must agree | nobody | the Diet ^YOM-0524 |"
    briefing = Briefing(template="scenario-sheet", language=language, blocks=(Block("options", text=text),))
    report = gather_report(sample, briefing, as_of=DAY, language=language)
    names = [section.id for section in report.sections]
    assert names[names.index("options") + 1] == "options-judged"
    judged = report.sections[names.index("options-judged")]
    assert judged.title == title
    assert judged.items[0].rows[1][2].runs[0].text == "the Diet"
    assert judged.items[0].rows[1][2].runs[-1].cites or judged.items[0].rows[1][2].runs[0].cites
    typeset(report).marks()


@pytest.mark.parametrize("template", ["chronology", "book"])
def test_a_saved_run_is_printed_with_its_certificate_not_its_model(
    desk_space: Workspace, template: str
) -> None:
    fill(desk_space, replace(run(), kind="analysis", tags=("simulation", "known:2025-01-01"), language="en"))
    briefing = Briefing(template=template, blocks=(Block("note", "run"),))
    report = gather_report(desk_space, briefing, as_of=DAY, language="en")
    printed = str(report.sections)
    assert "Run “The run”, SHA-256 " in printed
    assert "suppliers" not in printed
