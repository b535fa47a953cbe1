"""duty, duties and self-test on the command line."""

from __future__ import annotations

import csv
import json
import random
from decimal import Decimal
from pathlib import Path

import pytest

from briefing_app.cli.duty import shipped_law
from briefing_app.errors import UsageError
from briefing_app.tariff.answer import assessment_to_json
from briefing_app.tariff.assess import STANDING, assess
from tests.cli.conftest import Answer, Run

CASES = Path(__file__).resolve().parents[1] / "cases"


def duty(
    run: Run, *more: object, date: str = "2025-05-24", hts: str = "8703.23.01", value: str = "30000"
) -> Answer:
    return run("duty", "--date", date, "--origin", "JP", "--hts", hts, "--value", value, *more)


@pytest.mark.parametrize(
    ("date", "total", "rate", "measures"),
    [
        ("2025-04-02", "750.00", "0.025", ["mfn-base"]),
        ("2025-05-24", "8250.00", "0.275", ["mfn-base", "s232-autos-25"]),
        ("2025-09-20", "4500.00", "0.15", ["mfn-base", "jp-autos-15"]),
    ],
)
def test_a_car_through_the_regimes(run: Run, date: str, total: str, rate: str, measures: list[str]) -> None:
    answer = duty(run, "--json", date=date, hts="87032301")
    assert (answer.code, answer.err) == (0, "")
    found = answer.json
    assert found["status"] == "ok"
    assert (found["total_duty"], found["effective_rate"]) == (total, rate)
    assert [part["measure"] for part in found["components"]] == measures
    assert all(part["citations"] for part in found["components"])
    assert sum(Decimal(part["duty"]) for part in found["components"]) == Decimal(total)
    assert found["data"]["checked_to"] == "2026-10-10"
    assert {
        "query",
        "not_applied",
        "mpf",
        "hmf",
        "originally_collected",
        "assumptions",
        "missing_facts",
    } <= set(found)
    assert all({"measure", "heading", "reason"} <= set(item) for item in found["not_applied"])


def test_the_answer_in_words(run: Run) -> None:
    answer = duty(run)
    assert answer.code == 0
    assert "Total duty $8250.00, 27.5% of the value" in answer.out
    assert "9903.94.01" in answer.out
    assert "checked to 2026-10-10" in answer.out


def test_a_missing_input_exits_4_and_carries_no_total(run: Run) -> None:
    answer = duty(run, "--json", date="2025-06-10", hts="9403.20.00", value="1000")
    assert answer.code == 4
    assert answer.json["status"] == "not_computable"
    assert answer.json["total_duty"] is None
    assert [missing["fact"] for missing in answer.json["missing_facts"]] == ["steel_value_usd"]
    assert "not_computable" in duty(run, date="2025-06-10", hts="9403.20.00").out
    settled = duty(
        run, "--fact", "steel_value_usd=400", "--json", date="2025-06-10", hts="9403.20.00", value="1000"
    )
    assert settled.code == 0


def test_beyond_the_law_data_exits_4(run: Run) -> None:
    for date in ("2017-12-31", "2026-10-11", "2030-01-01"):
        answer = duty(run, "--json", date=date)
        assert (answer.code, answer.json["status"], answer.json["total_duty"]) == (4, "not_covered", None)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["--fact", "colour=red"], "colour"), (["--fact", "steel_value_usd"], "NAME=VALUE"),
        (["--fact", "=1"], "NAME=VALUE"), (["--fact", "date=2025-01-01"], "option of its own"),
        (["--fact", "in_quota=true", "--fact", "in_quota=false"], "twice"),
        (["--fact", "in_quota=maybe"], "in_quota"),
        (["--scenario", "/nowhere.json"], "/nowhere.json"), (["--value=-5"], "value_usd"),
        (["--value", "0"], "zero"),
        (["--value", "1e5"], "value_usd"), (["--value", "NaN"], "value_usd"), (["--date", "24 May"], "date"),
        (["--date", "2025-02-30"], "date"), (["--origin", "Japn"], "origin"), (["--hts", "12"], "hts"),
        (["--hts", "8703.23.99"], "hts"),
    ],
)  # fmt: skip
def test_what_duty_refuses(run: Run, more: list[str], message: str) -> None:
    answer = duty(run, *more, "--json")
    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err


