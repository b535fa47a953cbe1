"""Known errors in the language of the window: every sentence has its words, values stay as typed."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import briefing_app
from briefing_app import errors, resources
from briefing_app.app.error_words import ErrorWords, error_words, told
from briefing_app.app.i18n import tr, use_language
from briefing_app.domain.typed_dates import understand
from briefing_app.errors import BriefingError, RecordError, UsageError
from briefing_app.reports.clean import clean
from briefing_app.store.disk import reason
from briefing_app.store.recovery import damaged

PACKAGE = Path(errors.__file__).parent
LAYERS = ("domain", "store", "exchange", "tariff", "trade", "reports", "app", "ui")
# What only a damaged installation or a model file of the command line can say.
NOT_IN_THE_WINDOW = {
    "tariff/lists.py", "tariff/loader.py", "tariff/registers.py", "tariff/goods.py", "tariff/chapters.py",
    "exchange/trade_starts.py", "exchange/simulation.py",
}  # fmt: skip
# Nothing but values: what they say is said by the error inside.
BARE = re.compile(r"[\s:]*(\{\d+\}[\s:]*)+")


def _error_classes() -> set[str]:
    """The names of every class below BriefingError that the layers hold."""
    bases = {"BriefingError"}
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in PACKAGE.rglob("*.py")]
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    while (
        more := {
            each.name
            for each in classes
            if any(isinstance(base, ast.Name) and base.id in bases for base in each.bases)
        }
        - bases
    ):
        bases |= more
    return bases


def _templates(node: ast.expr, assigned: dict[str, list[ast.expr]]) -> Iterator[str]:
    if isinstance(node, ast.Name):
        for value in assigned.get(node.id, []):
            yield from _templates(value, {})
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value.replace("{", "{{").replace("}", "}}")
    elif isinstance(node, ast.JoinedStr):
        text, count = "", 0
        for part in node.values:
            if isinstance(part, ast.Constant):
                text += str(part.value).replace("{", "{{").replace("}", "}}")
            else:
                text, count = text + f"{{{count}}}", count + 1
        yield text
    elif isinstance(node, ast.BoolOp):
        yield from (text for value in node.values for text in _templates(value, {}))
    elif isinstance(node, ast.IfExp):
        yield from _templates(node.body, assigned)
        yield from _templates(node.orelse, assigned)


@cache
def sentences() -> dict[str, str]:
    """Every sentence or hint of a known error below the window, as a template, and where it stands."""
    names = _error_classes()
    found: dict[str, str] = {}
    for file in (file for layer in LAYERS for file in sorted((PACKAGE / layer).rglob("*.py"))):
        place = file.relative_to(PACKAGE).as_posix()
        if place in NOT_IN_THE_WINDOW:
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        assigned: dict[str, list[ast.expr]] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                assigned.setdefault(node.targets[0].id, []).append(node.value)
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", getattr(node.func, "attr", "")) in names
            ):
                said = [
                    *node.args[:1],
                    *(each.value for each in node.keywords if each.arg in {"message", "hint"}),
                ]
                for template in (each for argument in said for each in _templates(argument, assigned)):
                    found.setdefault(template, f"{place}:{node.lineno}")
    return found


def _japanese() -> dict[str, str]:
    tables = tomllib.loads(resources.path("i18n", "errors", "ja.toml").read_text(encoding="utf-8"))
    return {english: told for table in tables.values() for english, told in table.items()}


@pytest.fixture
def in_japanese() -> Iterator[None]:
    use_language("ja")
    yield
    use_language("en")


def test_every_sentence_of_a_known_error_has_its_japanese() -> None:
    japanese = _japanese()
    missing = [
        f"{place}: {each}" for each, place in sentences().items() if each.strip() and each not in japanese
    ]
    missing = [each for each in missing if not BARE.fullmatch(each.split(": ", 1)[1])]
    assert not missing, "resources/i18n/errors/ja.toml lacks:\n" + "\n".join(missing)
    assert len(sentences()) > 300


def test_no_sentence_is_kept_that_nothing_says() -> None:
    tables = tomllib.loads(resources.path("i18n", "errors", "ja.toml").read_text(encoding="utf-8"))
    kept = {each for name, table in tables.items() if name not in {"values", "remarks"} for each in table}
    assert sorted(kept - set(sentences())) == []


def test_the_same_values_stand_in_both_languages() -> None:
    for english, japanese in _japanese().items():
        fields = [
            sorted(name for _text, name, _form, _as in Formatter().parse(each) if name is not None)
            for each in (english, japanese)
        ]
        assert fields[0] == fields[1], english


def test_each_template_is_recognised_as_itself() -> None:
    words = error_words("ja")
    for english, japanese in _japanese().items():
        count = len({name for _text, name, _form, _as in Formatter().parse(english) if name is not None})
        values = [f"Wert{place}" for place in range(count)]
        assert words.said(english.format(*values)) == japanese.format(*values), english


def test_a_date_that_cannot_be_read_is_told_in_japanese(in_japanese: None) -> None:
    with pytest.raises(BriefingError) as caught:
        understand("3/4/2025")
    assert told(caught.value).startswith("「3/4/2025」は複数の読み方ができます。例：「2025年5月23日」")


def test_without_a_language_the_sentence_is_the_english_one() -> None:
    error = UsageError("The date is empty.", hint="Write the year as well.")
    assert told(error) == "The date is empty. Write the year as well."


def test_the_reason_of_the_system_is_told_too(in_japanese: None) -> None:
    full = reason(OSError(28, "No space left on device"))
    error = UsageError(f"Could not save to W.briefing: {full}.")
    assert told(error) == "W.briefing に保存できませんでした（空き容量がありません）。"


def test_an_error_within_an_error_is_told_too(in_japanese: None) -> None:
    inner = UsageError("The date is empty.")
    error = RecordError(
        "This note cannot be read:", faults=(f"date: {inner.message}",), hint="Save it as UTF-8."
    )
    assert told(error) == "このメモは読めません： date：日付が空です。UTF-8 で保存してください。"


def test_what_somebody_typed_is_never_said_otherwise() -> None:
    words = ErrorWords({'"{0}" has no year.': "「{0}」には年がありません。", "note": "メモ"})
    assert words.said('"note" has no year.') == "「note」には年がありません。"


def test_braces_typed_by_somebody_stay() -> None:
    words = error_words("ja")
    assert words.said('"{0} {x!r} %s" has no year.') == "「{0} {x!r} %s」には年がありません。"


@given(st.text())
def test_any_text_comes_back_when_it_is_not_known(text: str) -> None:
    assert (
        ErrorWords({"The date is empty.": "日付が空です。"}).said(text) in {text, "日付が空です。"}
        or ": " in text
    )


@given(st.text(st.characters(exclude_characters="\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")))
def test_the_value_survives(typed: str) -> None:
    told = error_words("ja").said(f'"{typed}" cannot be read as a date.')
    assert typed in told


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("workspace.json: its checksum does not fit", "workspace.json：チェックサムが合いません"),
        (
            "journal-000002 is damaged at byte 611, with 3 good changes after it",
            "journal-000002 の 611 バイト目が壊れています（その後に無事な変更が 3 件）",
        ),
    ],
)
def test_what_is_damaged_is_said_once(in_japanese: None, fault: str, words: str) -> None:
    said = told(damaged(Path("talks.brief"), (fault,)))
    assert said.startswith(
        f"talks.brief は壊れています（{words}）。手を加えずそのままにしました。「briefing-app"
    )
    assert said.count(words) == 1


def test_several_faults_of_one_sentence_are_each_told(in_japanese: None) -> None:
    said = told(
        damaged(
            Path("talks.brief"),
            (
                "workspace.json: its checksum does not fit",
                "journal-000002 is damaged at byte 611, with 3 good changes after it",
                "journal-000003: it is empty",
            ),
        )
    )
    assert "（workspace.json：チェックサムが合いません；journal-000002 の 611 バイト目が壊れています" in said
    assert "；journal-000003：中身がありません）" in said


def test_a_list_with_a_fault_that_is_not_known_stays_whole() -> None:
    words = ErrorWords({"it is empty": "中身がありません"})
    assert words.said("it is empty; something else") == "it is empty; something else"


@pytest.mark.parametrize(
    ("english", "japanese"),
    [
        ("backup 2026-05-01T10-00-00", "バックアップ 2026-05-01T10-00-00"),
        ("12 changes from the journal", "ジャーナルの変更 12 件"),
        ("3 records from the damaged workspace.json", "壊れた workspace.json から救えた記録 3 件"),
        ("change 17: its frame is damaged", "変更 17：その部分が壊れています"),
        ('note "n1": it could not be saved', "メモ「n1」：救えませんでした"),
        (
            "attachment 0123456789ab…: no good copy was found",
            "添付ファイル 0123456789ab…：無事な写しがありません",
        ),
    ],
)
def test_what_a_repair_reports_is_told(in_japanese: None, english: str, japanese: str) -> None:
    assert told(english) == japanese


@pytest.mark.parametrize(
    "finding",
    [
        (
            'A page runs over its page by about 60 lines. Cut in "P": the longest parts. '
            "The type is never made smaller."
        ),
        '"A note" is marked "FLOOF", which no scheme knows.',
        '"Why now?" has no answer yet.',
        '"Ann Late" has no source for names and posts.',
        "There is no delegation to seat: make one in the People tab.",
        "There is nobody to write a card for: name people in the block.",
        'The card of "Ann" has no room for all of its lines: write the name or the office shorter.',
        '"9 July" stands in "Scenario" as it was typed; this paper writes the month first elsewhere.',
    ],
)
def test_findings_of_papers_are_told_in_japanese(finding: str) -> None:
    said = error_words("ja").said(finding)
    assert re.search("[ぁ-ん]", said)
    assert " the " not in said


def findings() -> Iterator[str]:
    """Each sentence that a module of the papers can find, with 7 in the place of each value."""
    for file in sorted((Path(briefing_app.__file__).parent / "reports").glob("*.py")):
        for function in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                named = {
                    each.targets[0].id: each.value
                    for each in ast.walk(function)
                    if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name)
                }
                for call in ast.walk(function):
                    if isinstance(call, ast.Call) and len(call.args) > 1 and called(call) in TELLING:
                        yield from said_in(call.args[1], named)


TELLING = {"tell", "Problem"}


def called(call: ast.Call) -> str:
    return getattr(call.func, "attr", "") or getattr(call.func, "id", "")


def said_in(text: ast.expr, named: dict[str, ast.expr]) -> Iterator[str]:
    if isinstance(text, ast.Constant):
        yield str(text.value)
    elif isinstance(text, ast.Name) and text.id in named:
        yield from said_in(named[text.id], named)
    elif isinstance(text, ast.JoinedStr):
        words = ["7" if isinstance(part, ast.FormattedValue) else str(part.value) for part in text.values]  # type: ignore[attr-defined]
        yield "".join(words)


# What is put together of parts, and told above with its parts.
PUT_TOGETHER = (
    "runs over its page",
    "lines of7",
    "figures of7",
    "said7",
    "7 lines of",
    '"7": 7',
    "7write",
    "7 Mark the",
    "7this paper",
    "7 cannot be told",
)


def test_every_finding_of_a_paper_has_its_japanese_words() -> None:
    found = {each for each in findings() if not any(part in each for part in PUT_TOGETHER)}
    assert len(found) > 50
    assert [each for each in sorted(found) if error_words("ja").said(each) == each] == []


def test_what_cannot_be_printed_is_told_in_japanese_without_paths() -> None:
    _cleaned, (dropped, missing) = clean({"sections": [{"text": "abc \u202e def 🦄"}]})
    assert str(dropped) == 'U+202E RIGHT-TO-LEFT OVERRIDE in "abc def □" cannot be printed and is left out.'
    assert error_words("ja").said(str(missing)) == (
        "「abc def □」の U+1F984 UNICORN FACE は印刷できないため □ で印刷します。"
    )


@pytest.mark.parametrize(
    ("finding", "words"),
    [
        ('"Q&A" is a draft, not cleared.', ("Draft", "Cleared")),
        ("The photo of Ann has no credit.", ("Credit",)),
    ],
)
@pytest.mark.usefixtures("in_japanese")
def test_a_finding_calls_things_what_the_fields_call_them(finding: str, words: tuple[str, ...]) -> None:
    """Who reads the finding looks for the same word at the place where it is mended."""
    said = told(finding)
    assert all(tr(word) in said for word in words)
