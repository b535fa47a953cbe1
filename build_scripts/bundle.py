"""What goes into the packaged program: one list for the spec file and for the tests.

PyInstaller collects everything that Qt could ever load. What a widget program without network, Quick
and virtual keyboard never loads is left out; everything else stays as PyInstaller collected it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

# (place in the bundle, file on the build host, PyInstaller's type)
Entry: TypeAlias = tuple[str, str, str]

PLUGINS = {
    "iconengines": {"libqsvgicon"},
    "imageformats": {"libqjpeg", "libqsvg"},
    # Japanese input needs ibus; compose is for accents.
    "platforminputcontexts": {"libcomposeplatforminputcontextplugin", "libibusplatforminputcontextplugin"},
    "platforms": {"libqoffscreen", "libqwayland", "libqxcb"},
    # The portal gives the desktop's own file dialogs without loading GTK.
    "platformthemes": {"libqxdgdesktopportal"},
    "printsupport": {"libcupsprintersupport"},
    "wayland-decoration-client": {"libbradient"},
    "wayland-graphics-integration-client": {"libqt-plugin-wayland-egl"},
    "wayland-shell-integration": {"libxdg-shell"},
    "xcbglintegrations": {"libqxcb-egl-integration", "libqxcb-glx-integration"},
}
TRANSLATIONS = {"qtbase_en.qm", "qtbase_ja.qm"}

# Qt libraries that only the plug-ins and modules left out above need.
QT_LIBRARIES_LEFT_OUT = re.compile(
    r"libQt6(?:Qml|Quick|VirtualKeyboard|Network|EglFs|EglFS|Pdf|Designer|Help|Sql|Labs|Xml|WaylandCompositor"
    r"|Concurrent|ShaderTools|3D|UiTools|WaylandEglCompositor)[^/]*$"
)
# Printing needs the CUPS of the system that has the printers, with the libraries of that CUPS.
CUPS = re.compile(
    r"^lib(?:cups|avahi-client|avahi-common|gnutls|hogweed|nettle|p11-kit|tasn1|idn2|unistring|gmp"
    r"|gssapi_krb5|krb5|k5crypto|krb5support|keyutils|com_err)\.so[^/]*$"
)
# Python modules that no part of the program imports.
MODULES_LEFT_OUT = (
    *("tkinter", "lib2to3", "idlelib", "turtle", "turtledemo", "ensurepip", "lxml.html", "lxml.objectify"),
    *("PySide6.QtNetwork", "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtSql", "PySide6.QtDesigner"),
    *("PySide6.QtHelp", "PySide6.QtConcurrent", "PySide6.QtXml", "PySide6.QtUiTools"),
    *("pyqtgraph.examples", "pyqtgraph.jupyter", "pyqtgraph.opengl", "matplotlib", "scipy", "pandas", "pytz"),
    *("numpy.f2py", "numpy.testing", "IPython", "pytest", "hypothesis", "mypy", "setuptools", "pip"),
)
# Strip these only: stripping everything breaks wheels that carry checksummed or patched libraries.
STRIPPED = re.compile(r"(?:libpython3[^/]*|lib-dynload/[^/]+|typst/[^/]+|orjson/[^/]+)\.so[^/]*$")


def is_wanted(place: str) -> bool:
    """Whether a file of the bundle is kept."""
    place = place.replace("\\", "/")
    if plugin := re.search(r"Qt/plugins/(?P<kind>[^/]+)/(?P<name>[^/.]+)", place):
        return plugin["name"] in PLUGINS.get(plugin["kind"], ())
    if "Qt/translations/" in place:
        return place.rpartition("/")[2] in TRANSLATIONS
    if any(
        part in place
        for part in (
            "Qt/qml/",
            "pyqtgraph/examples/",
            "pyqtgraph/icons/peegee/",
            "docx/templates/default-docx-template/",
        )
    ):
        return False
    return not (QT_LIBRARIES_LEFT_OUT.search(place) or CUPS.search(place))


def kept(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that are kept."""
    return [entry for entry in entries if is_wanted(entry[0])]


def without_orphans(entries: Sequence[Entry], needs: Callable[[str], Iterable[str]]) -> list[Entry]:
    """The entries without system libraries that nothing kept needs any more.

    ``needs`` gives the names of the libraries that a file is linked to. PyInstaller collects the closure of
    all plug-ins before one of them is left out; GTK's forty libraries would stay behind its theme plug-in.
    """
    libraries = {place: entry for entry in entries if is_system_library(place := entry[0])}
    needed: set[str] = set()
    queue = [source for place, source, _ in entries if place not in libraries]
    while queue:
        found = {name for name in needs(queue.pop()) if name in libraries} - needed
        needed |= found
        queue += [libraries[name][1] for name in found]
    return [entry for entry in entries if entry[0] not in libraries or entry[0] in needed]


def is_system_library(place: str) -> bool:
    """Whether an entry is a library of the build host: they lie at the top of the bundle."""
    return re.fullmatch(r"lib(?!python|Qt6|pyside6|shiboken6)[^/]+\.so[^/]*", place) is not None


def is_stripped(place: str) -> bool:
    """Whether debugging symbols are taken out of a file."""
    return STRIPPED.search(place.replace("\\", "/")) is not None
