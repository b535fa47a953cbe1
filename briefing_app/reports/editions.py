"""Editions: a paper as it was issued, numbered, hashed and kept in the workspace with its content.

The PDF and the Markdown of the same content are attachments of the workspace; a source record names them, so
that an issued paper can be cited and found. Writing an edition again gives the bytes that were issued.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from briefing_app.domain.change import ChangeSet, added
from briefing_app.domain.records import Source
from briefing_app.errors import UsageError
from briefing_app.reports import briefing as papers
from briefing_app.reports.markdown_edition import to_markdown
from briefing_app.reports.model import Item, Prose, ReportData, Run, Section
from briefing_app.reports.wording import Language
from briefing_app.store.workspace import Workspace

PUBLISHER = "Briefing Desk"
_TEXT = re.compile(r"content (?P<sha>[0-9a-f]{64})")
_MOST_CHANGES = 40


@dataclass(frozen=True)
class Edition:
    """An issued paper. ``sha256`` is that of its PDF, ``text_sha256`` of its content as Markdown."""

    number: int
    title: str
    as_of: str
    sha256: str
    text_sha256: str
    source_id: str


def editions(workspace: Workspace, briefing_id: str) -> tuple[Edition, ...]:
    """The editions of a briefing, first to last."""
    found = []
    for source in workspace.records("source"):
        if not isinstance(source, Source) or not source.id.startswith(f"edition-{briefing_id}-"):
            continue
        text = _TEXT.search(source.locator)
        number = int(source.id.rpartition("-")[2])
        sha = text["sha"] if text else ""
        found.append(Edition(number, source.title, source.date, source.sha256, sha, source.id))
    return tuple(sorted(found, key=lambda edition: edition.number))


def freeze(
    workspace: Workspace,
    briefing_id: str,
    report: ReportData,
    apply: Callable[[ChangeSet], object],
    *,
    recipient: str = "",
    copy: int = 0,
) -> Edition:
    """Issue a gathered report as the next edition; see :func:`prepare`."""
    apply(prepare(workspace, briefing_id, report, recipient=recipient, copy=copy))
    return editions(workspace, briefing_id)[-1]


def prepare(
    workspace: Workspace, briefing_id: str, report: ReportData, *, recipient: str = "", copy: int = 0
) -> ChangeSet:
    """Set the next edition, keep its files, and return the change that makes it known.

    ``copy`` and ``recipient`` are printed on each page. Raises UsageError if pre-flight forbids it or the
    briefing is not stored yet. Runs in any thread; the change is applied by the caller.
    """
    if not briefing_id:
        raise UsageError("This paper is not stored yet.", hint="Change something in it, then freeze it.")
    earlier = editions(workspace, briefing_id)
    number = earlier[-1].number + 1 if earlier else 1
    issued = replace(report, edition=edition_words(number, report.language, recipient, copy))
    text = to_markdown(issued)
    if earlier and papers.template_named(report.template).layout == "flow":
        before = workspace.attachment(earlier[-1].text_sha256).decode()
        issued = with_changes(issued, before, earlier[-1].number)
    pdf = papers.encoded_pdf(issued)
    source = Source(
        id=f"edition-{briefing_id}-{number}",
        title=f"{report.title} ({issued.edition})",
        publisher=PUBLISHER,
        date=report.as_of_iso,
        language=report.language,
        attachment=f"{_file_name(report.title)}-{number}.pdf",
        sha256=workspace.put_attachment(pdf),
        locator=f"content {workspace.put_attachment(text.encode())}",
    )
    return added(source, "Freeze edition")


def edition_words(number: int, language: str, recipient: str = "", copy: int = 0) -> str:
    """What stands on each page: ``Edition 2, copy 3, Ministry of Finance``."""
    if language == "ja":
        parts = [f"第{number}版", f"部数番号{copy}" if copy else "", recipient]
        return "　".join(part for part in parts if part)
    parts = [f"Edition {number}", f"copy {copy}" if copy else "", recipient]
    return ", ".join(part for part in parts if part)


def with_changes(report: ReportData, before: str, number: int) -> ReportData:
    """The report with a first section that lists what is new and what is gone since an edition."""
    language: Language = "ja" if report.language == "ja" else "en"
    title = f"第{number}版からの変更" if language == "ja" else f"What changed since edition {number}"
    new, gone = _compared(before, to_markdown(report))
    words = {"en": ("New: ", "Gone: ", "Nothing but the edition."), "ja": ("新：", "削：", "版数のみ。")}[
        language
    ]
    items = tuple(
        Item((Run(lead, "strong"), Run(line)))
        for lead, lines in ((words[0], new), (words[1], gone))
        for line in lines[:_MOST_CHANGES]
    )
    body = Prose("ul", items) if items else Prose("p", (Item((Run(words[2]),)),))
    changes = Section("changes", "text", title, (body,), lang=language)
    return replace(report, sections=(changes, *report.sections))


def _compared(before: str, after: str) -> tuple[list[str], list[str]]:
    """Lines of content that are new and that are gone; the line that names edition and day is neither."""
    old, now = _lines(before), _lines(after)
    new, gone = [], []
    for line in difflib.ndiff(old, now):
        if line.startswith("+ "):
            new.append(line[2:])
        elif line.startswith("- "):
            gone.append(line[2:])
    return new, gone


def _lines(text: str) -> list[str]:
    body = text.split("\n")[3:]
    plain = (re.sub(r"\\(.)", r"\1", line).strip(" -*|>") for line in body)
    return [line for line in plain if len(line) > 3 and not line.startswith("#") and " · " not in line]


def _file_name(title: str) -> str:
    return re.sub(r"[^\w]+", "-", title, flags=re.UNICODE).strip("-")[:60] or "paper"
