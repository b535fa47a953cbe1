"""The composition root: reads the arguments, builds the state and passes it in.

A command of the command line goes to :mod:`briefing_app.cli`, which knows no Qt. Anything else is the window.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from briefing_app import cli
from briefing_app.errors import EXIT_USAGE, BriefingError, UsageError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from briefing_app.ui.main_window import MainWindow

SWITCH_SECONDS = 0.0005
TABS = ("timeline", "tariff", "people", "notes", "briefing")


@dataclass(frozen=True)
class WindowOptions:
    """What the window was asked for on the command line."""

    workspace: Path | None = None
    home: Path | None = None
    sample: str = ""
    tab: str = ""
    as_of: date | None = None
    theme: str = ""
    size: tuple[int, int] | None = None
    screenshot: Path | None = None


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message[:1].upper()}{message[1:]}.", hint="See `briefing-app --help`.")


def window_options(arguments: Sequence[str]) -> WindowOptions:
    """Read the arguments of the window. Raises UsageError."""
    parser = _Parser(prog="briefing-app", allow_abbrev=False)
    parser.add_argument("workspace", nargs="?", type=Path)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--sample", default="")
    parser.add_argument("--tab", choices=TABS, default="")
    parser.add_argument("--as-of", type=_day)
    parser.add_argument("--theme", choices=("system", "light", "dark"), default="")
    parser.add_argument("--size", type=_size)
    parser.add_argument("--screenshot", type=Path)
    return WindowOptions(**vars(parser.parse_args(list(arguments))))


def run(arguments: Sequence[str]) -> int:
    """Run one command, or the window until it is closed, and return the exit code."""
    if cli.takes(arguments):
        return cli.main(arguments)
    try:
        options = window_options(arguments)
        if options.workspace is not None and not options.workspace.exists():
            raise UsageError(
                f'There is no command and no workspace "{options.workspace}".',
                hint="`briefing-app --help` lists the commands.",
            )
    except BriefingError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    if _lacks_display():
        if options.screenshot is None:
            print("There is no display here, so no window can be opened.", file=sys.stderr)
            print("Use a command of `briefing-app --help`, or --screenshot FILE.", file=sys.stderr)
            return EXIT_USAGE
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return run_window(options)


def _lacks_display() -> bool:
    named = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    return sys.platform.startswith("linux") and not any(os.environ.get(name) for name in named)


def run_window(options: WindowOptions) -> int:
    """Open the window. Nothing heavy is imported before it is painted."""
    from PySide6.QtWidgets import QApplication

    from briefing_app.app.unread_sources import leave_sources_unread

    leave_sources_unread()
    from briefing_app.app.i18n import use_language
    from briefing_app.app.jobs import Jobs
    from briefing_app.app.settings import Settings
    from briefing_app.paths import places
    from briefing_app.ui.main_window import MainWindow
    from briefing_app.ui.opening import Opener, local_now
    from briefing_app.ui.qt_words import translate_qt
    from briefing_app.ui.theme import STYLE, start_theme

    # The window never waits longer than this for a thread that works in Python.
    sys.setswitchinterval(SWITCH_SECONDS)
    application = QApplication([*sys.argv[:1], "-style", STYLE])
    application.setApplicationName("briefing-desk")
    application.setApplicationDisplayName("Briefing Desk")
    ours = places(options.home)
    settings = Settings(ours)
    choices = settings.choices
    use_language(choices.language)
    translate_qt(application, choices.language)
    look = start_theme(choices.theme, choices.text_size, is_styled=True)
    opener = Opener(Jobs(), ours.data, local_now)
    window = MainWindow(ours, settings, opener)
    application.aboutToQuit.connect(opener.give_up)
    if options.theme:
        look.apply(options.theme)  # type: ignore[arg-type]
    if options.size:
        window.resize(*options.size)
    reporter = _watch_for_crashes(window, ours.logs)
    window.show()
    _after_first_paint(lambda: _start(window, options))
    if options.screenshot is not None:
        _take_picture(application, window, options)
    code = application.exec()
    reporter.uninstall()
    return code


def _start(window: MainWindow, options: WindowOptions) -> None:
    from briefing_app.ui.theme import theme

    theme().draw_icons()
    if options.as_of is not None:
        window.session_changed.connect(
            lambda session: setattr(session, "as_of", options.as_of) if session else None
        )
    if options.workspace is not None:
        window.open_workspace(options.workspace, options.tab)
    elif options.sample:
        window.open_sample(options.sample, options.tab)


def _after_first_paint(start: Any) -> None:
    """Call ``start`` when the event loop has had its first turn: the window is painted by then."""
    from PySide6.QtCore import QTimer

    QTimer.singleShot(0, lambda: QTimer.singleShot(0, start))


def _watch_for_crashes(window: MainWindow, logs: Path) -> Any:
    from briefing_app.app.crash import CrashReporter
    from briefing_app.app.error_words import told
    from briefing_app.ui.opening import local_now

    def rescue() -> None:
        if window.session is not None:
            window.session.flush()

    def show(report: Any) -> None:
        from briefing_app.ui.crash_dialog import CrashDialog

        CrashDialog(report, window).open()

    def is_secret() -> bool:
        return window.session is not None and window.session.workspace.encrypted

    reporter = CrashReporter(logs, rescue, local_now, window, is_secret=is_secret)
    reporter.crashed.connect(show)
    reporter.known.connect(lambda error: window.show_message(told(error), "error"))
    left = reporter.install()
    if left:
        window.show_last_crash(left)
    return reporter


def _take_picture(application: QApplication, window: MainWindow, options: WindowOptions) -> None:
    from briefing_app.ui.picture import PictureTaker

    wants_workspace = options.workspace is not None or bool(options.sample)

    def is_ready() -> bool:
        return window.session is not None or not wants_workspace or bool(window.messages.text)

    def leave(is_saved: bool) -> None:
        window.close()
        application.exit(0 if is_saved else 1)

    assert options.screenshot is not None
    PictureTaker(window, options.screenshot, is_ready).taken.connect(leave)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is not a day such as 2025-05-24') from None


def _size(text: str) -> tuple[int, int]:
    width, _x, height = text.partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise argparse.ArgumentTypeError(f'"{text}" is not a size such as 1280x720')
    return int(width), int(height)


def console() -> None:
    """The entry point of ``briefing-app``."""
    sys.exit(run(sys.argv[1:]))
