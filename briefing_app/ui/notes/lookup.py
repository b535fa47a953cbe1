"""What the Notes tab asks the workspace: targets of references, suggestions, who links where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from briefing_app.app.i18n import language, tr
from briefing_app.domain import lines_to_take, pairs, people
from briefing_app.domain import text_checks as checks
from briefing_app.domain.citation_style import page_of
from briefing_app.domain.ids import new_id
from briefing_app.domain.records import KINDS, Briefing, Note, Person, PersonName, Record, Source, title_of
from briefing_app.domain.references import references, targets
from briefing_app.reports import markings, portions
from briefing_app.reports.model import Marking
from briefing_app.store.search import fold
from briefing_app.store.workspace import Workspace
from briefing_app.ui.notes.completion import LIMIT, Suggestion
from briefing_app.ui.notes.note_versions import version_lines
from briefing_app.ui.notes.rendering import Target
from briefing_app.ui.notes.surroundings import Pair, Quoted, Surroundings
from briefing_app.ui.notes.titles import Titles, handle, source_words
from briefing_app.ui.widgets.date_part import date_words

Place = tuple[str, str, str]
FEW = 3000  # beyond it the search index is asked instead of every record
SHORTEST_TITLE = 4
Make = Callable[[Record, str], bool]


def find_target(workspace: Workspace, titles: Titles, kind: str, key: str) -> Target | None:
    """The record a reference leads to, by id or, for a link, by title; or None."""
    kinds = {"person": ("person",), "source": ("source",)}.get(kind, KINDS)
    for each in kinds:
        record = workspace.find(each, key)  # type: ignore[arg-type]
        if record is not None:
            return Target(record.record_kind, key, _title(record))
    if kind == "link" and (found := titles.find(key)) is not None:
        return Target(found[0], found[1], key)
    return None


# --- completion --------------------------------------------------------------------------------------


def suggestions(
    workspace: Workspace, titles: Titles, kind: str, part: str, make: Make
) -> Sequence[Suggestion]:
    """Ways to complete a reference, those that begin with what was typed first, a new record last.

    ``make`` adds a record under the label of its undo step and says whether it could.
    """
    wanted = fold(part.replace("-", " ") if kind == "person" else part)
    found: list[tuple[bool, str, Suggestion]] = []
    is_exact = False
    for shown, searched, written in _candidates(workspace, titles, kind, part):
        folded = fold(searched)
        is_exact = is_exact or wanted == fold(shown)
        if wanted in folded or fold(part) in folded:
            found.append((not folded.startswith(wanted), shown, Suggestion(shown, written)))
    ranked = [each for _later, _shown, each in sorted(found, key=lambda item: item[:2])][: LIMIT - 1]
    new = _new_suggestion(workspace, kind, part.strip(), make) if not is_exact else None
    return [*ranked, new] if new is not None else ranked


def _candidates(workspace: Workspace, titles: Titles, kind: str, part: str) -> list[tuple[str, str, str]]:
    """What is shown, what it is looked for by, what is written."""
    if kind == "topic":
        return [(f"#{topic}", topic, f"{topic} ") for topic in titles.topics()]
    if kind == "person":
        return [
            (name := f"{people.latin_name(each)}  {people.native_name(each)}".strip(),
             f"{name} {people.reading(each)} {each.id}", f"{each.id} ")
            for each in _some(workspace, "person", part) if isinstance(each, Person)
        ]  # fmt: skip
    if kind == "source":
        return [
            (f"{each.id}  {each.publisher}", source_words(each), f"{each.id} ")
            for each in _some(workspace, "source", part) if isinstance(each, Source)
        ]  # fmt: skip
    records = (*_some(workspace, "note", part), *_some(workspace, "event", part))
    return [(title_of(each), title_of(each), f"{each.id}]]") for each in records]


def _some(workspace: Workspace, kind: str, part: str) -> Sequence[Record]:
    """All records of a kind where there are few; of many those the index finds, or the latest."""
    if workspace.count(kind) <= FEW:  # type: ignore[arg-type]
        return workspace.records(kind)  # type: ignore[arg-type]
    if not part.strip():
        return workspace.latest(kind, LIMIT)  # type: ignore[arg-type]
    hits = workspace.search(part, kind, 4 * LIMIT)  # type: ignore[arg-type]
    return [each for hit in hits if (each := workspace.find(hit.kind, hit.id)) is not None]


def _new_suggestion(workspace: Workspace, kind: str, name: str, make: Make) -> Suggestion | None:
    if len(name) < 2 or kind == "topic":
        return None

    def note() -> str:
        new = Note(id=new_id("note"), title=name)
        return f"{new.id}]]" if make(new, tr("Add note")) else ""

    def person() -> str:
        words = name.replace("-", " ").replace("_", " ")
        words = words.title() if words.islower() else words
        new = Person(id=handle(name, workspace, "person"), names=(PersonName(words),))
        return f"{new.id} " if make(new, tr("Add person")) else ""

    def source() -> str:
        new = Source(id=handle(name, workspace, "source"), title=name.replace("-", " "))
        return f"{new.id} " if make(new, tr("Add source")) else ""

    words, run = {
        "link": (tr('New note "{name}"', name=name), note),
        "person": (tr('New person "{name}"', name=name.replace("-", " ")), person),
        "source": (tr('New source "{name}"', name=name), source),
    }[kind]
    return Suggestion(words, "", run)


# --- around a note -----------------------------------------------------------------------------------


def backlinks(workspace: Workspace, record_id: str, title: str = "") -> list[Place]:
    """The notes whose text or subject names a record by id or title, as (kind, id, title)."""
    candidates = {each.id: each for each in workspace.holding("note", record_id)}
    if title:
        candidates |= {each.id: each for each in workspace.holding("note", f"[[{title}")}
    found = []
    for note in candidates.values():
        if isinstance(note, Note) and note.id != record_id:
            named = targets(note.body)
            if record_id in note.about or record_id in named or (title and title in named):
                found.append(("note", note.id, note.title))
    return sorted(found, key=lambda each: each[2].casefold())


def mentions(workspace: Workspace, note: Note, linked: Sequence[Place]) -> list[Place]:
    """Notes that write a note's title without linking to it."""
    wanted = fold(note.title)
    if len(wanted) < (SHORTEST_TITLE if wanted.isascii() else 2) or note.title == tr("New note"):
        return []
    known = {each[1] for each in linked} | {note.id}
    found = []
    for hit in workspace.search(note.title, "note", 40):
        other = workspace.find("note", hit.id)
        if hit.id not in known and isinstance(other, Note) and wanted in fold(other.body):
            found.append(("note", other.id, other.title))
    return found


