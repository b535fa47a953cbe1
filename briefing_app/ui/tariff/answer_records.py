"""What an answer leaves in the workspace: a certificate, a note that cites it, a block of the briefing.

A certificate is kept as an attachment of a source record, so that notes can cite it and its hash is checked
with the rest of the workspace.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from briefing_app.app.i18n import language, tr
from briefing_app.app.session import Session
from briefing_app.domain.change import Change, ChangeSet
from briefing_app.domain.ids import new_id
from briefing_app.domain.records import Note, Source
from briefing_app.tariff.answer import Assessment
from briefing_app.tariff.certificate import Certificate, certify, read_certificate
from briefing_app.tariff.currency import Conversion
from briefing_app.tariff.law import Law
from briefing_app.ui.tariff.copying import as_markdown, plain
from briefing_app.ui.tariff.words import assumption_words, country, day_text

PUBLISHER = "Briefing Desk"
LOCATOR = "certificate of calculation"


@dataclass(frozen=True)
class Told:
    """An answer with the words in which the page shows it."""

    answer: Assessment
    law: Law
    good: str
    paragraph: str
    lines: Sequence[Sequence[str]]
    conversion: Conversion | None = None
    value_rate: str = ""


def title_of(told: Told) -> str:
    """The line by which the answer is known in lists."""
    entry = told.answer.entry
    return tr(
        "Duty on {good} from {country}, {day}",
        good=told.good, country=country(entry.origin), day=day_text(entry.day),
    )  # fmt: skip


def keep_certificate(session: Session, told: Told, made_at: str) -> tuple[Source, Certificate]:
    """Keep the certificate of an answer as a source. Raises the workspace's known errors."""
    change, certificate = _certificate(session, told, made_at)
    session.apply(ChangeSet(tr("Make certificate"), (change,)))
    assert isinstance(change.after, Source)
    return change.after, certificate


def note_of(session: Session, told: Told, made_at: str, into: Note | None = None) -> str:
    """Write an answer into a new note, or at the end of ``into``, with its certificate as a source.

    Gives the note's id. Raises the workspace's known errors; nothing is changed then.
    """
    change, _certificate_made = _certificate(session, told, made_at)
    body = _body(told, change.id)
    if into is None:
        note = Note(
            id=new_id("note"), title=title_of(told), body=body, language=language(), sources=(change.id,)
        )
        changes = (change, Change("note", note.id, None, note))
    else:
        current = session.current("note", into.id)
        assert isinstance(current, Note)
        from dataclasses import replace

        note = replace(
            current,
            body=f"{current.body.rstrip()}\n\n{body}".lstrip(),
            sources=(*current.sources, change.id),
        )
        changes = (change, Change("note", note.id, current, note))
    session.apply(ChangeSet(tr("Answer to a note"), changes))
    return note.id


def _body(told: Told, source: str) -> str:
    parts = [f"{plain(told.paragraph)} ^{source}"]
    if told.answer.status == "ok":
        parts.append(as_markdown(told.lines, frozenset({3, 4, 5})))
    if told.answer.assumptions:
        words = " ".join(assumption_words(each, told.law) for each in told.answer.assumptions)
        parts.append(plain(f"{tr('Assumed')}: {words}"))
    return "\n\n".join(parts) + "\n"


def _certificate(session: Session, told: Told, made_at: str) -> tuple[Change, Certificate]:
    made = certify(told.answer, told.law, made_at, told.conversion, value_rate=told.value_rate)
    content = made.to_json().encode()
    digest = session.workspace.put_attachment(content)
    assert digest == hashlib.sha256(content).hexdigest()
    # It speaks of the law of the day asked about: a paper for that day may quote it, though made later.
    made_on = made_at[:10]
    source = Source(
        id=new_id("source"), title=title_of(told), publisher=PUBLISHER,
        date=min(made_on, told.answer.entry.day.isoformat()), read_on=made_on,
        language=language(), locator=LOCATOR, attachment=digest, sha256=digest,
    )  # fmt: skip
    return Change("source", source.id, None, source), made


def certificates(session: Session) -> list[Source]:
    """The certificates of the workspace, newest first."""
    found = [
        each
        for each in session.workspace.records("source")
        if isinstance(each, Source) and each.publisher == PUBLISHER and each.locator == LOCATOR
    ]
    return found[::-1]


def certificate_of(session: Session, source: Source) -> Certificate:
    """The certificate that a source keeps. Raises UsageError or DamagedError."""
    return read_certificate(session.workspace.attachment(source.attachment).decode("utf-8", "replace"))
