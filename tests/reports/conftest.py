"""A workspace with the sample, and one to fill by hand."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from briefing_app.domain.change import Change, ChangeSet
from briefing_app.domain.records import Record
from briefing_app.exchange.sample import load_sample
from briefing_app.store.workspace import Workspace

Fill = Callable[..., None]


def fill(workspace: Workspace, *records: Record) -> None:
    """Add records in one change."""
    changes = tuple(Change(record.record_kind, record.id, None, record) for record in records)
    workspace.apply(ChangeSet("Fill", changes))


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The shipped sample; tests only read it."""
    with Workspace.create(tmp_path_factory.mktemp("sample") / "US-Japan tariff talks.brief") as workspace:
        fill(workspace, *load_sample("us-japan"))
        yield workspace


@pytest.fixture
def desk_space(tmp_path: Path) -> Iterator[Workspace]:
    """An empty workspace."""
    with Workspace.create(tmp_path / "w.brief") as workspace:
        yield workspace


@pytest.fixture(scope="session")
def read_by_poppler() -> Callable[..., str]:
    """The text of a PDF as ``pdftotext`` writes it with the options given."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")

    def read(path: Path, *options: str) -> str:
        run = subprocess.run(["pdftotext", *options, str(path), "-"], check=True, capture_output=True)
        return run.stdout.decode("utf-8")

    return read


@pytest.fixture(scope="session")
def text_of(read_by_poppler: Callable[..., str]) -> Callable[[Path], str]:
    """The text of a PDF as poppler reads it, line ends folded to spaces."""

    def read(path: Path) -> str:
        return " ".join(read_by_poppler(path, "-raw").split())

    return read
