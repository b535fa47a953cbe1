"""The shipped law, loaded once for all tests of the engine."""

from __future__ import annotations

import pytest

from briefing_app.tariff.law import Law, load_law


@pytest.fixture(scope="session")
def law() -> Law:
    return load_law()
