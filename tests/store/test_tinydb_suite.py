"""TinyDB's own tests, from its source distribution, run against our storage, table and database."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
import tinydb

# Tests that assert the stock file or class itself rather than the behaviour of the API.
EXCEPTIONS = {
    "test_table_repr": "asserts that the representation names TinyDB's own classes and storages",
}

CONFTEST = """
import pytest
from tinydb.middlewares import CachingMiddleware
from tinydb.storages import MemoryStorage
from briefing_app.store.journal_table import JournalDatabase
from briefing_app.store.sealing import Keys


@pytest.fixture(params=["plain", "sealed"])
def db(request, tmp_path):
    keys = Keys(b"k" * 32) if request.param == "sealed" else Keys()
    database = JournalDatabase(tmp_path / "talks.brief", keys=keys)
    database.drop_tables()
    database.insert_multiple({"int": 1, "char": c} for c in "abc")
    yield database
    database.close()


@pytest.fixture
def storage():
    return CachingMiddleware(MemoryStorage)()
"""


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tinydb")
    python = Path(sys.base_prefix) / ("python.exe" if sys.platform == "win32" else "bin/python3")
    version = tinydb.__version__
    command = ["-m", "pip", "download", "-q", "--no-deps", "--no-binary", "tinydb", f"tinydb=={version}"]
    try:
        run = subprocess.run(
            [python, *command, "-d", folder], capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        pytest.skip(f"the package index cannot be asked for TinyDB's tests: {error}")
    archive = folder / f"tinydb-{version}.tar.gz"
    if not archive.exists():
        pytest.skip(f"TinyDB's source distribution cannot be fetched: {run.stderr.strip()[-200:]}")
    with tarfile.open(archive) as content:
        # Python 3.11.0 to 3.11.3, such as Debian 12's, have no extraction filters.
        content.extraction_filter = getattr(tarfile, "data_filter", lambda member, _: member)
        content.extractall(folder)
    tests = folder / f"tinydb-{version}" / "tests"
    (tests / "conftest.py").write_text(CONFTEST)
    return tests


@pytest.mark.slow
def test_tinydb_s_own_tests_pass_but_for_the_listed_ones(suite: Path) -> None:
    deselected = " and ".join(f"not {name}" for name in EXCEPTIONS)
    names = ("test_tinydb.py", "test_tables.py", "test_operations.py")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", deselected]
    run = subprocess.run(
        [*command, *(suite / name for name in names)],
        capture_output=True, text=True, check=False, cwd=suite.parent, timeout=300,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout[-4000:]
    assert "plain" in subprocess.run(
        [*command, "--collect-only", suite / names[0]], capture_output=True, text=True, check=False,
        cwd=suite.parent,
    ).stdout  # fmt: skip
