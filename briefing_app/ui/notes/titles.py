"""Notes and events by their titles, people by their names: kept beside the workspace, made in a thread."""

from __future__ import annotations

import re
import threading
import unicodedata

from briefing_app.domain.change import ChangeSet
from briefing_app.domain.mentions import NameIndex
from briefing_app.domain.records import Event, Note, Person, Source
from briefing_app.store.workspace import Workspace


class Titles:
    """What is called how. Asked from threads; told of changes on the window's thread."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._guard = threading.Lock()
        self._titles: dict[str, tuple[str, str]] | None = None
        self._topics: set[str] | None = None
        self._names: NameIndex | None = None

    def find(self, title: str) -> tuple[str, str] | None:
        """Kind and id of the note or event with this title, or None."""
        return self._known().get(title)

    def topics(self) -> set[str]:
        """Every topic that some note carries."""
        self._known()
        return self._topics or set()

    def names(self) -> NameIndex:
        """The names of all people."""
        with self._guard:
            if self._names is None:
                people = self._workspace.records("person")
                self._names = NameIndex.of(each for each in people if isinstance(each, Person))
            return self._names

    def name_words(self) -> frozenset[str]:
        """Every word of people's names in Latin letters."""
        return frozenset(word for name in self.names().latin for word in name.split())

    def follow(self, change_set: ChangeSet) -> None:
        """Take note of what became of titles, topics and names."""
        with self._guard:
            for change in change_set.changes:
                if change.kind == "person":
                    self._names = None
                for record, is_there in ((change.before, False), (change.after, True)):
                    if isinstance(record, Note | Event) and self._titles is not None:
                        if is_there:
                            self._titles[record.title] = (record.record_kind, record.id)
                        else:
                            self._titles.pop(record.title, None)
                    if isinstance(record, Note) and is_there and self._topics is not None:
                        self._topics.update(record.tags)

    def _known(self) -> dict[str, tuple[str, str]]:
        with self._guard:
            if self._titles is None:
                heads = self._workspace.note_heads()
                events = self._workspace.records("event")
                self._titles = {each.title: ("event", each.id) for each in events if isinstance(each, Event)}
                self._titles |= {head.title: ("note", head.id) for head in heads}
                self._topics = {tag for head in heads for tag in head.tags}
            return self._titles


def handle(name: str, workspace: Workspace, kind: str) -> str:
    """A short id that can be typed after ``@`` or ``^`` for a name, not taken yet: ``ryosei-akazawa``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40] or kind
    base = base if base[0].isalpha() else f"{kind}-{base}"
    made, number = base, 1
    while workspace.find(kind, made) is not None:  # type: ignore[arg-type]
        number += 1
        made = f"{base}-{number}"
    return made


def source_words(source: Source) -> str:
    """What a source is found by."""
    return f"{source.id} {source.publisher} {source.title}"
