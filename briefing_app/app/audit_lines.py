"""Lines of the audit on their way into the workspace: what cannot be written is kept until it can."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from briefing_app.errors import BriefingError
from briefing_app.store.workspace import AuditEntry, Workspace


class AuditLines:
    """Writes lines, in their order and with the time at which it was done."""

    def __init__(
        self, workspace: Workspace, now: Callable[[], datetime], refused: Callable[[BriefingError], None]
    ) -> None:
        """``refused`` hears why a line could not be written."""
        self._workspace = workspace
        self._now = now
        self._refused = refused
        self._waiting: list[AuditEntry] = []

    @property
    def is_waiting(self) -> bool:
        """Whether a line could not be written yet."""
        return bool(self._waiting)

    def note(self, what: str, details: Mapping[str, str]) -> None:
        """Write a line, behind those that wait."""
        self.write_waiting()
        self._write(AuditEntry(what, details))

    def write_waiting(self) -> None:
        """Try again what could not be written."""
        waiting, self._waiting = self._waiting, []
        for entry in waiting:
            self._write(entry)

    def _write(self, entry: AuditEntry) -> None:
        try:
            self._workspace.audit(entry)
        except BriefingError as error:
            done_at = self._now().astimezone(UTC).isoformat(timespec="milliseconds")
            self._waiting.append(replace(entry, at=entry.at or done_at))
            self._refused(error)
