"""The licences of everything in the packaged program, generated from what is really in it.

Python packages come from the installed distributions that the project depends on at run time; system
libraries from the Debian package that owns the collected file. Runs in the
project's environment, started by build.py.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

PROJECT = "briefing-app"
LICENCE_FILE = re.compile(r"(?i)(?:^|/)(?:licen[cs]e|copying|notice|copyright|authors)[^/]*$")
LICENCE_FOLDER = re.compile(r"\.dist-info/licenses/.")  # where wheels keep them since PEP 639
TEXT_ENDINGS = {"", ".txt", ".md", ".rst", ".APACHE", ".BSD", ".LGPL"}
COMMON_TEXTS = Path("/usr/share/common-licenses")
# The Qt wheels name their licences but carry no text: it comes from the system's collection.
QT_TEXTS = ("LGPL-3", "GPL-2", "GPL-3")
QT_NOTE = """\
Qt and the Qt for Python bindings are used under the GNU Lesser General Public License, version 3.
They lie as separate shared libraries in this folder and may be replaced by modified versions of the
same interface. The complete source text is published by The Qt Company with each release: Qt and
Qt for Python, version {version}.
"""


@dataclass(frozen=True)
class Component:
    """One third-party part of the program with the texts of its licence, by file name."""

    name: str
    version: str
    licence: str
    texts: tuple[tuple[str, str], ...]


def runtime_distributions(project: str = PROJECT) -> list[metadata.Distribution]:
    """The distributions that the project needs to run, without its extras, by name."""
    found: dict[str, metadata.Distribution] = {}
    queue = [project]
    while queue:
        distribution = metadata.distribution(queue.pop())
        for line in distribution.requires or ():
            requirement = Requirement(line)
            name = re.sub(r"[-_.]+", "-", requirement.name).lower()
            if name in found or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
                continue
            found[name] = metadata.distribution(requirement.name)
            queue.append(requirement.name)
    return [found[name] for name in sorted(found)]


def said_licence(distribution: metadata.Distribution) -> str:
    """What a distribution says its licence is; never empty."""
    said = distribution.metadata
    classifiers = [
        c.rpartition(" :: ")[2] for c in said.get_all("Classifier") or () if c.startswith("License ::")
    ]
    candidates = (
        said.get("License-Expression"),
        "; ".join(classifiers),
        (said.get("License") or "").split("\n")[0],
    )
    return next((text.strip() for text in candidates if text and text.strip()), "see the text")


def python_component(distribution: metadata.Distribution) -> Component:
    """A Python distribution with the licence files it carries. Raises ValueError if there is no text."""
    name = distribution.metadata["Name"]
    texts = []
    for file in distribution.files or ():
        is_named = LICENCE_FILE.search(str(file)) and file.suffix in TEXT_ENDINGS
        if is_named or LICENCE_FOLDER.search(str(file)):
            place = Path(str(distribution.locate_file(file)))
            if place.is_file():
                texts.append((str(file), place.read_text(encoding="utf-8", errors="replace")))
    if name.lower().startswith(("pyside6", "shiboken6")):
        texts.append(("NOTE.txt", QT_NOTE.format(version=distribution.version)))
        texts += [(f"{text}.txt", (COMMON_TEXTS / text).read_text(encoding="utf-8")) for text in QT_TEXTS]
    return Component(name, distribution.version, said_licence(distribution), tuple(texts))


def python_itself() -> Component:
    """The interpreter with its licence text."""
    version = sys.version.split()[0]
    places = [
        Path(sys.base_prefix) / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "LICENSE.txt"
    ]
    places.append(Path(f"/usr/share/doc/python3.{sys.version_info[1]}/copyright"))
    text = next((place.read_text(encoding="utf-8") for place in places if place.exists()), "")
    return Component("Python", version, "PSF-2.0", (("LICENSE.txt", text),) if text else ())


def system_components(files: Iterable[Path]) -> list[Component]:
    """The Debian packages that own some files, with their copyright files; other files are left out."""
    owners = sorted({owner for file in files if (owner := owning_package(file))})
    found = []
    for owner in owners:
        shown = subprocess.run(
            ["dpkg-query", "-W", "-f", "${Version}", owner], capture_output=True, text=True, check=False
        )
        copyright_file = Path("/usr/share/doc") / owner.split(":")[0] / "copyright"
        text = copyright_file.read_text(encoding="utf-8", errors="replace") if copyright_file.exists() else ""
        texts = (("copyright.txt", text),) if text else ()
        found.append(Component(owner.split(":")[0], shown.stdout.strip(), "see the text", texts))
    return found


def owning_package(file: Path) -> str:
    """The Debian package of a file, or nothing. Asks with and without /usr: packages list old paths."""
    real = str(file.resolve())
    for place in (real, real.removeprefix("/usr"), str(file), str(file).removeprefix("/usr")):
        done = subprocess.run(["dpkg-query", "-S", place], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return done.stdout.split(": ")[0].split(",")[0].strip()
    return ""


def write(components: Iterable[Component], folder: Path) -> list[str]:
    """Write the index and the texts below a folder. Returns the names of components without a text."""
    lines = ["Briefing Desk contains these works of others. Their licences lie in the folder 'licences'.", ""]
    without = []
    for component in components:
        lines.append(f"{component.name} {component.version}: {component.licence}")
        place = folder / "licences" / re.sub(r"[^A-Za-z0-9._+-]", "_", component.name)
        if not component.texts:
            without.append(component.name)
        for name, text in component.texts:
            place.mkdir(parents=True, exist_ok=True)
            (place / Path(name).name).write_text(text, encoding="utf-8")
    (folder / "THIRD-PARTY.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return without


def system_files(collected: Path) -> Iterator[Path]:
    """The files of the bundle that came from the system, from the list that the spec file writes."""
    for _, source in json.loads(collected.read_text(encoding="utf-8")):
        if source.startswith(("/lib/", "/usr/lib", "/lib64/")):
            yield Path(source)


def main(arguments: list[str]) -> int:
    """``licences.py COLLECTED.json FOLDER [LIBRARY...]``. Returns 1 if a text is missing."""
    collected, folder, *more = (Path(argument) for argument in arguments)
    bundler = python_component(metadata.distribution("pyinstaller"))
    components = [
        python_itself(),
        *(python_component(distribution) for distribution in runtime_distributions()),
        bundler,
        *system_components([*system_files(collected), *more]),
    ]
    without = write(components, folder)
    print(f"{len(components)} components" + (f"; without a text: {', '.join(without)}" if without else ""))
    return 1 if without else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
