"""Certificates of calculation: those of the workspace and from files, worked out again beside the answer."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QWidget,
)

from briefing_app.app.error_words import told
from briefing_app.app.i18n import language, tr
from briefing_app.app.session import Session
from briefing_app.domain.records import Source
from briefing_app.errors import BriefingError
from briefing_app.tariff.certificate import Certificate, Check, check, read_certificate
from briefing_app.tariff.law import Law
from briefing_app.ui.tariff.answer_records import certificate_of, certificates
from briefing_app.ui.tariff.scrolled import column_in
from briefing_app.ui.tariff.words import day_text
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.labels import label, restyle

LARGEST = 4 * 1024 * 1024
ROWS = 5


def _moment(made_at: str) -> str:
    """When a certificate was made, with its zone; a file may hold any text there, shown as it is."""
    try:
        made = datetime.fromisoformat(made_at).astimezone(UTC)
    except (ValueError, OverflowError):
        return made_at
    return f"{day_text(made.date())} {made:%H:%M:%S} UTC"


class CertificatePane(QScrollArea):
    """``question_requested`` carries the texts of a question; ``closed`` gives the zone back."""

    question_requested = Signal(object)
    closed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._law: Law | None = None
        self.certificate: Certificate | None = None
        self._name = "certificate"
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Certificates of this workspace"))
        self.list.setFixedHeight(theme().px(30) * ROWS)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.none = label(tr("No certificate was made in this workspace yet."), tone="muted", wrap=True)
        self.verdict = label("", "section", wrap=True)
        self.details = label("", wrap=True)
        self.details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.open_file = QPushButton(tr("Check a file…"))
        self.export = QPushButton(tr("Export as JSON…"))
        self.again = QPushButton(tr("Ask this question"))
        self.close_button = QPushButton(tr("Back to the law"))
        self.close_button.setProperty("kind", "link")
        self._arrange()
        self.list.currentItemChanged.connect(lambda item, _before: self._show_item(item))
        self.open_file.clicked.connect(self._choose_file)
        self.export.clicked.connect(self._choose_target)
        self.again.clicked.connect(self._ask_again)
        self.close_button.clicked.connect(self.closed)
        self._show_buttons()

    def _arrange(self) -> None:
        column = column_in(self, (16, 12, 16, 16), 8, panel="", follows_width=True)
        top = QHBoxLayout()
        top.addWidget(label(tr("Certificates"), "section"), 1)
        top.addWidget(self.close_button)
        column.addLayout(top)
        for part in (
            self.none,
            self.list,
            self.open_file,
            self.verdict,
            self.details,
            self.again,
            self.export,
        ):
            column.addWidget(part)
        column.addStretch(1)

    def set_law(self, law: Law) -> None:
        """The law that certificates are worked out again with."""
        self._law = law

    def show_certificates(self, wanted: str = "") -> None:
        """List the certificates of the workspace and show one: ``wanted``, else the newest."""
        found = certificates(self._session)
        self.list.clear()
        for source in found:
            item = QListWidgetItem(f"{source.title} · {source.read_on or source.date}")
            item.setToolTip(item.text())
            item.setData(Qt.ItemDataRole.UserRole, source.id)
            self.list.addItem(item)
        self.none.setVisible(not found)
        self.list.setVisible(bool(found))
        ids = [source.id for source in found]
        if found:
            self.list.setCurrentRow(ids.index(wanted) if wanted in ids else 0)

    def _show_item(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        source = self._session.workspace.find("source", item.data(Qt.ItemDataRole.UserRole))
        if not isinstance(source, Source):
            return
        try:
            self.show_certificate(certificate_of(self._session, source), source.title)
        except BriefingError as error:
            self._show_error(told(error))

    def open_path(self, path: Path) -> None:
        """Check a certificate that lies in a file."""
        try:
            content = path.read_bytes()[: LARGEST + 1]
            if len(content) > LARGEST:
                self._show_error(tr("This file is too large for a certificate."))
                return
            self.show_certificate(read_certificate(content.decode("utf-8", "replace")), path.stem)
        except OSError as error:
            self._show_error(told(error.strerror or error))
        except BriefingError as error:
            self._show_error(told(error))

    def show_certificate(self, certificate: Certificate, name: str) -> None:
        """Work a certificate out again and say what came out."""
        self.certificate, self._name = certificate, name
        self._show_buttons()
        if self._law is None:
            return
        result = check(certificate, self._law)
        self.verdict.setText(_verdict(result))
        restyle(self.verdict, tone="positive" if result.is_reproduced else "negative")
        law = certificate.content["law"]
        lines = [
            name,
            tr(
                "Made {when} with law data {version}",
                when=_moment(certificate.made_at),
                version=law.get("version"),
            ),
            tr("The law files are the same.") if result.is_same_law else _other_law(self._law, result),
            *([said] if (said := certificate.value_words(language())) else []),
            *map(told, result.differences),
            f"SHA-256 {certificate.sha256[:32]} {certificate.sha256[32:]}",
        ]
        self.details.setText("\n\n".join(str(line) for line in lines))

    def _show_error(self, words: str) -> None:
        self.certificate = None
        self._show_buttons()
        self.verdict.setText(tr("This certificate cannot be checked"))
        restyle(self.verdict, tone="negative")
        self.details.setText(words)

    def _show_buttons(self) -> None:
        for button in (self.export, self.again):
            button.setVisible(self.certificate is not None)

    def _ask_again(self) -> None:
        if self.certificate is not None:
            self.question_requested.emit(self.certificate.query | self.certificate.money_texts)

    def _choose_file(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(self, tr("Check a certificate"), "", "JSON (*.json)")
        if chosen:
            self.open_path(Path(chosen))

    def _choose_target(self) -> None:
        name = "".join(each if each.isalnum() or each in " -" else "-" for each in self._name)
        chosen, _kind = QFileDialog.getSaveFileName(
            self, tr("Export the certificate"), f"{name}.json", "JSON (*.json)"
        )
        if chosen:
            self.write(Path(chosen))

    def write(self, path: Path) -> None:
        """Write the certificate shown into a file."""
        if self.certificate is None:
            return
        try:
            path.write_text(self.certificate.to_json(), encoding="utf-8")
        except OSError as error:
            why = told(error.strerror or error)
            self._session.message.emit(
                tr("{file} cannot be written: {why}.", file=path.name, why=why), "error"
            )
            return
        self._session.note_in_audit("export", file=path.name)
        self._session.message.emit(tr("Saved {file}.", file=path.name), "info")


def _verdict(result: Check) -> str:
    if result.is_reproduced:
        return tr("Reproduced: every digit is the same")
    if not result.is_intact:
        return tr("Altered: the hash is not that of the content")
    return tr("Not reproduced: {count} figures differ", count=len(result.differences))


def _other_law(law: Law, result: Check) -> str:
    """Which law this program has where the certificate rests on another, and what that may explain."""
    words = tr(
        "This program has law data {version}, checked to {day}: its law files are others than those of the "
        "certificate.",
        version=law.info.version, day=day_text(date.fromisoformat(law.info.checked_to)),
    )  # fmt: skip
    if result.differences and result.is_intact:
        words += " " + tr("The differences may come from there.")
    return words
