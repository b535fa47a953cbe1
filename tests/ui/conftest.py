"""A session over a fresh workspace, with a clock that the test owns."""

from datetime import UTC, datetime

import pytest
from PySide6.QtGui import QGuiApplication

from briefing_app.app.jobs import InlineJobs
from briefing_app.app.session import Session
from briefing_app.store.workspace import Workspace

NOW = datetime(2026, 10, 12, 14, 2, 11, tzinfo=UTC)


@pytest.fixture
def session(qapp, tmp_path):
    with Workspace.create(tmp_path / "talks.brief") as workspace:
        session = Session(workspace, InlineJobs(), now=lambda: NOW)
        yield session
        session.typing.flush()
        session.deleteLater()


@pytest.fixture(autouse=True)
def _empty_clipboard(qapp):
    """Qt's offscreen platform crashes at exit while its clipboard holds data made in Python."""
    yield
    QGuiApplication.clipboard().clear()
