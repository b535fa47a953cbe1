"""What is packaged, and how the installer behaves towards what lies on the user's disk."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from build_scripts import build, bundle, licences, pack
from build_scripts.environment import ROOT

needs_xz = pytest.mark.skipif(shutil.which("xz") is None, reason="the installer is packed with xz")

PROGRAM = """#!/bin/sh
# Stands for the packaged program.
[ ! -e "$(dirname "$0")/broken" ] || { echo "cannot start"; exit 1; }
echo "Briefing Desk $(cat "$(dirname "$0")/number")"
"""


@pytest.mark.parametrize(
    "place",
    [
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
        "PySide6/Qt/plugins/iconengines/libqsvgicon.so",
        "PySide6/Qt/translations/qtbase_ja.qm",
        "PySide6/Qt/lib/libQt6Widgets.so.6",
        "resources/fonts/NotoSansJP-Regular.ttf",
        "libxcb-cursor.so.0",
        "docx/templates/default.docx",
    ],
)
def test_what_the_program_loads_is_kept(place: str) -> None:
    assert bundle.is_wanted(place)


@pytest.mark.parametrize(
    "place",
    [
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/plugins/tls/libqopensslbackend.so",
        "PySide6/Qt/plugins/networkinformation/libqnetworkmanager.so",
        "PySide6/Qt/plugins/platforms/libqeglfs.so",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6/Qt/lib/libQt6Network.so.6",
        "PySide6/Qt/lib/libQt6Quick.so.6",
        "PySide6/Qt/qml/QtQuick/qmldir",
        "libcups.so.2",
    ],
)
def test_what_it_never_loads_is_left_out(place: str) -> None:
    assert not bundle.is_wanted(place)


def test_libraries_behind_a_plugin_that_is_left_out_go_too() -> None:
    links = {"/x/qxcb": ["libX11.so.6"], "/lib/x11": ["libxcb.so.1"], "/x/gtk": ["libgtk-3.so.0"]}
    entries = [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "/x/qxcb", "BINARY"),
        ("libX11.so.6", "/lib/x11", "BINARY"),
        ("libxcb.so.1", "/lib/xcb", "BINARY"),
        ("libgtk-3.so.0", "/lib/gtk", "BINARY"),
        ("libpython3.11.so.1.0", "/lib/python", "BINARY"),
    ]
    found = bundle.without_orphans(entries, lambda file: links.get(file, []))
    assert [place for place, _, _ in found] == [
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "libX11.so.6",
        "libxcb.so.1",
        "libpython3.11.so.1.0",
    ]


def test_only_the_named_files_are_stripped() -> None:
    assert bundle.is_stripped("typst/_typst.abi3.so")
    assert bundle.is_stripped("libpython3.11.so.1.0")
    assert not bundle.is_stripped("PySide6/QtCore.abi3.so")
    assert not bundle.is_stripped("numpy.libs/libscipy_openblas64_-32a4b2a6.so")


def test_the_build_reads_the_version_of_the_package() -> None:
    from briefing_app import __version__

    assert build.version() == __version__


@pytest.mark.skipif(
    not licences.COMMON_TEXTS.is_dir(), reason="the texts of the GPL come from Debian's collection"
)
def test_every_runtime_dependency_has_its_licence() -> None:
    components = [licences.python_component(found) for found in licences.runtime_distributions()]
    names = {component.name.lower() for component in components}
    assert {"pyside6_essentials", "tinydb", "typst", "numpy", "cryptography"} <= names
    assert not {"pytest", "mypy", "pyinstaller"} & names
    assert [component.name for component in components if not component.licence or not component.texts] == []


def test_the_index_names_every_component_and_the_gap_is_reported(tmp_path: Path) -> None:
    parts = [
        licences.Component("tinydb", "4.9.0", "MIT", (("LICENSE", "Permission is granted"),)),
        licences.Component("odd/name", "1", "see the text", ()),
    ]
    assert licences.write(parts, tmp_path) == ["odd/name"]
    assert "tinydb 4.9.0: MIT" in (tmp_path / "THIRD-PARTY.txt").read_text(encoding="utf-8")
    assert (tmp_path / "licences" / "tinydb" / "LICENSE").read_text(
        encoding="utf-8"
    ) == "Permission is granted"


@pytest.mark.parametrize(
    "script", sorted((ROOT / "build_scripts" / "installer").glob("*.sh")), ids=lambda s: s.name
)
def test_installer_scripts_are_plain_shell(script: Path) -> None:
    assert subprocess.run(["sh", "-n", str(script)], check=False).returncode == 0
    text = script.read_text(encoding="utf-8")
    assert text.startswith("#!/bin/sh\n")
    assert [word for word in ("[[ ", "curl", "wget", "sudo") if word in text] == []


class Installer:
    """An installer with a stand-in program, and a user's home to run it in."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home 日本"
        self.home.mkdir(parents=True)
        self.target = self.home / ".local" / "share" / "briefing-desk-program"
        self.folder = folder

    def make(self, number: str, *, is_broken: bool = False) -> Path:
        """An installer file of a version."""
        stage = self.folder / f"stage-{number}"
        (stage / "share").mkdir(parents=True)
        for name, target in (
            ("uninstall.sh", "uninstall.sh"),
            ("briefing-desk.desktop", "share/briefing-desk.desktop"),
        ):
            shutil.copyfile(pack.INSTALLER / name, stage / target)
        shutil.copyfile(pack.INSTALLER / "briefing-desk.svg", stage / "share" / "briefing-desk.svg")
        (stage / "briefing-app").write_text(PROGRAM, encoding="utf-8")
        (stage / "briefing-app").chmod(0o755)
        (stage / "number").write_text(number, encoding="utf-8")
        if is_broken:
            (stage / "broken").touch()
        packed = pack.payload(stage, 0)
        made = self.folder / f"briefing-desk-{number}.run"
        made.write_bytes(pack.header(number, packed, 1) + packed)
        return made

    def run(self, made: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run an installer as the user."""
        clean = {"HOME": str(self.home), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        return subprocess.run(
            ["sh", str(made), *arguments], env=clean, capture_output=True, text=True, timeout=60, check=False
        )

    def installed(self, target: Path | None = None) -> str:
        """What the installed program says its version is."""
        program = (target or self.target) / "briefing-app"
        return subprocess.run([str(program)], capture_output=True, text=True, check=False).stdout.strip()

    def files(self) -> list[str]:
        """All files in the home folder."""
        return sorted(
            str(f.relative_to(self.home)) for f in self.home.rglob("*") if f.is_file() or f.is_symlink()
        )


@pytest.fixture
def installer(tmp_path: Path) -> Installer:
    return Installer(tmp_path)


@needs_xz
def test_it_installs_starts_and_goes_without_a_trace(installer: Installer) -> None:
    done = installer.run(installer.make("1.0"))
    assert done.returncode == 0, done.stderr
    assert installer.installed() == "Briefing Desk 1.0"
    link = installer.home / ".local" / "bin" / "briefing-app"
    assert link.resolve() == installer.target / "briefing-app"
    entry = installer.home / ".local" / "share" / "applications" / "briefing-desk.desktop"
    assert f'Exec="{installer.target}/briefing-app" %f' in entry.read_text(encoding="utf-8")
    done = subprocess.run(
        ["sh", str(installer.target / "uninstall.sh")],
        env={"HOME": str(installer.home), "PATH": os.environ["PATH"]},
        check=False,
        capture_output=True,
    )
    assert done.returncode == 0
    assert installer.files() == []


@needs_xz
def test_a_newer_version_takes_the_place_of_the_older(installer: Installer) -> None:
    installer.run(installer.make("1.0"))
    (installer.target / "left-over").touch()
    assert installer.run(installer.make("1.1"), "--quiet").stdout == ""
    assert installer.installed() == "Briefing Desk 1.1"
    assert not (installer.target / "left-over").exists()
    assert not [name for name in installer.files() if ".new" in name or ".old" in name]


@needs_xz
def test_a_version_that_does_not_start_leaves_the_old_one(installer: Installer) -> None:
    installer.run(installer.make("1.0"))
    before = installer.files()
    done = installer.run(installer.make("1.1", is_broken=True))
    assert done.returncode == 1
    assert "Nothing was changed. It said: cannot start" in done.stderr
    assert installer.installed() == "Briefing Desk 1.0"
    assert installer.files() == before


@needs_xz
def test_a_damaged_installer_changes_nothing(installer: Installer) -> None:
    made = installer.make("1.0")
    made.write_bytes(made.read_bytes()[:-1000])
    done = installer.run(made)
    assert done.returncode == 1
    assert "damaged or incomplete" in done.stderr
    assert installer.files() == []


@needs_xz
def test_a_folder_with_something_else_is_never_touched(installer: Installer) -> None:
    theirs = installer.home / "theses"
    theirs.mkdir()
    (theirs / "chapter").write_text("x", encoding="utf-8")
    done = installer.run(installer.make("1.0"), "--target", str(theirs))
    assert done.returncode == 1
    assert "holds something else" in done.stderr
    assert installer.files() == ["theses/chapter"]
    done = installer.run(installer.make("1.1"), "--uninstall", "--target", str(theirs))
    assert done.returncode == 1
    assert installer.files() == ["theses/chapter"]


@needs_xz
def test_without_a_menu_nothing_lies_outside_the_target(installer: Installer) -> None:
    target = installer.home / "my program"
    assert installer.run(installer.make("1.0"), "--no-menu", "--target", str(target)).returncode == 0
    assert installer.installed(target) == "Briefing Desk 1.0"
    assert {name.split("/")[0] for name in installer.files()} == {"my program"}
    assert installer.run(installer.make("1.1"), "--uninstall", "--target", str(target)).returncode == 0
    assert installer.files() == []


@needs_xz
def test_a_running_program_is_not_replaced(installer: Installer) -> None:
    installer.run(installer.make("1.0"))
    (installer.target / "program").mkdir()
    sleeper = installer.target / "program" / "briefing-app"
    shutil.copy(shutil.which("sleep") or "/bin/sleep", sleeper)
    running = subprocess.Popen([str(sleeper), "30"])
    try:
        done = installer.run(installer.make("1.1"))
    finally:
        running.kill()
        running.wait()
    assert done.returncode == 1
    assert "is running. Close it" in done.stderr
    assert installer.installed() == "Briefing Desk 1.0"


@needs_xz
def test_too_little_space_is_said_before_anything_is_written(installer: Installer) -> None:
    made = installer.make("1.0")
    made.write_bytes(made.read_bytes().replace(b"needed_kb=1\n", b"needed_kb=999999999999\n", 1))
    done = installer.run(made)
    assert done.returncode == 1
    assert "MB are needed" in done.stderr
    assert installer.files() == []


@needs_xz
def test_the_same_stage_gives_the_same_bytes(installer: Installer) -> None:
    first = installer.make("1.0")
    os.utime(installer.folder / "stage-1.0" / "number", (1, 1))
    again = pack.payload(installer.folder / "stage-1.0", 0)
    assert hashlib.sha256(again).hexdigest().encode() in first.read_bytes()


def test_the_launcher_lends_a_library_only_where_there_is_none(tmp_path: Path) -> None:
    shutil.copyfile(pack.INSTALLER / "launcher.sh", tmp_path / "briefing-app")
    (tmp_path / "program").mkdir()
    program = tmp_path / "program" / "briefing-app"
    program.write_text('#!/bin/sh\necho "${LD_LIBRARY_PATH-none} $*"\n', encoding="utf-8")
    program.chmod(0o755)
    for group in ("gl", "xcb"):
        (tmp_path / "fallback" / group).mkdir(parents=True)

    def start(text: str) -> str:
        script = (tmp_path / "briefing-app").read_text(encoding="utf-8")
        (tmp_path / "asked").write_text(script.replace("libGL.so.1 libEGL.so.1", text), encoding="utf-8")
        clean = {"PATH": os.environ["PATH"]}
        done = subprocess.run(
            ["sh", str(tmp_path / "asked"), "a b"], env=clean, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    (tmp_path / "fallback" / "xcb").rmdir()
    assert start("libc.so.6") == "none a b"
    assert start("libnever-there.so.9") == f"{tmp_path}/fallback/gl a b"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the installer is for Linux")
def test_the_menu_entry_is_complete() -> None:
    text = (pack.INSTALLER / "briefing-desk.desktop").read_text(encoding="utf-8")
    keys = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    assert keys["Type"] == "Application"
    assert keys["Exec"] == '"@PROGRAM@" %f'
    assert keys["Name"] == "Briefing Desk"
