"""A record or a topic is called otherwise: the texts that name it follow.

Links lead by id and stay; what follows are links written by title (``[[Old title]]``), the words shown for a
link where they were the old title, and topics.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from briefing_app.domain.change import Change, ChangeSet
from briefing_app.domain.records import Note, Person, Record, title_of
from briefing_app.domain.references import Reference, references


@dataclass(frozen=True)
class LineChange:
    """One line of a text before and after, for the eye."""

    note: str
    title: str
    before: str
    after: str


def with_title(text: str, record_id: str, old: str, new: str, *, is_only: bool = True) -> str:
    """The text with links to a record following its new title. ``is_only``: no other record is called
    ``old``, so that a link by that title means this one.
    """

    def follow(each: Reference) -> str | None:
        if each.kind != "link":
            return None
        by_title = is_only and each.target == old and each.target != record_id
        if not by_title and (each.target != record_id or each.words != old):
            return None
        target = new if by_title else each.target
        words = new if each.words == old else each.words
        return f"[[{target}|{words}]]" if words and words != target else f"[[{target}]]"

    return _rewritten(text, follow)


def with_topic(text: str, old: str, new: str) -> str:
    """The text with one topic called otherwise."""
    return _rewritten(text, lambda each: f"#{new}" if each.kind == "topic" and each.target == old else None)


def title_changes(notes: Iterable[Note], record_id: str, old: str, new: str) -> list[Change]:
    """What becomes of the notes when a record's title changes; those it leaves alone are not among them."""
    return [
        Change("note", note.id, note, replace(note, body=body))
        for note in notes
        if (body := with_title(note.body, record_id, old, new)) != note.body
    ]


def name_changes(before: Record, after: Record) -> list[tuple[str, str]]:
    """Which names of a record became which: its title, or a person's name in each script."""
    if isinstance(before, Person) and isinstance(after, Person):
        pairs = [
            (old.full, new.full)
            for old in before.names
            if (new := next((each for each in after.names if each.script == old.script), None)) is not None
        ]
    else:
        pairs = [(title_of(before), title_of(after))]
    return [(old, new) for old, new in dict(pairs).items() if old.strip() and new.strip() and old != new]


def following(
    before: Record, after: Record, notes: Iterable[Note], is_of_another: Callable[[str], bool]
) -> list[Change]:
    """What becomes of notes when a record is called otherwise. ``is_of_another``: whether some other record
    has this title too.
    """
    pairs = [(old, new, not is_of_another(old)) for old, new in name_changes(before, after)]
    found = []
    for note in notes:
        body = note.body
        for old, new, is_only in pairs:
            body = with_title(body, after.id, old, new, is_only=is_only)
        if body != note.body:
            found.append(Change("note", note.id, note, replace(note, body=body)))
    return found


def topic_changes(notes: Iterable[Note], old: str, new: str) -> list[Change]:
    """What becomes of the notes when a topic is called otherwise; two topics may become one."""
    changes = []
    for note in notes:
        tags = tuple(dict.fromkeys(new if tag == old else tag for tag in note.tags))
        after = replace(note, body=with_topic(note.body, old, new), tags=tags)
        if after != note:
            changes.append(Change("note", note.id, note, after))
    return changes


def lines_changed(changes: ChangeSet) -> list[LineChange]:
    """The lines of the texts that a renaming touches, for the preview."""
    found = []
    for change in changes.changes:
        before, after = change.before, change.after
        if isinstance(before, Note) and isinstance(after, Note):
            pairs = zip(before.body.split("\n"), after.body.split("\n"), strict=False)
            found += [LineChange(after.id, after.title, old, new) for old, new in pairs if old != new]
            if before.tags != after.tags:
                told = (" ".join(f"#{tag}" for tag in tags) for tags in (before.tags, after.tags))
                found.append(LineChange(after.id, after.title, *told))
    return found


def _rewritten(text: str, follow: Callable[[Reference], str | None]) -> str:
    parts: list[str] = []
    at = 0
    for each in references(text):
        new = follow(each)
        if new is not None:
            parts += [text[at : each.start], new]
            at = each.end
    return "".join([*parts, text[at:]])
