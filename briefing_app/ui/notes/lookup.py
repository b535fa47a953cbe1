"""What the Notes tab asks the workspace: targets of references, suggestions, who links where."""

from __future__ import annotations

from collections.abc import Sequence

from briefing_app.domain import people
from briefing_app.domain.records import KINDS, Event, Note, Person, Source, title_of
from briefing_app.domain.references import headings, references, targets, topics
from briefing_app.domain.text_checks import findings
from briefing_app.store.search import fold
from briefing_app.store.workspace import Workspace
from briefing_app.ui.notes.editor import Suggestion
from briefing_app.ui.notes.rendering import Target
from briefing_app.ui.notes.side_panel import Surroundings


def find_target(workspace: Workspace, kind: str, key: str) -> Target | None:
    """The record a reference leads to, or None."""
    kinds = {"person": ("person",), "source": ("source",)}.get(kind, KINDS)
    for each in kinds:
        record = workspace.find(each, key)  # type: ignore[arg-type]
        if record is not None:
            title = people.latin_name(record) if isinstance(record, Person) else title_of(record)
            return Target(record.record_kind, key, title)
    return None


def suggestions(workspace: Workspace, kind: str, part: str) -> Sequence[Suggestion]:
    """Ways to complete a reference, those that begin with what was typed first."""
    wanted = fold(part)
    found: list[tuple[bool, str, Suggestion]] = []

    def offer(shown: str, searched: str, written: str) -> None:
        folded = fold(searched)
        if wanted in folded:
            found.append((not folded.startswith(wanted), shown, Suggestion(shown, written)))

    if kind == "person":
        for person in workspace.records("person"):
            if isinstance(person, Person):
                name = f"{people.latin_name(person)}  {people.native_name(person)}".strip()
                offer(name, f"{name} {people.reading(person)} {person.id}", f"{person.id} ")
    elif kind == "source":
        for source in workspace.records("source"):
            if isinstance(source, Source):
                offer(f"{source.id}  {source.publisher}", f"{source.id} {source.publisher} {source.title}",
                      f"{source.id} ")  # fmt: skip
    elif kind == "topic":
        known = {
            t for n in workspace.records("note") if isinstance(n, Note) for t in (*n.tags, *topics(n.body))
        }
        for topic in known:
            offer(f"#{topic}", topic, f"{topic} ")
    else:
        for record in (*workspace.records("note"), *workspace.records("event")):
            offer(title_of(record), title_of(record), f"{record.id}]]")
    return [each for _later, _shown, each in sorted(found, key=lambda item: item[:2])]


def backlinks(workspace: Workspace, record_id: str) -> list[tuple[str, str, str]]:
    """The notes whose text or subject names a record, as (kind, id, title)."""
    return [
        ("note", note.id, note.title)
        for note in workspace.records("note")
        if isinstance(note, Note)
        and note.id != record_id
        and (record_id in note.about or (record_id in note.body and record_id in targets(note.body)))
    ]


def users_of_source(workspace: Workspace, source_id: str) -> list[tuple[str, str, str]]:
    """The records that rest on a source, as (kind, id, title)."""
    found: list[tuple[str, str, str]] = []
    for kind in KINDS:
        for record in workspace.records(kind):
            rests = source_id in getattr(record, "sources", ())
            if isinstance(record, Event):
                rests = rests or any(date.source == source_id for date in record.dates)
            elif isinstance(record, Person):
                rests = rests or any(each.source == source_id for each in record.positions)
            elif isinstance(record, Note) and not rests:
                rests = source_id in record.body and source_id in targets(record.body)
            if rests:
                found.append((kind, record.id, title_of(record)))
    return found


def surroundings(workspace: Workspace, note: Note) -> Surroundings:
    """Everything the side panel shows around a note."""
    named = [each.target for each in references(note.body) if each.kind == "person"]
    spoken = [quotation.speaker for quotation in note.quotations]
    cited = [each.target for each in references(note.body) if each.kind == "source"]
    persons = [workspace.find("person", key) for key in dict.fromkeys([*named, *note.about, *spoken])]
    sources = [workspace.find("source", key) for key in dict.fromkeys([*cited, *note.sources])]
    return Surroundings(
        outline=headings(note.body),
        findings=findings(note.body, lambda kind, key: find_target(workspace, kind, key) is not None),
        backlinks=backlinks(workspace, note.id),
        people=[(people.latin_name(each), each.id) for each in persons if isinstance(each, Person)],
        sources=[each for each in sources if isinstance(each, Source)],
        versions=[
            _version_words(each.meta.changed, each.is_current) for each in workspace.versions("note", note.id)
        ],
    )


def _version_words(changed: str, is_current: bool) -> str:
    moment = changed[:16].replace("T", " ")
    return f"{moment} UTC, now" if is_current else f"{moment} UTC"
