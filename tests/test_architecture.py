"""The architecture holds, and every guard catches a breach that is planted for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import architecture

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / architecture.PACKAGE
LINT = "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run(['--no-cache']))"

# Rule -> planted files (path below the package, source) -> the breaches it must name.
PLANTED: dict[Callable[[Path], list[str]], tuple[dict[str, str], list[str]]] = {
    architecture.widgets_below_ui: (
        {
            "app/session.py": "from PySide6.QtWidgets import QLabel\n",
            "app/jobs.py": "def f():\n    from PySide6 import QtWidgets\n",
            "app/undo.py": "from PySide6.QtGui import QUndoStack\n",
            "ui/table.py": "from PySide6.QtWidgets import QTableView\n",
        },
        ["briefing_app.app.jobs:2 QtWidgets in app", "briefing_app.app.session:1 QtWidgets in app"],
    ),
    architecture.plots_before_first_paint: (
        {
            "main.py": "def window():\n    from briefing_app.ui.timeline import late\n",
            "ui/main_window.py": "from briefing_app.ui.timeline.tab import Tab\n",
            "ui/timeline/tab.py": "try:\n    from briefing_app.ui.timeline import canvas\nfinally: ...\n",
            "ui/timeline/canvas.py": "import pyqtgraph as pg\n",
            "ui/timeline/late.py": "import pyqtgraph\n",
            "ui/timeline/typed.py": (
                "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import pyqtgraph\n"
                "def f():\n    import pyqtgraph\n"
            ),
        },
        ["briefing_app.ui.timeline.canvas:0 pyqtgraph at import, through briefing_app.ui.timeline.tab"],
    ),
    architecture.libraries_out_of_place: (
        {
            "store/workspace.py": "import tinydb\n",
            "exchange/table.py": "from tinydb.queries import where\n",
            "reports/render.py": "import typst\n",
            "reports/preview.py": "def f():\n    import typst\n",
            "app/session.py": "import pyqtgraph\n",
        },
        [
            "briefing_app.exchange.table:1 tinydb out of place",
            "briefing_app.reports.preview:2 typst out of place",
            "briefing_app.app.session:1 pyqtgraph out of place",
        ],
    ),
    architecture.binary_floats: (
        {
            "domain/money.py": "CENT = 0.01\n",
            "tariff/assess.py": "import numpy as np\ndef f(x):\n    return float(x), np.float64\n",
            "tariff/batch.py": "import numpy as np\nKINDS = (np.float64, np.int64)\nRATE = 1e-6\n",
            "trade/smart.py": "ELASTICITY = -1.5\n",
        },
        [
            "briefing_app.domain.money:1 float literal 0.01",
            "briefing_app.tariff.assess:3 the name float",
            "briefing_app.tariff.assess:3 float64 outside the batch",
            "briefing_app.tariff.batch:3 float literal 1e-06",
        ],
    ),
    architecture.event_loops_inside: (
        {"ui/frame.py": "def f(application):\n    application.processEvents()\n"},
        ["briefing_app.ui.frame:2 processEvents"],
    ),
    architecture.empty_names: (
        {
            "store/utils.py": "",
            "ui/file_manager.py": "",
            "domain/info.py": "",
            "exchange/calendar_data.py": "class TradeData: ...\n",
            "app/jobs.py": "class JobManager: ...\nclass Data: ...\nclass _Helper: ...\nclass Manages: ...\n",
        },
        [
            "briefing_app.store.utils:0 module name",
            "briefing_app.ui.file_manager:0 module name",
            "briefing_app.domain.info:0 module name",
            "briefing_app.app.jobs:1 class name JobManager",
            "briefing_app.app.jobs:2 class name Data",
            "briefing_app.app.jobs:3 class name _Helper",
        ],
    ),
    architecture.long_modules: (
        {
            "ui/main_window.py": "x = 1\n" * 251,
            "ui/search.py": "x = 1\n" * 400,
            "ui/theme.py": "x = 1\n" * 401,
        },
        [
            "briefing_app.ui.main_window:251 more than 250 lines",
            "briefing_app.ui.theme:401 more than 400 lines",
        ],
    ),
    architecture.network: (
        {
            "cli/fetch.py": "from urllib import request\n",
            "cli/links.py": "from urllib.parse import quote\n",
            "store/lock.py": "import socket\n",
            "ui/online.py": "def f():\n    from PySide6.QtNetwork import QNetworkAccessManager\n",
        },
        [
            "briefing_app.cli.fetch:1 urllib.request",
            "briefing_app.store.lock:1 socket",
            "briefing_app.ui.online:2 PySide6.QtNetwork",
        ],
    ),
    architecture.ambient_clock: (
        {
            "tariff/assess.py": "import datetime\nDAY = datetime.datetime.now(datetime.UTC)\n",
            "domain/event.py": "from datetime import date\ndef f():\n    return date.today()\n",
            "reports/brief.py": "import time\nNOW = time.time()\nTOOK = time.monotonic()\n",
            "store/workspace.py": "import time\nNOW = time.time()\n",
        },
        [
            "briefing_app.tariff.assess:2 datetime.datetime.now",
            "briefing_app.domain.event:3 date.today",
            "briefing_app.reports.brief:2 time.time",
        ],
    ),
}

# One breach for each contract of pyproject.toml, by the contract's name.
CONTRACT_BREACHES = {
    "Layers, top to bottom": ("store/planted.py", "import briefing_app.reports\n"),
    "The command line opens no window and starts no session": ("cli/planted.py", "import briefing_app.app\n"),
    "No Qt below app, none in the command line": ("exchange/planted.py", "import PySide6.QtCore\n"),
    "Tabs do not know each other": ("ui/notes/planted.py", "import briefing_app.ui.people\n"),
    "TinyDB stays in the store": ("tariff/planted.py", "import tinydb\n"),
    "Errors, places and packaged files know nothing of ours": ("paths.py", "import briefing_app.domain\n"),
}

BLOCKED = """
import importlib, pkgutil, sys

