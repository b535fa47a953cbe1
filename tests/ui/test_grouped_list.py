"""The list under headings: what it asks of Python, and what of Qt."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from types import FrameType
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from pytestqt.qtbot import QtBot

from briefing_app.ui.widgets.grouped_list import GroupedDelegate, GroupedList, GroupedModel, Heading

MANY = 20_000


class Words(GroupedModel[str]):
    def key(self, row: str) -> str:
        return row

    def title(self, row: str) -> str:
        return row

    def detail(self, row: str) -> str:
        return f"about {row}"


class Plain(GroupedDelegate):
    def paint_row(self, painter: QPainter, rect: QRect, row: Any, detail: str) -> None:
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, f"{row} {detail}")


class Calls:
    """Counts the calls of Python functions by name."""

    def __init__(self) -> None:
        self.of: dict[str, int] = {}

    def __call__(self, frame: FrameType, event: str, _arg: object) -> None:
        if event == "call":
            name = frame.f_code.co_name
            self.of[name] = self.of.get(name, 0) + 1


@pytest.fixture
def calls() -> Iterator[Calls]:
    found, was = Calls(), sys.getprofile()
    sys.setprofile(found)
    yield found
    sys.setprofile(was)


def shown(qtbot: QtBot, rows: Sequence[Heading | str]) -> tuple[GroupedList, Words]:
    model = Words()
    view = GroupedList(model, "Words")
    view.setItemDelegate(Plain(view))
    qtbot.addWidget(view)
    model.set_rows(rows)
    view.resize(300, 480)
    view.show()
    return view, model


def test_laying_out_many_rows_asks_python_for_those_seen_only(qtbot: QtBot, calls: Calls) -> None:
    view, model = shown(qtbot, ["row"] * MANY)
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > MANY * 20)  # all are laid out
    assert model.rowCount() == MANY
    assert calls.of["paint"] > 5
    assert not {name: count for name, count in calls.of.items() if count > MANY // 10}


def test_other_rows_take_the_place_of_those_shown(qtbot: QtBot) -> None:
    view, model = shown(qtbot, [Heading("A", 2), "one", "two"])
    assert view.select("two")
    model.set_rows([Heading("B", 1), "three"])
    assert [model.index(row).data() for row in range(model.rowCount())] == ["B (1)", "three"]
    assert not view.currentIndex().isValid()
    assert not view.select("two")
    assert view.select("three")


def test_rows_are_chosen_and_never_typed_over_and_headings_neither(qtbot: QtBot) -> None:
    _view, model = shown(qtbot, [Heading("A", 1), "one"])
    heading, row = (model.flags(model.index(place)) for place in range(2))
    assert not heading & Qt.ItemFlag.ItemIsSelectable
    assert row & Qt.ItemFlag.ItemIsSelectable
    assert row & Qt.ItemFlag.ItemIsEnabled
    assert not (heading | row) & (Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDropEnabled)
