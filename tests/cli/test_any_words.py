"""Whatever is typed ends in one of the exit codes and a sentence, never in a traceback."""

from __future__ import annotations

import contextlib
import io
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from briefing_app.cli import COMMANDS, main

OPTIONS = re.findall(
    r"\S+",
    "--json --kind --limit --dry-run --home --sample --date --origin --hts --value --fact --scenario "
    "--template --lang --out --as-of --repair --workspace --passphrase-file -- -",
)
WORDS = (
    *re.findall(
        r"\S+",
        "note event series us-japan x ../.. /dev/null 2025-05-24 JP 8703.23.01 30000 -1 1e9 NaN one-page en "
        "import a=b in_quota=true WS WS/workspace.json x.csv x.json x.pdf =1+1 關",
    ),
    "", " ", "\x00", "9" * 400, "\u202e",
)  # fmt: skip


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        main(["new", str(Path(folder) / "w.brief"), "--sample", "us-japan"])
        yield Path(folder)


@settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.sampled_from(COMMANDS), st.lists(st.sampled_from((*OPTIONS, *WORDS)) | st.text(max_size=4), max_size=9)
)
@example("get", ["WS", "note", "\x00"])
@example("export", ["WS", "x.json\x00"])
@example("new", ["\x00"])
@example("new", [""])
@example("search", ["--", "--json", "--"])
@example("duty", ["--date", "2025-05-24", "--origin", "JP", "--hts", "8703.23.01", "--value", "9" * 400])
@example("add", ["WS", "note", "\x00"])
@example("list", ["a" * 5000, "note"])
@example("brief", ["WS", "--template", "one-page", "--out", "\x00.pdf"])
@example("import", ["WS", "WS"])
@example("schedule", ["import", "/dev/null", "--home", "\x00"])
@example("restore", ["WS", "WS"])
@example("backup", ["WS", "/dev/null"])
def test_any_words_end_in_a_known_way(place: Path, command: str, words: list[str]) -> None:
    if command == "self-test":
        return
    before = Path.cwd()
    said, err = io.StringIO(), io.StringIO()
    stdin = sys.stdin
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(err), contextlib.chdir(place):
        sys.stdin = io.TextIOWrapper(io.BytesIO(b'{"title":"x"}'))
        try:
            code = main([command, *[word.replace("WS", "w.brief") for word in words]])
        finally:
            sys.stdin = stdin
    assert Path.cwd() == before
    assert code in {0, 2, 3, 4}
    assert code in {0, 4} or err.getvalue().strip()
