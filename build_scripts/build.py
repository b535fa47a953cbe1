#!/usr/bin/env python3
"""Build the packaged program and its installer, and try both.

    python3 build_scripts/build.py [--version-suffix TEXT] [--fast] [--skip-trial]

Makes ``dist/briefing-desk-VERSION-linux-ARCH.run``: one file, installs for one user without root or network.
A build counts only when the packaged program passes its own self-test, before and after installation.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from build_scripts import bundle, commands
from build_scripts.environment import ROOT, SetupError
from build_scripts.pack import INSTALLER, find_library, make_installer, size, unpacker

BUILD = ROOT / "build"
# Used only where the target has none: the dispatch libraries, not the drivers.
FALLBACK = {
    "gl": ("libGL.so.1", "libGLX.so.0", "libGLdispatch.so.0", "libEGL.so.1"),
    "xcb": ("libxcb.so.1",),
    "wayland": ("libwayland-client.so.0", "libwayland-cursor.so.0", "libwayland-egl.so.1"),
}


class BuildError(SetupError):
    """The build cannot be finished; the text says why."""


def version() -> str:
    """The version of the package, read without importing it."""
    text = (ROOT / "briefing_app" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([^"]+)"', text, re.M)
    if found is None:
        raise BuildError("briefing_app/__init__.py names no version.")
    return found[1]


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long a part takes."""
    start = time.monotonic()
    yield
    print(f"{what}: {time.monotonic() - start:.1f} s", flush=True)


def run(command: list[str], variables: dict[str, str], what: str) -> str:
    """Run a command; its output is returned, and shown only if it fails. Raises BuildError."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr)
        raise BuildError(f"{what} failed with exit code {done.returncode}; what it said stands above.")
    return done.stdout + done.stderr


def freeze(variables: dict[str, str]) -> Path:
    """Run PyInstaller on the spec. Returns the folder of the program. Raises BuildError."""
    places = ["--distpath", str(BUILD / "frozen"), "--workpath", str(BUILD / "work")]
    spec = str(ROOT / "build_scripts" / "briefing.spec")
    command = [
        str(commands.HERE.python),
        "-m",
        "PyInstaller",
        "--noconfirm",
        "--log-level",
        "WARN",
        *places,
        spec,
    ]
    said = run(command, variables, "PyInstaller")
    # A library that the build host lacks is only warned of and then missing for every user.
    warned = re.findall(r"could not resolve '([^']+)', dependency of '([^']+)'", said)
    if lacking := sorted(
        {name for name, user in warned if bundle.is_wanted(name) and bundle.is_wanted(user)}
    ):
        raise BuildError(f"These libraries are absent on the build host: {', '.join(lacking)}.")
    return BUILD / "frozen" / "briefing-desk"


def strip(program: Path) -> None:
    """Take debugging symbols out of the few large files that carry them."""
    tool = shutil.which("strip")
    if tool is None:
        print("strip is absent: the program stays about 30 MB larger.")
        return
    for file in sorted(program.rglob("*.so*")):
        if not file.is_symlink() and bundle.is_stripped(str(file.relative_to(program / "_internal"))):
            subprocess.run([tool, "--strip-unneeded", str(file)], check=True)


def assemble(program: Path, variables: dict[str, str], named: str) -> Path:
    """Lay out what the installer unpacks: program, launcher, fallback libraries, licences, menu entry."""
    stage = BUILD / "stage"
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(parents=True)
    program.rename(stage / "program")
    lent = [str(unpacker()), str(find_library("liblzma.so.5"))]
    for group, names in FALLBACK.items():
        (stage / "fallback" / group).mkdir(parents=True)
        for name in names:
            source = find_library(name)
            lent.append(str(source))
            shutil.copyfile(source, stage / "fallback" / group / name)
    for name, target in (("launcher.sh", "briefing-app"), ("uninstall.sh", "uninstall.sh")):
        shutil.copyfile(INSTALLER / name, stage / target)
        (stage / target).chmod(0o755)
    (stage / "share").mkdir()
    for name in ("briefing-desk.desktop", "briefing-desk.svg"):
        shutil.copyfile(INSTALLER / name, stage / "share" / name)
    (stage / ".briefing-desk-program").write_text(f"{named}\n", encoding="utf-8")
    (stage / "VERSION.txt").write_text(built_with(named), encoding="utf-8")
    collected = next((BUILD / "work").rglob("collected.json"))
    command = [str(commands.HERE.python), "-m", "build_scripts.licences", str(collected), str(stage), *lent]
    print("Licences:", run(command, variables, "Collecting the licences").strip())
    return stage


def built_with(named: str) -> str:
    """What the program was built from, for a bug report: version, commit, Python, Qt, system."""
    asked = (
        "import json, sys, importlib.metadata as m;"
        "print(json.dumps([sys.version.split()[0], *map(m.version, sys.argv[1:])]))"
    )
    parts = ["PySide6-Essentials", "pyinstaller"]
    done = subprocess.run(
        [str(commands.HERE.python), "-c", asked, *parts], capture_output=True, text=True, check=True
    )
    python, qt, bundler = json.loads(done.stdout)
    commit = subprocess.run(
        ["git", "rev-parse", "--short=12", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    libc = " ".join(platform.libc_ver())
    tools = f"Python {python}, Qt {qt}, PyInstaller {bundler}, {libc}"
    return f"Briefing Desk {named}\ncommit {commit or 'unknown'}\n{tools}\n"


def self_test(program: Path, variables: dict[str, str], what: str) -> None:
    """Run the packaged program's self-test with an empty home. Raises BuildError."""
    with tempfile.TemporaryDirectory() as home, timed(what):
        clean = {**variables, "HOME": home, "QT_QPA_PLATFORM": "offscreen"}
        print(run([str(program), "self-test"], clean, what).strip())


