"""Protect a workspace with a passphrase, change the passphrase, remove the protection.

The conversion runs in a thread; the dialog cannot be left while it does, and the workspace stays open.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from briefing_app.app.error_words import told
from briefing_app.app.i18n import tr
from briefing_app.app.session import Session
from briefing_app.errors import BriefingError, PassphraseError
from briefing_app.store.conversion_progress import Progress
from briefing_app.store.passphrase_strength import estimate
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import Field, Form
from briefing_app.ui.widgets.labels import label
from briefing_app.ui.widgets.roomy_dialog import RoomyDialog

Task = Literal["protect", "change", "remove"]


@dataclass(frozen=True)
class _Words:
    title: str
    button: str
    working: str
    warning: str
    done: str


def _words(task: Task) -> _Words:
    no_way = tr("There is no recovery: without the passphrase nobody, not even you, can open this workspace.")
    if task == "protect":
        traces = tr(
            "Every file of the workspace and its backups is encrypted and the readable ones are removed. "
            "What was deleted may still survive on the medium itself."
        )
        return _Words(
            tr("Protect with a passphrase"), tr("Protect"), tr("Encrypting…"), f"{no_way} {traces}",
            tr("Protected: everything on disk is encrypted now. Exports and printed pages are not."),
        )  # fmt: skip
    if task == "change":
        copies = tr("Copies made elsewhere still open with the old passphrase.")
        return _Words(
            tr("Change passphrase"), tr("Change"), tr("Changing the passphrase…"), f"{no_way} {copies}",
            tr("The passphrase was changed, also for the backups."),
        )  # fmt: skip
    return _Words(
        tr("Remove protection"), tr("Remove protection"), tr("Decrypting…"),
        tr("Anybody who can read this disk can read the workspace then, and what is removed later may "
           "survive on the medium. Encrypted backups stay encrypted."),
        tr("The protection was removed: the workspace can be read without a passphrase."),
    )  # fmt: skip


class ProtectionDialog(RoomyDialog):
    """One form for the three tasks. ``converted`` carries the sentence for the message place, and beside it
    what was left undone, or ""; ``settled`` is sent after every attempt, also a failed one.
    """

    converted = Signal(str, str)
    settled = Signal()
    _progressed = Signal(object)

    def __init__(self, session: Session, task: Task, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._task, self._say = session, task, _words(task)
        self.is_busy = False
        self.setWindowTitle(self._say.title)
        self.old, self.new, self.again = QLineEdit(), QLineEdit(), QLineEdit()
        form = Form()
        form.add_widget(label(session.workspace.name, "section", wrap=True))
        form.add_widget(label(self._say.warning, wrap=True))
        self.old_field = self._add(form, tr("Present passphrase"), self.old, task != "protect")
        self.new_field = self._add(form, tr("New passphrase"), self.new, task != "remove")
        self.strength = label("", "hint", wrap=True)
        form.add_widget(self.strength)
        self.strength.setVisible(task != "remove")
        self.again_field = self._add(form, tr("Passphrase again"), self.again, task != "remove")
        self.fault = label("", "error", wrap=True)
        form.add_widget(self.fault)
        self.working = label(self._say.working, "hint", wrap=True)
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self._say.working)
        form.add_widget(self.working)
        form.add_widget(self.progress)
        form.finished.connect(self.accept)
        self._progressed.connect(self._show_progress)
        self._form = form
        self._lay_out()
        self._show_busy(False)
        self._judge()

    def accept(self) -> None:
        """Begin, if what was typed makes sense; the dialog closes itself when it is done."""
        if self.is_busy or not self._judge():
            return
        self._session.flush()
        self._show_busy(True)
        self._session.jobs.run(self._work(), self._done, self._failed, lane="store", owner=self)

    def reject(self) -> None:
        """Leave, unless the conversion is running: it is seen to its end."""
        if not self.is_busy:
            self._forget()
            super().reject()

    # --- parts ---------------------------------------------------------------------------------------

    def _add(self, form: Form, title: str, edit: QLineEdit, is_asked: bool) -> Field:
        edit.setEchoMode(QLineEdit.EchoMode.Password)
        edit.textChanged.connect(lambda _text: self._judge())
        field = form.add(title, edit)
        field.setVisible(is_asked)
        return field

    def _lay_out(self) -> None:
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        role = QDialogButtonBox.ButtonRole.AcceptRole
        self.start_button = self._buttons.addButton(self._say.button, role)
        self.start_button.setProperty("kind", "primary")
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme().px(24),) * 4)
        column.setSpacing(theme().px(16))
        column.addWidget(self._form)
        column.addStretch(1)
        column.addWidget(self._buttons)
        width = theme().px(480)
        self.setMinimumWidth(width)
        self.resize(width, column.totalHeightForWidth(width) + theme().px(16))

    def _work(self) -> Callable[[], None]:
        workspace, old, new = self._session.workspace, self.old.text(), self.new.text()
        told = self._progressed.emit  # called on the thread at work; the signal brings it here
        if self._task == "protect":
            return lambda: workspace.encrypt(new, told)
        if self._task == "change":
            return lambda: workspace.change_passphrase(old, new, told)
        return lambda: workspace.decrypt(old, told)

    def _done(self, _nothing: None) -> None:
        self._show_busy(False)
        self._forget()
        self.settled.emit()
        self.converted.emit(self._say.done, self._backup_fault())
        super().accept()

    def _failed(self, error: BaseException) -> None:
        self._show_busy(False)
        self.settled.emit()
        if not isinstance(error, BriefingError):
            raise error
        if self._is_done():  # only what comes after it went wrong, such as removing the old files
            self._forget()
            self.converted.emit(self._say.done, f"{told(error)} {self._backup_fault()}".strip())
            super().accept()
            return
        if isinstance(error, PassphraseError):
            self.old.clear()
            self.old_field.set_error(tr("This is not its passphrase. Nothing was changed."))
            self.old.setFocus()
        else:
            self.fault.setText(told(error))
            self.fault.show()

    def _backup_fault(self) -> str:
        fault = self._session.workspace.backups.error
        return "" if fault is None else told(fault)

    def _is_done(self) -> bool:
        is_encrypted = self._session.workspace.encrypted
        return is_encrypted if self._task == "protect" else self._task == "remove" and not is_encrypted

    def _show_progress(self, progress: Progress) -> None:
        self.working.setText(progress_words(self._task, progress))
        self.progress.setRange(0, 1000 if progress.total else 0)
        self.progress.setValue(1000 * progress.done // progress.total if progress.total else 0)

    def _judge(self) -> bool:
        new, again = self.new.text(), self.again.text()
        differ = bool(again) and again != new
        self.again_field.set_error(tr("The two passphrases differ.") if differ else "")
        if self.old.text():
            self.old_field.set_error("")
        self.fault.hide()
        self.strength.setText(strength_words(new))
        is_right = self._task == "protect" or bool(self.old.text())
        is_right = is_right and (self._task == "remove" or (bool(new) and new == again))
        self.start_button.setEnabled(is_right and not self.is_busy)
        return is_right

    def _show_busy(self, is_busy: bool) -> None:
        self.is_busy = is_busy
        self.working.setVisible(is_busy)
        self.progress.setVisible(is_busy)
        for each in (self.old, self.new, self.again, self._buttons):
            each.setEnabled(not is_busy)

    def _forget(self) -> None:
        for each in (self.old, self.new, self.again):
            each.clear()


def progress_words(task: Task, progress: Progress) -> str:
    """What a conversion is doing: which file of how many, how much of it."""
    files = {"number": f"{progress.number:,}", "count": f"{progress.count:,}"}
    amount = {"done": size_words(progress.done), "total": size_words(progress.total)}
    encrypting = {
        "attachments": tr("Encrypting attachment {number} of {count}: {done} of {total}", **files, **amount),
        "records": tr("Writing the records encrypted: {done} of {total}", **amount),
        "cleaning": tr("Removing the readable files…"),
    }
    decrypting = {
        "attachments": tr("Decrypting attachment {number} of {count}: {done} of {total}", **files, **amount),
        "records": tr("Writing the records readable: {done} of {total}", **amount),
        "cleaning": tr("Removing the encrypted files…"),
    }
    backup = tr("Making a backup and checking it…")
    if progress.count:
        backup = tr("Giving backup {number} of {count} the new passphrase", **files)
    words = {
        "key": tr("Making the key from the passphrase…"), "backup": backup,
        **(encrypting if task == "protect" else decrypting),
    }  # fmt: skip
    return words[progress.part]


def size_words(count: int) -> str:
    """Bytes in words."""
    if count < 1000:
        return tr("{count} bytes", count=count)
    if count < 999_500:
        return f"{count / 1000:.0f} KB"
    return f"{count / 1e6:.1f} MB" if count < 99_950_000 else f"{count / 1e6:,.0f} MB"


def strength_words(passphrase: str) -> str:
    """How long a passphrase would hold, in words."""
    if not passphrase:
        return tr("Four or more unrelated words are strong and can be remembered.")
    found = estimate(passphrase)
    levels = {"weak": tr("Weak"), "fair": tr("Fair"), "good": tr("Good"), "strong": tr("Strong")}
    return tr("{level}: guessing it takes ten computers {time}.",
              level=levels[found.level], time=_span(found.years))  # fmt: skip


def _span(years: float) -> str:
    if years < 1 / 365:
        return tr("less than a day")
    if years < 1:
        return tr("about {count} days", count=max(1, round(years * 365)))
    if years < 1_000_000:
        # Two figures at most: it is an estimate.
        return tr("about {count} years", count=f"{float(f'{years:.1g}'):,.0f}")
    return tr("more than a million years")
