"""Identifiers of records: opaque text, unique without asking anybody."""

from __future__ import annotations

from uuid import uuid4


def new_id(kind: str) -> str:
    """A fresh id such as ``note-5f0c…`` (128 random bits; safe to make on two laptops at once)."""
    return f"{kind}-{uuid4().hex}"
