"""What a live duty or rate chart is asked: the good, where it comes from, what it is worth."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from briefing_app.app.i18n import tr
from briefing_app.domain.records import Block
from briefing_app.ui.widgets.form import Form, LineEdit

LIVE = ("duty", "rate_chart")


class LiveFields(Form):
    """``option_typed``: the name of an option of the block and its new value, "" to take it away."""

    option_typed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields = {
            "hts": LineEdit(placeholder="8703.23.01"),
            "origin": LineEdit(placeholder="JP"),
            "value_usd": LineEdit(placeholder="30000"),
            "label": LineEdit(placeholder=tr("As the schedule calls it")),
            "since": LineEdit(placeholder="2018-01-01"),
        }
        self.add(tr("Tariff line"), self.fields["hts"], tr("Worked out by the law of the paper's day."))
        self.add_row(
            self.add(tr("Country"), self.fields["origin"]),
            self.add(tr("Value in dollars"), self.fields["value_usd"]),
        )
        self.add(tr("Name of the good"), self.fields["label"])
        self._since = self.add(tr("Drawn from"), self.fields["since"])
        for name, field in self.fields.items():
            field.typed.connect(lambda text, name=name: self.option_typed.emit(name, text.strip()))

    def show_block(self, block: Block) -> None:
        """Show what the block asks; hidden for other blocks and for those that take a basket."""
        self.setVisible(block.type in LIVE and not block.ref)
        self._since.setVisible(block.type == "rate_chart")
        for name, field in self.fields.items():
            if not field.hasFocus():
                field.show_text(str(block.options.get(name, "")))
