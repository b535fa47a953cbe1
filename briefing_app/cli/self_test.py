"""``self-test``: on this machine, with this program, does the whole way work? No network; the window is
drawn without a display, by the program started once more, because the command line knows no Qt.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from briefing_app.cli import output
from briefing_app.cli.duty import shipped_law
from briefing_app.domain.change import Change, ChangeSet
from briefing_app.domain.records import KINDS, Kind
from briefing_app.errors import EXIT_BUG, BriefingError
from briefing_app.exchange import formats
from briefing_app.exchange.incoming import plan
from briefing_app.exchange.sample import load_sample
from briefing_app.store.workspace import Workspace

SAMPLE = "us-japan"
DAY = date(2025, 5, 24)
WINDOW_SECONDS = 120
# Executive and legal fact: a car paid 2.5% + 25% until 15 September 2025 and 15% in total from the 16th.
KNOWN_DUTIES = (("2025-05-24", "8250.00"), ("2025-09-20", "4500.00"))
CAR = {"origin": "JP", "hts": "8703.23.01", "value_usd": "30000"}
IMPORTED = "id,title,date,zone\nself-test-1,Self-test 自己診断,23 May 2025,America/New_York\n"


class _CheckError(Exception):
    """A step did not give what it must."""


def add_self_test(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``self-test``."""
    parser.add_argument("--no-window", action="store_true", help="leave the window out")


def run_self_test(options: argparse.Namespace) -> int:
    """One line a step; exit 0 if all are right, 1 at the first that is not."""
    with tempfile.TemporaryDirectory(prefix="briefing-desk-self-test-") as folder:
        path = Path(folder) / "self-test.brief"
        steps: tuple[tuple[str, Callable[[Path], str]], ...] = (
            ("sample", _sample), ("import", _import), ("duty", _duties), ("search", _search),
            ("paper", _paper), ("reopen", _reopen),
        )  # fmt: skip
        if not options.no_window:
            steps = (*steps, ("window", _window))
        for name, step in steps:
            try:
                output.line(f"ok     {name}: {step(path)}")
            except (BriefingError, _CheckError, OSError, subprocess.TimeoutExpired) as error:
                output.line(f"FAILED {name}: {error}")
                return EXIT_BUG
    output.line("ok     all steps passed")
    return 0


def _sample(path: Path) -> str:
    records = load_sample(SAMPLE)
    changes = tuple(Change(record.record_kind, record.id, None, record) for record in records)
    with Workspace.create(path) as workspace:
        workspace.apply(ChangeSet("Add the sample", changes))
    return f"{len(records)} records of {SAMPLE} saved"


def _import(path: Path) -> str:
    result = formats.read(IMPORTED.encode(), "events.csv", None)
    with Workspace.open(path) as workspace:
        changes, receipt = plan(result, workspace.find, "Import events.csv")
        workspace.apply(changes)
    _must(receipt.added, 1, "records imported")
    return "one event from CSV"


def _duties(_path: Path) -> str:
    from briefing_app.tariff.assess import assess
    from briefing_app.tariff.entry import usd

    law = shipped_law()
    for day, expected in KNOWN_DUTIES:
        answer = assess(law.parse(CAR | {"date": day}), law)
        total = answer.status if answer.total_cents is None else usd(answer.total_cents)
        _must(total, expected, f"duty on a car of $30,000 on {day}")
    return ", ".join(f"{day} {expected}" for day, expected in KNOWN_DUTIES)


def _search(path: Path) -> str:
    with Workspace.open(path, read_only=True) as workspace:
        english = workspace.search("Akazawa", "person", 5)
        japanese = workspace.search("自己診断", "event", 5)
    _must([hit.id for hit in english][:1], ["akazawa"], "the person found")
    _must([hit.id for hit in japanese], ["self-test-1"], "the Japanese word found")
    return "English and Japanese words found"


def _paper(path: Path) -> str:
    from briefing_app.reports.briefing import write_briefing

    pages = []
    with Workspace.open(path, read_only=True) as workspace:
        for language in ("en", "ja"):
            out = path.parent / f"brief-{language}.pdf"
            result = write_briefing(
                workspace,
                template="one-page",
                as_of=DAY,
                language="ja" if language == "ja" else "en",
                out=out,
            )
            _must(out.read_bytes()[:5], b"%PDF-", "beginning of the paper")
            pages.append(f"{language} {result.pages} pages, {out.stat().st_size} bytes")
    return "; ".join(pages)


def _reopen(path: Path) -> str:
    expected: dict[Kind, int] = dict.fromkeys(KINDS, 0)
    for record in load_sample(SAMPLE):
        expected[record.record_kind] += 1
    expected["event"] += 1
    with Workspace.open(path) as workspace:
        _must({kind: workspace.count(kind) for kind in KINDS}, expected, "records after reopening")
    return f"{sum(expected.values())} records are there again"


def _window(path: Path) -> str:
    picture = path.parent / "window.png"
    this = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "briefing_app"]
    home = str(path.parent / "home")
    done = subprocess.run(
        [*this, str(path), "--home", home, "--screenshot", str(picture)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        timeout=WINDOW_SECONDS,
        check=False,
    )
    said = (done.stderr or done.stdout).decode(errors="replace").strip().splitlines()
    _must((done.returncode, said[-1:] if done.returncode else []), (0, []), "the end of the window")
    drawn = picture.read_bytes() if picture.exists() else b""
    _must(drawn[:4], b"\x89PNG", "beginning of the picture")
    return f"picture of {len(drawn)} bytes"


def _must(found: object, expected: object, what: str) -> None:
    if found != expected:
        raise _CheckError(f"{what}: {found} instead of {expected}.")
