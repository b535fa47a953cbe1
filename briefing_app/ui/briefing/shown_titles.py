"""What the Briefing tab calls a record: by its name or title in the language of the window."""

from __future__ import annotations

from briefing_app.app.i18n import language
from briefing_app.app.session import Session
from briefing_app.domain import people
from briefing_app.domain.records import Person, Record, title_of
from briefing_app.ui.record_titles import RecordTitles

# The records of which a part of a book prints many, each in a section named after it.
PRINTED = ("note", "person", "series")


class ShownTitles:
    """Japanese names of people and titles from the workspace's list of terms, in the Japanese window."""

    def __init__(self, session: Session) -> None:
        self._titles = RecordTitles(session)

    def of(self, record: Record) -> str:
        """The title of a record."""
        if isinstance(record, Person):
            written = people.name_in(record, "Jpan") if language() == "ja" else None
            return written.full if written is not None and written.full else title_of(record)
        return self._titles.title(title_of(record))

    def words(self, text: str) -> str:
        """Other words that the list of terms may have, an issue for one."""
        return self._titles.title(text)


def printed_record(session: Session, section: str) -> tuple[str, str] | None:
    """The record that a section of a part prints, such as one note of many; None where it prints several."""
    kind, _, record_id = section.partition("-")
    known = kind in PRINTED and session.workspace.find(kind, record_id)  # type: ignore[arg-type]
    return (kind, record_id) if known else None
