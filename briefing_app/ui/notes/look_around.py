"""What a thread finds out of a note: its preview, and what surrounds it.

Read when the first note is shown, not with the tab: reading Markdown and markings takes longer than painting.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from briefing_app.app.i18n import tr
from briefing_app.domain.records import Note
from briefing_app.exchange.sound_text import LONGEST_LINE
from briefing_app.store.workspace import Workspace
from briefing_app.ui.notes import lookup
from briefing_app.ui.notes.rendering import Target, part_around, sections, to_html_of_sections
from briefing_app.ui.notes.surroundings import Surroundings
from briefing_app.ui.notes.titles import Titles


@dataclass(frozen=True)
class View:
    """The part of a text that is wanted: about ``size`` characters around a line."""

    line: int
    size: int


def look_around(
    workspace: Workspace, titles: Titles, note: Note, day: date, view: View
) -> tuple[str, Surroundings]:
    """The preview as HTML and the surroundings of a note."""
    html = rendered(note.body, partial(lookup.find_target, workspace, titles), view)
    return html, lookup.surroundings(workspace, titles, note, day)


def rendered(body: str, look_up: Callable[[str, str], Target | None], view: View) -> str:
    """The preview of a text, or of a part of it with ways to what is above and below."""
    parts = sections(_shortened(body))
    shown = part_around(parts, view.line, view.size)
    html = "".join(to_html_of_sections(parts, look_up, shown))
    if shown.start > 0:
        above = parts[shown.start - 1].line
        html = f'<p class="topic"><a href="line:{above}">▲ {tr("Show what stands above")}</a></p>{html}'
    if shown.stop < len(parts):
        below = parts[shown.stop].line
        html += f'<p class="topic"><a href="line:{below}">▼ {tr("Show what follows")}</a></p>'
    return html


def _shortened(body: str) -> str:
    """A line of a megabyte, which no typist writes, would hold the window while it is laid out."""
    if len(body) <= LONGEST_LINE or max(map(len, body.split("\n"))) <= LONGEST_LINE:
        return body
    return "\n".join(
        line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]} …" for line in body.split("\n")
    )
