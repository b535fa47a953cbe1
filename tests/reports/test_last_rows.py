"""The last rows of a long table stand together: no page holds one row of it alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from briefing_app.reports import briefing as papers
from briefing_app.reports.model import ReportData, Section, Table
from briefing_app.store.workspace import Workspace
from tests.reports.tag_tree import TagTree

DAY = date(2025, 5, 24)


def sheet(workspace: Workspace, rows: int, *, large: bool) -> ReportData:
    plain = papers.gather_report(
        workspace, papers.default_briefing(papers.TEMPLATES["duty-sheet"], "en"), as_of=DAY, language="en",
        large_print=large,
    )  # fmt: skip
    cells = tuple((f"row{n}x", "The good is not on the list of this measure") for n in range(rows))
    table = Table(("Measure", "Why not"), cells, widths=(1, 1))
    return replace(plain, sections=(Section("t", "text", "Not applied", (table,), lang="en"),), problems=())


@pytest.mark.parametrize(("large", "sizes"), [(True, range(8, 34)), (False, range(26, 60))])
def test_no_page_ends_a_table_with_a_row_alone(
    desk_space: Workspace,
    tmp_path: Path,
    read_by_poppler: Callable[..., str],
    large: bool,
    sizes: range,
) -> None:
    out, least = tmp_path / "p.pdf", 3 if large else 2
    for rows in sizes:
        out.write_bytes(papers.typeset(sheet(desk_space, rows, large=large)).pdf())
        pages = [page.count("row") for page in read_by_poppler(out, "-layout").split("\f") if "row" in page]
        assert sum(pages) == rows
        assert len(pages) == 1 or pages[-1] >= least, rows
        heads = [page for page in read_by_poppler(out, "-layout").split("\f") if "Why not" in page]
        assert len(heads) == len(pages)
    assert TagTree(out).faults == []
