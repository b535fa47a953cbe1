"""A source: edited in place, its captured file shown as far as it can be, and everything that rests on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImageReader, QPixmap, QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from briefing_app.app.error_words import told
from briefing_app.app.i18n import language, tr
from briefing_app.app.jobs import Jobs
from briefing_app.app.session import Session
from briefing_app.domain.citation_style import citation
from briefing_app.domain.issued import is_issued
from briefing_app.domain.records import Source
from briefing_app.errors import BriefingError
from briefing_app.exchange import captures
from briefing_app.exchange.documents import plain_page
from briefing_app.store import atomic_file
from briefing_app.ui import messages
from briefing_app.ui.notes.pdf_view import PdfView
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.date_part import date_typed, date_words
from briefing_app.ui.widgets.form import Field, Form, LineEdit
from briefing_app.ui.widgets.labels import SectionHeader, label

SHOWN = 60
SHOWN_CHARACTERS = 400_000
LONGEST_LINE = 2_000  # longer ones are broken to be shown, nowhere else
Place = tuple[str, str, str]


class SourcePage(QScrollArea):
    """``edited`` carries the new source, ``file_given`` the source's id and a path, ``briefing_requested``
    the id of the source that shall stand in the paper.
    """

    record_requested = Signal(str, str)
    edited = Signal(object)
    file_given = Signal(str, object)
    remove_requested = Signal(str)
    briefing_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAcceptDrops(True)
        self._source: Source | None = None
        self._session: Session | None = None
        self._used_by: Sequence[Place] = ()
        self._view: QWidget | None = None
        self.fields: dict[str, Field] = {}
        self.brief_button: QPushButton | None = None

    @property
    def source_id(self) -> str:
        """The id of the source shown, or empty."""
        return self._source.id if self._source is not None else ""

    def attach_session(self, session: Session) -> None:
        """Take captured files from this session's workspace."""
        self._session = session

    def show_source(self, source: Source, used_by: Sequence[Place]) -> None:
        """Show a source and what uses it, as (kind, id, title)."""
        is_same_file = self._source is not None and source.id == self.source_id
        if is_same_file and self._source is not None and self._source.sha256 == source.sha256 and self.fields:
            self._used_by = used_by
            self.refresh(source)
            return
        self._source, self._used_by = source, used_by
        self._build(source)

    def refresh(self, source: Source) -> None:
        """Show a source as it was changed; fields that are being typed in stay."""
        had_file = self._source.sha256 if self._source is not None else ""
        self._source = source
        if source.sha256 != had_file:
            self._build(source)
            return
        for name, field in self.fields.items():
            editor = field.editor
            if isinstance(editor, LineEdit) and not editor.hasFocus():
                editor.show_text(self._read(name))
        self._cited.setText(citation(source, language()))

    def begin(self) -> None:
        """Put the cursor into the title."""
        editor = self.fields["title"].editor
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(editor, LineEdit):
            editor.selectAll()

    def show_page(self, number: int, words: str = "") -> None:
        """Bring the captured file into view, at a page or where the words stand."""
        if isinstance(self._view, PdfView):
            self._view.show_page(number, words)
        elif isinstance(self._view, QPlainTextEdit) and words:
            self._view.moveCursor(QTextCursor.MoveOperation.Start)
            self._view.find(words.split("\n", maxsplit=1)[0][:200])
        if self._view is not None:
            view = self._view
            QTimer.singleShot(0, view, lambda: self._scroll_to(view))

    def _scroll_to(self, view: QWidget) -> None:
        page = self.widget()
        if page is not None and (layout := page.layout()) is not None:
            layout.activate()
            self.verticalScrollBar().setValue(view.mapTo(page, view.rect().topLeft()).y() - theme().px(8))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.file_given.emit(self.source_id, Path(paths[0]))
            event.acceptProposedAction()

    # --- parts ---------------------------------------------------------------------------------------

    def _build(self, source: Source) -> None:
        self._view = None
        page = QWidget()
        px = theme().px
        column = QVBoxLayout(page)
        column.setContentsMargins(px(32), px(20), px(32), px(32))
        column.setSpacing(px(8))
        column.addWidget(label(tr("Source"), "section"))
        stays = is_issued(source)
        if stays:
            text = tr("This is an issued edition: it can be neither changed nor removed.")
            column.addWidget(label(text, "hint", wrap=True))
        column.addWidget(self._form())
        column.addWidget(SectionHeader(tr("Cited as")))
        self._cited = label(citation(source, language()), wrap=True)
        self._cited.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self._cited)
        copy = QPushButton(tr("Copy citation"))
        theme().show_icon(copy, "copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._cited.text()))
        handle = label(tr("In texts: {handle}", handle=f"^{source.id}"), "hint")
        row = QHBoxLayout()
        row.addWidget(copy)
        self.brief_button = QPushButton(tr("Add to briefing"))
        theme().show_icon(self.brief_button, "briefing")
        self.brief_button.clicked.connect(lambda: self.briefing_requested.emit(self.source_id))
        row.addWidget(self.brief_button)
        row.addWidget(handle, 1)
        column.addLayout(row)
        self._add_file(column, source)
        self._add_users(column)
        if not stays:
            remove = QPushButton(tr("Remove this source"))
            theme().show_icon(remove, "delete")
            remove.clicked.connect(lambda: self.remove_requested.emit(self.source_id))
            column.addSpacing(px(16))
            column.addWidget(remove, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.setWidget(page)

    def _form(self) -> Form:
        form = Form()
        self.fields = {}
        for names in (("title",), ("publisher", "date"), ("locator",), ("language", "read_on")):
            made = [self._field(name) for name in names]
            form.add_row(*made)
        return form

    def _field(self, name: str) -> Field:
        words = {
            "title": tr("Title"), "publisher": tr("Publisher"), "date": tr("Date"),
            "locator": tr("Where it stands"), "language": tr("Language"), "read_on": tr("Read on"),
        }[name]  # fmt: skip
        edit = LineEdit(self._read(name))
        edit.setReadOnly(is_issued(self._source))
        field = self.fields[name] = Field(words, edit)
        edit.editingFinished.connect(lambda: self._take(name))
        return field

    def _read(self, name: str) -> str:
        value = str(getattr(self._source, name))
        return date_words(value) if name in {"date", "read_on"} else value

    def _take(self, name: str) -> None:
        field = self.fields[name]
        editor = field.editor
        if self._source is None or not isinstance(editor, LineEdit) or editor.text() == self._read(name):
            return
        typed = editor.text().strip()
        if name == "title" and not typed:
            field.set_error(tr("A source needs a title."))
            return
        try:
            value = date_typed(typed) if name in {"date", "read_on"} else typed
        except BriefingError as error:
            field.set_error(told(error))
            return
        field.set_error("")
        self.edited.emit(replace(self._source, **{name: value}))

    # --- the captured file ---------------------------------------------------------------------------

    def _add_file(self, column: QVBoxLayout, source: Source) -> None:
        column.addWidget(SectionHeader(tr("Captured file")))
        row = QHBoxLayout()
        for words, icon, run, is_wanted in (
            (tr("Save a copy…"), "export", self._save_copy, bool(source.sha256)),
            (
                tr("Replace the file…") if source.sha256 else tr("Choose a file…"),
                "import",
                self._choose,
                not is_issued(source),
            ),
        ):
            if is_wanted:
                button = QPushButton(words)
                theme().show_icon(button, icon)
                button.clicked.connect(run)
                row.addWidget(button)
        row.addStretch(1)
        if not source.sha256:
            text = tr(
                "No file is kept. Drop a PDF, page, picture or text here, so that it can be read offline."
            )
            column.addWidget(label(text, "hint", wrap=True))
            column.addLayout(row)
            return
        try:
            content = self._session.workspace.attachment(source.sha256) if self._session else b""
        except BriefingError as error:
            column.addWidget(label(told(error), tone="negative", wrap=True))
            column.addLayout(row)
            return
        size = f"{len(content):,}"
        caught = tr(
            "{name}, {size} bytes, SHA-256 {digest}", name=source.attachment, size=size, digest=source.sha256
        )
        facts = label(caught, "secondary", wrap=True)
        facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(facts)
        column.addLayout(row)
        self._view = captured_view(content, source.attachment, self._session.jobs if self._session else None)
        column.addWidget(self._view)

    def _save_copy(self) -> None:
        if self._session is None or self._source is None:
            return
        kinds = f"{tr('Files')} (*)"
        path = messages.ask_save_file(
            self, tr("Save a copy"), Path.home() / captures.name_for_copy(self._source.attachment), kinds
        )
        if path is None:
            return
        try:
            atomic_file.replace(path, self._session.workspace.attachment(self._source.sha256))
        except BriefingError as error:
            self._session.report(error)
            return
        self._session.message.emit(tr("Wrote {name}. The copy is not encrypted.", name=path.name), "info")
        self._session.note_in_audit("export", file=path.name, records="1")

    def _choose(self) -> None:
        path = messages.ask_open_file(self, tr("Choose a file"), Path.home(), f"{tr('Files')} (*)")
        if path is not None:
            self.file_given.emit(self.source_id, path)

    def _add_users(self, column: QVBoxLayout) -> None:
        column.addWidget(SectionHeader(tr("What rests on it")))
        for kind, key, title in self._used_by[:SHOWN]:
            button = QPushButton(title)
            button.setProperty("kind", "link")
            button.clicked.connect(lambda _checked=False, k=kind, at=key: self.record_requested.emit(k, at))
            column.addWidget(button)
        if not self._used_by:
            column.addWidget(label(tr("Nothing in this workspace."), tone="muted"))
        if len(self._used_by) > SHOWN:
            column.addWidget(label(tr("and {count} more", count=len(self._used_by) - SHOWN), "hint"))


def captured_view(content: bytes, name: str, jobs: Jobs | None = None) -> QWidget:
    """The content of a captured file as far as it can be shown here: text, pages, a picture."""
    kind = captures.media_kind(content, name)
    if kind == "pdf" and jobs is not None:
        return PdfView(content, jobs)
    if kind in {"text", "html"}:
        text = plain_page(captures.text_of(content)) if kind == "html" else captures.text_of(content)
        shown = QPlainTextEdit(_readable(text))
        shown.setReadOnly(True)
        shown.setAccessibleName(tr("Captured file"))
        shown.setMinimumHeight(theme().px(280))
        return shown
    if kind == "image":
        picture = _picture(content)
        if isinstance(picture, str):
            return label(picture, tone="caution", wrap=True)
        held = QLabel()
        held.setPixmap(picture)
        held.setAccessibleName(tr("Captured file"))
        return held
    text = tr("This kind of file is kept and not shown here. Save a copy to open it in its own program.")
    return label(text, "hint", wrap=True)


def _readable(text: str) -> str:
    """A text as the window can lay it out: one line of a million characters takes most of a minute."""
    lines = [
        line[at : at + LONGEST_LINE]
        for line in text[:SHOWN_CHARACTERS].split("\n")
        for at in range(0, max(1, len(line)), LONGEST_LINE)
    ]
    if len(text) > SHOWN_CHARACTERS:
        lines += ["", tr("… The rest is kept and not shown here. Save a copy to read it.")]
    return "\n".join(lines)


def _picture(content: bytes) -> QPixmap | str:
    size = captures.picture_size(content) or (0, 0)
    if size[0] * size[1] > captures.MOST_PIXELS:
        return tr("The picture has {width} x {height} points and is too large to be shown.",
                  width=size[0], height=size[1])  # fmt: skip
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    whole = reader.size()
    wanted = whole.scaled(QSize(900, 700), Qt.AspectRatioMode.KeepAspectRatio)
    if whole.isValid() and whole.width() > wanted.width():
        reader.setScaledSize(wanted)
    image = reader.read()
    return QPixmap.fromImage(image) if not image.isNull() else tr("The picture cannot be read.")