def test_duty_without_what_it_needs(run: Run) -> None:
    answer = run("duty", "--date", "2025-05-24", "--origin", "JP")
    assert answer.code == 2
    assert "--hts" in answer.err
    assert "--value" in answer.err


def test_a_scenario_from_the_sample(run: Run, sample: Path, tmp_path: Path) -> None:
    file = tmp_path / "s.json"
    for name, date, hts, expected in (
        ("scenario-cars-at-ten", "2025-05-24", "8703.23.01", "0.125"),
        ("scenario-pause-ends", "2025-07-15", "8458.11.00", "0.284"),
        ("scenario-pause-ends", "2025-07-08", "8458.11.00", "0.144"),
    ):
        file.write_text(run("get", sample, "scenario", name, "--json").out)
        answer = duty(run, "--scenario", file, "--json", date=date, hts=hts)
        assert answer.code == 0, answer.err
        assert answer.json["effective_rate"] == expected
    file.write_text('{"edits":[{"op":"switch_off","measure":"nothing"}]}')
    refused = duty(run, "--scenario", file)
    assert refused.code == 2
    assert "nothing" in refused.err


def table(run: Run, tmp_path: Path, content: str) -> tuple[Answer, list[dict[str, str]]]:
    (tmp_path / "in.csv").write_text(content, encoding="utf-8")
    answer = run("duties", tmp_path / "in.csv", tmp_path / "out.csv")
    if answer.code:
        return answer, []
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as stream:
        return answer, list(csv.DictReader(stream))


def test_duties_answers_every_row(run: Run, tmp_path: Path) -> None:
    answer, rows = table(
        run, tmp_path,
        "id,date,origin,hts,value_usd,steel_value_usd\n"
        "car,2025-05-24,JP,87032301,30000,\nlathe,2025-05-24,JP,8458.11.00,100000,\n"
        "old,2017-05-24,JP,8458.11.00,100000,\nshort,2025-05-24,JP,8703,1,\n\n"
        "metal,2025-06-10,JP,9403.20.00,1000,\nword,2025-06-10,JP,9403.20.00,1000,x\n",
    )  # fmt: skip
    assert answer.code == 0
    by_id = {row["id"]: row for row in rows}
    assert list(by_id) == ["car", "lathe", "old", "short", "metal", "word"]
    car = by_id["car"]
    assert (car["status"], car["base_rate"], car["total_duty"], car["effective_rate"], car["headings"]) == (
        "ok", "0.025", "8250.00", "0.275", "9903.94.01",
    )  # fmt: skip
    assert (car["mpf"], car["hmf"]) == ("103.92", "37.50")
    assert by_id["lathe"]["total_duty"] == "14400.00"
    assert {key: row["status"] for key, row in by_id.items()} == {
        "car": "ok", "lathe": "ok", "old": "not_covered", "short": "invalid", "metal": "not_computable",
        "word": "invalid",
    }  # fmt: skip
    for key in ("old", "short", "metal", "word"):
        assert by_id[key]["message"]
        assert by_id[key]["total_duty"] == ""
    assert "steel_value_usd" in by_id["metal"]["message"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("id,date,origin,hts\n", "value_usd is missing"), ("", "date is missing"),
        ("date,origin,hts,value_usd,colour\n", '"colour" is no fact'),
        ("date,date,origin,hts,value_usd\n", "date stands twice"),
    ],
)  # fmt: skip
def test_tables_that_duties_refuses(run: Run, tmp_path: Path, content: str, message: str) -> None:
    answer, _ = table(run, tmp_path, content)
    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err
    assert not (tmp_path / "out.csv").exists()


def test_duties_names_the_file_it_cannot_read_or_write(run: Run, tmp_path: Path) -> None:
    assert "Cannot read" in run("duties", tmp_path / "none.csv", tmp_path / "out.csv").err
    (tmp_path / "in.csv").write_text("date,origin,hts,value_usd\n")
    answer = run("duties", tmp_path / "in.csv", tmp_path / "none" / "out.csv")
    assert answer.code == 2
    assert "no folder" in answer.err


