"""The style sheet, written from the tokens. Widgets take part by dynamic properties, never by own sheets.

Properties: ``role`` (``secondary section title number hint error caps-none``), ``tone`` (``positive caution
negative info muted``), ``kind`` (``primary quiet row link chip``), ``panel`` (``surface raised past``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing_app import resources

if TYPE_CHECKING:
    from briefing_app.ui.theme import Theme


def style_sheet(theme: Theme) -> str:
    """The whole sheet for the theme's tokens and text size."""
    return "\n".join(part(theme) for part in (_text, _panels, _buttons, _fields, _lists, _bars))


def _points(theme: Theme, points: float) -> str:
    return f"{points * theme.scale:.2f}pt"


def _mark(theme: Theme, name: str) -> str:
    """A small picture in the theme's colours: style sheets can draw marks from files only."""
    return f'url("{resources.path("themes", theme.name, f"{name}.svg").as_posix()}")'


def _text(theme: Theme) -> str:
    c = theme.tokens
    return f"""
QLabel {{ background: transparent; }}
QLabel[role="secondary"], QLabel[role="hint"] {{ font-size: {_points(theme, 9)}; color: {c.ink_2}; }}
QLabel[role="section"] {{ font-size: {_points(theme, 12)}; font-weight: bold; }}
QLabel[role="title"] {{ font-size: {_points(theme, 16)}; font-weight: bold; }}
QLabel[role="number"] {{ font-size: {_points(theme, 24)}; font-weight: bold; }}
QLabel[role="error"] {{ font-size: {_points(theme, 9)}; color: {c.negative}; }}
QLabel[tone="muted"] {{ color: {c.ink_2}; }}
QLabel[tone="positive"] {{ color: {c.positive}; }}
QLabel[tone="caution"] {{ color: {c.caution}; }}
QLabel[tone="negative"] {{ color: {c.negative}; }}
QLabel[tone="accent"] {{ color: {c.accent}; }}
QToolTip {{ background: {c.surface}; color: {c.ink}; border: 1px solid {c.line_strong};
    padding: {theme.px(6)}px; }}
"""


def _panels(theme: Theme) -> str:
    c = theme.tokens
    return f"""
QWidget[panel="surface"] {{ background: {c.surface}; }}
QWidget[panel="canvas"] {{ background: {c.canvas}; }}
QWidget[panel="raised"] {{ background: {c.raised}; }}
QWidget[panel="past"] {{ background: {c.past}; border-bottom: 1px solid {c.line_strong}; }}
QFrame[panel="popup"] {{ background: {c.surface}; border: 1px solid {c.line_strong}; border-radius: 4px; }}
QFrame[panel="card"] {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: 4px; }}
QFrame[panel="info"] {{ background: {c.tint}; border: 1px solid {c.accent}; border-radius: 4px; }}
QFrame[panel="caution"] {{ background: {c.past}; border: 1px solid {c.caution}; border-radius: 4px; }}
QFrame[panel="error"] {{ background: {c.surface}; border: 1px solid {c.negative}; border-radius: 4px; }}
QFrame[line="horizontal"] {{ background: {c.line}; max-height: 1px; min-height: 1px; border: 0; }}
QFrame[line="vertical"] {{ background: {c.line}; max-width: 1px; min-width: 1px; border: 0; }}
QScrollArea {{ border: 0; background: transparent; }}
QSplitter::handle {{ background: {c.line}; }}
QSplitter::handle:hover {{ background: {c.accent}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QSplitter::handle:vertical {{ height: 1px; }}
"""


