"""The only opener of files that ship with the program, from source and when frozen."""

from __future__ import annotations

import sys
from pathlib import Path


def root() -> Path:
    """The ``resources`` folder: beside the package in a checkout, in the bundle when frozen."""
    bundle = getattr(sys, "_MEIPASS", None)
    base = Path(bundle) if bundle else Path(__file__).resolve().parent.parent
    return base / "resources"


def path(*parts: str) -> Path:
    """The path of a shipped file or folder. Raises FileNotFoundError (a packaging bug) if it is absent."""
    found = root().joinpath(*parts)
    if not found.exists():
        raise FileNotFoundError(f"The program is incomplete: resources/{'/'.join(parts)} is missing.")
    return found


def text(*parts: str) -> str:
    """The text of a shipped UTF-8 file."""
    return path(*parts).read_text(encoding="utf-8")
