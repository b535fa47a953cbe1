"""new, add, get, list, search, check: what scripts rely on, and one bad input for every message."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from briefing_app.cli import COMMANDS, main, takes
from briefing_app.domain.change import added
from briefing_app.domain.records import KINDS, Event, Record, TypedDate
from briefing_app.store import codec
from briefing_app.store.workspace import Workspace
from tests.cli.conftest import Run
from tests.strategies import random_records


def test_new_makes_a_workspace_and_refuses_a_second(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.brief"
    assert run("new", path).lines == [f"Made {path}"]
    again = run("new", path)
    assert again.code == 2
    assert "already exists" in again.err
    assert again.out == ""


def test_new_with_the_sample(run: Run, sample: Path) -> None:
    assert len(run("list", sample, "event", "--json").json) == 113
    assert len(run("list", sample, "person", "--json").json) == 24


def test_an_unknown_sample_makes_nothing(run: Run, tmp_path: Path) -> None:
    answer = run("new", tmp_path / "a.brief", "--sample", "us-france")
    assert (answer.code, answer.out) == (2, "")
    assert "us-japan" in answer.err
    assert not (tmp_path / "a.brief").exists()


def test_the_smallest_note_is_valid(run: Run, empty: Path) -> None:
    added = run("add", empty, "note", stdin='{"title":"x","body":"y"}')
    assert added.code == 0
    [note_id] = added.lines
    got = run("get", empty, "note", note_id, "--json").json
    assert (got["title"], got["body"], got["kind"], got["status"]) == ("x", "y", "analysis", "draft")


def test_a_list_is_added_in_order_each_with_its_id(run: Run, empty: Path, tmp_path: Path) -> None:
    file = tmp_path / "notes.json"
    file.write_text(json.dumps([{"id": "a", "title": "A"}, {"title": "B"}, {"id": "c", "title": "関税"}]))
    added = run("add", empty, "note", file)
    assert added.code == 0
    assert (added.lines[0], added.lines[2]) == ("a", "c")
    assert [note["title"] for note in run("list", empty, "notes", "--json").json] == ["A", "B", "関税"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"title":"x","colour":1}', 'unknown key "colour"'),
        ('{"title":"x","quotations":[{"text":"a","page":1}]}', 'unknown key "page"'),
        (
            '[{"title":"x"},{"title":"y","colour":1}]',
            'record 2: This note cannot be read: unknown key "colour"',
        ),
        ('{"body":"y"}', '"title" is missing'),
        ('{"title":""}', "title: cannot be empty"),
        ('{"title":1}', "text is needed"),
        ('{"title":"x","kind":"memo"}', '"memo" is not one of'),
        ('{"title":"x","id":"n1"}', 'The id "n1" exists already'),
        ('[{"title":"x","id":"n2"},{"title":"y","id":"n2"}]', 'The id "n2" stands twice'),
        ("[1]", "a JSON object is needed"),
        ("{", "This is not JSON"),
        ("", "The input is empty"),
        ('{"title":"x","title":"y"}', "stands twice"),
        ('{"title":NaN}', "not a number"),
        ('{"title":"\\ud800"}', "half a character"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_what_add_refuses_changes_nothing(run: Run, empty: Path, content: str, message: str) -> None:
    run("add", empty, "note", stdin='{"id":"n1","title":"there"}')
    answer = run("add", empty, "note", stdin=content)
    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err
    assert len(run("list", empty, "note", "--json").json) == 1


def test_input_that_is_not_utf8_is_refused(run: Run, empty: Path) -> None:
    answer = run("add", empty, "note", stdin=b'{"title":"\xff"}')
    assert answer.code == 2
    assert "not UTF-8" in answer.err


def test_a_missing_file_is_named(run: Run, empty: Path) -> None:
    answer = run("add", empty, "note", "/nowhere/x.json")
    assert answer.code == 2
    assert "/nowhere/x.json" in answer.err


def test_kinds_are_listed_when_one_is_unknown(run: Run, empty: Path) -> None:
    for command in ("list", "get", "add"):
        answer = run(command, empty, "memo", "x")
        assert answer.code == 2
        assert "event person note source scenario basket briefing" in answer.err


def test_get_without_or_with_unknown_id(run: Run, empty: Path) -> None:
    assert "The ID is missing" in run("get", empty, "note").err
    answer = run("get", empty, "note", "nobody")
    assert answer.code == 2
    assert '"nobody"' in answer.err


@pytest.mark.parametrize("kind", KINDS)
def test_what_get_prints_is_what_add_takes(kind: str) -> None:
    @settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
    @given(random_records.BY_KIND[kind])  # type: ignore[index]
    def proof(record: Record) -> None:
        with tempfile.TemporaryDirectory() as folder:
            one, two, file = Path(folder) / "1.brief", Path(folder) / "2.brief", Path(folder) / "r.json"
            file.write_text(json.dumps(codec.encode(record)))
            assert main(["new", str(one)]) == main(["new", str(two)]) == 0
            assert main(["add", str(one), kind, str(file)]) == 0
            with Workspace.open(one) as workspace:
                file.write_text(json.dumps(codec.encode(workspace.get(kind, record.id))))  # type: ignore[arg-type]
            assert main(["add", str(two), kind, str(file)]) == 0
            with Workspace.open(two) as workspace:
                assert workspace.get(kind, record.id) == record  # type: ignore[arg-type]

    proof()


def test_get_json_of_every_sample_record_is_valid_for_add(run: Run, sample: Path, empty: Path) -> None:
    for kind in KINDS:
        listed = run("list", sample, kind, "--json")
        one = run("get", sample, kind, listed.json[0]["id"], "--json")
        assert one.json == listed.json[0]
        added = run("add", empty, kind, "-", stdin=listed.out)
        assert added.code == 0
        assert added.lines == [record["id"] for record in listed.json]
        assert run("list", empty, kind, "--json").json == listed.json


def test_list_and_get_for_people(run: Run, sample: Path) -> None:
    lines = run("list", sample, "event").lines
    assert len(lines) == 113
    assert "23 May 2025" in next(line for line in lines if line.startswith("ev-2025-05-23-01"))
    page = run("get", sample, "person", "akazawa").out
    assert "赤沢亮正" in page
    assert "Minister of Economy, Trade and Industry" in page


def test_search_in_english_and_japanese(run: Run, sample: Path) -> None:
    found = run("search", sample, "関税", "--json").json
    assert {"note-chronology-ja", "note-qa-may-2025"} <= {hit["id"] for hit in found}
    assert all({"kind", "snippet", "score", "id"} <= hit.keys() for hit in found)
    people = run("search", sample, "あかざわ", "--kind", "person", "--json").json
    assert [hit["id"] for hit in people] == ["akazawa"]
    notes = run("search", sample, "$15.5 billion", "--kind", "note", "--json").json
    assert {hit["kind"] for hit in notes} == {"note"}
    assert {hit["note_kind"] for hit in notes} >= {"qa", "analysis"}
    assert len(run("search", sample, "tariff", "--limit", "3", "--json").json) == 3
    assert "note-round-4" in run("search", sample, "Akazawa reviewed at once").out


def test_search_that_finds_nothing_is_no_error(run: Run, sample: Path) -> None:
    answer = run("search", sample, "zzzzz")
    assert (answer.code, answer.out, answer.err) == (0, "", "Nothing was found.\n")
    assert run("search", sample, "zzzzz", "--json").json == []


@pytest.mark.parametrize("limit", ["0", "-1", "x", "1.5", "³"])
def test_a_limit_must_be_a_whole_number_above_zero(run: Run, empty: Path, limit: str) -> None:
    answer = run("search", empty, "x", f"--limit={limit}")
    assert answer.code == 2
    assert "whole number above zero" in answer.err


def test_an_empty_query_is_refused(run: Run, empty: Path) -> None:
    assert run("search", empty, "  ").code == 2


def test_check_of_a_sound_workspace(run: Run, sample: Path) -> None:
    answer = run("check", sample)
    assert answer.code == 0
    assert "is sound" in answer.out
    assert "remark" not in answer.out
    assert run("check", sample, "--json").json["records"]["event"] == 113


def test_an_impossible_date_is_refused(run: Run, empty: Path) -> None:
    for day in ("2025-13-45", "2025-02-30", "soon"):
        answer = run("add", empty, "event", stdin=json.dumps({"title": "x", "dates": [{"edtf": day}]}))
        assert (answer.code, answer.out) == (2, "")
        assert f'"{day}" is not a date' in answer.err
    assert run("list", empty, "event", "--json").json == []


def test_check_remarks_on_references_and_dates(run: Run, empty: Path) -> None:
    event = Event(id="e", title="x", dates=(TypedDate("soon"),), sources=("S1",))
    with Workspace.open(empty) as workspace:
        workspace.apply(added(event))
    answer = run("check", empty)
    assert answer.code == 0
    assert 'remark: event e: there is no source "S1"' in answer.out
    assert 'remark: event e: "soon" is not a date' in answer.out


@pytest.mark.parametrize("command", ["list", "check", "search", "add", "export", "import"])
def test_a_path_that_is_no_workspace_exits_3(run: Run, tmp_path: Path, command: str) -> None:
    file = tmp_path / "x.json"
    file.write_text("[]")
    words = {
        "list": ["note"], "check": [], "search": ["x"], "add": ["note", file],
        "export": [tmp_path / "o.json"],
        "import": [file, "--kind", "note"],
    }[command]  # fmt: skip
    answer = run(command, tmp_path / "nowhere.brief", *words)
    assert answer.code == 3
    assert "There is no workspace" in answer.err


def test_a_damaged_workspace_exits_3(run: Run, empty: Path) -> None:
    for file in empty.iterdir():
        if file.is_file() and file.name != "lock":
            file.write_bytes(b"{}garbage")
    answer = run("check", empty)
    assert answer.code == 3
    assert answer.err


def test_a_workspace_open_elsewhere_can_be_read_but_not_changed(run: Run, sample: Path) -> None:
    with Workspace.open(sample):
        assert run("list", sample, "note").code == 0
        answer = run("add", sample, "note", stdin='{"title":"x"}')
        assert answer.code == 3
        assert str(os.getpid()) in answer.err


def test_text_cannot_steer_the_terminal(run: Run, empty: Path) -> None:
    run("add", empty, "note", stdin=json.dumps({"id": "n", "title": "a\x1b[31mred\u202e", "body": "b\x07"}))
    shown = run("list", empty, "note").out + run("get", empty, "note", "n").out
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "\u202e" not in shown
    assert run("get", empty, "note", "n", "--json").json["title"] == "a\x1b[31mred\u202e"


def test_usage_errors_exit_2_with_the_way_out(run: Run, empty: Path) -> None:
    for words in ([], ["list"], ["list", empty], ["list", empty, "note", "--colour"], ["search", empty],
                  ["new"], ["check"], ["add", empty]):  # fmt: skip
        answer = run(*words)
        assert answer.code == 2, words
        assert "--help" in answer.err, words
        assert answer.out == ""


def test_an_unknown_command_lists_the_commands(run: Run) -> None:
    answer = run("frobnicate")
    assert answer.code == 2
    assert "self-test" in answer.err


def test_help_and_version(run: Run) -> None:
    assert run("--version").out.startswith("Briefing Desk ")
    assert all(command in run("--help").out for command in COMMANDS)
    for command in COMMANDS:
        answer = run(command, "--help")
        assert (answer.code, answer.err) == (0, "")


@pytest.mark.parametrize(
    ("words", "expected"),
    [(["list", "x"], True), (["--home", "d", "list"], True), (["list.brief"], False), ([], False),
     (["--home", "list"], False), (["--help"], True), (["--home", "list", "x.brief"], False)],
)  # fmt: skip
def test_which_words_are_for_the_command_line(words: list[str], expected: bool) -> None:
    assert takes(words) is expected


def test_home_is_accepted_before_and_after_the_command(run: Run, empty: Path, tmp_path: Path) -> None:
    assert run("--home", tmp_path, "list", empty, "note").code == 0
    assert run("list", empty, "note", "--home", tmp_path).code == 0


def test_a_passphrase_file_that_cannot_be_used(run: Run, empty: Path, tmp_path: Path) -> None:
    assert (
        "Cannot read the passphrase file"
        in run("list", empty, "note", "--passphrase-file", tmp_path / "no").err
    )
    (tmp_path / "empty").write_text("\nsecret")
    answer = run("list", empty, "note", "--passphrase-file", tmp_path / "empty")
    assert answer.code == 2
    assert "is empty" in answer.err


def command(*words: object, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "briefing_app", *map(str, words)], input=stdin, capture_output=True,
        check=False, env={**os.environ, **environment},
    )  # fmt: skip


def test_as_a_program_output_is_utf8_whatever_the_locale(tmp_path: Path) -> None:
    path = tmp_path / "a.brief"
    assert command("new", path).returncode == 0
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    added = command("add", path, "note", stdin='{"id":"n","title":"関税"}'.encode(), **plain)
    assert added.stdout == b"n\n"
    listed = command("list", path, "note", **plain)
    assert "関税" in listed.stdout.decode()
    assert command("list", path, "memo").returncode == 2
    assert command("list", tmp_path / "b.brief", "note").returncode == 3


def test_as_a_program_a_closed_pipe_is_quiet(sample: Path) -> None:
    shell = f'"{sys.executable}" -m briefing_app list "{sample}" event --json | head -1'
    done = subprocess.run(["sh", "-c", shell], capture_output=True, check=False)
    assert done.stdout == b"[\n"
    assert done.stderr == b""


def test_the_command_line_loads_no_window(sample: Path) -> None:
    code = (
        "import sys; from briefing_app.cli import main; main(sys.argv[1:]); "
        "bad = [m for m in sys.modules if m.split('.')[0] in {'PySide6', 'pyqtgraph', 'numpy', 'typst'}]; "
        "sys.exit(str(bad) if bad else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "list", str(sample), "note"], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_ids_are_printed_when_they_are_durable(
    run: Run, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the third record cannot be saved, the first two are printed and there."""
    real = Workspace.apply
    calls: list[int] = []

    def breaking(self: Workspace, changes: object) -> object:
        calls.append(1)
        if len(calls) == 3:
            from briefing_app.errors import WorkspaceError

            raise WorkspaceError("The disk is full.")
        return real(self, changes)  # type: ignore[arg-type]

    monkeypatch.setattr(Workspace, "apply", breaking)
    answer = run("add", empty, "note", stdin=json.dumps([{"id": f"n{i}", "title": "x"} for i in range(4)]))
    assert (answer.code, answer.lines) == (3, ["n0", "n1"])
    assert "disk is full" in answer.err
    monkeypatch.undo()
    assert [note["id"] for note in run("list", empty, "note", "--json").json] == ["n0", "n1"]
