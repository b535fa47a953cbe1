"""What carries a bar in the margin of a paper."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Changeable:
    """What carries a bar in the margin of a paper where it says something else than an edition did."""

    changed: bool = field(default=False, kw_only=True)
