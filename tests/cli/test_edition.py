"""``edition``: frozen editions are listed and written again to the byte, encrypted workspaces too."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from briefing_app.domain.change import Change, ChangeSet, removed
from briefing_app.domain.records import Block, Briefing, Note
from briefing_app.reports import briefing as papers
from briefing_app.reports.editions import copies, editions, freeze
from briefing_app.store.workspace import Workspace
from tests.cli.conftest import Run

SECRET = "a long passphrase for the test"
Issued = tuple[Path, tuple[str, ...], dict[str, bytes]]


def _issue(workspace: Workspace, briefing_id: str, recipients: tuple[str, ...] = ()) -> None:
    briefing = workspace.get("briefing", briefing_id)
    assert isinstance(briefing, Briefing)
    report = papers.gather_report(workspace, briefing, as_of=date(2025, 5, 24), language="en")
    freeze(workspace, briefing_id, report, workspace.apply, recipients=recipients)


def _filled(path: Path, passphrase: str | None = None) -> dict[str, bytes]:
    """Two editions of one paper, the second with a copy; the bytes that were issued."""
    with Workspace.create(path, passphrase=passphrase) as workspace:
        records = (
            Briefing(id="b-1", template="chronology", title="Talks", blocks=(Block("events"),)),
            Note(id="n", title="State of play", body="The duty is ten percent."),
        )
        workspace.apply(ChangeSet("Fill", tuple(Change(r.record_kind, r.id, None, r) for r in records)))
        _issue(workspace, "b-1")
        _issue(workspace, "b-1", ("Ministry of Finance",))
        first, second = editions(workspace, "b-1")
        return {
            "1": workspace.attachment(first.sha256),
            "2": workspace.attachment(second.sha256),
            "text": workspace.attachment(second.text_sha256),
            "copy": workspace.attachment(copies(workspace, second)[0].sha256),
        }


@pytest.fixture(params=["plain", "encrypted"])
def issued(request: pytest.FixtureRequest, tmp_path: Path) -> Issued:
    path, secret = tmp_path / "talks.brief", tmp_path / "secret"
    secret.write_text(f"{SECRET}\n", encoding="utf-8")
    is_encrypted = request.param == "encrypted"
    kept = _filled(path, SECRET if is_encrypted else None)
    return path, ("--passphrase-file", str(secret)) if is_encrypted else (), kept


def test_an_edition_a_copy_and_its_text_come_out_as_they_were_issued(
    run: Run, issued: Issued, tmp_path: Path
) -> None:
    workspace, opened, kept = issued
    wanted: dict[str, tuple[object, ...]] = {
        "1": ("1", tmp_path / "1.pdf"),
        "2": ("2", tmp_path / "2.pdf"),
        "text": ("2", tmp_path / "2.md"),
        "copy": ("2", tmp_path / "copy.pdf", "--copy", "1"),
    }
    for name, words in wanted.items():
        answer = run("edition", "export", workspace, *words, *opened)
        assert answer.code == 0, answer.err
        out = words[1]
        assert isinstance(out, Path)
        assert out.read_bytes() == kept[name]
        assert hashlib.sha256(kept[name]).hexdigest() in answer.out
    assert len({*kept.values()}) == 4


def test_the_list_names_editions_and_copies(run: Run, issued: Issued) -> None:
    workspace, opened, kept = issued
    answer = run("edition", "list", workspace, *opened)
    assert answer.code == 0
    assert [line.split()[:3] for line in answer.lines] == [
        ["b-1", "1", "2025-05-24"], ["b-1", "2", "2025-05-24"], ["copy", "1", _sha(kept["copy"])[:12]],
    ]  # fmt: skip
    assert "Ministry of Finance" in answer.lines[2]
    told = run("edition", "list", workspace, "--json", *opened).json
    assert [(each["briefing"], each["number"], each["sha256"]) for each in told] == [
        ("b-1", 1, _sha(kept["1"])), ("b-1", 2, _sha(kept["2"])),
    ]  # fmt: skip
    assert told[1]["copies"] == [
        {"number": 1, "recipient": "Ministry of Finance", "sha256": _sha(kept["copy"])}
    ]


def test_an_edition_outlives_its_paper(run: Run, tmp_path: Path) -> None:
    workspace, out = tmp_path / "w.brief", tmp_path / "1.pdf"
    kept = _filled(workspace)
    with Workspace.open(workspace) as opened:
        opened.apply(removed(opened.get("briefing", "b-1")))
    assert run("edition", "export", workspace, 1, out).code == 0
    assert out.read_bytes() == kept["1"]


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    _filled(tmp_path / "talks.brief")
    return tmp_path / "talks.brief"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("7", "{}/x.pdf"), "There is no edition 7. Editions: 1, 2."),
        (("1", "{}/x.pdf", "--copy", "1"), "Edition 1 has no copy 1. Copies: none."),
        (("2", "{}/x.md", "--copy", "1"), "A copy is kept as PDF alone."),
        (("1", "{}/x.docx"), "An edition is kept as .pdf and .md."),
        (("1", "{}/x.pdf", "--briefing", "other"), "Papers with editions: b-1."),
        (("1", "{}/none/x.pdf"), "There is no folder"),
        (("1", "{}/talks.brief/x.pdf"), "lies inside a workspace"),
        (("1",), "needs the number of an edition and a file"),
        (("one", "{}/x.pdf"), "See `briefing-app edition --help`."),
    ],
)
def test_what_cannot_be_written_says_why(
    run: Run, plain: Path, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    answer = run("edition", "export", plain, *(word.format(tmp_path) for word in words))
    assert (answer.code, told in answer.err) == (2, True), answer.err
    assert not list(tmp_path.glob("x.*"))


def test_another_file_is_not_overwritten_unless_it_is_said(run: Run, plain: Path, tmp_path: Path) -> None:
    out = tmp_path / "1.pdf"
    out.write_bytes(b"mine")
    answer = run("edition", "export", plain, 1, out)
    assert (answer.code, out.read_bytes()) == (2, b"mine")
    assert "exists and is another file" in answer.err
    assert run("edition", "export", plain, 1, out, "--replace").code == 0
    before = out.read_bytes()
    assert before.startswith(b"%PDF")
    assert run("edition", "export", plain, 1, out).code == 0, "the same file stands there already"
    assert out.read_bytes() == before


def test_a_damaged_edition_is_not_written(run: Run, plain: Path, tmp_path: Path) -> None:
    _damage(plain, _sha_of(plain), lambda content: content[:-9] + b"x" + content[-8:])
    answer = run("edition", "export", plain, 1, tmp_path / "1.pdf")
    assert answer.code == 3
    assert "is damaged" in answer.err
    assert "--repair" in answer.err
    assert not (tmp_path / "1.pdf").exists()


def test_several_papers_with_editions_must_be_told_apart(run: Run, plain: Path, tmp_path: Path) -> None:
    with Workspace.open(plain) as workspace:
        briefing = Briefing(id="other", template="chronology", title="More", blocks=(Block("events"),))
        workspace.apply(ChangeSet("Add", (Change("briefing", "other", None, briefing),)))
        _issue(workspace, "other")
    answer = run("edition", "export", plain, 1, tmp_path / "1.pdf")
    assert answer.code == 2
    assert "--briefing: b-1, other" in answer.err
    assert run("edition", "export", plain, 1, tmp_path / "1.pdf", "--briefing", "other").code == 0


def test_without_editions_the_list_says_so(run: Run, empty: Path) -> None:
    answer = run("edition", "list", empty)
    assert (answer.code, answer.out) == (0, "")
    assert "No edition is frozen" in answer.err


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _sha_of(workspace: Path) -> str:
    with Workspace.open(workspace, read_only=True) as opened:
        return editions(opened, "b-1")[0].sha256


def _damage(workspace: Path, sha256: str, change: Callable[[bytes], bytes]) -> None:
    path = workspace / "attachments" / sha256[:2] / sha256
    path.write_bytes(change(path.read_bytes()))
