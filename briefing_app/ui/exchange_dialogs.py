"""Import and export from the File menu: read off the GUI thread, look first, take in one step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from briefing_app.app.error_words import told
from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.domain import sensitive
from briefing_app.domain.change import ChangeSet
from briefing_app.domain.quick_entry import people_named
from briefing_app.domain.records import KINDS, Kind, Person, Record, title_of
from briefing_app.errors import BriefingError, UsageError
from briefing_app.exchange import archives, csv_files, formats, note_folders
from briefing_app.exchange.incoming import Receipt, plan
from briefing_app.exchange.mapping import MappedKind
from briefing_app.exchange.result import ImportResult, Told
from briefing_app.reports.rollup import rolled_up
from briefing_app.store import atomic_file
from briefing_app.ui import handing_on, messages
from briefing_app.ui.mapping_dialog import MappingDialog, Sheet, read_mapped, sheet_of
from briefing_app.ui.reading import Reading
from briefing_app.ui.record_words import kind_word
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import label

LARGEST_BYTES = 200_000_000
SHOWN = 200
MANY = 2_000
# What a file of one kind is about; the others carry their kind in each row.
_BY_ENDING: dict[str, Kind] = {".ics": "event", ".vcf": "person", ".md": "note"}


@dataclass(frozen=True)
class Incoming:
    """A file that was read: what it would change, and the receipt that says so."""

    name: str
    result: ImportResult
    change_set: ChangeSet
    receipt: Receipt


def start_import(window: QWidget, session: Session) -> None:
    """Ask for a file, read it in a thread, and show the preview."""
    kinds = " ".join(f"*.{ending}" for ending in formats.READABLE)
    path = messages.ask_open_file(window, tr("Import a file"), Path.home(), f"{tr('Files')} ({kinds})")
    if path is None:
        return
    session.take_typed()
    day = session.day
    Reading(window, session, path.name).start(
        lambda told: read_file(session, path, day, told), lambda found: _go_on(window, session, found)
    )


def start_paste(window: QWidget, session: Session, text: str, kind: MappedKind) -> None:
    """Take rows copied from a spreadsheet: choose their columns, look, and take them in one step.

    Raises UsageError where the text is no table.
    """
    sheet = sheet_of(csv_files.pasted(text), tr("what was copied"), session.day)
    if sheet is None:
        raise UsageError(
            "What was copied is no table.", hint="Copy rows with at least two columns in a spreadsheet."
        )
    session.take_typed()
    _choose_columns(window, session, sheet, kind)


def start_folder_import(window: QWidget, session: Session) -> None:
    """Ask for a folder of notes of another program, read it in a thread, and show the preview."""
    folder = messages.ask_folder(window, tr("Import a folder of notes"), Path.home())
    if folder is None:
        return
    session.take_typed()
    today = session.today
    session.jobs.run(
        lambda: read_folder(session, folder, today),
        lambda found: _go_on(window, session, found),
        owner=window,
    )


def read_folder(session: Session, folder: Path, today: date) -> Incoming:
    """Read a folder of notes and plan its import. Raises UsageError."""
    result = note_folders.read_folder(folder, today)
    change_set, receipt = plan(result, session.workspace.find, tr("Import {name}", name=folder.name))
    return Incoming(folder.name, result, change_set, receipt)


def _go_on(window: QWidget, session: Session, found: Incoming | Sheet) -> None:
    if isinstance(found, Sheet):
        _choose_columns(window, session, found)
    else:
        _preview(window, session, found)


def _choose_columns(window: QWidget, session: Session, sheet: Sheet, kind: MappedKind | None = None) -> None:
    """Ask what each column holds, then read the whole sheet in a thread and show the preview."""
    if session.is_closed:
        return
    people = [each for each in session.workspace.records("person") if isinstance(each, Person)]

    def find(name: str) -> list[str]:
        return [each.person for _, each in people_named(people, name)]

    day = session.day
    dialog = MappingDialog(sheet, day, kind, find, window)
    if dialog.exec():
        choice = dialog.choice
        Reading(window, session, sheet.name).start(
            lambda told: _incoming(session, sheet.name, read_mapped(sheet, choice, day, find, told), told),
            lambda found: _preview(window, session, found),
        )
    dialog.deleteLater()


def read_file(session: Session, path: Path, day: date, tell: Told | None = None) -> Incoming | Sheet:
    """Read a file and plan its import, or give a sheet whose columns are to be chosen. ``tell`` hears how far
    it is. Raises UsageError.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise UsageError(f"{path.name} is larger than 200 MB.", hint="Split it; nothing was changed.")
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path.name} cannot be read: {error.strerror}.") from error
    rows = formats.foreign_rows(content, path.name, tell)
    sheet = sheet_of(rows, path.name, day) if rows is not None else None
    if sheet is not None:
        return sheet
    return _incoming(session, path.name, formats.read(content, path.name, None, on=day, told=tell), tell)


def _incoming(session: Session, name: str, result: ImportResult, tell: Told | None = None) -> Incoming:
    change_set, receipt = plan(result, session.workspace.find, tr("Import {name}", name=name), tell)
    return Incoming(name, result, change_set, receipt)


def _preview(window: QWidget, session: Session, found: Incoming) -> None:
    if session.is_closed:
        return  # locked meanwhile: nothing is shown any more
    dialog = ImportDialog(found, window)
    if dialog.exec() and found.change_set.changes:
        _take_in(session, found)
    dialog.deleteLater()


