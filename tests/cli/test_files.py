"""import and export on the command line: round trips, receipts, dry run, refusals."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing_app.domain.records import KINDS
from briefing_app.exchange.sample import load_sample
from tests.cli.conftest import Run


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("ending", ["csv", "json", "xlsx"])
def test_the_sample_survives_a_file(run: Run, sample: Path, empty: Path, kind: str, ending: str) -> None:
    file = sample.parent / f"x.{ending}"
    assert run("export", sample, file, "--kind", kind).code == 0
    receipt = run("import", empty, file, "--kind", kind, "--json")
    assert receipt.code == 0
    assert receipt.json["problems"] == []
    assert run("list", empty, kind, "--json").json == run("list", sample, kind, "--json").json


@pytest.mark.parametrize(("ending", "kind"), [("md", "note"), ("ics", "event"), ("vcf", "person")])
def test_files_of_one_kind_need_no_word_about_it(
    run: Run, sample: Path, empty: Path, ending: str, kind: str
) -> None:
    file = sample.parent / f"x.{ending}"
    assert run("export", sample, file).code == 0
    receipt = run("import", empty, file, "--json").json
    assert receipt["failed"] == 0
    ids = {record["id"] for record in run("list", sample, kind, "--json").json}
    assert {record["id"] for record in run("list", empty, kind, "--json").json} == ids


@pytest.mark.parametrize("ending", ["json", "csv", "xlsx"])
def test_everything_in_one_file(run: Run, sample: Path, empty: Path, ending: str) -> None:
    file = sample.parent / f"all.{ending}"
    assert run("export", sample, file).code == 0
    receipt = run("import", empty, file).out
    count = len(load_sample("us-japan"))
    assert f"  added: {count}" in receipt
    for kind in KINDS:
        assert run("list", empty, kind, "--json").json == run("list", sample, kind, "--json").json
    assert f"  skipped: {count}" in run("import", empty, file).out


def test_a_receipt_names_rows_and_a_dry_run_changes_nothing(run: Run, empty: Path, tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    file.write_text("id,title,date\na,Round,23 May 2025\nb,Other,05/06/2025\n,,2025-05-01\n")
    dry = run("import", empty, file, "--dry-run")
    assert dry.code == 0
    assert "dry run: nothing was changed" in dry.out
    assert run("list", empty, "event", "--json").json == []
    real = run("import", empty, file)
    assert real.code == 0
    assert [line.strip() for line in real.lines[1:6]] == [
        "read: 3",
        "added: 1",
        "updated: 0",
        "skipped: 0",
        "problems: 2",
    ]
    assert "row 3: date:" in real.out
    assert "row 4:" in real.out
    assert 'note: row 2: date "23 May 2025": Read as 23 May 2025.' in real.out
    file.write_text("id,title\na,New title\n")
    assert run("import", empty, file, "--kind", "event", "--json").json["updated"] == 1
    assert run("get", empty, "event", "a", "--json").json["title"] == "New title"


def test_a_file_with_nothing_readable_exits_2(run: Run, empty: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("title,date\nRound,05/06/2025\n")
    answer = run("import", empty, file)
    assert answer.code == 2
    assert "row 2" in answer.out


def test_files_that_cannot_be_read(run: Run, empty: Path, tmp_path: Path) -> None:
    (tmp_path / "x.pages").write_text("x")
    (tmp_path / "x.docx").write_text("x")
    (tmp_path / "x.json").write_text("[]")
    (tmp_path / "x.ics").write_text("nonsense")
    for words, message in (
        (["x.pages"], "no ending that is known"), (["x.docx"], "x.docx"),
        (["none.csv"], "Cannot read"), (["x.json"], "--kind"),
        (["x.json", "--kind", "memo"], "no record kind"), (["x.ics"], "calendar"),
        (["x.ics", "--kind", "note"], "kind event, not note"),
    ):  # fmt: skip
        answer = run("import", empty, tmp_path / words[0], *words[1:])
        assert answer.code == 2, words
        assert message in answer.err, words


def test_exported_cells_are_inert(run: Run, empty: Path, tmp_path: Path) -> None:
    run("add", empty, "note", stdin='{"id":"n","title":"=HYPERLINK(1)","body":"+x"}')
    run("export", empty, tmp_path / "x.csv", "--kind", "note")
    assert (
        (tmp_path / "x.csv")
        .read_text(encoding="utf-8-sig")
        .splitlines()[1]
        .startswith("n,'=HYPERLINK(1),'+x,")
    )


def test_export_refuses_what_it_cannot_write(run: Run, sample: Path, tmp_path: Path) -> None:
    for words, message in (
        ([tmp_path / "x.pdf"], "no ending that is known"),
        ([sample / "workspace.json"], "inside a workspace"), ([sample / "a" / "x.json"], "no folder"),
        ([tmp_path / "none" / "x.json"], "no folder"),
        ([tmp_path / "x.vcf", "--kind", "note"], "kind person"),
    ):  # fmt: skip
        answer = run("export", sample, *words)
        assert answer.code == 2, words
        assert message in answer.err, words
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sample.brief"]


def test_an_existing_file_is_replaced_whole(run: Run, sample: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text("old")
    assert run("export", sample, file, "--kind", "basket").code == 0
    assert file.read_text().startswith("[")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("x.json")] == ["x.json"]


def test_simulate(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "m.json"
    file.write_text(
        '{"model":"reciprocal","imports":148.2,"exports":79.7,"elasticity":4,"pass_through":0.25}'
    )
    answer = run("simulate", file, "--json")
    assert answer.code == 0
    assert answer.json["rate"] == pytest.approx(0.46221, abs=1e-5)
    assert "announced" in run("simulate", file).out
    assert run("simulate", "-", stdin='{"model":"crystal ball"}').code == 2
    assert run("simulate", tmp_path / "none.json").code == 2
    assert run("simulate", "-", stdin=b"\xff").code == 2


def test_plain_documents_become_notes(run: Run, empty: Path, tmp_path: Path) -> None:
    (tmp_path / "memo.txt").write_text("Readout of the call\n\nAll measures were raised.")
    assert run("import", empty, tmp_path / "memo.txt", "--json").json["added"] == 1
    assert "All measures were raised" in run("list", empty, "note", "--json").json[0]["body"]


def test_an_import_leaves_out_a_record_with_an_impossible_date(run: Run, empty: Path, tmp_path: Path) -> None:
    file = tmp_path / "events.json"
    file.write_text('[{"id":"a","title":"A","dates":[{"edtf":"2025-02-30"}]},{"id":"b","title":"B"}]')
    answer = run("import", empty, file, "--kind", "event")
    assert 'event a: "2025-02-30" is not a date' in answer.out
    assert [event["id"] for event in run("list", empty, "event", "--json").json] == ["b"]
