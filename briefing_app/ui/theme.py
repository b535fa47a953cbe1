"""The look: tokens from ``resources/themes`` become a palette, a style sheet, fonts and icons.

Fusion is the base on every platform, so that a screen looks the same everywhere. A widget asks for a colour
by token, for an icon by name and token, for type by role; it never names a colour or a size of its own.
"""

from __future__ import annotations

import tomllib
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import shiboken6
from PySide6.QtCore import QByteArray, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from briefing_app import resources
from briefing_app.ui.style_sheet import style_sheet

Choice = Literal["system", "light", "dark"]
FontRole = Literal["secondary", "body", "section", "title", "number", "table"]

FAMILY = "Noto Sans JP"
STYLE = "Fusion"
POINTS: dict[FontRole, float] = {
    "secondary": 9, "body": 10, "section": 12, "title": 16, "number": 24, "table": 10
}  # fmt: skip
BOLD: frozenset[FontRole] = frozenset({"section", "title", "number"})
ICON_SIZES = (16, 20)
ROW_HEIGHT = 28


@dataclass(frozen=True)
class Tokens:
    """The colours of one theme, as ``#RRGGBB``; the meaning of each stands in UI.md section 3 order."""

    canvas: str
    surface: str
    raised: str
    ink: str
    ink_2: str
    ink_3: str
    line: str
    line_strong: str
    control_line: str
    accent: str
    on_accent: str
    tint: str
    positive: str
    caution: str
    negative: str
    past: str
    series: tuple[str, ...]


class HasIcon(Protocol):
    """Anything that shows an icon: a button or an action."""

    def setIcon(self, icon: QIcon, /) -> None: ...


def load_tokens(name: str) -> Tokens:
    """The tokens of ``light`` or ``dark``."""
    values: dict[str, Any] = tomllib.loads(resources.text("themes", f"{name}.toml"))
    return Tokens(**{**values, "series": tuple(values["series"])})


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours, 1 to 21, as WCAG 2 defines it."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class Theme(QObject):
    """The theme of the running application. ``changed`` is sent after a switch; repaint what you painted."""

    changed = Signal()

    def __init__(self, application: QApplication, *, is_styled: bool = False) -> None:
        super().__init__(application)
        self._application = application
        self.choice: Choice = "light"
        self._icons: dict[tuple[str, str], QIcon] = {}
        self._drawings: dict[str, str] = {}
        self._shown: weakref.WeakKeyDictionary[Any, tuple[str, str]] = weakref.WeakKeyDictionary()
        self._waits_with_icons = False
        self.scale = 1.0
        self.name = "light"
        self.tokens = load_tokens("light")
        load_fonts()
        if not is_styled:
            application.setStyle(STYLE)
        application.styleHints().colorSchemeChanged.connect(self._on_colour_scheme_changed)

    def apply(self, choice: Choice | None = None, scale: float | None = None) -> None:
        """Switch to a theme and a text size (1.0 is 10 pt)."""
        self.choice = choice or self.choice
        self.scale = scale or self.scale
        self.name = _system_theme() if self.choice == "system" else self.choice
        self.tokens = load_tokens(self.name)
        self._icons.clear()
        self._application.setFont(self.font("body"))
        self._application.setPalette(_palette(self.tokens))
        self._application.setStyleSheet(style_sheet(self))
        self._show_icons()
        self.changed.emit()

    def wait_with_icons(self) -> None:
        """Draw no icon of a button or action before :meth:`draw_icons`: sixty of them cost 0.4 s."""
        self._waits_with_icons = True

    def draw_icons(self) -> None:
        """Draw what waited. Called after the first paint."""
        if self._waits_with_icons:
            self._waits_with_icons = False
            self._show_icons()

    def _show_icons(self) -> None:
        if self._waits_with_icons:
            return
        for target, (icon_name, role) in list(self._shown.items()):
            if shiboken6.isValid(target):  # not deleted by its parent, while Python still knows it
                target.setIcon(self.icon(icon_name, role))

    @property
    def is_dark(self) -> bool:
        return self.name == "dark"

    def colour(self, token: str) -> QColor:
        """The colour of a token, such as ``ink_2``."""
        return QColor(getattr(self.tokens, token))

    def px(self, pixels: float) -> int:
        """Pixels that grow with the text size."""
        return round(pixels * self.scale)

    def font(self, role: FontRole = "body") -> QFont:
        """The font of a role. Figures are tabular in ``table`` and ``number``."""
        font = QFont(FAMILY)
        font.setPointSizeF(POINTS[role] * self.scale)
        font.setBold(role in BOLD)
        if role in {"table", "number"}:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def icon(self, name: str, role: str = "ink_2") -> QIcon:
        """The icon in the colour of a token; pale when disabled, accent-text colour when selected."""
        key = (name, role)
        if key not in self._icons:
            icon = QIcon()
            for mode, token in ((QIcon.Mode.Normal, role), (QIcon.Mode.Disabled, "line_strong")):
                for size in ICON_SIZES:
                    for ratio in (1, 2):
                        icon.addPixmap(self.pixmap(name, token, size, ratio), mode)
            self._icons[key] = icon
        return self._icons[key]

    def pixmap(self, name: str, role: str = "ink_2", size: int = 20, ratio: float = 1) -> QPixmap:
        """The icon as a picture of ``size`` logical pixels."""
        from PySide6.QtSvg import QSvgRenderer

        if name not in self._drawings:
            self._drawings[name] = resources.text("icons", f"{name}.svg")
        drawing = self._drawings[name].replace("#000000", getattr(self.tokens, role))
        picture = QPixmap(round(size * ratio), round(size * ratio))
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(picture.rect()))
        painter.end()
        picture.setDevicePixelRatio(ratio)
        return picture

    def show_icon(self, target: HasIcon, name: str, role: str = "ink_2") -> None:
        """Put an icon on a button or action and keep it right through theme switches."""
        self._shown[target] = (name, role)
        if not self._waits_with_icons:
            target.setIcon(self.icon(name, role))

    def _on_colour_scheme_changed(self) -> None:
        if self.choice == "system" and _system_theme() != self.name:
            self.apply()


