"""Known errors: what the program says when the world, the file or the input is wrong.

Two families, never mixed. A :class:`BriefingError` is known: its text says what happened, what it means
for the user's data and what to do, and it carries the exit code of the command line. Anything else that
escapes is a bug and goes to the crash report.
"""

from __future__ import annotations

EXIT_BUG = 1
EXIT_USAGE = 2
EXIT_WORKSPACE = 3
EXIT_NOT_COMPUTABLE = 4


class BriefingError(Exception):
    """A known error. ``str(error)`` is the sentence shown to the user; ``hint`` says what to do next."""

    exit_code = EXIT_USAGE

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class UsageError(BriefingError):
    """The input, the file or the command is not what is needed; nothing was changed."""


class RecordError(UsageError):
    """A record cannot be read. ``faults`` lists every fault as ``path: what is wrong``."""

    def __init__(self, message: str, *, faults: tuple[str, ...] = (), hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.faults = faults

    def __str__(self) -> str:
        return " ".join(part for part in (self.message, "; ".join(self.faults), self.hint) if part)


class NotAvailableError(UsageError):
    """A command or option that this version does not have yet."""


class WorkspaceError(BriefingError):
    """The workspace is damaged, locked, unreadable or of another format."""

    exit_code = EXIT_WORKSPACE


class DamagedError(WorkspaceError):
    """The workspace is damaged. ``faults`` says where; it can be read in part, and repaired."""

    def __init__(self, message: str, *, faults: tuple[str, ...] = (), hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.faults = faults


class PassphraseError(WorkspaceError):
    """The workspace is encrypted and the passphrase is missing or does not open it."""


class StaleChangeError(WorkspaceError):
    """A change was made against a version of a record that is no longer the current one."""


class NotComputableError(BriefingError):
    """A duty cannot be computed: an input is missing or the law data does not reach."""

    exit_code = EXIT_NOT_COMPUTABLE
