"""Keeps Qt for Python from reading the source of every module that is imported.

It looks whether a module names it, for the case that the module asks for Qt's methods under other names
(``from __feature__ import snake_case``). Nothing here does. A thousand sources would stay in memory, 24 MB,
and each import would wait for its own.
"""

from __future__ import annotations

import sys
from types import ModuleType


def leave_sources_unread() -> None:
    """From now on each module counts as one that asks for nothing. Called when Qt is imported."""
    feature = sys.modules.get("shibokensupport.feature")
    if hasattr(feature, "_mod_uses_pyside"):
        setattr(feature, "_mod_uses_pyside", _asks_for_nothing)  # noqa: B010  no name that is promised


def _asks_for_nothing(_module: ModuleType) -> bool:
    return False
