"""Where the program keeps its own files: settings, logs, caches and first-use copies.

``--home DIR`` overrides every place; without it the platform's per-user folders are used. Nothing here
creates a folder: the one who writes does.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from platformdirs import PlatformDirs


@dataclass(frozen=True)
class Places:
    """The folders of one user. All paths are absolute.

    config: settings and window state.  data: workspaces made on first use.
    cache: rebuildable files.  logs: crash reports.
    """

    config: Path
    data: Path
    cache: Path
    logs: Path


def places(home: Path | None = None) -> Places:
    """The user's folders, or the same four folders below ``home`` when it is given."""
    if home is not None:
        root = home.expanduser().resolve()
        return Places(root / "config", root / "data", root / "cache", root / "logs")
    dirs = PlatformDirs("briefing-desk", appauthor=False)
    return Places(dirs.user_config_path, dirs.user_data_path, dirs.user_cache_path, dirs.user_log_path)
