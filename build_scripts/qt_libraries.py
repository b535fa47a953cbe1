"""The system libraries that Qt needs on Linux: found before Qt aborts, installed or fetched where possible.

The Qt wheels bring Qt itself but not the graphics and font libraries of the system; without one of them the
program ends with a loader message or, for the window's plug-in, with an abort. Standard library only.
"""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from build_scripts.environment import ROOT, succeeds

# Library -> Debian package. Read off the NEEDED entries of the Qt 6.11.3 wheels.
DRAWING = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
X11_WINDOW = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
WAYLAND_WINDOW = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
# Drivers behind libgl1 and libegl1 (180 MB unpacked), which a window of widgets never loads; set-up tools.
NOT_FETCHED = re.compile(
    r"libgl1-mesa-dri|libglx-mesa0|libegl-mesa0|libgbm1|libllvm.*|libc6|libgcc-s1|c?debconf|ucf|fonts-.*|.*-bin"
)
SYSLIBS = ROOT / ".syslibs"


def needed(platforms: Iterable[str]) -> dict[str, str]:
    """Library -> package for drawing on some of ``offscreen``, ``xcb`` and ``wayland``."""
    wanted = dict(DRAWING)
    for platform in platforms:
        wanted |= {"xcb": X11_WINDOW, "wayland": WAYLAND_WINDOW}.get(platform, {})
    return wanted


def missing(wanted: Mapping[str, str]) -> dict[str, str]:
    """Those of the wanted libraries that this process cannot load."""
    return {library: package for library, package in wanted.items() if not loads(library)}