def _buttons(theme: Theme) -> str:
    c = theme.tokens
    pad = f"{theme.px(4)}px {theme.px(12)}px"
    height = theme.px(20)
    return f"""
QPushButton {{ background: {c.surface}; color: {c.ink}; border: 1px solid {c.control_line};
    border-radius: 4px; padding: {pad}; min-height: {height}px; }}
QPushButton:hover {{ background: {c.raised}; }}
QPushButton:pressed, QPushButton:checked {{ background: {c.tint}; border-color: {c.accent}; }}
QPushButton:focus {{ outline: 0; border: 2px solid {c.accent};
    padding: {theme.px(4) - 1}px {theme.px(12) - 1}px; }}
QPushButton:checked:focus {{ border-color: {c.ink}; }}
QPushButton:disabled {{ color: {c.ink_3}; border-color: {c.line_strong}; background: transparent; }}
QPushButton[kind="primary"] {{ background: {c.accent}; color: {c.on_accent}; border-color: {c.accent};
    font-weight: bold; }}
QPushButton[kind="primary"]:hover {{ background: {c.ink_2}; border-color: {c.ink_2}; color: {c.surface}; }}
QPushButton[kind="primary"]:focus {{ border: 2px solid {c.ink}; }}
QPushButton[kind="primary"]:disabled {{ background: {c.line}; color: {c.ink_3}; border-color: {c.line}; }}
QPushButton[kind="quiet"] {{ background: transparent; border-color: transparent; }}
QPushButton[kind="quiet"]:hover {{ background: {c.raised}; }}
QPushButton[kind="quiet"]:focus {{ border: 2px solid {c.accent}; }}
QPushButton[kind="row"] {{ background: transparent; border: 1px solid transparent; padding: 0; }}
QPushButton[kind="row"]:hover {{ background: {c.raised}; }}
QPushButton[kind="row"]:focus {{ border: 2px solid {c.accent}; padding: 0; }}
QPushButton[kind="link"] {{ background: transparent; border: 0; color: {c.accent}; padding: 0;
    text-align: left; min-height: {theme.px(24)}px; }}
QPushButton[kind="link"]:hover, QPushButton[kind="link"]:focus {{ text-decoration: underline; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QPushButton[kind="link"]:disabled {{ color: {c.ink_2}; }}
QPushButton[kind="chip"] {{ background: {c.raised}; border: 1px solid {c.line_strong};
    border-radius: {theme.px(12)}px; padding: 0 {theme.px(10)}px; min-height: {theme.px(22)}px;
    max-height: {theme.px(22)}px; font-size: {_points(theme, 9)}; }}
QPushButton[kind="chip"]:hover {{ border-color: {c.accent}; color: {c.accent}; }}
QPushButton[kind="chip"]:checked {{ background: {c.tint}; border: 1px solid {c.accent}; color: {c.accent}; }}
QPushButton[kind="chip"]:focus {{ border: 2px solid {c.ink};
    padding: 0 {theme.px(10) - 1}px; min-height: {theme.px(22) - 2}px; max-height: {theme.px(22) - 2}px; }}
QPushButton[kind="search"] {{ color: {c.ink_2}; text-align: left; font-size: {_points(theme, 9)}; }}
QToolButton[role="workspace"] {{ font-weight: bold; padding: {theme.px(4)}px {theme.px(8)}px; }}
QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 4px;
    padding: {theme.px(3)}px; min-width: {theme.px(20)}px; min-height: {theme.px(20)}px; }}
QToolButton:hover {{ background: {c.raised}; border-color: {c.line}; }}
QToolButton:pressed, QToolButton:checked {{ background: {c.tint}; border-color: {c.accent}; }}
QToolButton:focus {{ border: 2px solid {c.accent}; padding: {theme.px(3) - 1}px; }}
QLineEdit > QToolButton {{ border: 0; padding: 0; min-width: 0; min-height: 0; }}
QToolButton::menu-indicator {{ image: none; }}
"""