def _take_in(session: Session, found: Incoming) -> None:
    """Store what was looked at: thousands of records in a thread, so that the window stays alive."""

    def say() -> None:
        receipt = found.receipt
        session.note_in_audit(
            "import", file=found.name, added=str(receipt.added), updated=str(receipt.updated)
        )
        session.message.emit(
            tr("{name}: {added} added, {updated} changed. Undo takes it back in one step.",
               name=found.name, added=receipt.added, updated=receipt.updated),
            "info",
        )  # fmt: skip

    try:
        for content in found.result.attachments:
            session.workspace.put_attachment(content)
        if len(found.change_set.changes) > MANY:
            session.apply_later(found.change_set, say)
            return
        session.apply(found.change_set)
    except BriefingError as error:
        session.report(error)
    else:
        say()


class ImportDialog(QDialog):
    """Says what would come in and what could not be read, before anything is stored."""

    def __init__(self, found: Incoming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Import {name}", name=found.name))
        self.resize(theme().px(620), theme().px(460))
        receipt = found.receipt
        count = len(found.change_set.changes)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme().px(24),) * 4)
        column.setSpacing(theme().px(12))
        summary = tr(
            "{added} new, {updated} changed, {skipped} already here, {failed} not readable",
            added=receipt.added, updated=receipt.updated, skipped=receipt.skipped, failed=receipt.failed,
        )  # fmt: skip
        column.addWidget(label(summary, "section", wrap=True))
        lines = [
            f"{kind_word(change.kind)}: {_title(change.after)}" for change in found.change_set.changes[:SHOWN]
        ]
        if count > SHOWN:
            lines.append(tr("and {count} more", count=count - SHOWN))
        column.addWidget(_text("\n".join(lines) or tr("Nothing to take in."), tr("What comes in")), 2)
        if receipt.problems:
            column.addWidget(label(tr("Problems"), "secondary", "caution"))
            faults = "\n".join(told(problem) for problem in receipt.problems[:SHOWN])
            if len(receipt.problems) > SHOWN:
                faults += "\n" + tr("and {count} more", count=len(receipt.problems) - SHOWN)
            column.addWidget(_text(faults, tr("Problems")), 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.take = buttons.addButton(tr("Import"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.take.setProperty("kind", "primary")
        self.take.setEnabled(count > 0)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)


def start_export(window: QWidget, session: Session) -> None:
    """Ask where to, and write every record, or those that the ending can hold, in a thread."""
    session.take_typed()
    kinds = ";;".join(f"{ending.upper()} (*.{ending})" for ending in ("json", *formats.WRITABLE))
    suggestion = Path.home() / f"{session.workspace.name}.json"
    path = messages.ask_save_file(window, tr("Export records"), suggestion, kinds)
    if path is None:
        return
    workspace = session.workspace
    everything = [record for kind in KINDS for record in workspace.records(kind)]
    about_people = everything if path.suffix.lower() not in {".ics", ".md"} else []
    kept = handing_on.ask(window, path.name, about_people)
    if kept is None:
        return
    records = kept.of(everything)

    def say(size: int) -> None:
        text = tr("Wrote {name}, {size} bytes. It is not encrypted.", name=path.name, size=f"{size:,}")
        written = formats.written(records, path.name)
        if marking := rolled_up(written):
            text += " " + tr("It holds material marked {marking}.", marking=marking)
        if path.suffix.lower() not in {".zip", ".vcf"} and any(
            map(archives.files_of, formats.written(records, path.name))
        ):
            text += " " + tr("Captured files and photos are not in it: an archive (ZIP) takes them along.")
        if any(map(sensitive.is_sensitive, records)) and about_people:
            text += " " + tr("It holds private remarks or contact details of people.")
        if kept.left_out(about_people):
            text += " " + tr("Contact details or private remarks of people were left out.")
        session.message.emit(text, "info")
        session.note_in_audit("export", file=path.name, records=str(len(records)), bytes=str(size))

    session.jobs.run(
        lambda: write_file(path, records, workspace.attachment, photo=workspace.photo),
        say,
        owner=window,
        is_deed=True,
    )


def write_file(
    path: Path,
    records: list[Record],
    attachment: Callable[[str], bytes] | None = None,
    *,
    photo: Callable[[str], bytes | None] | None = None,
) -> int:
    """Write the records in the form of the ending, whole or not at all; the size. What about people is not to
    leave has been taken out of them before. Raises UsageError.
    """
    if any((parent / "workspace.json").exists() for parent in path.resolve().parents):
        raise UsageError(f"{path} lies inside a workspace.", hint="Choose another place.")
    kind = _BY_ENDING.get(path.suffix.lower())
    content = formats.write(
        records, path.name, kind, attachment, photo=photo, private=True, contact=True, marking_of=rolled_up,
    )  # fmt: skip
    atomic_file.replace(path, content)
    return len(content)


def _title(record: Record | None) -> str:
    if isinstance(record, Person):
        return "  ".join(name.full for name in record.names)
    return title_of(record) if record is not None else ""


def _text(text: str, name: str) -> QPlainTextEdit:
    shown = QPlainTextEdit(text)
    shown.setReadOnly(True)
    shown.setAccessibleName(name)
    return shown
