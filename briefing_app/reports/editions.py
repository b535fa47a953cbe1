"""Editions: a paper as it was issued, numbered, hashed and kept in the workspace with its content.

The PDF, its content and the Markdown of it are attachments of the workspace; a source record names them, so
that an issued paper can be cited and found. Writing an edition again gives the bytes that were issued. A copy
is a file of its own, with its number and recipient, set from the content of the edition.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from briefing_app.domain.change import Change, ChangeSet
from briefing_app.domain.records import Source
from briefing_app.errors import UsageError
from briefing_app.reports import briefing as papers
from briefing_app.reports import markings
from briefing_app.reports.markdown_edition import to_markdown
from briefing_app.reports.model import Marking, ReportData
from briefing_app.reports.signs import signs
from briefing_app.store import atomic_file
from briefing_app.store.workspace import Workspace

PUBLISHER = "Briefing Desk"
_TEXT = re.compile(r"content (?P<sha>[0-9a-f]{64})")
_INPUTS = re.compile(r"inputs (?P<sha>[0-9a-f]{64})")
_ID = re.compile(r"edition-(?P<briefing>.+)-(?P<number>[0-9]+)")
NO_CHANGES_PAGE = ("place-cards", "pocket-card")


@dataclass(frozen=True)
class Edition:
    """An issued paper. ``sha256`` is that of its PDF, ``text_sha256`` of its content as Markdown.

    ``inputs_sha256`` is that of the content from which copies are set ("" in editions of early versions).
    ``briefing_id`` is the paper that it is an edition of.
    """

    number: int
    title: str
    as_of: str
    sha256: str
    text_sha256: str
    source_id: str
    inputs_sha256: str = ""
    briefing_id: str = ""


@dataclass(frozen=True)
class Copy:
    """A copy of an edition that was made for one recipient; a file of its own."""

    number: int
    recipient: str
    sha256: str
    source_id: str


def editions(workspace: Workspace, briefing_id: str) -> tuple[Edition, ...]:
    """The editions of a briefing, first to last."""
    found = []
    for source in workspace.records("source"):
        number = source.id.removeprefix(f"edition-{briefing_id}-")
        if isinstance(source, Source) and number != source.id and number.isdecimal():
            found.append(_edition(source, int(number)))
    return tuple(sorted(found, key=lambda edition: edition.number))


def _edition(source: Source, number: int) -> Edition:
    text, inputs = _TEXT.search(source.locator), _INPUTS.search(source.locator)
    return Edition(
        number,
        source.title,
        source.date,
        source.sha256,
        text["sha"] if text else "",
        source.id,
        inputs["sha"] if inputs else "",
        source.id.removeprefix("edition-").removesuffix(f"-{number}"),
    )


def every_edition(workspace: Workspace) -> tuple[Edition, ...]:
    """The editions of all papers, also of those that are not stored any more; by paper, first to last."""
    # The locator tells an edition from its copies, whose ids begin with its own.
    found = [
        _edition(source, int(named["number"]))
        for source in workspace.records("source")
        if isinstance(source, Source) and _TEXT.match(source.locator) and (named := _ID.fullmatch(source.id))
    ]
    return tuple(sorted(found, key=lambda edition: (edition.briefing_id, edition.number)))


def copies(workspace: Workspace, edition: Edition) -> tuple[Copy, ...]:
    """The copies that were made of an edition, by number: the list of who holds one."""
    found = []
    for source in workspace.records("source"):
        number = source.id.removeprefix(f"{edition.source_id}-copy-")
        if isinstance(source, Source) and number != source.id and number.isdecimal():
            recipient = source.locator.removeprefix("recipient ")
            found.append(Copy(int(number), recipient, source.sha256, source.id))
    return tuple(sorted(found, key=lambda each: each.number))


def freeze(
    workspace: Workspace,
    briefing_id: str,
    report: ReportData,
    apply: Callable[[ChangeSet], object],
    *,
    recipients: Sequence[str] = (),
    since: int | None = None,
) -> Edition:
    """Issue a gathered report as the next edition; see :func:`prepare`."""
    apply(prepare(workspace, briefing_id, report, recipients=recipients, since=since))
    return editions(workspace, briefing_id)[-1]


def prepare(
    workspace: Workspace,
    briefing_id: str,
    report: ReportData,
    *,
    recipients: Sequence[str] = (),
    since: int | None = None,
) -> ChangeSet:
    """Set the next edition, keep its files, and return the change that makes it known.

    For each of ``recipients`` a copy is set as well. ``since`` as for :func:`compared_with`. Raises
    UsageError if pre-flight forbids it or the briefing is not stored yet. Runs in any thread; the change is
    applied by the caller.
    """
    if not briefing_id:
        raise UsageError("This paper is not stored yet.", hint="Change something in it, then freeze it.")
    earlier = editions(workspace, briefing_id)
    number = earlier[-1].number + 1 if earlier else 1
    words = edition_words(number, report.language)
    issued = replace(report, edition=words, keywords=(words,))
    text = to_markdown(replace(issued, change_bars=""))
    if before := compared_with(workspace, earlier, report, since):
        # They compare with what an edition was made of, so they know this module.
        from briefing_app.reports.change_bars import barred  # noqa: PLC0415
        from briefing_app.reports.changes_page import with_changes  # noqa: PLC0415

        if issued.bars_since not in (0, before.number):
            # One paper tells of one edition, on its page of changes and in its margin, where that may be.
            other = barred(workspace, briefing_id, issued, str(before.number))
            issued = other if other.bars_since else issued
        issued = with_changes(workspace, issued, before)
    pdf = papers.encoded_pdf(issued)
    inputs = json.dumps(papers.plain_content(issued), ensure_ascii=False, sort_keys=True).encode()
    text_sha, inputs_sha = workspace.put_attachment(text.encode()), workspace.put_attachment(inputs)
    source = Source(
        id=f"edition-{briefing_id}-{number}",
        title=report.title + signs(report.language).bracketed(issued.edition),
        publisher=PUBLISHER,
        date=report.as_of_iso,
        language=report.language,
        attachment=f"{_file_name(report.title)}-{number}.pdf",
        sha256=workspace.put_attachment(pdf),
        locator=f"content {text_sha} inputs {inputs_sha}",
    )
    made = (source, *_copies(workspace, _edition(source, number), recipients))
    return _issuing("Freeze edition", made)


def compared_with(
    workspace: Workspace, earlier: Sequence[Edition], report: ReportData, since: int | None = None
) -> Edition | None:
    """The edition whose differences stand on a page of their own; None where there is no such page.

    ``since`` names one, 0 asks for no page, None takes the last that may be compared. The page quotes what is
    gone: an edition whose banner is above that of the report, or not known, would bring its words to readers
    who may not have them. Raises UsageError where such an edition is named.
    """
    if since == 0 or report.template in NO_CHANGES_PAGE:
        return None
    for edition in reversed(earlier):
        if since not in (None, edition.number):
            continue
        if may_be_quoted(workspace, edition, report):
            return edition
        if since is not None:
            raise UsageError(
                f"Edition {since} is marked higher than this one: "
                "what is gone since then cannot be told in it.",
                hint="Choose another edition, or no page of changes.",
            )
    return None


def may_be_quoted(workspace: Workspace, edition: Edition, report: ReportData) -> bool:
    """Whether what an edition said may be told to the readers of a report; see :func:`compared_with`."""
    if report.release:
        return True  # its page quotes nothing of earlier editions
    if not edition.inputs_sha256:
        return False
    was = json.loads(workspace.attachment(edition.inputs_sha256))["marking"]
    return not markings.is_above(markings.of_record(was["label"]) or Marking(**was), report.marking)


def prepare_copies(workspace: Workspace, edition: Edition, recipients: Sequence[str]) -> ChangeSet:
    """Set further copies of an edition from the content it was issued with; numbers go on from the last.

    Raises UsageError for an edition that was issued before copies could be made. Runs in any thread.
    """
    made = _copies(workspace, edition, recipients)
    return _issuing("Make copies", made)


def _issuing(label: str, made: Sequence[Source]) -> ChangeSet:
    """The change that makes issued papers known. Their readers have them: undo takes none back."""
    return ChangeSet(label, tuple(Change("source", each.id, None, each) for each in made), stays=True)


def write_file(workspace: Workspace, sha256: str, out: Path) -> None:
    """Write an edition or a copy as it was issued, to the byte. Raises UsageError for a bad place."""
    atomic_file.hand_out(out, workspace.attachment(sha256))


def _copies(workspace: Workspace, edition: Edition, recipients: Sequence[str]) -> list[Source]:
    if not recipients:
        return []
    if not edition.inputs_sha256:
        raise UsageError(
            "This edition was issued by an early version that kept no content to make copies from.",
            hint="Freeze a new edition, with its recipients.",
        )
    content = json.loads(workspace.attachment(edition.inputs_sha256))
    first = max((each.number for each in copies(workspace, edition)), default=0) + 1
    return [
        _copy(workspace, edition, content, number, " ".join(recipient.split()))
        for number, recipient in enumerate(recipients, start=first)
    ]


def _copy(
    workspace: Workspace, edition: Edition, content: dict[str, Any], number: int, recipient: str
) -> Source:
    """One copy: the same pages with its number and recipient in the foot and in the file's metadata."""
    words = copy_words(number, recipient, str(content["language"]))
    numbered = content | {"copy_words": words, "keywords": [*content["keywords"], words]}
    return Source(
        id=f"{edition.source_id}-copy-{number}",
        title=signs(str(content["language"])).listed((edition.title, words)),
        publisher=PUBLISHER,
        date=edition.as_of,
        language=str(content["language"]),
        attachment=f"copy-{number}-{_file_name(recipient)}.pdf",
        sha256=workspace.put_attachment(papers.typeset_plain(numbered).pdf()),
        locator=f"recipient {recipient}",
    )


def edition_words(number: int, language: str) -> str:
    """What stands on each page: ``Edition 2``."""
    return f"第{number}版" if language == "ja" else f"Edition {number}"


def copy_words(number: int, recipient: str, language: str) -> str:
    """What stands in the foot of a copy: ``Copy 3 · Ministry of Finance``."""
    first = f"部数番号{number}" if language == "ja" else f"Copy {number}"
    return " · ".join(part for part in (first, recipient) if part)


def _file_name(title: str) -> str:
    return re.sub(r"[^\w]+", "-", title, flags=re.UNICODE).strip("-")[:60] or "paper"
