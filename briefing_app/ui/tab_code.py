"""Where the code of each tab lies. It is read when wanted: the first paint waits for none of it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from importlib import import_module
from typing import Any

from briefing_app.threads import collector_resting, reading_gives_way

CLASSES = {
    "timeline": ("briefing_app.ui.timeline.tab", "TimelineTab"),
    "tariff": ("briefing_app.ui.tariff.tab", "TariffTab"),
    "people": ("briefing_app.ui.people.tab", "PeopleTab"),
    "notes": ("briefing_app.ui.notes.tab", "NotesTab"),
    "briefing": ("briefing_app.ui.briefing.tab", "BriefingTab"),
}


def tab_class(name: str) -> Any:
    """What makes a tab. Raises ModuleNotFoundError if it is not part of this build."""
    module, class_name = CLASSES[name]
    return getattr(import_module(module), class_name)


def read(names: Iterable[str]) -> None:
    """Read the code of tabs, in a thread: what they need first, and what they name as ``read_ahead``."""
    with collector_resting(), reading_gives_way():
        for name in names:
            with suppress(ModuleNotFoundError):  # told when the tab is asked for
                read_ahead = getattr(import_module(CLASSES[name][0]), "read_ahead", None)
                if read_ahead is not None:
                    read_ahead()