def _fields(theme: Theme) -> str:
    c = theme.tokens
    fields = "QLineEdit, QPlainTextEdit, QTextEdit, QTextBrowser, QComboBox, QDateEdit, QSpinBox"
    focus = ", ".join(f"{each.strip()}:focus" for each in fields.split(","))
    disabled = ", ".join(f"{each.strip()}:disabled" for each in fields.split(","))
    single = "QLineEdit, QComboBox, QDateEdit, QSpinBox"
    focus_single = ", ".join(f"{each.strip()}:focus" for each in single.split(","))
    down, up, tick = (_mark(theme, name) for name in ("chevron-down", "chevron-up", "check"))
    side = theme.px(16)
    return f"""
{fields} {{ background: {c.surface}; color: {c.ink}; border: 1px solid {c.control_line}; border-radius: 4px;
    selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
{single} {{ padding: {theme.px(3)}px {theme.px(7)}px; min-height: {theme.px(20)}px;
    max-height: {theme.px(20)}px; }}
{focus} {{ border: 2px solid {c.accent}; }}
{focus_single} {{ padding: {theme.px(3) - 1}px {theme.px(7) - 1}px; }}
{disabled} {{ color: {c.ink_3}; border-color: {c.line_strong}; background: {c.canvas}; }}
QLineEdit[state="error"], QPlainTextEdit[state="error"], QComboBox[state="error"] {{
    border-color: {c.negative}; }}
QLineEdit[edge="none"], QPlainTextEdit[edge="none"], QTextBrowser[edge="none"],
QPlainTextEdit[edge="none"]:focus, QTextBrowser[edge="none"]:focus {{ border: 0; border-radius: 0; }}
QLineEdit[role="title"] {{ font-size: {_points(theme, 16)}; font-weight: bold; background: transparent;
    min-height: {theme.px(30)}px; max-height: {theme.px(30)}px; padding: 0; }}
QComboBox::drop-down, QDateEdit::drop-down {{ border: 0; width: {theme.px(22)}px; }}
QComboBox::down-arrow, QDateEdit::down-arrow {{ image: {down}; width: {side}px; height: {side}px; }}
QSpinBox::up-button, QSpinBox::down-button {{ border: 0; width: {theme.px(20)}px;
    subcontrol-origin: border; }}
QSpinBox::up-button {{ subcontrol-position: top right; }}
QSpinBox::down-button {{ subcontrol-position: bottom right; }}
QSpinBox::up-arrow {{ image: {up}; width: {theme.px(12)}px; height: {theme.px(12)}px; }}
QSpinBox::down-arrow {{ image: {down}; width: {theme.px(12)}px; height: {theme.px(12)}px; }}
QComboBox QAbstractItemView {{ background: {c.surface}; border: 1px solid {c.line_strong};
    selection-background-color: {c.tint}; selection-color: {c.ink}; }}
QCheckBox, QRadioButton {{ spacing: {theme.px(8)}px; min-height: {theme.px(24)}px; }}
QCheckBox::indicator, QListView::indicator, QTreeView::indicator, QTableView::indicator {{
    width: {side}px; height: {side}px; border: 1px solid {c.control_line}; border-radius: 3px;
    background: {c.surface}; }}
QCheckBox::indicator:checked, QListView::indicator:checked, QTreeView::indicator:checked,
QTableView::indicator:checked {{ background: {c.accent}; border-color: {c.accent}; image: {tick}; }}
QCheckBox::indicator:focus {{ border: 2px solid {c.accent}; }}
QRadioButton::indicator {{ width: {side}px; height: {side}px; border: 1px solid {c.control_line};
    border-radius: {side // 2 + 1}px; background: {c.surface}; }}
QRadioButton::indicator:checked {{ border: {theme.px(5)}px solid {c.accent}; width: {theme.px(8)}px;
    height: {theme.px(8)}px; }}
QSlider::groove:horizontal {{ height: 4px; background: {c.line_strong}; border-radius: 2px; }}
QSlider::sub-page:horizontal {{ background: {c.accent}; border-radius: 2px; }}
QSlider::handle:horizontal {{ width: {side}px; margin: -7px 0; border-radius: {side // 2}px;
    background: {c.surface}; border: 2px solid {c.accent}; }}
"""


