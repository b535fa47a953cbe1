"""Settings survive, and a spoilt file reads as the defaults."""

import pytest
from PySide6.QtCore import QLocale

from briefing_app.app import settings as settings_module
from briefing_app.app.settings import Choices, Settings
from briefing_app.paths import places


def test_choices_come_back(qapp, tmp_path):
    Settings(places(tmp_path)).choices = Choices("dark", 1.3, "ja")
    assert Settings(places(tmp_path)).choices == Choices("dark", 1.3, "ja")


@pytest.mark.parametrize(("system", "window"), [("ja_JP", "ja"), ("en_GB", "en"), ("de_DE", "en")])
def test_the_window_speaks_as_the_system_until_a_language_is_chosen(
    qapp, tmp_path, monkeypatch, system, window
):
    spoken = QLocale(system)
    monkeypatch.setattr(settings_module.QLocale, "system", staticmethod(lambda: spoken))
    assert Settings(places(tmp_path)).choices.language == window
    Settings(places(tmp_path)).choices = Choices(language="en")
    assert Settings(places(tmp_path)).choices.language == "en"


def test_what_cannot_be_reads_as_the_default(qapp, tmp_path):
    settings = Settings(places(tmp_path))
    settings.path.parent.mkdir(parents=True)
    settings.path.write_text("[choices]\ntheme=pink\ntext_size=huge\nlanguage=xx\n")
    assert Settings(places(tmp_path)).choices == Choices()


def test_recent_ones_are_newest_first_without_those_gone(qapp, tmp_path):
    settings = Settings(places(tmp_path))
    for name in ("a.brief", "b.brief", "c.brief"):
        (tmp_path / name).mkdir()
        settings.remember(tmp_path / name)
    settings.remember(tmp_path / "a.brief")
    (tmp_path / "b.brief").rmdir()
    assert [path.name for path in Settings(places(tmp_path)).recent] == ["a.brief", "c.brief"]
