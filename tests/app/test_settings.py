"""Settings survive, and a spoilt file reads as the defaults."""

from briefing_app.app.settings import Choices, Settings
from briefing_app.paths import places


def test_choices_come_back(qapp, tmp_path):
    Settings(places(tmp_path)).choices = Choices("dark", 1.3, "ja")
    assert Settings(places(tmp_path)).choices == Choices("dark", 1.3, "ja")


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
