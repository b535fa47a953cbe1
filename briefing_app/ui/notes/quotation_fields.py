"""The fields of a quotation: who spoke and where it is written are typed by name, as everywhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefing_app.app.i18n import tr
from briefing_app.domain.change import Change, ChangeSet, added
from briefing_app.domain.ids import new_id
from briefing_app.domain.records import Note, Quotation, Source
from briefing_app.store.workspace import Workspace
from briefing_app.ui.known_names import KnownNames
from briefing_app.ui.widgets.date_part import date_typed, date_words
from briefing_app.ui.widgets.item_list import Part


def quotation_parts(workspace: Workspace) -> tuple[Part, ...]:
    """The fields of a quotation. Who spoke may be anybody; a source nobody knows yet is a new one."""
    known = KnownNames(workspace)

    def speaker(typed: str) -> str:
        found = known.people_called(typed) if typed.strip() else []
        return found[0] if len(found) == 1 else typed.strip()

    def source(typed: str) -> str:
        return known.source(typed) if known.sources_called(typed) else typed.strip()

    return (
        Part("text", "Words", is_long=True),
        Part("speaker", "Speaker", read=known.name, write=speaker, offers=known.names),
        Part("date", "Date", read=date_words, write=date_typed),
        Part("source", "Source", read=known.title, write=source, offers=known.titles,
             help_text="A title that is not among the sources yet becomes a new source."),
        Part("locator", "Page or address"),
        Part("language", "Language of the words"),
        Part("translation", "Own translation", is_long=True),
    )  # fmt: skip


def with_new_sources(workspace: Workspace, note: Note, items: Sequence[Quotation]) -> ChangeSet | None:
    """The change that takes quotations and makes the sources that they name and nobody knows; None where all
    are known.
    """
    before = {each.source for each in note.quotations}
    made: dict[str, Source] = {}
    for each in items:
        if each.source and each.source not in before and workspace.find("source", each.source) is None:
            made.setdefault(each.source, Source(id=new_id("source"), title=each.source, date=each.date))
    if not made:
        return None
    kept = tuple(
        replace(each, source=made[each.source].id) if each.source in made else each for each in items
    )
    changes = [added(source).changes[0] for source in made.values()]
    changed = Change("note", note.id, note, replace(note, quotations=kept))
    return ChangeSet(tr("Add source"), (*changes, changed))
