"""Undo that outlives a restart, versions, the trash, the audit, and the stamps that merging needs."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from briefing_app.domain.change import Change, ChangeSet, added, removed, replaced
from briefing_app.domain.records import (
    Basket,
    Briefing,
    Event,
    Note,
    Participant,
    Person,
    PersonName,
    Post,
    Quotation,
    Record,
    Scenario,
    Source,
    TypedDate,
)
from briefing_app.errors import UsageError
from briefing_app.store import codec, history, journal_storage, json_text, stamping
from briefing_app.store.workspace import AuditEntry, Workspace

PLAIN_RECORDS: list[Record] = [
    Note(id="n", title="関税 \ud800", body="b", tags=("a", "b"), sources=("s",)),
    Note(id="n", title="t", quotations=(Quotation(text="q", speaker="p"),)),
    Event(id="e", title="t", lanes=("a",), parent="p"),
    Event(id="e", title="t", dates=(TypedDate("2025-05-23"),), participants=(Participant("p"),)),
    Person(id="p", names=(PersonName("Akazawa"),), posts=(Post("Minister", from_="2025"),)),
    Source(id="s", title="t", publisher="p"),
    Basket(id="b", title="t", rows=()),
    Scenario(id="c", title="t", edits=()),
    Briefing(id="f", template="one-page"),
]


def note(title: str, uid: str = "n") -> Note:
    return Note(id=uid, title=title)


def edit(workspace: Workspace, title: str, uid: str = "n", **options: object) -> None:
    before = workspace.find("note", uid)
    change = added(note(title, uid)) if before is None else replaced(before, note(title, uid))
    workspace.apply(change, **options)  # type: ignore[arg-type]


def undo(workspace: Workspace) -> str:
    step = workspace.undo_steps()[-1]
    workspace.apply(step.change_set.inverse(), step="undo")
    return step.label


def redo(workspace: Workspace) -> str:
    step = workspace.redo_steps()[0]
    workspace.apply(step.change_set, step="redo")
    return step.label


def test_steps_are_asked_for_as_far_as_one_over_many_records(workspace: Workspace) -> None:
    edit(workspace, "one")
    many = tuple(Change("note", f"m{number}", None, note("x", f"m{number}")) for number in range(4))
    workspace.apply(ChangeSet("Import notes", many))
    edit(workspace, "two")
    for longest, labels in ((4, ["Add note", "Import notes", "Edit note"]), (3, ["Edit note"])):
        assert [step.label for step in workspace.steps(longest)[0]()] == labels
    (last,) = workspace.steps(3)[0]()
    assert last.change_set.changes == (Change("note", "n", note("one"), note("two")),)
    for _ in range(3):
        undo(workspace)
    assert [step.label for step in workspace.steps(3)[1]()] == ["Add note"]
    assert len(workspace.steps(4)[1]()) == 3


def test_steps_are_named_and_survive_a_restart(workspace: Workspace) -> None:
    edit(workspace, "one")
    edit(workspace, "two")
    workspace.close()
    with Workspace.open(workspace.path) as again:
        assert [step.label for step in again.undo_steps()] == ["Add note", "Edit note"]
        assert undo(again) == "Edit note"
        assert again.get("note", "n") == note("one")
    with Workspace.open(workspace.path) as again:
        assert [step.label for step in again.redo_steps()] == ["Edit note"]
        assert undo(again) == "Add note"
        assert again.find("note", "n") is None
        assert redo(again) == "Add note"
        assert redo(again) == "Edit note"
        assert again.get("note", "n") == note("two")
        assert again.redo_steps() == []


def test_a_change_that_stays_is_no_step_between_the_others(workspace: Workspace) -> None:
    edit(workspace, "one")
    edit(workspace, "two")
    undo(workspace)
    kept = Source(id="s", title="Issued")
    workspace.apply(ChangeSet("Freeze edition", (Change("source", "s", None, kept),), stays=True))
    assert redo(workspace) == "Edit note"
    workspace.close()
    with Workspace.open(workspace.path) as again:
        assert [step.label for step in again.undo_steps()] == ["Add note", "Edit note"]
        assert (undo(again), undo(again)) == ("Edit note", "Add note")
        assert again.get("source", "s") == kept


def test_a_new_change_closes_the_way_forward_but_keeps_it_as_a_version(workspace: Workspace) -> None:
    edit(workspace, "one")
    edit(workspace, "two")
    undo(workspace)
    edit(workspace, "three")
    assert workspace.redo_steps() == []
    assert {version.record.title for version in workspace.versions("note", "n")} >= {"one", "two", "three"}


def test_only_the_last_two_hundred_steps_are_kept_and_older_states_become_versions(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "KEPT_STEPS", 5)
    for number in range(12):
        edit(workspace, f"title {number}")
    steps = workspace.undo_steps()
    assert len(steps) == 5
    assert steps[0].change_set.changes[0].before == note("title 6")
    titles = [version.record.title for version in workspace.versions("note", "n")]
    assert titles[0] == "title 11"
    assert "title 0" in titles  # the first of its ten minutes
    assert workspace.versions("note", "n")[0].is_current


def test_typing_becomes_one_step(workspace: Workspace) -> None:
    edit(workspace, "a")
    for text in ("ab", "abc", "abcd"):
        edit(workspace, text, merge=True, durable=False)
    workspace.sync()
    assert [step.label for step in workspace.undo_steps()] == ["Add note", "Edit note"]
    undo(workspace)
    assert workspace.get("note", "n") == note("a")


def test_a_removed_record_lies_in_the_trash_until_it_comes_back(workspace: Workspace) -> None:
    edit(workspace, "one")
    first = workspace.meta("note", "n")
    workspace.apply(removed(note("one")))
    workspace.close()
    with Workspace.open(workspace.path) as again:
        (deleted,) = again.trash()
        assert deleted.record == note("one")
        again.apply(added(deleted.record, "Restore note"))
        assert again.trash() == []
        meta = again.meta("note", "n")
        assert meta.created == first.created
        assert meta.revision.startswith("2-")
        again.apply(removed(note("one")))
        assert again.empty_trash() == 1
        assert again.trash() == []


def test_the_audit_only_grows(workspace: Workspace) -> None:
    workspace.audit(AuditEntry("import", {"file": "a.csv", "added": "3"}))
    workspace.audit(AuditEntry("print", {"briefing": "b"}))
    workspace.close()
    with Workspace.open(workspace.path) as again:
        assert [(entry.what, dict(entry.details)) for entry in again.audit_log()] == [
            ("import", {"file": "a.csv", "added": "3"}),
            ("print", {"briefing": "b"}),
        ]
        assert again.audit_log()[0].at < again.audit_log()[1].at


def test_documents_carry_what_merging_needs(workspace: Workspace) -> None:
    for title in ("one", "two", "three"):
        edit(workspace, title)
    meta = workspace.meta("note", "n")
    assert [each.partition("-")[0] for each in (meta.revision, *meta.revisions)] == ["3", "2", "1"]
    assert meta.device
    assert meta.clock
    for number in range(20):
        edit(workspace, f"x{number}")
    assert len(workspace.meta("note", "n").revisions) == 10


def test_equal_histories_have_equal_revisions(tmp_path: Path) -> None:
    revisions = []
    for name in ("a", "b"):
        with Workspace.create(tmp_path / f"{name}.brief") as workspace:
            edit(workspace, "one")
            edit(workspace, "two")
            revisions.append(workspace.meta("note", "n").revision)
    assert revisions[0] == revisions[1]


@pytest.mark.parametrize("record", PLAIN_RECORDS, ids=lambda record: record.record_kind)
def test_the_quick_way_writes_the_same_bytes(record: Record) -> None:
    fields = codec.encode(record)
    del fields["id"]
    assert stamping._content(record) == json_text.encode_sorted(fields)


def test_a_record_changed_twice_in_one_set(workspace: Workspace) -> None:
    chain = ChangeSet("both", (*added(note("a")).changes, *replaced(note("a"), note("b")).changes))
    workspace.apply(chain)
    assert workspace.get("note", "n") == note("b")
    undo(workspace)
    assert workspace.find("note", "n") is None


class AgainstADict(RuleBasedStateMachine):
    """Edits, undo, redo, crash and reopening against plain dicts and lists."""

    @initialize()
    def make(self) -> None:
        import tempfile

        self.place = tempfile.TemporaryDirectory()
        self.workspace = Workspace.create(Path(self.place.name) / "t.brief")
        self.now: dict[str, Note] = {}
        self.done: list[ChangeSet] = []
        self.undone: list[ChangeSet] = []

    @rule(
        picks=st.lists(
            st.tuples(st.sampled_from("abc"), st.text(min_size=1, max_size=5)), min_size=1, max_size=3
        )
    )
    def edit(self, picks: list[tuple[str, str]]) -> None:
        changes = []
        for uid, text in dict(picks).items():
            before = self.now.get(uid)
            after = None if before is not None and len(text) == 1 else Note(id=uid, title=f"t{text}")
            changes.append(Change("note", uid, before, after))
        change = ChangeSet("step", tuple(changes))
        self.workspace.apply(change, durable=len(changes) > 1)
        self._take(change)
        self.done.append(change)
        self.undone.clear()

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        change = self.done.pop()
        self.workspace.apply(change.inverse(), step="undo")
        self._take(change.inverse())
        self.undone.append(change)

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        change = self.undone.pop()
        self.workspace.apply(change, step="redo")
        self._take(change)
        self.done.append(change)

    @rule(crash=st.booleans())
    def reopen(self, crash: bool) -> None:
        if crash:
            self.workspace.sync()
            storage = self.workspace._storage
            storage._group.stop()
            storage._compactor.wait()
            if storage._journal is not None:
                storage._journal.close()
            storage._closed = True
            storage._release()
            self.workspace._searcher.close(None)
        else:
            self.workspace.close()
        self.workspace = Workspace.open(self.workspace.path)

    @rule()
    def compact(self) -> None:
        self.workspace._storage.compact()

    @rule()
    def refuse(self) -> None:
        for uid in self.now:
            with pytest.raises(UsageError):
                self.workspace.apply(added(Note(id=uid, title="x")))

    def _take(self, change: ChangeSet) -> None:
        for each in change.changes:
            if each.after is None:
                self.now.pop(each.id, None)
            else:
                self.now[each.id] = each.after  # type: ignore[assignment]

    def teardown(self) -> None:
        found = {record.id: record for record in self.workspace.records("note")}
        assert found == self.now
        steps = [set(step.change_set.changes) for step in self.workspace.undo_steps()]
        assert steps == [set(change.changes) for change in self.done[-200:]]
        steps = [set(step.change_set.changes) for step in self.workspace.redo_steps()]
        assert steps == [set(change.changes) for change in reversed(self.undone)]
        for uid in self.now:
            assert [hit.id for hit in self.workspace.search(self.now[uid].title)] or not self.now[
                uid
            ].title.isalnum()
        self.workspace.close()
        self.place.cleanup()


AgainstADict.TestCase.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
TestAgainstADict = AgainstADict.TestCase


@pytest.mark.parametrize("seed", range(12))
def test_what_is_replayed_is_what_was_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Frames name what a step keeps; the journal must give back every byte of it."""
    monkeypatch.setattr(history, "KEPT_STEPS", 6)
    monkeypatch.setattr(history, "RETIRED_AT_ONCE", 3)
    monkeypatch.setattr(journal_storage, "_FOLDED_BYTES", 0)
    source = random.Random(seed)
    workspace = Workspace.create(tmp_path / "talks.brief", passphrase="secret" if seed % 2 else None)
    for number in range(80):
        _random_step(workspace, source, number)
    tables = {name: dict(rows) for name, rows in workspace._storage.tables.items()}
    steps, trash = workspace.undo_steps(), workspace.trash()
    workspace.backups._changes = 0
    workspace.close()
    with Workspace.open(workspace.path, passphrase="secret" if seed % 2 else None) as again:
        assert again._storage.tables == tables
        assert again.undo_steps() == steps
        assert again.trash() == trash
        assert len(steps) <= 6


def _random_step(workspace: Workspace, source: random.Random, number: int) -> None:
    """Add, edit, type on, remove, several at once, undo, redo."""
    way = source.random()
    if way < 0.15 and workspace.undo_steps():
        workspace.apply(workspace.undo_steps()[-1].change_set.inverse(), step="undo")
    elif way < 0.25 and workspace.redo_steps():
        workspace.apply(workspace.redo_steps()[0].change_set, step="redo")
    else:
        changes = []
        for uid in source.sample(["a", "b", "c", "d"], source.choice([1, 1, 1, 3])):
            before = workspace.find("note", uid)
            after = Note(id=uid, title=f"{number} \\ 関税", body="x" * source.randrange(50))
            if before is not None and source.random() < 0.2:
                changes += removed(before).changes
            else:
                changes += (replaced(before, after) if before is not None else added(after)).changes
        workspace.apply(ChangeSet("Edit", tuple(changes)), durable=number % 3 == 0, merge=number % 4 == 0)
