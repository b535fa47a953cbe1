"""What several tests of the store share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from briefing_app.store import keyfile
from briefing_app.store.workspace import Workspace


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deriving a key at full cost takes a third of a second; one test looks at the real cost."""
    monkeypatch.setattr(keyfile, "COST", keyfile.Cost(8, 1, 1))


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "talks.brief") as workspace:
        yield workspace
