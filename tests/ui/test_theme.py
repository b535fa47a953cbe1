"""Tokens hold their contrast, icons are drawn in theme colours, a switch reaches what is on screen."""

from pathlib import Path

import pytest
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication, QPushButton

from briefing_app import resources
from briefing_app.ui.theme import FAMILY, contrast, load_tokens, theme

ICONS = sorted(path.stem for path in Path(resources.path("icons")).glob("*.svg"))
SURFACES = ("canvas", "surface", "raised")


@pytest.fixture
def restored_theme(qapp):
    yield theme()
    theme().apply("light", 1.0)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_text_has_four_and_a_half_to_one_and_controls_three(name):
    tokens = load_tokens(name)
    for ground in (tokens.canvas, tokens.surface, tokens.raised):
        for text in (
            tokens.ink,
            tokens.ink_2,
            tokens.accent,
            tokens.positive,
            tokens.caution,
            tokens.negative,
        ):
            assert contrast(text, ground) >= 4.5, (text, ground)
        assert contrast(tokens.ink_3, ground) >= 3
        assert contrast(tokens.control_line, ground) >= 3
    assert contrast(tokens.on_accent, tokens.accent) >= 4.5
    for ground in (tokens.past, tokens.tint):
        assert contrast(tokens.ink, ground) >= 4.5
        assert contrast(tokens.accent, ground) >= 4.5
    for colour in tokens.series:
        assert contrast(colour, tokens.surface) >= 3, colour


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", ICONS)
def test_each_icon_is_drawn_in_the_colour_asked_for(restored_theme, name):
    image = restored_theme.pixmap(name, "accent", 20, 2).toImage()
    seen = [
        image.pixelColor(x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    ]
    assert len(seen) > 10
    wanted = restored_theme.colour("accent")
    assert all(abs(colour.red() - wanted.red()) < 6 for colour in seen)


def test_the_bundled_font_is_used(restored_theme):
    assert QFontInfo(restored_theme.font()).family() == FAMILY


def test_a_switch_changes_the_palette_the_icons_and_tells(restored_theme, qtbot):
    button = QPushButton()
    qtbot.addWidget(button)
    restored_theme.show_icon(button, "add", "ink")
    before = button.icon().pixmap(20).toImage()
    with qtbot.waitSignal(restored_theme.changed):
        restored_theme.apply("dark", 1.25)
    assert restored_theme.px(28) == 35
    assert button.icon().pixmap(20).toImage() != before
    assert QApplication.palette().window().color().name().upper() == load_tokens("dark").canvas
