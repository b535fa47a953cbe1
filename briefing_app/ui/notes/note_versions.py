"""The kept states of a note in words: when each was written, and the status with who gave it and when."""

from __future__ import annotations

from collections.abc import Sequence

from briefing_app.app.i18n import tr
from briefing_app.domain.records import Note, Record
from briefing_app.store.history_views import Version
from briefing_app.ui.notes.list_model import STATUSES
from briefing_app.ui.notes.surroundings import VersionLine
from briefing_app.ui.widgets.date_part import date_words


def version_lines(kept: Sequence[Version]) -> list[VersionLine]:
    """The states of a note, newest first, with the status where it was given."""
    lines = []
    for place, each in enumerate(kept):
        before = kept[place + 1].record if place + 1 < len(kept) else None
        given = _status(each.record)
        is_new = given != _status(before) and (before is not None or given[0] != "draft")
        lines.append(VersionLine(each.meta.changed, each.is_current, *(given if is_new else ())))
    return lines


def _status(record: Record | None) -> tuple[str, ...]:
    return (record.status, record.status_by, record.status_on) if isinstance(record, Note) else ("draft",)


def version_words(version: VersionLine) -> str:
    """When a version was written, in words."""
    moment = version.changed[:16].replace("T", " ")
    told = tr("{moment} UTC, now", moment=moment) if version.is_current else f"{moment} UTC"
    if not version.status:
        return told
    by = version.status_by or ("" if version.status == "draft" else tr("by whom is not stated"))
    given = (tr(STATUSES[version.status]), by, date_words(version.status_on))
    return "  ·  ".join([told, *filter(None, given)])
