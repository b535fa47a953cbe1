"""Whether the workspace is saved: what the status bar shows."""

from __future__ import annotations

import time
from dataclasses import dataclass

from briefing_app.errors import BriefingError


@dataclass(frozen=True)
class SaveState:
    """``error`` None: all is on the medium, as of ``at``. Else the sentence that says why not.

    ``at``: nanoseconds of :func:`time.monotonic_ns`, which tells before from after also where the clock on
    the wall is set back.
    """

    at: int
    error: BriefingError | None = None

    @property
    def is_saved(self) -> bool:
        """Whether nothing is waiting and nothing failed."""
        return self.error is None

    @classmethod
    def saved(cls) -> SaveState:
        """Saved now."""
        return cls(time.monotonic_ns())

    @classmethod
    def failed(cls, error: BriefingError) -> SaveState:
        """Not saved."""
        return cls(time.monotonic_ns(), error)
