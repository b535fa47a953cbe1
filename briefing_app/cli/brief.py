"""``brief``: a paper from the workspace, as PDF."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from briefing_app.cli import opening, output
from briefing_app.cli.files import check_target
from briefing_app.errors import UsageError

if TYPE_CHECKING:
    from briefing_app.reports.clean import Finding

_FORMS = (".pdf", ".docx", ".md")


def add_brief(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``brief``."""
    opening.add_workspace(parser)
    parser.add_argument("--template", metavar="NAME", required=True, help="one-page, chronology, …")
    parser.add_argument(
        "--as-of", metavar="D", help="the day it is written for, YYYY-MM-DD; today if left out"
    )
    parser.add_argument("--lang", metavar="en|ja", default="en", help="the language of the paper")
    parser.add_argument(
        "--marking", metavar="LABEL", default="", help="printed on every page, such as TLP:AMBER"
    )
    parser.add_argument("--paper", choices=("a4", "letter"), help="its size; as the stored paper says")
    parser.add_argument("--large-print", action="store_true", help="flow it again in 18 points")
    parser.add_argument(
        "--release", metavar="LABEL", default="", help="leave out everything marked above this label"
    )
    parser.add_argument("--watermark", metavar="WORDS", default="", help="grey and large behind each page")
    parser.add_argument(
        "--western-years", action="store_true", help="in Japanese papers 2025年 in place of 令和7年"
    )
    parser.add_argument(
        "--change-bars",
        metavar="N|no",
        default="",
        help="the edition since which bars in the margin tell what changed; as the stored paper says",
    )
    parser.add_argument(
        "--sheets",
        choices=("2-up", "booklet"),
        help="lay the pages out for the printer: two to a side, or a booklet to fold",
    )
    parser.add_argument("--plain", action="store_true", help="leave PDF/A and PDF/UA out")
    parser.add_argument(
        "--out", metavar="FILE.pdf", type=Path, required=True, help="where to write it; .docx and .md too"
    )


def run_brief(options: argparse.Namespace) -> int:
    """Write the paper; what was changed or looks wrong goes to the message stream."""
    from briefing_app.reports.briefing import template_named, write_briefing
    from briefing_app.reports.paper_settings import A4, LETTER

    template_named(options.template)
    check_target(options.out)
    if options.out.suffix.lower() not in _FORMS:
        raise UsageError(
            f'A paper is written as PDF, Word or Markdown, not as "{options.out.name}".',
            hint="Name the file .pdf, .docx or .md; nothing was written.",
        )
    if options.sheets and options.out.suffix.lower() != ".pdf":
        raise UsageError("Only a PDF is laid out for the printer.", hint="Name the file .pdf.")
    with opening.open_workspace(options, read_only=True) as workspace:
        result = write_briefing(
            workspace,
            template=options.template,
            as_of=_day(options.as_of),
            language=options.lang,
            out=options.out,
            marking=options.marking,
            plain=options.plain,
            paper={"letter": LETTER, "a4": A4}.get(options.paper, ""),
            release=options.release,
            large_print=options.large_print,
            watermark=options.watermark,
            western_years=options.western_years,
            sheets=options.sheets or "",
            bars=_bars(options.change_bars),
        )
    for line in _not_printed(result.findings):
        output.message(line)
    for problem in result.problems:
        output.message(f"{problem.severity}: {problem.text}")
    # How many pages a text has is for the program to say that opens it.
    is_pages = options.out.suffix.lower() == ".pdf"
    pages = f"  {result.pages} page{'' if result.pages == 1 else 's'}" if is_pages else ""
    output.line(f"{result.path}{pages}")
    return 0


def _bars(wanted: str) -> str:
    if wanted in ("", "no") or (wanted.isdecimal() and wanted.isascii()):
        return wanted
    raise UsageError(
        f'"{wanted}" is not the number of an edition.', hint="Write its number, or no for no bars."
    )


def _not_printed(findings: Sequence[Finding]) -> Iterator[str]:
    """What was changed in the text: the same characters are named once, with how often they occur."""
    alike: dict[tuple[tuple[str, ...], bool], list[Finding]] = {}
    for each in findings:
        alike.setdefault((each.characters, each.dropped), []).append(each)
    for first, *others in alike.values():
        yield str(first)
        if others:
            yield f"The same in {len(others)} other place{'' if len(others) == 1 else 's'}."


def _day(text: str | None) -> date:
    """The day of ``--as-of``; the computer's day if it is left out."""
    if text is None:
        return datetime.now().astimezone().date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f'"{text}" is not a day.', hint="Write it as 2025-05-24.") from None
