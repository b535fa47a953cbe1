"""A Tariffs tab over the shipped law, on the as-of day of the talks."""

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication

from briefing_app.ui.tariff.tab import TariffTab


@pytest.fixture
def tab(session, qtbot):
    session.as_of = date(2025, 5, 24)
    tab = TariffTab(session)
    tab.resize(1500, 900)
    qtbot.addWidget(tab)
    tab.show()
    QApplication.processEvents()
    return tab
