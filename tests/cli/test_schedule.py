"""schedule import: kept whole or refused with its row."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

HEADER = (
    "HTS Number,Indent,Description,Unit of Quantity,General Rate of Duty,Special Rate of Duty,"
    "Column 2 Rate of Duty,Quota Quantity,Additional Duties\n"
)
ROWS = (
    '0902.10.10,0,Flavored,"[""kg""]",6.4%,"Free (A,JP)",20%,,\n0902.10.90,0,Other,"[""kg""]",Free,,Free,,\n'
)
OFFICIAL = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "hts_2025_rev25.csv"


def test_an_edition_is_kept_and_compared_with_the_one_before(run: Run, tmp_path: Path) -> None:
    home, one, two = tmp_path / "home", tmp_path / "rev1.csv", tmp_path / "rev2.csv"
    one.write_text(HEADER + ROWS)
    two.write_text(HEADER + ROWS.replace("6.4%", "5%"))
    first = run("schedule", "import", one, "--home", home)
    assert first.code == 0, first.err
    assert "rows: 2, with a general rate: 2" in first.out
    second = run("--home", home, "schedule", "import", two)
    assert "against rev1: 1 rates changed, 0 codes new, 0 gone" in second.out
    assert sorted(path.name for path in (home / "data" / "schedules").iterdir()) == ["rev1.hts", "rev2.hts"]


def test_it_can_be_kept_with_a_workspace(run: Run, empty: Path, tmp_path: Path) -> None:
    file = tmp_path / "rev1.csv"
    file.write_text(HEADER + ROWS)
    assert run("schedule", "import", file, "--workspace", empty).code == 0
    assert (empty / "schedules" / "rev1.hts").exists()
    assert run("check", empty).code == 0
    assert run("schedule", "import", file, "--workspace", tmp_path / "no.brief").code == 3


def test_what_is_no_schedule_is_refused(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    for content in ("", "a,b\n1,2\n", HEADER, HEADER + ROWS.replace("6.4%", "six")):
        file.write_text(content)
        answer = run("schedule", "import", file, "--home", tmp_path)
        assert (answer.code, answer.out) == (2, ""), content
        assert answer.err
    assert run("schedule", "import", tmp_path / "none.csv", "--home", tmp_path).code == 2
    assert run("schedule", "export", file).code == 2
    assert not (tmp_path / "data").exists()


@pytest.mark.shared
@pytest.mark.skipif(not OFFICIAL.exists(), reason="the official file is not beside the project")
def test_the_official_file_is_kept(run: Run, tmp_path: Path) -> None:
    answer = run("schedule", "import", OFFICIAL, "--home", tmp_path)
    assert answer.code == 0, answer.err
    assert "rows: 3" in answer.out
