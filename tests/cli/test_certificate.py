"""Certificates on the command line: made by ``duty``, worked out again by ``duty``."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run

ASKED = ("--date", "2025-05-24", "--origin", "JP", "--hts", "8703.23.01", "--value", "30000")


def test_a_certificate_is_written_and_reproduced(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "car.json"
    assert run("duty", *ASKED, "--certify", path).code == 0
    found = run("duty", "--certificate", path)
    assert found.code == 0
    assert "Reproduced: every digit is the same." in found.lines
    assert "The law files are the same." in found.lines


def test_an_altered_certificate_exits_2_and_names_the_figure(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "car.json"
    run("duty", *ASKED, "--certify", path)
    path.write_text(path.read_text(encoding="utf-8").replace('"8250.00"', '"1.00"'), encoding="utf-8")
    found = run("duty", "--certificate", path)
    assert found.code == 2
    assert "It was altered" in found.err
    assert "Duty in all: 1.00 in the certificate, 8250.00 now" in found.err


def test_a_scenario_is_part_of_the_certificate(run: Run, sample: Path, tmp_path: Path) -> None:
    scenario = tmp_path / "s.json"
    scenario.write_text(run("get", sample, "scenario", "scenario-cars-at-ten", "--json").out)
    path = tmp_path / "car.json"
    assert run("duty", *ASKED, "--scenario", scenario, "--certify", path).code == 0
    assert run("duty", "--certificate", path).code == 0
    assert '"total_duty": "3750.00"' in path.read_text(encoding="utf-8")