def users_of_source(workspace: Workspace, source_id: str) -> list[Place]:
    """The records that rest on a source, as (kind, id, title)."""
    found: list[Place] = []
    for kind in KINDS:
        for record in workspace.holding(kind, source_id):
            rests = source_id in getattr(record, "sources", ())
            for name in ("dates", "positions", "relations", "quotations"):
                rests = rests or any(each.source == source_id for each in getattr(record, name, ()))
            if isinstance(record, Note) and not rests:
                rests = source_id in targets(record.body)
            if rests:
                found.append((kind, record.id, _title(record)))
    return found


def surroundings(workspace: Workspace, titles: Titles, note: Note, day: date) -> Surroundings:
    """Everything the side panel shows around a note."""
    named = [each.target for each in references(note.body) if each.kind == "person"]
    spoken = [quotation.speaker for quotation in note.quotations]
    cited = [each.target for each in references(note.body) if each.kind == "source"]
    quoted = [quotation.source for quotation in note.quotations]
    persons = [workspace.find("person", key) for key in dict.fromkeys([*named, *note.about, *spoken])]
    sources = [workspace.find("source", key) for key in dict.fromkeys([*cited, *note.sources, *quoted])]
    linked = backlinks(workspace, note.id, note.title)
    return Surroundings(
        findings=red_team(workspace, titles, note, day),
        backlinks=linked,
        mentions=mentions(workspace, note, linked),
        people=[(people.latin_name(each), each.id) for each in persons if isinstance(each, Person)],
        sources=[each for each in sources if isinstance(each, Source)],
        quoted=[
            Quoted(each.text, each.source, page_of(each.locator)) for each in note.quotations if each.source
        ],
        versions=version_lines(workspace.versions("note", note.id)),
        used_in=_used_in(workspace, note) if note.kind == "line" else [],
        pair=pair_of(workspace, note),
    )


