"""One self-extracting installer file: a shell script with a compressed archive behind its last line."""

from __future__ import annotations

import hashlib
import io
import os
import platform
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from build_scripts.environment import ROOT, SetupError

INSTALLER = ROOT / "build_scripts" / "installer"
DIST = ROOT / "dist"


class PackError(SetupError):
    """The installer cannot be made; the text says what is absent."""


def payload(stage: Path, preset: int) -> bytes:
    """What follows the header: a plain tar of the unpacker and of the stage as ``program.tar.xz``.

    xz saves a quarter against gzip, but a bare system has no xz: the build host's own goes in front. Same
    input, same bytes: entries are sorted, without owner, with one time.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for name, source in (("xz", unpacker()), ("liblzma.so.5", find_library("liblzma.so.5"))):
            shutil.copyfile(source, place / name)
            (place / name).chmod(0o755)
        (place / "program.tar").write_bytes(archived(stage))
        subprocess.run(["xz", f"-{preset}", "-T2", str(place / "program.tar")], check=True)
        return archived(place)


def unpacker() -> Path:
    """The xz program of the build host. Raises PackError if there is none."""
    if found := shutil.which("xz"):
        return Path(found)
    raise PackError("xz is absent on the build host: install xz-utils.")


def find_library(name: str) -> Path:
    """The file of a shared library on the build host. Raises PackError."""
    folders = ["/lib", "/usr/lib", "/usr/lib64", f"/usr/lib/{platform.machine()}-linux-gnu"]
    folders += os.environ.get("LD_LIBRARY_PATH", "").split(":")
    for folder in filter(None, folders):
        if (found := Path(folder) / name).exists():
            return found.resolve()
    raise PackError(f"{name} is absent on the build host; the installer carries it for bare systems.")


def archived(folder: Path) -> bytes:
    """A folder as a plain tar."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for file in sorted(folder.rglob("*")):
            archive.add(file, arcname=str(file.relative_to(folder)), recursive=False, filter=anonymous)
    return packed.getvalue()


def anonymous(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """An archive entry without owner and time."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mtime = 0
    entry.mode = 0o755 if entry.isdir() or entry.mode & 0o100 else 0o644
    return entry


def header(named: str, packed: bytes, needed_kb: int) -> bytes:
    """The shell script in front of the payload."""
    text = (INSTALLER / "header.sh").read_text(encoding="utf-8")
    values = {
        "@VERSION@": named,
        "@PAYLOAD_LINE@": str(text.count("\n") + 1),
        "@PAYLOAD_SHA256@": hashlib.sha256(packed).hexdigest(),
        "@NEEDED_KB@": str(needed_kb),
    }
    for key, value in values.items():
        text = text.replace(key, value)
    return text.encode()


def size(folder: Path) -> int:
    """The bytes of all files below a folder."""
    return sum(file.lstat().st_size for file in folder.rglob("*") if file.is_file())


def make_installer(stage: Path, named: str, preset: int) -> Path:
    """Write the installer and its checksum file. Returns the installer."""
    packed = payload(stage, preset)
    DIST.mkdir(exist_ok=True)
    made = DIST / f"briefing-desk-{named}-linux-{platform.machine()}.run"
    made.write_bytes(header(named, packed, size(stage) // 1024 * 11 // 10) + packed)
    made.chmod(0o755)
    digest = hashlib.sha256(made.read_bytes()).hexdigest()
    made.with_name(f"{made.name}.sha256").write_text(f"{digest}  {made.name}\n", encoding="ascii")
    print(f"{made.relative_to(ROOT)}: {made.stat().st_size / 1e6:.1f} MB\nsha256 {digest}")
    return made
