"""Whether the workspace is saved: what the status bar shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from briefing_app.errors import BriefingError


@dataclass(frozen=True)
class SaveState:
    """``error`` None: all is on the medium, as of ``at`` (UTC). Else the sentence that says why not."""

    at: datetime
    error: BriefingError | None = None

    @property
    def is_saved(self) -> bool:
        """Whether nothing is waiting and nothing failed."""
        return self.error is None

    @classmethod
    def saved(cls) -> SaveState:
        """Saved now."""
        return cls(datetime.now(UTC))

    @classmethod
    def failed(cls, error: BriefingError) -> SaveState:
        """Not saved."""
        return cls(datetime.now(UTC), error)