class Block:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"PySide6", "shiboken6", "pyqtgraph"}:
            raise ImportError(f"{name} is blocked")

sys.meta_path.insert(0, Block())
import briefing_app
for layer in ("domain", "tariff", "trade", "store", "exchange", "reports", "cli"):
    package = importlib.import_module(f"briefing_app.{layer}")
    print(package.__name__)
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(found.name)
        print(found.name)
"""


def plant(folder: Path, files: dict[str, str]) -> Path:
    """Write a package of a few files and return its folder."""
    package = folder / architecture.PACKAGE
    for name, source in files.items():
        assert not Path(name).is_absolute()
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text(source, encoding="utf-8")
    return package


def python(program: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a program with a folder first on the import path."""
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("rule", architecture.RULES, ids=lambda rule: rule.__name__)
def test_the_product_keeps_the_rule(rule: Callable[[Path], list[str]]) -> None:
    assert rule(PACKAGE) == []


@pytest.mark.parametrize("rule", architecture.RULES, ids=lambda rule: rule.__name__)
def test_the_rule_catches_its_planted_breach(rule: Callable[[Path], list[str]], tmp_path: Path) -> None:
    files, expected = PLANTED[rule]
    assert sorted(rule(plant(tmp_path, files))) == sorted(expected)


def test_import_contracts_hold() -> None:
    done = python(LINT, ROOT)
    assert done.returncode == 0, done.stdout


def test_every_import_contract_catches_its_planted_breach(tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / PACKAGE.name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for place, source in CONTRACT_BREACHES.values():
        with (tmp_path / PACKAGE.name / place).open("a", encoding="utf-8") as file:
            file.write(f"\n{source}")
    done = python(LINT, tmp_path)
    assert done.returncode == 1, done.stderr
    verdicts = {name for name in CONTRACT_BREACHES if f"{name} BROKEN" in done.stdout}
    assert verdicts == set(CONTRACT_BREACHES)
    assert "KEPT" not in done.stdout


def test_everything_below_app_imports_without_qt() -> None:
    done = python(BLOCKED, ROOT)
    assert done.returncode == 0, done.stderr
    below_app = {f"{architecture.PACKAGE}.{layer}" for layer in ("domain", "store", "cli")}
    assert below_app <= set(done.stdout.split())


def test_the_block_on_qt_would_be_felt(tmp_path: Path) -> None:
    layers = ("domain", "tariff", "trade", "store", "exchange", "reports", "cli")
    empty = {f"{layer}/__init__.py": "" for layer in layers}
    plant(tmp_path, {"__init__.py": "", **empty, "cli/window.py": "import PySide6.QtCore\n"})
    done = python(BLOCKED, tmp_path)
    assert "PySide6.QtCore is blocked" in done.stderr or "PySide6 is blocked" in done.stderr


@pytest.mark.skipif(not (PACKAGE / "ui" / "main_window.py").exists(), reason="there is no main window yet")
def test_importing_the_main_window_loads_no_plots() -> None:
    program = (
        "import sys, briefing_app.main, briefing_app.ui.main_window\n"
        "print([name for name in ('pyqtgraph', 'numpy', 'typst', 'docx') if name in sys.modules])"
    )
    done = python(program, ROOT)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


OTHER_PROGRAMS = ("pdftotext", "pdfinfo", "pdftoppm", "qpdf", "soffice", "xz", "git")


def unasked_programs(tests: Path) -> list[str]:
    """Tests that start another program without asking whether the machine has it."""
    found = []
    for path in sorted(tests.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        found += [
            f"{path.relative_to(tests)}: {program}"
            for program in OTHER_PROGRAMS
            if f'["{program}",' in source and f'which("{program}")' not in source
        ]
    return found


def test_a_test_asks_before_it_starts_another_program() -> None:
    assert unasked_programs(ROOT / "tests") == []


def test_a_program_that_is_not_asked_for_is_named(tmp_path: Path) -> None:
    (tmp_path / "test_a.py").write_text(f'run(["{OTHER_PROGRAMS[3]}", path])\n')
    (tmp_path / "test_b.py").write_text('if which("xz"):\n    run(["xz", path])\n')
    assert unasked_programs(tmp_path) == ["test_a.py: qpdf"]
