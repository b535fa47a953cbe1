"""The rules of the source tree that import-linter cannot say, as functions from a tree to its breaches.

Each rule takes the folder of the package and returns one line a breach, ``module:line what``, so that
``test_architecture.py`` can hold it against the product and against a planted tree.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PACKAGE = "briefing_app"
MODULE_LINES = 400
MAIN_WINDOW_LINES = 250
NETWORK = (
    *(
        "socket",
        "socketserver",
        "ssl",
        "http",
        "urllib.request",
        "urllib.error",
        "ftplib",
        "smtplib",
        "imaplib",
    ),
    *("poplib", "telnetlib", "xmlrpc", "webbrowser", "requests", "httpx", "aiohttp", "urllib3"),
    *("PySide6.QtNetwork", "PySide6.QtWebSockets", "PySide6.QtWebEngineCore", "PySide6.QtWebEngineWidgets"),
)
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "handler", "data", "info"}
BANNED_ENDINGS = ("Utils", "Util", "Helpers", "Helper", "Manager", "Handler", "Misc")
BATCH_DTYPES = {"float64", "float32", "int64", "int32"}


@dataclass(frozen=True)
class Module:
    """One source file: its dotted name, its text and its syntax tree."""

    name: str
    is_package: bool
    text: str
    tree: ast.Module

    def at(self, node: ast.AST, what: str) -> str:
        """A breach of this module at a node."""
        return f"{self.name}:{getattr(node, 'lineno', 0)} {what}"


@cache
def modules(package: Path) -> tuple[Module, ...]:
    """All modules of the package below a folder, by name."""
    found = []
    for file in sorted(package.rglob("*.py")):
        parts = [package.name, *file.relative_to(package).with_suffix("").parts]
        is_package = parts[-1] == "__init__"
        text = file.read_text(encoding="utf-8")
        found.append(Module(".".join(parts[: -1 if is_package else None]), is_package, text, ast.parse(text)))
    return tuple(found)


def below(package: Path, *names: str) -> Iterator[Module]:
    """The modules that are one of the named ones (without the package's own name) or lie below one."""
    for module in modules(package):
        short = module.name.removeprefix(f"{package.name}.")
        if any(short == name or short.startswith(f"{name}.") for name in names):
            yield module


def imported(node: ast.AST) -> list[str]:
    """The dotted names that an import statement may load: ``from a import b`` gives ``a`` and ``a.b``."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def imports_of(module: Module, name: str) -> Iterator[ast.AST]:
    """The import statements, anywhere in a module, that load ``name`` or something below it."""
    for node in ast.walk(module.tree):
        if any(found == name or found.startswith(f"{name}.") for found in imported(node)):
            yield node


def loaded_at_import(statements: Iterable[ast.stmt]) -> Iterator[str]:
    """The names that are imported when a module is: not in functions, not for type checkers only."""
    for node in statements:
        yield from imported(node)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield from loaded_at_import(node.orelse)
            continue
        for field in ("body", "orelse", "finalbody"):
            yield from loaded_at_import(getattr(node, field, []))
        for handler in getattr(node, "handlers", []):
            yield from loaded_at_import(handler.body)


def widgets_below_ui(package: Path) -> list[str]:
    """``app`` is QtCore and QtGui only."""
    return [
        module.at(node, "QtWidgets in app")
        for module in below(package, "app")
        for node in imports_of(module, "PySide6.QtWidgets")
    ]


def plots_before_first_paint(package: Path) -> list[str]:
    """pyqtgraph costs 0.3 s: nothing that is imported with ``main`` or the main window may load it."""
    known = {module.name: module for module in modules(package)}
    start = [f"{package.name}.{name}" for name in ("main", "__main__", "ui.main_window")]
    queue, came_from = [name for name in start if name in known], {}
    breaches = []
    seen: set[str] = set()
    while queue:
        name = queue.pop()
        if name in seen:
            continue
        seen.add(name)
        for found in loaded_at_import(known[name].tree.body):
            if found.split(".")[0] == "pyqtgraph":
                breaches.append(f"{name}:0 pyqtgraph at import, through {came_from.get(name, 'the start')}")
            # Importing a.b.c imports a and a.b first.
            for end in range(1, found.count(".") + 2):
                part = ".".join(found.split(".")[:end])
                if part in known and part not in seen:
                    came_from.setdefault(part, name)
                    queue.append(part)
    return sorted(set(breaches))


def libraries_out_of_place(package: Path) -> list[str]:
    """tinydb only in store, typst only in reports.render, pyqtgraph only in ui."""
    allowed = {"tinydb": ("store",), "typst": ("reports.render",), "pyqtgraph": ("ui",)}
    breaches = []
    for library, places in allowed.items():
        inside = {module.name for module in below(package, *places)}
        for module in modules(package):
            if module.name not in inside:
                breaches += [
                    module.at(node, f"{library} out of place") for node in imports_of(module, library)
                ]
    return breaches


def binary_floats(package: Path) -> list[str]:
    """Money and rates are exact: no float literal, no ``float``, no floating array type outside the batch."""
    breaches = []
    for module in below(package, "domain.money", "tariff"):
        is_batch = module.name.startswith(f"{package.name}.tariff.batch")
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, (float, complex)):
                breaches.append(module.at(node, f"float literal {node.value!r}"))
            elif isinstance(node, ast.Name) and node.id == "float":
                breaches.append(module.at(node, "the name float"))
            elif (
                isinstance(node, ast.Attribute)
                and node.attr in BATCH_DTYPES - {"int64", "int32"}
                and not is_batch
            ):
                breaches.append(module.at(node, f"{node.attr} outside the batch"))
    return breaches


def event_loops_inside(package: Path) -> list[str]:
    """``processEvents`` runs the user's next click inside the last one."""
    return [
        module.at(node, "processEvents")
        for module in modules(package)
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.Attribute) and node.attr == "processEvents")
        or (isinstance(node, ast.Name) and node.id == "processEvents")
    ]


