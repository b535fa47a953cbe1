"""Papers of a delegation from the window: asked where to, made in a thread, written whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QWidget

from briefing_app.app.i18n import Language, tr
from briefing_app.app.session import Session
from briefing_app.domain.records import Block, Briefing, Delegation, Person
from briefing_app.exchange import formats
from briefing_app.reports.rollup import rolled_up
from briefing_app.store import atomic_file
from briefing_app.store.workspace import Workspace
from briefing_app.ui import handing_on, messages

NAMES = {"seating-plan": "seating plan", "place-cards": "place cards"}


@dataclass(frozen=True)
class Paper:
    """Which paper of which delegation: the template, the day whose offices count, the language."""

    record: Delegation
    template: str
    day: date
    language: Language


def print_delegation(parent: QWidget, session: Session, paper: Paper) -> None:
    """Ask for a file and write the paper of one delegation."""
    suggestion = Path.home() / f"{_plain(paper.record.title)} - {tr(NAMES[paper.template])}.pdf"
    path = messages.ask_save_file(parent, tr("Save PDF"), suggestion, "PDF (*.pdf)")
    if path is None:
        return
    session.take_typed()
    workspace = session.workspace

    def say(pages: int) -> None:
        session.note_in_audit("print", file=path.name, template=paper.template)
        session.message.emit(
            tr("Wrote {name}, {pages} pages. It is not encrypted.", name=path.name, pages=pages), "info"
        )

    session.jobs.run(lambda: write_paper(workspace, paper, path), say, owner=parent, is_deed=True)


def export_cards(parent: QWidget, session: Session, found: list[Person]) -> None:
    """Ask for a file and write everybody as contact cards; contact details and private remarks only where
    they were asked for.
    """
    suggestion = Path.home() / f"{_plain(session.workspace.name)}.vcf"
    path = messages.ask_save_file(parent, tr("Export contact cards"), suggestion, "vCard (*.vcf)")
    if path is None:
        return
    kept = handing_on.ask(parent, path.name, found)
    if kept is None:
        return
    session.take_typed()
    photo = session.workspace.photo

    def write() -> int:
        content = formats.write(
            found, "people.vcf", "person", photo=photo, private=kept.private, contact=kept.contact
        )
        atomic_file.replace(path, content)
        return len(content)

    def say(_size: int) -> None:
        session.note_in_audit(
            "export", file=path.name, private=_yes(kept.private), contact=_yes(kept.contact)
        )
        text = tr("Wrote {name}. It is not encrypted.", name=path.name)
        if marking := rolled_up(found):
            text += " " + tr("It holds material marked {marking}.", marking=marking)
        if kept.left_out(found):
            text += " " + tr("Contact details or private remarks of people were left out.")
        session.message.emit(text, "info")

    session.jobs.run(write, say, owner=parent, is_deed=True)


def write_paper(workspace: Workspace, paper: Paper, path: Path) -> int:
    """Write the paper; the number of pages. Raises UsageError or LayoutError."""
    from briefing_app.reports.briefing import gather_report, write_report

    record = paper.record
    briefing = Briefing(
        template=paper.template, title=record.title, language=paper.language,
        blocks=(Block("delegation", record.id),), marking=record.marking,
    )  # fmt: skip
    report = gather_report(workspace, briefing, as_of=paper.day, language=paper.language)
    return write_report(report, path).pages


def _yes(chosen: bool) -> str:
    return "yes" if chosen else "no"


def _plain(title: str) -> str:
    return "".join(c for c in title if c.isalnum() or c in " -_")[:80].strip() or "delegation"
