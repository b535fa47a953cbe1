"""Bad input by name: one clear sentence each. And the formats of the past."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from briefing_app.domain.change import added
from briefing_app.domain.records import KINDS, Basket, Delegation, Note, Organisation, Person
from briefing_app.errors import DamagedError, PassphraseError, UsageError, WorkspaceError
from briefing_app.store import migrations
from briefing_app.store.snapshot import FORMAT
from briefing_app.store.workspace import Workspace
from tests.store.unprivileged import as_nobody, give_away, place_for_all

SAVED = Path(__file__).resolve().parents[1] / "workspaces"
# Kinds that came after these workspaces were saved: their tables are empty, not missing.
SAVED_COUNTS = dict.fromkeys(KINDS, 1) | {"organisation": 0, "delegation": 0}


def refusal(path: Path, **options: str) -> WorkspaceError:
    with pytest.raises(WorkspaceError) as caught:
        Workspace.open(path, **options)  # type: ignore[arg-type]
    assert str(caught.value).count("\n") == 0
    return caught.value


def test_nothing_there(tmp_path: Path) -> None:
    assert "There is no workspace at" in str(refusal(tmp_path / "x.brief"))


def test_a_file_that_is_not_a_workspace(tmp_path: Path) -> None:
    (tmp_path / "x.brief").write_text("hello")
    assert "is not a workspace but a file" in str(refusal(tmp_path / "x.brief"))


def test_a_zip(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.brief", "w") as archive:
        archive.writestr("workspace.json", "{}")
    assert "a ZIP archive: unpack it" in str(refusal(tmp_path / "x.brief"))


def test_an_empty_folder(tmp_path: Path) -> None:
    assert "an empty folder" in str(refusal(tmp_path))


def test_a_folder_of_something_else(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_text("x")
    error = refusal(tmp_path)
    assert "is not a workspace." in str(error)
    assert "holds workspace.json" in error.hint


def test_a_newer_version_plain_and_encrypted(tmp_path: Path) -> None:
    path = tmp_path / "x.brief"
    Workspace.create(path).close()
    file = path / "workspace.json"
    file.write_bytes(file.read_bytes().replace(b'"format":%d' % FORMAT, b'"format":%d' % (FORMAT + 7)))
    assert f"newer version of Briefing Desk (format {FORMAT + 7})" in str(refusal(path))
    shutil.rmtree(path)
    Workspace.create(path, passphrase="x").close()
    file.write_bytes(file.read_bytes().replace(b'"format":%d' % FORMAT, b'"format":%d' % (FORMAT + 7)))
    assert "newer version" in str(refusal(path, passphrase="x"))


def test_a_wrong_and_a_missing_and_a_needless_passphrase(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "s.brief", passphrase="x").close()
    Workspace.create(tmp_path / "p.brief").close()
    assert isinstance(refusal(tmp_path / "s.brief", passphrase="y"), PassphraseError)
    assert "is encrypted" in str(refusal(tmp_path / "s.brief"))
    assert "is not encrypted" in str(refusal(tmp_path / "p.brief", passphrase="x"))


@pytest.mark.parametrize("closed", ["workspace.json", "."])
def test_a_folder_without_permission(closed: str) -> None:
    with place_for_all() as place:
        path = place / "x.brief"
        Workspace.create(path).close()
        give_away(path)
        (path / closed).chmod(0)

        def opened() -> str:
            return str(refusal(path))

        said = as_nobody(opened)
    assert "you have no permission" in said
    assert "\n" not in said


def test_a_workspace_in_a_folder_that_may_not_be_written_is_not_made() -> None:
    with place_for_all() as place:
        place.chmod(0o555)

        def made() -> str:
            with pytest.raises(UsageError) as caught:
                Workspace.create(place / "x.brief")
            return str(caught.value)

        said = as_nobody(made)
        assert said.startswith("Cannot make the folder ")
        assert said.endswith("x.brief: Permission denied.")
        assert list(place.iterdir()) == []


def test_a_damaged_one_opens_in_part_only_when_that_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "x.brief"
    with Workspace.create(path) as workspace:
        workspace.apply(added(Note(id="a", title="one")))
        storage = workspace._storage
        workspace.apply(added(Note(id="b", title="two")))
        workspace.apply(added(Note(id="c", title="three")))
        assert storage._journal is not None
        storage._journal.close()
        storage._journal = None
        workspace.backups._changes = 0
    (file,) = path.glob("journal-*")
    content = bytearray(file.read_bytes())
    content[content.index(b'"title":"two"') + 9] ^= 1
    file.write_bytes(content)
    error = refusal(path)
    assert isinstance(error, DamagedError)
    assert "check --repair" in error.hint
    with Workspace.open(path, salvage=True) as partly:
        assert partly.read_only
        assert partly.faults
        assert [record.id for record in partly.records("note")] == ["a"]


def test_progress_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.brief"
    Workspace.create(path).close()
    told: list[tuple[int, int]] = []
    Workspace.open(path, progress=lambda done, total: told.append((done, total))).close()
    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1]


@pytest.mark.parametrize("number", range(1, FORMAT))
def test_every_old_format_opens_and_is_backed_up_first(tmp_path: Path, number: int) -> None:
    path = tmp_path / "old.brief"
    shutil.copytree(SAVED / f"format-{number}.brief", path)
    before = (path / "workspace.json").read_bytes()
    with Workspace.open(path) as workspace:
        assert f"brought to format {FORMAT}" in workspace.notices[0]
        assert {kind: workspace.count(kind) for kind in KINDS} == SAVED_COUNTS
        note = workspace.get("note", "note-1")
        assert isinstance(note, Note)
        assert note.quotations[0].text == "no exemption"
        basket = workspace.get("basket", "basket-1")
        assert isinstance(basket, Basket)
        assert str(basket.rows[0].value_usd) == "30000.10"
        assert workspace.meta("note", "note-1").revision.startswith("1-")
        assert [hit.id for hit in workspace.search("外相")] == ["note-1"]
        workspace.apply(added(Note(id="new", title="x")))
    (backup,) = (path / "backups").glob("*-before-format-*")
    assert (backup / "workspace.json").read_bytes() == before
    with Workspace.open(path) as workspace:
        assert workspace.notices == ()
        assert workspace.count("note") == 2


def test_an_old_format_is_read_without_changing_it(tmp_path: Path) -> None:
    path = tmp_path / "old.brief"
    shutil.copytree(SAVED / "format-1.brief", path)
    before = sorted(file.name for file in path.iterdir())
    with Workspace.open(path, read_only=True) as workspace:
        assert workspace.count("person") == 1
    assert sorted(file.name for file in path.iterdir()) == before


def test_each_past_format_has_its_step_and_its_saved_workspace() -> None:
    assert sorted(migrations.STEPS) == list(range(1, FORMAT))
    assert {path.name for path in SAVED.glob("format-*.brief")} >= {
        f"format-{n}.brief" for n in range(1, FORMAT + 1)
    }


def test_kinds_and_fields_that_came_later_are_there_in_a_saved_workspace(tmp_path: Path) -> None:
    path = tmp_path / "now.brief"
    shutil.copytree(SAVED / f"format-{FORMAT}.brief", path)
    with Workspace.open(path) as workspace:
        (person,) = workspace.records("person")
        assert isinstance(person, Person)
        assert (person.private_note, person.photo_credit, person.photo_date) == ("", "", "")
        assert all((post.rank, post.appointed) == ("", "") for post in person.posts)
        workspace.apply(added(Organisation(id="meti", title="METI")))
        workspace.apply(added(Delegation(id="d", title="First round")))
    with Workspace.open(path) as workspace:
        assert workspace.get("organisation", "meti") == Organisation(id="meti", title="METI")
        assert workspace.count("delegation") == 1


def test_the_present_format_s_saved_workspace_opens(tmp_path: Path) -> None:
    path = tmp_path / "now.brief"
    shutil.copytree(SAVED / f"format-{FORMAT}.brief", path)
    with Workspace.open(path) as workspace:
        assert {kind: workspace.count(kind) for kind in KINDS} == SAVED_COUNTS
        assert workspace.undo_steps()