def try_out(made: Path, variables: dict[str, str]) -> None:
    """Install into a folder with a space and Japanese in its name, test there, remove. Raises BuildError."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        target = home / "Programme 日本" / "briefing desk"
        clean = {key: value for key, value in variables.items() if not key.startswith("XDG_")} | {
            "HOME": folder
        }
        with timed("Installing"):
            run(["sh", str(made), "--quiet", "--target", str(target)], clean, "The installer")
        self_test(target / "briefing-app", clean, "Self-test of the installed program")
        start = [str(target / "briefing-app"), "--version"]
        for what in ("First", "Second"):
            with timed(f"{what} start (--version)"):
                run(start, clean, "The installed program")
        run(["sh", str(made), "--uninstall", "--target", str(target)], clean, "Uninstalling")
        if left := [
            str(file.relative_to(home)) for file in home.rglob("*") if file.is_file() or file.is_symlink()
        ]:
            raise BuildError(f"Uninstalling left these files: {', '.join(left[:5])}.")


def main(arguments: list[str]) -> int:
    """Build, pack, try. Returns 0, or 2 with one line on what hinders it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--version-suffix", default="", help="added to the version, for example .dev1")
    parser.add_argument("--fast", action="store_true", help="compress lightly: quicker, a larger file")
    parser.add_argument(
        "--skip-trial", action="store_true", help="do not install, test and remove the result"
    )
    asked = parser.parse_args(arguments)
    if not sys.platform.startswith("linux"):
        print("build.py: only Linux is built and tried here; on other systems run the spec with PyInstaller.")
        return 2
    os.chdir(ROOT)
    try:
        named = version() + asked.version_suffix
        variables = commands.ready("offscreen", "xcb", "wayland")
        os.environ.update(variables)
        with timed("Freezing"):
            program = freeze(variables)
        strip(program)
        stage = assemble(program, variables, named)
        print(
            f"Program: {size(stage) / 1e6:.0f} MB in {sum(1 for f in stage.rglob('*') if f.is_file())} files"
        )
        self_test(stage / "briefing-app", variables, "Self-test of the packaged program")
        with timed("Packing"):
            made = make_installer(stage, named, 0 if asked.fast else 6)
        if not asked.skip_trial:
            try_out(made, variables)
    except SetupError as error:
        print(f"build.py: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