FACT_TEXTS = {
    "steel_value_usd": ("100", "4000.5"), "us_content_value_usd": ("10", "6000"), "in_quota": ("true",),
    "usjta_claim": ("true", "false"), "mode": ("air", "ocean"), "gn6_civil_aircraft": ("true",),
    "loaded_on_vessel_date": ("2025-04-04", "2025-08-01"), "entry_time_et": ("00:00", "00:01"),
    "quantity": ("12",), "unit": ("kg", "pieces"),
}  # fmt: skip
COUNTRIES = ("JP", "DE", "CN", "VN", "GB", "KR")


def questions(count: int) -> list[dict[str, str]]:
    """Rows drawn over the schedule, the regimes, countries and facts; the same every time."""
    draw = random.Random(20250524)
    days = [
        f"{year}-{month:02}-{draw.randint(1, 28):02}" for year in range(2018, 2027) for month in range(1, 13)
    ]
    codes = ["8703.23.01", "8704.31.01", "8458.11.00", "0902.10.10", "7318.15.20", "9403.20.00", "9102.11.10"]
    codes += [line.dotted for line in draw.sample(list(shipped_law().schedule), 60)]
    asked = []
    for number in range(count):
        said = {name: draw.choice(texts) for name, texts in FACT_TEXTS.items() if draw.random() < 0.15}
        if not {"unit", "quantity"} <= said.keys():
            said = {name: text for name, text in said.items() if name not in {"unit", "quantity"}}
        row = {
            "id": str(number),
            "date": draw.choice(days),
            "origin": draw.choice(COUNTRIES),
            "hts": draw.choice(codes),
        }
        row["value_usd"] = f"{draw.randint(1, 2_000_000) / 100:.2f}"
        asked.append(dict.fromkeys(FACT_TEXTS, "") | said | row)
    return asked


def expected(question: dict[str, str]) -> dict[str, str]:
    """The single answer to a row, in the columns of ``duties``."""
    law = shipped_law()
    try:
        answer = assess(law.parse({name: text for name, text in question.items() if name != "id"}), law)
    except UsageError as error:
        return {"status": "invalid", "message": str(error)}
    found = assessment_to_json(answer)
    if answer.status != "ok":
        return {"status": answer.status, "message": answer.reason, "total_duty": ""}
    headings = [part["heading"] for part in found["components"] if part["measure"] != "mfn-base"]
    names = ("status", "total_duty", "effective_rate", "mpf", "hmf")
    standing = {law.assumptions[name].en for name in STANDING}
    told = [f"Assumed: {text}" for text in answer.assumptions if text not in standing]
    told += [f"Depends on {missing.fact}." for missing in answer.missing_facts]
    words = {"headings": ";".join(headings), "message": " ".join(told)}
    return {name: found[name] or "" for name in names} | words


def test_every_row_of_duties_is_the_answer_of_duty(run: Run, tmp_path: Path) -> None:
    asked = questions(400)
    lines = [",".join(asked[0]), *(",".join(row.values()) for row in asked)]
    _, rows = table(run, tmp_path, "\n".join(lines) + "\n")
    for row, question in zip(rows, asked, strict=True):
        wanted = expected(question)
        assert {name: row[name] for name in wanted} == wanted, question
    assert {row["status"] for row in rows} >= {"ok", "not_computable", "not_covered"}


def test_the_program_tests_itself(run: Run) -> None:
    answer = run("self-test")
    assert answer.code == 0, answer.out
    assert [line.split()[0] for line in answer.lines] == ["ok"] * 8


def test_self_test_fails_when_a_duty_is_wrong(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from briefing_app.cli import self_test

    monkeypatch.setattr(self_test, "KNOWN_DUTIES", (("2025-05-24", "1.00"),))
    answer = run("self-test")
    assert answer.code == 1
    assert "FAILED duty: duty on a car of $30,000 on 2025-05-24: 8250.00 instead of 1.00." in answer.out


def test_json_is_json_even_when_nothing_is_computed(run: Run) -> None:
    assert json.loads(duty(run, "--json", date="2030-01-01").out)["components"] == []


def test_a_specific_duty_is_worded_by_its_unit(run: Run) -> None:
    answer = run(
        "duty", "--date", "2025-05-24", "--origin", "JP", "--hts", "2206.00.45", "--value", "1000",
        "--fact", "quantity=100", "--fact", "unit=liter",
    )  # fmt: skip
    assert answer.code == 0
    assert "$3.00    $0.03 a liter x 100" in answer.out
    assert "0.03 of" not in answer.out
