"""What is done with a note beyond typing: quote, rename everywhere, compare and restore, translate, check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QTextEdit

from briefing_app.app.i18n import tr
from briefing_app.domain import pairs, renaming
from briefing_app.domain.change import ChangeSet, added, removed, replaced
from briefing_app.domain.ids import new_id
from briefing_app.domain.records import Block, Note, Quotation, Record
from briefing_app.ui import standing
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.text_places import marking

if TYPE_CHECKING:
    from briefing_app.domain.text_checks import Finding
    from briefing_app.ui.notes.readout_dialog import ReadoutDialog
    from briefing_app.ui.notes.surroundings import Pair
    from briefing_app.ui.notes.tab import NotesTab


class NoteDeeds(QObject):
    """Belongs to the tab; dialogs are imported when they are opened."""

    def __init__(self, tab: NotesTab) -> None:
        super().__init__(tab)
        self._tab = tab
        self._session = tab.session
        self._title_before = ""
        self._told_departures: set[str] = set()
        self._has_told_pair = False
        self._draft: ReadoutDialog | None = None

    def connect_all(self) -> None:
        """Hear what is asked for at the side and above the text."""
        side, work = self._tab.side, self._tab.work
        side.quotation_requested.connect(self.add_quotation)
        side.quotation_to_briefing.connect(self.quotation_to_briefing)
        side.version_requested.connect(self.show_versions)
        side.remove_requested.connect(self.remove)
        side.pair_requested.connect(self.do_with_pair)
        side.question_requested.connect(self.add_question)
        side.finding_requested.connect(self.go_to_finding)
        work.bar.quotation_wanted.connect(self.pick_quotation)
        work.title.left.connect(self.title_left)
        for text in (work.editor, work.preview):
            text.copied.connect(self.tell_marking)
        self._tab.finder.rename_topic_requested.connect(self.rename_topic)
        self._tab.finder.readout_requested.connect(self.write_readout)

    def enter_note(self, note: Note) -> None:
        """Another note is shown."""
        self._title_before = note.title
        self._told_departures = set()
        self._has_told_pair = False
        self._tab.work.notice.dismiss()
        if self._tab.work.is_trimmed:
            self._tab.work.notice.show_message(
                tr(
                    "This text has signs that no text has, or a line too long to be edited. It is shown"
                    " without them, in paragraphs; it stays as it is until you write in it."
                ),
                "caution",
            )

    def leave_note(self) -> None:
        """The note shown is left: what its title changed is asked for once."""
        self.title_left()

    def tell_marking(self, copied: str) -> None:
        """Say how what was copied out of a marked note, or a marked paragraph of it, is marked."""
        from briefing_app.reports.rollup import rolled_up

        note = self._tab.note()
        if note is not None and (marking := rolled_up([replace(note, body=copied)])):
            self._session.message.emit(tr("What you copied is marked {marking}.", marking=marking), "info")

    # --- quotations ----------------------------------------------------------------------------------

    def add_quotation(self) -> None:
        """Make the words marked in the text a quotation of the note."""
        chosen = self._tab.work.editor.textCursor().selectedText().replace("\u2029", "\n").strip()
        note = self._tab.note()
        if not chosen or note is None:
            self._session.message.emit(tr("Mark the words in the text first, then add them."), "info")
            return
        quotation = Quotation(text=chosen, language=note.language)
        new = replace(note, quotations=(*note.quotations, quotation))
        self._session.typing.flush()
        self._tab.apply(replaced(note, new, tr("Add quotation")))

    def quotation_to_briefing(self, place: int) -> None:
        """Hand the quotation at ``place`` of the note to the paper that is being written."""
        if (note := self._tab.note()) is not None:
            self._session.typing.flush()
            self._tab.block_requested.emit(Block("quotation", note.id, options={"place": place}))

    def add_question(self, is_follow_up: bool) -> None:
        """Write a question to be filled in, behind the one of the cursor, or a follow-up to that one."""
        from briefing_app.domain.questions import place_of_new
        from briefing_app.ui.notes import templates

        note, editor = self._tab.note(), self._tab.work.editor
        if note is None or editor.is_composing:
            return
        text = editor.toPlainText()
        line, depth = place_of_new(text, editor.textCursor().blockNumber(), is_follow_up=is_follow_up)
        lines = text.split("\n")
        new = templates.question(depth, "ja" if note.language == "ja" else "en")
        if line < len(lines):
            gap, end = "" if line == 0 or not lines[line - 1].strip() else "\n", "\n\n"
        else:
            gap, end = "\n" * (2 - min(2, len(text) - len(text.rstrip("\n")))) if text.strip() else "", "\n"
        editor.insert_at_line(line, f"{gap}{new}{end}", len(gap) + depth + 3)

    def pick_quotation(self) -> None:
        """Choose a quotation of the workspace and write it into the text with its source."""
        from briefing_app.ui.notes.quotation_picker import QuotationPicker

        picker = QuotationPicker(self._session, self._tab)
        picker.chosen.connect(self._tab.work.editor.write_block)
        picker.exec()
        picker.deleteLater()

    # --- names ---------------------------------------------------------------------------------------

    def title_left(self) -> None:
        """If links elsewhere show the old title, offer to let them follow."""
        note = self._tab.note()
        old = self._title_before
        if note is None or not old or note.title == old or not note.title.strip():
            return
        self._title_before = note.title
        change_set = self._renaming(note, old)
        if change_set.changes:
            count = len(change_set.changes)
            self._tab.work.notice.show_message(
                tr('{count} notes show the old title "{old}" in their links.', count=count, old=old)
                if count > 1
                else tr('One note shows the old title "{old}" in its links.', old=old),
                "info", tr("Show and change"), lambda: self._confirm(change_set),
            )  # fmt: skip

    def _renaming(self, note: Note, old: str) -> ChangeSet:
        workspace = self._session.workspace
        others = [each for each in workspace.holding("note", old) if isinstance(each, Note)]
        changes = renaming.title_changes(
            (each for each in others if each.id != note.id), note.id, old, note.title
        )
        return ChangeSet(tr("Rename {name}", name=old), tuple(changes))

    def rename_topic(self, topic: str) -> None:
        """Call a topic otherwise in all notes."""
        from briefing_app.ui.notes.rename_dialog import RenameDialog

        def plan(new: str) -> ChangeSet:
            notes = [
                each for each in self._session.workspace.holding("note", topic) if isinstance(each, Note)
            ]
            label = tr("Rename {name}", name=f"#{topic}")
            return ChangeSet(label, tuple(renaming.topic_changes(notes, topic, new)))

        self._session.take_typed()
        dialog = RenameDialog(tr("Topic"), topic, plan, self._tab)
        if dialog.exec() and dialog.change_set.changes:
            self._tab.apply(dialog.change_set)
        dialog.deleteLater()

    def _confirm(self, change_set: ChangeSet) -> None:
        from briefing_app.ui.notes.rename_dialog import RenameDialog

        self._session.take_typed()
        dialog = RenameDialog("", "", lambda _new: change_set, self._tab)
        if dialog.exec() and self._tab.apply(dialog.change_set):
            self._tab.work.notice.dismiss()
        dialog.deleteLater()

    # --- versions and removal ------------------------------------------------------------------------

    def show_versions(self, place: int) -> None:
        """Show how a version differs from the note now, with a way back to it."""
        from briefing_app.ui.notes.versions_dialog import VersionsDialog

        self._session.take_typed()
        note = self._tab.saved_note(self._tab.shown_id)
        if note is None:
            return
        versions = self._session.workspace.versions("note", note.id)
        dialog = VersionsDialog(note, versions, max(1, place), self._tab)
        dialog.restore_requested.connect(self.restore)
        dialog.exec()
        dialog.deleteLater()

    def restore(self, old: Note) -> None:
        """Bring an older version back, as a step that undo takes back."""
        note = self._tab.saved_note(self._tab.shown_id)
        if note is not None and old != note and self._tab.apply(replaced(note, old, tr("Restore version"))):
            self._session.message.emit(tr("The older version is back. Undo brings the newer one."), "info")

    def remove(self) -> None:
        """Remove the note shown; undo and the trash have it still."""
        self._session.typing.flush()
        note = self._tab.saved_note(self._tab.shown_id)
        if note is not None:
            self._tab.apply(removed(note, tr("Remove {name}", name=note.title)))

    # --- the other language --------------------------------------------------------------------------

    def do_with_pair(self, deed: str) -> None:
        """Begin a translation, say that it fits again, or show what changed in the original."""
        self._session.take_typed()
        note = self._tab.saved_note(self._tab.shown_id)
        if note is None:
            return
        if deed == "new":
            self._begin_translation(note)
            return
        translation, original = self._pair(note)
        if translation is None or original is None:
            return
        if deed == "fits":
            new = pairs.up_to_date(translation, original)
            self._tab.apply(replaced(translation, new, tr("The translation fits again")))
        else:
            self._show_changes(translation, original)

    def tell_pair(self, pair: Pair | None) -> None:
        """Say above a text once that it is the translation of a text that was changed since."""
        is_old = pair is not None and not pair.is_original and pair.is_out_of_date
        if is_old and not self._has_told_pair:
            self._tab.work.notice.show_message(
                tr("The original was changed since this was translated."),
                "caution", tr("What changed in the original"), lambda: self.do_with_pair("changes"),
            )  # fmt: skip
        self._has_told_pair = is_old

    def _begin_translation(self, note: Note) -> None:
        language = pairs.other_language(note.language)
        new = replace(
            note, id=new_id("note"), language=language, status="draft", status_by="", status_on="",
            title=f"{note.title} ({language})",
        )  # fmt: skip
        new = pairs.up_to_date(new, note)
        if self._tab.apply(added(new, tr("Begin translation"))):
            self._tab.show_record("note", new.id)

    def _pair(self, note: Note) -> tuple[Note | None, Note | None]:
        """Translation and original, whichever of them is shown."""
        if note.translation_of:
            return note, self._tab.saved_note(note.translation_of)
        others = self._session.workspace.holding("note", note.id)
        found = (each for each in others if isinstance(each, Note) and each.translation_of == note.id)
        return next(found, None), note

    def _show_changes(self, translation: Note, original: Note) -> None:
        from briefing_app.ui.notes.versions_dialog import VersionsDialog

        versions = self._session.workspace.versions("note", original.id)
        place = next(
            (at for at, each in enumerate(versions) if _is_text(each.record, translation.translated_text)),
            None,
        )
        if place is None:
            text = tr("The text that was translated is no longer among the versions of the original.")
            self._session.message.emit(text, "caution")
            return
        dialog = VersionsDialog(original, versions, place, self._tab, can_restore=False)
        dialog.exec()
        dialog.deleteLater()

    # --- records of conversation ---------------------------------------------------------------------

    def write_readout(self) -> None:
        """A record of conversation step by step: note, event, follow-ups and positions in one save."""
        from briefing_app.ui.notes.readout_dialog import DRAFT, ReadoutDialog

        self._session.take_typed()
        dialog, self._draft = self._draft, None
        if dialog is None:
            dialog = ReadoutDialog(self._session, self._tab)
            dialog.take_entries(standing.take_draft(self._session, DRAFT))
        if dialog.exec() and dialog.outcome is not None and self._tab.apply(dialog.outcome.change_set):
            self._tab.show_record("note", dialog.outcome.note_id)
            self._session.message.emit(dialog.outcome.told, "info")
        elif dialog.has_words:
            self._draft = dialog
            kept = tr(
                "What you entered is kept while the workspace is open: the same command goes on with it."
            )
            self._session.message.emit(kept, "info")
            return
        dialog.deleteLater()

    # --- questions -----------------------------------------------------------------------------------

    def go_to_finding(self, finding: Finding) -> None:
        """Mark the words a question is about."""
        body = self._tab.work.editor.toPlainText()
        line_start = body.rfind("\n", 0, finding.start) + 1 if finding.start else 0
        is_placed = body[finding.start : finding.start + len(finding.words)] == finding.words
        at = finding.start - line_start if finding.start and is_placed else 0
        self._tab.work.editor.go_to_words(finding.line, finding.words.split("\n")[0], at)
        if finding.better:
            self._offer_line(finding)

    def show_departures(self, found: Sequence[Finding]) -> None:
        """Underline sentences that depart from an approved line, and warn once."""
        editor = self._tab.work.editor
        marked = []
        departures = [each for each in found if each.kind == "line"]
        for each in departures:
            block = editor.document().findBlockByNumber(each.line)
            place = block.text().find(each.words)
            if place >= 0:
                selection = QTextEdit.ExtraSelection()
                cursor = marking(block, place, place + len(each.words))
                wavy = QTextCharFormat()
                wavy.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
                wavy.setUnderlineColor(theme().colour("caution"))
                wavy.setBackground(theme().colour("raised"))
                selection.cursor, selection.format = cursor, wavy
                marked.append(selection)
        if marked or editor.extraSelections():
            editor.setExtraSelections(marked)
        new = [each for each in departures if each.words not in self._told_departures]
        if new:
            self._told_departures |= {each.words for each in departures}
            self._offer_line(new[0])

    def _offer_line(self, finding: Finding) -> None:
        self._tab.work.notice.show_message(
            tr("This departs from an approved line: {words}", words=finding.better),
            "caution", tr("Use the approved words"), lambda: self._use_line(finding),
        )  # fmt: skip

    def _use_line(self, finding: Finding) -> None:
        editor = self._tab.work.editor
        block = editor.document().findBlockByNumber(finding.line)
        place = block.text().find(finding.words)
        if place >= 0:
            marking(block, place, place + len(finding.words)).insertText(finding.better)
        self._tab.work.notice.dismiss()


def _is_text(record: Record, fingerprint: str) -> bool:
    return isinstance(record, Note) and pairs.fingerprint(record) == fingerprint
