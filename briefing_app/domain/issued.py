"""Papers that were issued: the sources that name an edition or a copy of one. They stay as they are."""

from __future__ import annotations

import re

from briefing_app.domain.change import ChangeSet
from briefing_app.domain.records import Record, Source

_EDITION = re.compile(r"content [0-9a-f]{64}( inputs [0-9a-f]{64})?")


def is_issued(record: Record | None) -> bool:
    """Whether a record is an edition of a paper, or a copy of an edition, with its file."""
    if not isinstance(record, Source) or not record.id.startswith("edition-") or not record.sha256:
        return False
    return bool(_EDITION.fullmatch(record.locator)) or record.locator.startswith("recipient ")


def issues(change_set: ChangeSet) -> bool:
    """Whether anything issued comes or goes with a change set."""
    return any(is_issued(change.after or change.before) for change in change_set.changes)