def _lists(theme: Theme) -> str:
    c = theme.tokens
    row = theme.px(28)
    return f"""
QTableView, QListView, QTreeView, QListWidget, QTreeWidget {{ background: {c.surface}; color: {c.ink};
    border: 0; outline: 0; gridline-color: {c.line}; alternate-background-color: {c.surface};
    selection-background-color: {c.tint}; selection-color: {c.ink}; }}
QListView::item, QTreeView::item {{ min-height: {row}px; padding: 0 {theme.px(8)}px; border: 0; }}
QTableView::item {{ padding: 0 {theme.px(5)}px; border: 0; border-bottom: 1px solid {c.line}; }}
QTableView::item:selected, QListView::item:selected, QTreeView::item:selected {{ background: {c.tint};
    color: {c.ink}; }}
QTableView::item:hover, QListView::item:hover, QTreeView::item:hover {{ background: {c.raised}; }}
QTableView::item:selected:hover, QListView::item:selected:hover, QTreeView::item:selected:hover {{
    background: {c.tint}; }}
QTreeView::branch {{ background: transparent; }}
QTreeView::branch:has-children:closed {{ image: {_mark(theme, "chevron-right")}; }}
QTreeView::branch:has-children:open {{ image: {_mark(theme, "chevron-down")}; }}
QHeaderView {{ background: {c.raised}; border: 0; }}
QHeaderView::section {{ background: {c.raised}; color: {c.ink_2}; border: 0;
    border-bottom: 1px solid {c.line_strong}; padding: 0 {theme.px(8)}px; min-height: {row}px;
    font-size: {_points(theme, 9)}; font-weight: bold; }}
QHeaderView::section:hover {{ color: {c.ink}; }}
QHeaderView[role="rows"]::section {{ font-weight: normal; color: {c.ink}; border-bottom: 0; }}
QHeaderView::up-arrow {{ image: {_mark(theme, "chevron-up")}; width: {theme.px(10)}px;
    subcontrol-position: top center; }}
QHeaderView::down-arrow {{ image: {_mark(theme, "chevron-down")}; width: {theme.px(10)}px;
    subcontrol-position: top center; }}
QTableCornerButton::section {{ background: {c.raised}; border: 0; }}
"""


def _bars(theme: Theme) -> str:
    c = theme.tokens
    return f"""
QMenuBar {{ background: {c.canvas}; color: {c.ink}; border: 0; padding: 0 {theme.px(8)}px; }}
QMenuBar::item {{ padding: {theme.px(4)}px {theme.px(8)}px; background: transparent; border-radius: 4px; }}
QMenuBar::item:selected {{ background: {c.raised}; }}
QMenu {{ background: {c.surface}; color: {c.ink}; border: 1px solid {c.line_strong};
    padding: {theme.px(4)}px 0; }}
QMenu::item {{ padding: {theme.px(5)}px {theme.px(24)}px {theme.px(5)}px {theme.px(16)}px; }}
QMenu::item:selected {{ background: {c.tint}; color: {c.ink}; }}
QMenu::item:disabled {{ color: {c.ink_3}; }}
QMenu::icon {{ padding-left: {theme.px(10)}px; }}
QMenu::separator {{ height: 1px; background: {c.line}; margin: {theme.px(4)}px 0; }}
QStatusBar {{ background: {c.canvas}; color: {c.ink_2}; border-top: 1px solid {c.line}; }}
QStatusBar::item {{ border: 0; }}
QStatusBar QLabel {{ color: {c.ink_2}; font-size: {_points(theme, 9)}; }}
QScrollBar {{ background: transparent; border: 0; margin: 0; }}
QScrollBar:vertical {{ width: {theme.px(12)}px; }}
QScrollBar:horizontal {{ height: {theme.px(12)}px; }}
QScrollBar::handle {{ background: {c.line_strong}; border-radius: {theme.px(3)}px; margin: {theme.px(3)}px; }}
QScrollBar::handle:vertical {{ min-height: {theme.px(32)}px; }}
QScrollBar::handle:horizontal {{ min-width: {theme.px(32)}px; }}
QScrollBar::handle:hover {{ background: {c.control_line}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QTabWidget::pane {{ border: 0; border-top: 1px solid {c.line}; }}
QTabBar {{ background: transparent; }}
QTabBar::tab {{ background: transparent; color: {c.ink_2}; border: 0; border-bottom: 2px solid transparent;
    padding: {theme.px(6)}px {theme.px(12)}px; }}
QTabBar::tab:hover {{ color: {c.ink}; }}
QTabBar::tab:selected {{ color: {c.ink}; border-bottom: 2px solid {c.accent}; font-weight: bold; }}
QTabBar:focus {{ outline: 0; }}
QTabBar::tab:selected:focus {{ background: {c.tint}; }}
QProgressBar {{ background: {c.line}; border: 0; border-radius: 2px; max-height: 4px; text-align: center; }}
QProgressBar::chunk {{ background: {c.accent}; border-radius: 2px; }}
QCalendarWidget QWidget {{ background: {c.surface}; color: {c.ink}; }}
QCalendarWidget QAbstractItemView {{ selection-background-color: {c.accent};
    selection-color: {c.on_accent}; }}
QDialog {{ background: {c.canvas}; }}
"""