def red_team(workspace: Workspace, titles: Titles, note: Note, day: date) -> list[checks.Finding]:
    """The questions a careful colleague would ask of a note, departures from approved lines among them."""

    def posts(person_id: str) -> tuple[str, ...]:
        person = workspace.find("person", person_id)
        if not isinstance(person, Person):
            return ()
        held = people.posts_on(person, day)
        return tuple(part for post in held for part in (post.title, post.organisation) if part) or ("",)

    def name(person_id: str) -> str:
        person = workspace.find("person", person_id)
        return people.latin_name(person) if isinstance(person, Person) else person_id

    found = checks.findings(
        note.body,
        checks.Surroundings(
            is_known=lambda kind, key: find_target(workspace, titles, kind, key) is not None,
            mentions=titles.names().mentions(note.body),
            posts_of=posts, name_of=name, marked_above=marked_above(note),
        ),
    )  # fmt: skip
    if note.kind != "line":
        found += [
            checks.Finding("line", use.line, use.words, 0, use.approved.sentence)
            for use in lines_to_take.uses(note.body, approved_lines(workspace, day))
            if use.use == "departs"
        ]
    return sorted(found, key=lambda each: each.line)


def approved_lines(workspace: Workspace, day: date) -> list[lines_to_take.ApprovedLine]:
    """The approved sentences that stand on a day."""
    notes = [each for each in workspace.holding("note", "cleared") if isinstance(each, Note)]
    return lines_to_take.approved_lines(each for each in notes if lines_to_take.is_in_force(each, day))


def marked_above(note: Note) -> list[tuple[int, str]]:
    """The lines of a note whose own marking is above the note's, with the label."""
    banner = markings.of_record(note.marking) or Marking()
    found = []
    for number, line in enumerate(note.body.split("\n")):
        mark = portions.mark_of(line, banner.scheme) if "(" in line or "（" in line else None
        if mark is not None and markings.is_above(mark, banner):
            written = mark.label if mark.label in line else mark.portion
            found.append((number, written))
    return found


def marking_labels() -> tuple[str, ...]:
    """Every label that some scheme knows."""
    return tuple(marking.label for scheme in markings.schemes() for marking in scheme.markings)


def pair_of(workspace: Workspace, note: Note) -> Pair | None:
    """The note in the other language, and whether the translation still fits."""
    original = workspace.find("note", note.translation_of) if note.translation_of else None
    if isinstance(original, Note):
        return Pair(original.id, original.title, original.language, is_original=False,
                    is_out_of_date=pairs.is_out_of_date(note, original))  # fmt: skip
    for other in workspace.holding("note", note.id):
        if isinstance(other, Note) and other.translation_of == note.id:
            return Pair(other.id, other.title, other.language, is_original=True,
                        is_out_of_date=pairs.is_out_of_date(other, note))  # fmt: skip
    return None


def _used_in(workspace: Workspace, line: Note) -> list[tuple[str, str, str, bool]]:
    """Where the sentences of a line stand: kind, id, title, whether word for word."""
    approved = lines_to_take.approved_lines([line])
    found: dict[str, tuple[str, str, str, bool]] = {}
    # A text that departs has other words somewhere: at one of three places it will have the same.
    parts = {words for each in approved for words in _parts_of(each.pieces)}
    hits = dict.fromkeys(hit.id for words in sorted(parts) for hit in workspace.search(words, "note", 40))
    for note in (workspace.find("note", key) for key in hits):
        if isinstance(note, Note) and note.id != line.id:
            for use in lines_to_take.uses(note.body, approved):
                is_exact = use.use == "exact" and found.get(note.id, (0, 0, 0, True))[3]
                found[note.id] = ("note", note.id, note.title, bool(is_exact))
    for briefing in workspace.holding("briefing", line.id):
        found[briefing.id] = ("briefing", briefing.id, _paper(briefing), True)
    return list(found.values())


def _paper(briefing: Record) -> str:
    """A paper by its title, else by its kind and day."""
    if not isinstance(briefing, Briefing) or briefing.title:
        return title_of(briefing)
    from briefing_app.reports.briefing import TEMPLATES

    template = TEMPLATES.get(briefing.template)
    kind = template.title(language()) if template else briefing.template
    return " · ".join(part for part in (kind, date_words(briefing.as_of)) if part)


def _parts_of(pieces: Sequence[str]) -> list[str]:
    """A few words from the beginning, the middle and the end of a sentence."""
    middle = max(0, len(pieces) // 2 - 2)
    return [" ".join(part) for part in (pieces[:4], pieces[middle : middle + 4], pieces[-4:])]


def _title(record: Record) -> str:
    return people.latin_name(record) if isinstance(record, Person) else title_of(record)
