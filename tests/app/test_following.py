"""A record called otherwise takes the links of the notes along, in one step."""

import pytest

from briefing_app.app.following import NameWatch, changes_following
from briefing_app.app.jobs import InlineJobs
from briefing_app.app.session import Session
from briefing_app.domain.change import ChangeSet, added
from briefing_app.domain.records import Event, Note, Person, PersonName, Source
from briefing_app.store.workspace import Workspace

PERSON = Person(id="p1", names=(PersonName("Ono Taro"), PersonName("小野太郎", "Jpan")))
NOTE = Note(
    id="n1",
    title="Record",
    body="@p1 met [[p1|Ono Taro]], [[p1|小野太郎]] and [[p1|the envoy]]; see [[Round 1]].",
)
EVENT = Event(id="e1", title="Round 1")


@pytest.fixture
def session(qapp, tmp_path):
    with Workspace.create(tmp_path / "talks.brief") as workspace:
        records = (PERSON, NOTE, EVENT, Source(id="s1", title="Paper"))
        workspace.apply(ChangeSet("fill", tuple(added(each).changes[0] for each in records)))
        session = Session(workspace, InlineJobs())
        yield session
        session.typing.flush()
        session.deleteLater()


def retyped(session, watch, *texts):
    """A name typed with pauses between."""
    watch.enter("person", "p1")
    for text in texts:
        old = session.workspace.get("person", "p1")
        new = Person(id="p1", names=(PersonName(text), old.names[1]))
        session.text_edit(old, new, "Edit name")
        session.typing.flush()
    watch.leave()


def test_links_follow_a_person_and_one_undo_takes_all_of_it_back(session):
    told = []
    session.message.connect(lambda text, _level: told.append(text))
    retyped(session, NameWatch(session), "O", "Ohno T", "Ohno Taro")
    assert session.workspace.get("note", "n1").body == (
        "@p1 met [[p1|Ohno Taro]], [[p1|小野太郎]] and [[p1|the envoy]]; see [[Round 1]]."
    )
    assert told == ["1 notes follow the new name."]
    assert session.undo_stack.count() == 2  # the filling of the workspace, and this
    session.undo_stack.undo()
    assert session.workspace.get("person", "p1") == PERSON
    assert session.workspace.get("note", "n1") == NOTE
    session.undo_stack.redo()
    assert "Ohno Taro" in session.workspace.get("note", "n1").body


def test_a_name_that_no_link_shows_leaves_the_steps_as_they_are(session):
    other = Person(id="p2", names=(PersonName("Kato"),))
    session.apply(added(other))
    watch = NameWatch(session)
    watch.enter("person", "p2")
    session.text_edit(other, Person(id="p2", names=(PersonName("Katoh"),)), "Edit name")
    watch.leave()
    assert session.undo_stack.undoText() == "Edit name"
    assert session.workspace.get("note", "n1") == NOTE


def test_a_link_by_title_follows_only_where_it_can_mean_no_other(session):
    new = Event(id="e1", title="First round")
    (change,) = changes_following(session.workspace, EVENT, new)
    assert change.after.body.endswith("see [[First round]].")
    session.apply(added(Note(id="n2", title="Round 1", body="")))
    assert changes_following(session.workspace, EVENT, new) == []