def loads(library: str) -> bool:
    """Whether the loader finds a library and all that it needs."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def prepare(platforms: Iterable[str]) -> tuple[dict[str, str], str]:
    """Make Qt's libraries available. Returns (extra variables, a sentence on what is still missing).

    As root of a Debian system the packages are installed; as another user they are fetched into ``.syslibs``
    beside the project and found through the environment. Where neither works the sentence names them.
    """
    if not sys.platform.startswith("linux"):
        return {}, ""
    lacking = missing(needed(platforms))
    if not lacking:
        return {}, ""
    extra = fetched_environment()
    if extra and all_load(lacking, extra):
        return extra, ""
    packages = sorted(set(lacking.values()))
    print(f"Qt needs system libraries that are absent here: {', '.join(sorted(lacking))}.", flush=True)
    if shutil.which("apt-get"):
        if os.geteuid() == 0:
            apt_install(packages)
            if all_load(lacking, {}):
                return {}, ""
        elif fetch(packages):
            extra = fetched_environment()
            if all_load(lacking, extra):
                return extra, ""
    return extra, advice(packages)


def advice(packages: Iterable[str]) -> str:
    """One line that an administrator can follow."""
    named = " ".join(sorted(set(packages)))
    if shutil.which("apt-get"):
        return (
            f"Ask an administrator to run: apt-get update && apt-get install --no-install-recommends {named}"
        )
    return f"Install the packages that your system has for these (Debian names): {named}"


def all_load(libraries: Iterable[str], extra: Mapping[str, str]) -> bool:
    """Whether a new process with these extra variables loads every library."""
    code = f"import ctypes\nfor name in {sorted(libraries)!r}: ctypes.CDLL(name)"
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **extra}, stderr=subprocess.DEVNULL, check=False
    )
    return done.returncode == 0


def apt_install(packages: list[str]) -> None:
    """Install packages as root; the package lists are fetched first where they are absent or stale."""
    print(f"Installing {' '.join(packages)} ...", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    for update_first in (False, True):
        if update_first:
            succeeds(["apt-get", "update", "-qq"])
        done = subprocess.run(
            command,
            env=quiet,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode == 0:
            return


def fetch(packages: list[str]) -> bool:
    """Download packages with what they depend on and unpack them into ``.syslibs``; needs no rights."""
    print(f"Fetching {' '.join(packages)} into {SYSLIBS.name} ...", flush=True)
    wanted = sorted(closure(packages))
    if not wanted:
        return False
    with tempfile.TemporaryDirectory() as folder:
        if not fetch_into(Path(folder), wanted):
            return False
        archives = sorted(Path(folder).glob("*.deb"))
        return bool(archives) and all(
            succeeds(["dpkg-deb", "-x", str(deb), str(SYSLIBS)]) for deb in archives
        )


def fetch_into(folder: Path, packages: list[str]) -> bool:
    """``apt-get download`` into a folder. False if the package lists are absent or the network is."""
    done = subprocess.run(
        ["apt-get", "download", "-qq", *packages],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode == 0


def closure(packages: Iterable[str]) -> set[str]:
    """The packages and what they depend on, without what is installed and without graphics drivers."""
    listed = subprocess.run(
        [
            *("apt-cache", "depends", "--recurse", "--no-recommends", "--no-suggests", "--no-conflicts"),
            *("--no-breaks", "--no-replaces", "--no-enhances", *packages),
        ],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    ).stdout
    return {name for name in reachable(listed, packages) if not is_installed(name)}


def reachable(listed: str, start: Iterable[str]) -> set[str]:
    """Follow the dependencies in the output of ``apt-cache depends`` from ``start``, leaving drivers out.

    Of alternatives the first is taken; a virtual package (in angle brackets) leads to its providers.
    """
    depends: dict[str, list[str]] = {}
    current: list[str] = []
    virtual: set[str] = set()
    is_alternative = False
    for line in listed.splitlines():
        name = line.split()[-1].strip("<>") if line.strip() else ""
        if line.endswith(">"):
            virtual.add(name)
        if line and not line[0].isspace():
            current = depends.setdefault(name, [])
        elif found := re.match(r"\s+(\|?)(?:Pre)?Depends: ", line):
            if not is_alternative:
                current.append(name)
            is_alternative = bool(found[1])
        elif line.startswith("    ") and current and current[-1] in virtual:
            depends.setdefault(current[-1], []).append(name)
    seen: set[str] = set()
    queue = list(start)
    while queue:
        name = queue.pop()
        if name not in seen and name in depends and not NOT_FETCHED.fullmatch(name):
            seen.add(name)
            queue.extend(depends[name])
    return seen - virtual


def is_installed(package: str) -> bool:
    """Whether dpkg knows a package as installed."""
    done = subprocess.run(
        ["dpkg-query", "-W", "-f", "${db:Status-Status}", package],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() == "installed"


def fetched_environment() -> dict[str, str]:
    """The variables that make the libraries in ``.syslibs`` found; empty if there are none."""
    folders = sorted(
        {str(file.parent) for top in ("lib", "usr/lib") for file in (SYSLIBS / top).glob("**/*.so.*")}
    )
    if not folders:
        return {}
    before = os.environ.get("LD_LIBRARY_PATH")
    extra = {"LD_LIBRARY_PATH": os.pathsep.join([*folders, *([before] if before else [])])}
    keyboards = SYSLIBS / "usr" / "share" / "X11" / "xkb"
    if keyboards.is_dir():
        extra["XKB_CONFIG_ROOT"] = str(keyboards)
    fonts = SYSLIBS / "etc" / "fonts"
    if fonts.is_dir() and not Path("/etc/fonts/fonts.conf").exists():
        extra["FONTCONFIG_PATH"] = str(fonts)
    return extra


def display(variables: Mapping[str, str]) -> str:
    """What a window can open on: ``native``, ``wayland``, ``xcb``, or empty where there is no display."""
    if not sys.platform.startswith("linux"):
        return "native"
    if variables.get("WAYLAND_DISPLAY"):
        return "wayland"
    return "xcb" if answers(variables.get("DISPLAY", "")) else ""


def answers(name: str) -> bool:
    """Whether an X server listens on a display such as ``:0`` or ``host:10.0``."""
    found = re.fullmatch(r"(?:unix/)?(?P<host>[^:]*):(?P<number>\d+)(?:\.\d+)?", name)
    if found is None:
        return False
    number = int(found["number"])
    if found["host"]:
        places: list[object] = [(found["host"], 6000 + number)]
    else:
        places = [f"/tmp/.X11-unix/X{number}", f"\0/tmp/.X11-unix/X{number}"]
    return any(listens(place) for place in places)


def listens(place: object) -> bool:
    """Whether something accepts a connection at a socket address (a path, or host and port)."""
    family = socket.AF_INET if isinstance(place, tuple) else socket.AF_UNIX
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(2)
        try:
            probe.connect(place)
        except OSError:
            return False
    return True
