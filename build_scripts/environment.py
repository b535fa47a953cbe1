"""The project's Python environment: made once in ``.venv``, checked in milliseconds afterwards.

Standard library only. Three ways lead to the same environment, tried in this order: ``uv`` where it works;
``venv`` with its own pip; ``venv`` without pip, filled by the pip of the starting Python (bare Debian has no
``ensurepip`` and refuses ``pip install --user``).
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STAMP_FORMAT = "1"


class SetupError(Exception):
    """The environment cannot be made; the text is one sentence that says what to do."""


@dataclass(frozen=True)
class Environment:
    """The virtual environment of one checkout."""

    root: Path

    @property
    def folder(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """The interpreter inside the environment."""
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def stamp(self) -> Path:
        """Written last: its text is the fingerprint of what was installed."""
        return self.folder / "briefing-setup-stamp"

    @property
    def wheelhouse(self) -> Path | None:
        """A folder with wheels for a machine without network, if there is one beside the project file."""
        found = self.root / "wheelhouse"
        return found if found.is_dir() and any(found.glob("*.whl")) else None

    def fingerprint(self) -> str:
        """Changes when the dependencies, the Python that starts us or the folder's place change."""
        parts = (
            STAMP_FORMAT.encode(),
            (self.root / "pyproject.toml").read_bytes(),
            sys.version.encode(),
            str(self.root).encode(),
        )
        return hashlib.sha256(b"\0".join(parts)).hexdigest()

    def is_current(self) -> bool:
        """Whether the environment holds what the project file asks for."""
        try:
            stamped = self.stamp.read_text(encoding="ascii")
        except (OSError, ValueError):
            return False
        return self.python.exists() and stamped == self.fingerprint()


def ensure(environment: Environment) -> bool:
    """Make or refresh the environment. Returns whether there was anything to do. Raises SetupError."""
    if environment.is_current():
        return False
    environment.stamp.unlink(missing_ok=True)
    print("Setting up .venv (once; later starts skip this) ...", flush=True)
    if not is_usable(environment.python):
        create(environment)
    install(environment)
    environment.stamp.write_text(environment.fingerprint(), encoding="ascii")
    return True


def create(environment: Environment) -> None:
    """An empty environment of the Python that runs this. Raises SetupError."""
    shutil.rmtree(environment.folder, ignore_errors=True)
    if uv := find_uv():
        if succeeds([uv, "venv", "--quiet", "--python", sys.executable, str(environment.folder)]):
            return
        shutil.rmtree(environment.folder, ignore_errors=True)
    if importlib.util.find_spec("ensurepip"):
        if succeeds([sys.executable, "-m", "venv", str(environment.folder)]):
            return
        # A failed venv leaves half an environment behind.
        shutil.rmtree(environment.folder, ignore_errors=True)
    if importlib.util.find_spec("pip") is None:
        raise SetupError(
            "This Python has neither uv nor pip: install one, for example with 'apt-get install python3-pip'."
        )
    if not succeeds([sys.executable, "-m", "venv", "--without-pip", str(environment.folder)]):
        raise SetupError(
            f"An environment cannot be made in {environment.folder}: is the folder writable, is there space?"
        )


def install(environment: Environment) -> None:
    """Install the project in place with its development tools. Raises SetupError."""
    command = [*installer(environment), *sources(environment), "--editable", f"{environment.root}[dev]"]
    if subprocess.run(command, cwd=environment.root, stdin=subprocess.DEVNULL, check=False).returncode:
        raise SetupError(
            "The packages could not be installed (the reason stands above): check the network, or put "
            "the wheels into a folder named wheelhouse, then start again."
        )


def installer(environment: Environment) -> list[str]:
    """The command that installs into the environment: uv, its own pip, or the pip of the starting Python."""
    python = str(environment.python)
    if uv := find_uv():
        # uv leaves compiling to the first start, which then takes twice as long.
        return [uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", python]
    quiet = ["install", "--quiet", "--disable-pip-version-check", "--no-input"]
    if succeeds([python, "-c", "import pip"]):
        return [python, "-m", "pip", *quiet]
    return [sys.executable, "-m", "pip", "--python", python, *quiet]


def sources(environment: Environment) -> list[str]:
    """Where packages come from: the configured index, or only the wheelhouse if there is one."""
    if environment.wheelhouse is None:
        return []
    return ["--no-index", "--find-links", str(environment.wheelhouse)]


def find_uv() -> str | None:
    """uv, if it is on PATH and really starts (a version manager's shim may not)."""
    uv = shutil.which("uv")
    return uv if uv and succeeds([uv, "--version"]) else None


def is_usable(python: Path) -> bool:
    """Whether there is an interpreter of the same version as this one that starts."""
    asked = f"import sys; raise SystemExit(sys.version_info[:2] != {sys.version_info[:2]!r})"
    return python.exists() and succeeds([str(python), "-c", asked])


def succeeds(command: list[str]) -> bool:
    """Whether a command can be started and ends with exit code 0. Its output is dropped."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    except OSError:
        return False
    return done.returncode == 0