def theme() -> Theme:
    """The theme of the running application; made on first use."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise RuntimeError("There is no application to have a theme.")
    return application.findChild(Theme) or _begun(application, "light", 1.0)


def start_theme(choice: Choice, scale: float, *, is_styled: bool = False) -> Theme:
    """The theme of an application that shows nothing yet; its icons wait for :meth:`Theme.draw_icons`. One
    that ``is_styled`` was begun with the style: set later, all that Qt knows of styles is made for Python.
    """
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return _begun(application, choice, scale, with_icons=False, is_styled=is_styled)


def _begun(
    application: QApplication,
    choice: Choice,
    scale: float,
    *,
    with_icons: bool = True,
    is_styled: bool = False,
) -> Theme:
    begun = Theme(application, is_styled=is_styled)
    if not with_icons:
        begun.wait_with_icons()
    begun.apply(choice, scale)
    return begun


def load_fonts() -> None:
    """Make the bundled family known to Qt. Safe to call again."""
    if FAMILY in QFontDatabase.families():
        return
    for weight in ("Regular", "Bold"):
        QFontDatabase.addApplicationFont(str(resources.path("fonts", f"NotoSansJP-{weight}.ttf")))


def on_change(widget: QObject, refresh: Callable[[], None]) -> None:
    """Call ``refresh`` now and after each theme switch, as long as ``widget`` lives."""
    refresh()
    theme().changed.connect(refresh)


def _system_theme() -> str:
    scheme = QGuiApplication.styleHints().colorScheme()
    return "dark" if scheme == Qt.ColorScheme.Dark else "light"


def _palette(tokens: Tokens) -> QPalette:
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.canvas, role.WindowText: tokens.ink, role.Base: tokens.surface,
        role.AlternateBase: tokens.raised, role.Text: tokens.ink, role.Button: tokens.raised,
        role.ButtonText: tokens.ink, role.BrightText: tokens.negative, role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent, role.Accent: tokens.accent, role.Link: tokens.accent,
        role.LinkVisited: tokens.accent, role.ToolTipBase: tokens.surface, role.ToolTipText: tokens.ink,
        role.PlaceholderText: tokens.ink_3, role.Light: tokens.raised, role.Midlight: tokens.line,
        role.Mid: tokens.line_strong, role.Dark: tokens.control_line, role.Shadow: tokens.line_strong,
    }  # fmt: skip
    palette = QPalette()
    for each, colour in colours.items():
        palette.setColor(each, QColor(colour))
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, QColor(tokens.ink_3))
    return palette
