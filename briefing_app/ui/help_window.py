"""The help pages, keyboard shortcuts and what the program is, in one window of its own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QTextBrowser, QWidget

from briefing_app import __version__, resources
from briefing_app.app.i18n import tr
from briefing_app.ui.theme import theme

# Page -> title; the files are resources/help/LANGUAGE/PAGE.md, in this order.
PAGES = {
    "start": "Getting started",
    "timeline": "Timeline",
    "tariff": "Tariffs",
    "people": "People",
    "notes": "Notes",
    "briefing": "Briefing",
    "safety": "Your data and its safety",
}
SHORTCUTS, ABOUT = "shortcuts", "about"


class HelpWindow(QWidget):
    """Pages on the left, text on the right. Opens beside the main window and stays open."""

    def __init__(
        self, shortcuts: Sequence[tuple[str, str]], language: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Help"))
        self.resize(theme().px(860), theme().px(640))
        self._language = language
        self._shortcuts = shortcuts
        self.pages = QListWidget()
        self.pages.setMaximumWidth(theme().px(220))
        self.pages.setAccessibleName(tr("Help pages"))
        for name, title in {**PAGES, SHORTCUTS: "Keyboard shortcuts", ABOUT: "About Briefing Desk"}.items():
            item = QListWidgetItem(tr(title))
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setSizeHint(QSize(0, theme().px(32)))
            self.pages.addItem(item)
        self.text = QTextBrowser()
        self.text.setProperty("edge", "none")
        self.text.setOpenLinks(False)
        self.text.document().setDocumentMargin(theme().px(24))
        self.pages.currentItemChanged.connect(self._on_page_chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.pages)
        row.addWidget(self.text, 1)

    def show_page(self, name: str) -> None:
        """Show a page and bring the window to the front."""
        for place in range(self.pages.count()):
            if self.pages.item(place).data(Qt.ItemDataRole.UserRole) == name:
                self.pages.setCurrentRow(place)
        self.show()
        self.activateWindow()

    def _on_page_chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._show(item.data(Qt.ItemDataRole.UserRole))

    def _show(self, name: str) -> None:
        if name == SHORTCUTS:
            rows = "\n".join(f"| {keys} | {words} |" for words, keys in self._shortcuts)
            head = f"| {tr('Keys')} | {tr('What they do')} |\n|---|---|"
            text = f"# {tr('Keyboard shortcuts')}\n\n{head}\n{rows}\n"
        elif name == ABOUT:
            text = self._page("about").replace("{version}", __version__)
        else:
            text = self._page(name)
        self.text.setMarkdown(text)

    def _page(self, name: str) -> str:
        for language in (self._language, "en"):
            try:
                return resources.text("help", language, f"{name}.md")
            except FileNotFoundError:
                continue
        return ""
