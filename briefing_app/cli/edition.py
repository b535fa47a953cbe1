"""``edition``: the frozen editions of a workspace, listed, and written again to the byte."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from briefing_app.cli import opening, output
from briefing_app.cli.files import check_target
from briefing_app.errors import DamagedError, UsageError

if TYPE_CHECKING:
    from briefing_app.reports.editions import Copy, Edition
    from briefing_app.store.workspace import Workspace

_FORMS = (".pdf", ".md")


def add_edition(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``edition``."""
    parser.add_argument(
        "action", choices=["list", "export"], metavar="list|export", help="name them, or write one again"
    )
    opening.add_workspace(parser)
    parser.add_argument("number", metavar="N", nargs="?", type=int, help="export: the number of the edition")
    parser.add_argument(
        "out", metavar="FILE.pdf", nargs="?", type=Path, help="export: where to write it; .md its text"
    )
    parser.add_argument("--briefing", metavar="ID", help="of this paper; needed where several have editions")
    parser.add_argument(
        "--copy", metavar="N", type=int, help="export: the copy that was made for a recipient"
    )
    parser.add_argument("--replace", action="store_true", help="export: put it in place of another file")
    parser.add_argument("--json", action="store_true", help="list: print JSON")


def run_edition(options: argparse.Namespace) -> int:
    """List the editions, or write one as it was issued; its hash is checked before and after."""
    if options.action == "list":
        return _list(options)
    if options.number is None or options.out is None:
        raise UsageError(
            "An export needs the number of an edition and a file.",
            hint="Write `edition export WORKSPACE 1 FILE.pdf`; `edition list WORKSPACE` tells the numbers.",
        )
    return _export(options)


# --- list -------------------------------------------------------------------------------------------------


def _list(options: argparse.Namespace) -> int:
    from briefing_app.reports.editions import copies

    if options.number is not None:
        raise UsageError("A list takes no number.", hint="Write `edition list WORKSPACE`.")
    with opening.open_workspace(options, read_only=True) as workspace:
        found = [(each, copies(workspace, each)) for each in _of_paper(workspace, options.briefing)]
    if options.json:
        output.as_json([_as_json(edition, made) for edition, made in found])
        return 0
    output.table(
        [
            row
            for edition, made in found
            for row in (
                (edition.briefing_id, str(edition.number), edition.as_of, edition.sha256[:12], edition.title),
                *(("", f"copy {copy.number}", "", copy.sha256[:12], copy.recipient) for copy in made),
            )
        ]
    )
    if not found:
        output.message("No edition is frozen in this workspace.")
    return 0


def _as_json(edition: Edition, made: tuple[Copy, ...]) -> dict[str, object]:
    return {
        "briefing": edition.briefing_id,
        "number": edition.number,
        "title": edition.title,
        "as_of": edition.as_of,
        "sha256": edition.sha256,
        "copies": [{"number": c.number, "recipient": c.recipient, "sha256": c.sha256} for c in made],
    }


# --- export -----------------------------------------------------------------------------------------------


def _export(options: argparse.Namespace) -> int:
    if options.out.suffix.lower() not in _FORMS:
        raise UsageError(f"An edition is kept as {' and '.join(_FORMS)}.", hint="Name the file so.")
    check_target(options.out)
    with opening.open_workspace(options, read_only=True) as workspace:
        sha256, what = _wanted(workspace, options)
        content = workspace.attachment(sha256)
    _put(options.out, content, sha256, replace=options.replace)
    output.line(f"{options.out}  {what}")
    output.line(f"sha256 {sha256}")
    return 0


def _wanted(workspace: Workspace, options: argparse.Namespace) -> tuple[str, str]:
    """The hash of what is asked for, and its title."""
    from briefing_app.reports.editions import copies

    edition = _edition(_of_paper(workspace, options.briefing), options.number)
    is_text = options.out.suffix.lower() == ".md"
    if options.copy is None:
        return (edition.text_sha256 if is_text else edition.sha256), edition.title
    if is_text:
        raise UsageError("A copy is kept as PDF alone.", hint="Name the file .pdf.")
    made = {each.number: each for each in copies(workspace, edition)}
    if options.copy not in made:
        known = ", ".join(map(str, made)) or "none"
        raise UsageError(f"Edition {edition.number} has no copy {options.copy}.", hint=f"Copies: {known}.")
    copy = made[options.copy]
    return copy.sha256, f"{edition.title}, copy {copy.number}"


def _of_paper(workspace: Workspace, briefing_id: str | None) -> list[Edition]:
    """The editions of the workspace, of one paper if it is named. Raises UsageError for no such paper."""
    from briefing_app.reports.editions import every_edition

    found = every_edition(workspace)
    if briefing_id is None:
        return list(found)
    chosen = [each for each in found if each.briefing_id == briefing_id]
    if not chosen:
        known = ", ".join(dict.fromkeys(each.briefing_id for each in found)) or "none"
        raise UsageError(f'The paper "{briefing_id}" has no edition.', hint=f"Papers with editions: {known}.")
    return chosen


def _edition(found: list[Edition], number: int) -> Edition:
    chosen = [each for each in found if each.number == number]
    if len(chosen) > 1:
        papers = ", ".join(each.briefing_id for each in chosen)
        raise UsageError(
            f"Several papers have an edition {number}.", hint=f"Name one with --briefing: {papers}."
        )
    if not chosen:
        known = ", ".join(dict.fromkeys(str(each.number) for each in found)) or "none"
        raise UsageError(f"There is no edition {number}.", hint=f"Editions: {known}.")
    return chosen[0]


def _put(out: Path, content: bytes, sha256: str, *, replace: bool) -> None:
    """Write the bytes and read them again. Raises UsageError where another file stands there."""
    from briefing_app.store import atomic_file

    if out.exists() and not replace:
        if out.read_bytes() == content:
            return
        raise UsageError(
            f"{out} exists and is another file.",
            hint="Choose another name, or add --replace; nothing was written.",
        )
    atomic_file.replace(out, content)
    if hashlib.sha256(out.read_bytes()).hexdigest() != sha256:
        raise DamagedError(f"{out} does not hold what was written.", hint="Try another disk.")
