"""Draw every screen into ``out/shots``: sizes, themes, languages, empty and sample, dialogs, the past.

``python -m build_scripts.shots [NAME ...]`` draws the named screens only (``people``, ``palette`` ...). One
process per size and theme, because the scale of the screen is fixed when Qt starts.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from briefing_app.app.crash import CrashReport
from briefing_app.app.i18n import use_language
from briefing_app.app.jobs import Jobs
from briefing_app.app.settings import Choices, Settings
from briefing_app.paths import places
from briefing_app.ui.actions import TABS
from briefing_app.ui.commands import show_help
from briefing_app.ui.crash_dialog import CrashDialog
from briefing_app.ui.main_window import MainWindow
from briefing_app.ui.new_workspace import NewWorkspaceDialog
from briefing_app.ui.opening import Opener, local_now
from briefing_app.ui.people.tab import VIEWS
from briefing_app.ui.qt_words import translate_qt
from briefing_app.ui.settings_dialog import SettingsDialog
from briefing_app.ui.theme import theme

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "out" / "shots"
Screen = tuple[str, QWidget | None]
AS_OF = date(2025, 5, 24)
QUIET_SECONDS, LONGEST_SECONDS = 0.4, 40.0


@dataclass(frozen=True)
class Look:
    """One size, theme and language: logical width and height, and the scale of the screen."""

    width: int
    height: int
    scale: int
    theme: str
    language: str = "en"

    @property
    def name(self) -> str:
        return f"{self.width * self.scale}x{self.height * self.scale}-{self.theme}-{self.language}"


LOOKS = tuple(
    Look(width, height, scale, theme, language)
    for width, height, scale in ((1280, 720, 1), (1440, 900, 1), (1440, 900, 2))
    for theme in ("light", "dark")
    for language in ("en", "ja")
)


def main(arguments: list[str]) -> int:
    """Draw all looks, or one (``--look N``, which the program asks of itself)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--look", type=int)
    options = parser.parse_args(arguments)
    if options.look is not None:
        draw(LOOKS[options.look], options.names)
        return 0
    OUT.mkdir(parents=True, exist_ok=True)
    codes = []
    for place, look in enumerate(LOOKS):
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(look.scale)}
        command = [sys.executable, "-m", "build_scripts.shots", "--look", str(place), *options.names]
        codes.append(subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode)
    print(f"{len(list(OUT.glob('*.png')))} pictures in {OUT.relative_to(ROOT)}")
    return max(codes)


def draw(look: Look, names: list[str]) -> None:
    """Draw the screens of one look."""

    application = QApplication([])
    with tempfile.TemporaryDirectory(prefix="briefing-desk-") as folder:
        ours = places(Path(folder))
        settings = Settings(ours)
        settings.choices = Choices(theme=look.theme, language=look.language)  # type: ignore[arg-type]
        use_language(look.language)
        translate_qt(application, look.language)
        theme().apply(look.theme)  # type: ignore[arg-type]
        window = MainWindow(ours, settings, Opener(Jobs(), ours.data, local_now))
        window.resize(look.width, look.height)
        window.show()
        for name, widget in screens(window, Path(folder)):
            if names and not any(wanted in name for wanted in names):
                continue
            settle(application, window)
            (widget or window).grab().save(str(OUT / f"{name}-{look.name}.png"))
        window.close()


def screens(window: MainWindow, folder: Path) -> Iterator[Screen]:
    """Bring up one screen after the other; gives its name and the widget to draw (None: the window)."""

    yield "welcome", None
    window.create_workspace(folder / "Empty.brief", None)
    for tab in TABS:
        window.desk.show_tab(tab) if wait_for(lambda: window.desk is not None) else None
        yield f"empty-{tab}", None
    window.open_sample()
    wait_for(lambda: window.session is not None)
    for tab in TABS:
        window.desk.show_tab(tab)
        yield f"sample-{tab}", None
    window.session.as_of = AS_OF
    for tab in TABS:
        window.desk.show_tab(tab)
        yield f"past-{tab}", None
    window.desk.show_record("source", "YOM-0417")
    yield "source", None
    yield from tariff_screens(window)
    yield from people_screens(window)
    yield from over_screens(window, folder)


def tariff_screens(window: MainWindow) -> Iterator[Screen]:
    """Every page of the tariff tab, with an answer for a car from Japan."""
    window.desk.show_tab("tariff")
    tab = window.desk.tab
    wait_for(lambda: tab.law is not None)
    tab.ask_about({"hts": "87032301", "value_usd": "30000", "origin": "JP", "date": AS_OF.isoformat()})
    for place in range(tab.pages.count()):
        tab.show_page(place)
        yield f"tariff-{place}", None


def people_screens(window: MainWindow) -> Iterator[Screen]:
    """The other views of the People tab, and a keyboard focus."""
    window.desk.show_tab("people")
    for place, name in enumerate(VIEWS[1:], 1):
        window.desk.tab._show_view(place)
        yield f"people-{name.lower()}", None
    window.desk.tab._show_view(0)
    window.desk.tab.grouping.setCurrentIndex(2)
    window.desk.tab.fields.focus_first()
    yield "people-gojuon", None


def over_screens(window: MainWindow, folder: Path) -> Iterator[Screen]:
    """What lies over the window: palette, message, dialogs, help."""

    window.search.open_palette("Akazawa")
    yield "palette", None
    window.search.open_palette("関税")
    yield "palette-ja", None
    window.search.close_palette()
    window.show_message("Not saved: the disk is full. Nothing was lost.", "error", "Try again", print)
    yield "error", None
    window.messages.dismiss()
    dialogs = {
        "settings": SettingsDialog(window.settings.choices, window),
        "new-workspace": NewWorkspaceDialog(folder, window),
        "crash": CrashDialog(CrashReport("Briefing Desk 0.1.0\nTraceback …", folder / "x", True), window),
    }
    for name, dialog in dialogs.items():
        dialog.show()
        yield name, dialog
        dialog.close()
    show_help(window, "people")
    yield "help", window.help
    window.help.close()


def settle(application: QApplication, window: MainWindow) -> None:
    """Let the window work until it has been idle for a moment."""
    end, quiet = time.monotonic() + LONGEST_SECONDS, time.monotonic()
    while time.monotonic() < end and time.monotonic() - quiet < QUIET_SECONDS:
        application.processEvents()
        time.sleep(0.01)
        if not window.is_idle():
            quiet = time.monotonic()


def wait_for(is_there: Callable[[], bool]) -> bool:
    """Let events run until something is there."""

    end = time.monotonic() + LONGEST_SECONDS
    while not is_there() and time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.01)
    return is_there()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
