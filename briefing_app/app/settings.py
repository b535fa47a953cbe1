"""What the user chose and how the window was left, in one ini file of our config folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from PySide6.QtCore import QByteArray, QLocale, QSettings

from briefing_app.app.i18n import LANGUAGES
from briefing_app.paths import Places

if TYPE_CHECKING:
    from briefing_app.store.second_place import SecondPlace

ThemeChoice = Literal["system", "light", "dark"]
LOCK_MINUTES = (0, 1, 2, 5, 10, 15, 30, 60)
TEXT_SIZES = (0.9, 1.0, 1.15, 1.3, 1.5)
RECENT_LIMIT = 8


@dataclass(frozen=True)
class Choices:
    """What the settings page offers. ``language`` is that of the system until one is chosen. ``lock_minutes``
    without input lock an encrypted workspace; 0: never.
    """

    theme: ThemeChoice = "system"
    text_size: float = 1.0
    language: str = "en"
    lock_minutes: int = 10
    spelling: str = "auto"


class Settings:
    """Typed access to ``settings.ini``. A value that is not one of the allowed ones reads as its default."""

    def __init__(self, places: Places) -> None:
        self.path = places.config / "settings.ini"
        self._file = QSettings(str(self.path), QSettings.Format.IniFormat)

    @property
    def choices(self) -> Choices:
        """The user's choices."""
        theme = str(self._file.value("choices/theme", "system"))
        language = str(self._file.value("choices/language", QLocale.system().name()[:2]))
        return Choices(
            theme=theme if theme in get_args(ThemeChoice) else "system",  # type: ignore[arg-type]
            text_size=_nearest(self._file.value("choices/text_size", 1.0)),
            language=language if language in LANGUAGES else "en",
            lock_minutes=_allowed_minutes(self._file.value("choices/lock_minutes", "10")),
            spelling=str(self._file.value("choices/spelling", "auto")),
        )

    @choices.setter
    def choices(self, choices: Choices) -> None:
        for name in ("theme", "text_size", "language", "lock_minutes", "spelling"):
            self._file.setValue(f"choices/{name}", getattr(choices, name))
        self._file.sync()

    @property
    def recent(self) -> list[Path]:
        """Workspaces opened lately, newest first, as far as they still exist."""
        stored: Any = self._file.value("recent/workspaces", [])
        texts = [stored] if isinstance(stored, str) else list(stored or [])
        paths = [Path(text) for text in texts]
        return [path for path in paths if _is_folder(path) or _is_being_swapped(path)]

    def remember(self, workspace: Path) -> None:
        """Put a workspace first among the recent ones."""
        path = workspace.resolve()
        others = [each for each in self.recent if each != path]
        self._file.setValue("recent/workspaces", [str(each) for each in (path, *others)][:RECENT_LIMIT])

    @property
    def backup_place(self) -> SecondPlace | None:
        """A further folder for the backups of every workspace, whether it is there now or not."""
        from briefing_app.store.second_place import SecondPlace

        stored = str(self._file.value("backups/second_place", ""))
        identity = str(self._file.value("backups/second_place_mark", ""))
        return SecondPlace(Path(stored), identity) if stored else None

    @backup_place.setter
    def backup_place(self, place: SecondPlace | None) -> None:
        self._file.setValue("backups/second_place", "" if place is None else str(place.path))
        self._file.setValue("backups/second_place_mark", "" if place is None else place.identity)
        self._file.sync()

    def state(self, name: str) -> QByteArray | None:
        """A saved state of the window or a splitter."""
        stored = self._file.value(f"window/{name}")
        return stored if isinstance(stored, QByteArray) else None

    def set_state(self, name: str, state: QByteArray) -> None:
        """Save a state of the window or a splitter."""
        self._file.setValue(f"window/{name}", state)

    def word(self, name: str, default: str = "") -> str:
        """A saved word, such as the tab shown last."""
        return str(self._file.value(f"window/{name}", default))

    def set_word(self, name: str, word: str) -> None:
        """Save a word."""
        self._file.setValue(f"window/{name}", word)

    def sync(self) -> None:
        """Write the file."""
        self._file.sync()


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except PermissionError:  # in a folder that the user may not enter
        return False


def _is_being_swapped(path: Path) -> bool:
    from briefing_app.store import swapping  # not needed for a first paint where every workspace is there

    return swapping.is_pending(path)


def _allowed_minutes(value: Any) -> int:
    text = str(value)
    return int(text) if text in {str(each) for each in LOCK_MINUTES} else Choices.lock_minutes


def _nearest(value: Any) -> float:
    try:
        wanted = float(value)
    except (TypeError, ValueError):
        return 1.0
    return min(TEXT_SIZES, key=lambda size: abs(size - wanted))