def empty_names(package: Path) -> list[str]:
    """Module and class names that say nothing."""
    breaches = []
    for module in modules(package):
        stem = module.name.rpartition(".")[2]
        if stem in BANNED_NAMES or stem.rpartition("_")[2] in BANNED_NAMES - {"data", "info"}:
            breaches.append(f"{module.name}:0 module name")
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef):
                name = node.name.strip("_")
                if name.lower() in BANNED_NAMES or name.endswith(BANNED_ENDINGS):
                    breaches.append(module.at(node, f"class name {node.name}"))
    return breaches


def long_modules(package: Path) -> list[str]:
    """A module is one thing; the main window only wires."""
    breaches = []
    for module in modules(package):
        lines = module.text.count("\n")
        limit = MAIN_WINDOW_LINES if module.name == f"{package.name}.ui.main_window" else MODULE_LINES
        if lines > limit:
            breaches.append(f"{module.name}:{lines} more than {limit} lines")
    return breaches


def network(package: Path) -> list[str]:
    """The product is offline: nothing that can open a connection is imported."""
    return [
        module.at(node, name)
        for module in modules(package)
        for name in NETWORK
        for node in imports_of(module, name)
    ]


def ambient_clock(package: Path) -> list[str]:
    """The day is an argument: no rule, model or page asks the clock."""
    asks = re.compile(r"\b(?:datetime|date)\.(?:now|utcnow|today)$|^time\.(?:time|time_ns|localtime)$")
    return [
        module.at(node, ast.unparse(node.func))
        for module in below(package, "domain", "tariff", "trade", "reports")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and asks.search(ast.unparse(node.func))
    ]


RULES = (
    widgets_below_ui,
    plots_before_first_paint,
    libraries_out_of_place,
    binary_floats,
    event_loops_inside,
    empty_names,
    long_modules,
    network,
    ambient_clock,
)
