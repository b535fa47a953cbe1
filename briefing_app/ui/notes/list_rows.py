"""Which notes stand under which heading: pure, so that a hundred thousand can be arranged in a thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from briefing_app.store.heads import NoteHead
from briefing_app.ui.widgets.grouped_list import Heading, grouped

Grouping: TypeAlias = Literal["kind", "topic", "status", "title"]


Row: TypeAlias = Heading | NoteHead


@dataclass(frozen=True)
class GroupWords:
    """The headings in the user's language: by kind and status in their order, and for what has no topic."""

    kinds: Mapping[str, str]
    statuses: Mapping[str, str]
    no_topic: str


def arranged(heads: Sequence[NoteHead], grouping: Grouping, words: GroupWords) -> list[Row]:
    """All notes by title, under the headings of a grouping. A note may stand under two topics."""
    ordered = sorted(heads, key=lambda head: head.title.casefold())
    if grouping == "title":
        return list(ordered)
    groups: dict[str, list[NoteHead]] = {}
    if grouping == "topic":
        for head in ordered:
            for topic in head.tags or (words.no_topic,):
                groups.setdefault(topic, []).append(head)
        groups = dict(sorted(groups.items(), key=lambda group: group[0].casefold()))
    else:
        known = words.kinds if grouping == "kind" else words.statuses
        by_value: dict[str, list[NoteHead]] = {value: [] for value in known}
        for head in ordered:
            by_value[head.kind if grouping == "kind" else head.status].append(head)
        groups = {known[value]: members for value, members in by_value.items()}
    return grouped(groups)
