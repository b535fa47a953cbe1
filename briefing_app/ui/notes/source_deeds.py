"""What is done with sources: files dropped or pasted are captured, sources are edited and listed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject
from PySide6.QtGui import QImage, QImageWriter

from briefing_app.app.following import changes_following
from briefing_app.app.i18n import tr
from briefing_app.domain.change import Change, ChangeSet, added, removed, replaced
from briefing_app.domain.issued import is_issued
from briefing_app.domain.records import Source
from briefing_app.errors import BriefingError, UsageError
from briefing_app.ui.notes.titles import handle

if TYPE_CHECKING:
    from briefing_app.exchange import captures
    from briefing_app.ui.notes.source_page import SourcePage
    from briefing_app.ui.notes.source_register import SourceRegister
    from briefing_app.ui.notes.tab import NotesTab


class SourceDeeds(QObject):
    """Belongs to the tab."""

    def __init__(self, tab: NotesTab) -> None:
        super().__init__(tab)
        self._tab = tab
        self._session = tab.session

    def connect_all(self) -> None:
        """Hear of files given to the editor and of what is asked on the page of a source."""
        work = self._tab.work
        work.editor.files_given.connect(lambda paths: self.capture_files([Path(each) for each in paths]))
        work.editor.picture_given.connect(self.capture_picture)
        work.editor.trimmed.connect(self._tell_trimmed)
        self._tab.finder.register_requested.connect(self.show_register)
        self._tab.finder.source_requested.connect(self.add_source)
        work.sources_made.connect(self._connect_page)
        work.register_made.connect(self._connect_register)

    def _tell_trimmed(self, longest: int) -> None:
        told = tr(
            "The pasted text was trimmed: signs that no text has were left out, and lines longer than {count}"
            " characters were cut into paragraphs.",
            count=f"{longest:,}",
        )
        self._session.message.emit(told, "caution")

    def _connect_page(self, page: SourcePage) -> None:
        page.attach_session(self._session)
        page.edited.connect(self.edit)
        page.remove_requested.connect(self.remove)
        page.file_given.connect(self.attach)
        page.briefing_requested.connect(
            lambda source: self._tab.add_to_briefing_requested.emit("source", source)
        )

    def _connect_register(self, register: SourceRegister) -> None:
        register.record_requested.connect(self._tab.on_requested)
        register.add_requested.connect(self.add_source)

    def follow(self, change_set: ChangeSet) -> None:
        """Show what became of the sources that are on the screen."""
        work = self._tab.work
        if work.is_showing_source and (shown := self._source(work.sources.source_id)) is not None:
            work.sources.refresh(shown)
        elif work.is_showing_source or work.is_showing_register:
            self.show_register()

    def show_register(self) -> None:
        """Show every source with its citation."""
        self._session.typing.flush()
        sources = [each for each in self._session.workspace.records("source") if isinstance(each, Source)]
        self._tab.side.hide()
        self._tab.work.show_register(sources)

    def add_source(self) -> None:
        """Make a source by hand and put the cursor into its title."""
        source = Source(
            id=handle(tr("New source"), self._session.workspace, "source"), title=tr("New source"),
            read_on=self._session.today.isoformat(),
        )  # fmt: skip
        if self._tab.apply(added(source, tr("Add source"))):
            self._tab.show_record("source", source.id)
            self._tab.work.sources.begin()

    def edit(self, new: Source) -> None:
        """Take over an edited source."""
        old = self._source(new.id)
        if old is not None and old != new and not self._stays(old):
            own = replaced(old, new, tr("Edit source"))
            following = changes_following(self._session.workspace, old, new)
            self._tab.apply(ChangeSet(own.label, (*own.changes, *following)))

    def remove(self, source_id: str) -> None:
        """Remove a source that nothing rests on; else say what does."""
        source = self._source(source_id)
        from briefing_app.ui.notes.lookup import users_of_source

        users = users_of_source(self._session.workspace, source_id)
        if source is None or self._stays(source):
            return
        if users:
            one = tr("1 record rests on this source. Take it out of it first.")
            many = tr("{count} records rest on this source. Take it out of them first.", count=len(users))
            text = one if len(users) == 1 else many
            self._session.message.emit(text, "caution")
        elif self._tab.apply(removed(source, tr("Remove {name}", name=source.title))):
            self.show_register()

    def _stays(self, source: Source) -> bool:
        """Whether a source was issued, which is told: nothing of it can be changed any more."""
        if is_issued(source):
            text = tr("This is an issued edition: it can be neither changed nor removed.")
            self._session.message.emit(text, "caution")
            return True
        return False

    # --- files ---------------------------------------------------------------------------------------

    def capture_files(self, paths: Sequence[Path]) -> None:
        """Keep files as sources and cite them where the cursor is. They are read in a thread."""
        from briefing_app.exchange import captures

        today = self._session.today

        def read() -> list[captures.Capture | BriefingError]:
            found: list[captures.Capture | BriefingError] = []
            for path in paths:
                try:
                    found.append(captures.read_file(path, today))
                except BriefingError as error:
                    found.append(error)
            return found

        self._session.jobs.run(read, self._take_all, owner=self)

    def capture_picture(self, image: QImage) -> None:
        """Keep a pasted picture as a source."""
        from briefing_app.exchange import captures

        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"png")).write(image)
        buffer.close()
        try:
            found = captures.read(bytes(data.data()), tr("Pasted picture") + ".png", self._session.today)
        except UsageError as error:
            self._session.report(error)
            return
        self._take_all([found])

    def attach(self, source_id: str, path: Path) -> None:
        """Keep a file as the captured file of a source that is there already."""
        source = self._source(source_id)
        if source is None or self._stays(source):
            return
        from briefing_app.exchange import captures

        try:
            found = captures.read_file(path, self._session.today)
            digest = self._session.workspace.put_attachment(found.content)
        except BriefingError as error:
            self._session.report(error)
            return
        self.edit(captures.with_file(source, found, digest))

    def _take_all(self, found: Sequence[captures.Capture | BriefingError]) -> None:
        from briefing_app.exchange import captures

        cited: list[str] = []
        changes: list[Change] = []
        for each in found:
            if isinstance(each, BriefingError):
                self._session.report(each)
                continue
            known = self._with_digest(each.digest)
            if known is not None:
                cited.append(known.id)
                continue
            try:
                digest = self._session.workspace.put_attachment(each.content)
            except BriefingError as error:
                self._session.report(error)
                return
            name = handle(each.source.title, self._session.workspace, "source")
            while any(change.id == name for change in changes):
                name += "-x"
            source = captures.with_file(each.source, each, digest, record_id=name)
            changes += added(source).changes
            cited.append(name)
        if changes and not self._tab.apply(ChangeSet(tr("Capture sources"), tuple(changes))):
            return
        if cited and self._tab.work.is_showing_note:
            self._tab.work.editor.cite(" ".join(f"^{each}" for each in cited) + " ")
            text = tr("Captured and cited: {names}", names=", ".join(cited))
            self._session.message.emit(text, "info")
        elif cited:
            self._tab.show_record("source", cited[-1])

    def _with_digest(self, digest: str) -> Source | None:
        for each in self._session.workspace.holding("source", digest):
            if isinstance(each, Source) and each.sha256 == digest:
                return each
        return None

    def _source(self, source_id: str) -> Source | None:
        found = self._session.workspace.find("source", source_id)
        return found if isinstance(found, Source) else None
