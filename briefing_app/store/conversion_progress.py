"""How far a change of protection is: which part, which file of how many, how many bytes of how many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

Part: TypeAlias = Literal["key", "attachments", "records", "cleaning", "backup"]


@dataclass(frozen=True)
class Progress:
    """``number`` of ``count`` files is being written, ``done`` of ``total`` bytes of this part are."""

    part: Part
    done: int = 0
    total: int = 0
    number: int = 0
    count: int = 0


Told: TypeAlias = Callable[[Progress], None]


def nobody(_progress: Progress) -> None:
    """For callers that do not care."""
