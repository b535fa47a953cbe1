"""Tables of people as others keep them: each column is said to mean one thing, or to be left out.

The meaning is guessed from the head of the column in English or Japanese; whoever imports looks at the guess
and at the first people before anything is stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from briefing_app.domain.date_words import words
from briefing_app.domain.fuzzydate import DateError, is_edtf
from briefing_app.domain.ids import new_id
from briefing_app.domain.records import Person, PersonName, Post
from briefing_app.domain.typed_dates import understand
from briefing_app.errors import UsageError
from briefing_app.exchange import csv_files
from briefing_app.exchange.name_scripts import script_of
from briefing_app.exchange.result import ImportResult, Problem
from briefing_app.exchange.soundness import length_faults

MOST_ROWS = 200_000
MOST_COLUMNS = 200
# What a column may mean: the words for it, and how its head is written.
MEANINGS: dict[str, tuple[str, tuple[str, ...]]] = {
    "": ("Leave out", ()),
    "name": (
        "Whole name, Latin letters",
        ("name", "full name", "english name", "英語名", "氏名(英)", "ローマ字"),
    ),
    "family": ("Family name, Latin letters", ("family", "family name", "last name", "surname", "姓(英)")),
    "given": ("Given name, Latin letters", ("given", "given name", "first name", "名(英)")),
    "native": (
        "Whole name, own script",
        ("native_name", "native name", "japanese name", "氏名", "名前", "日本語名"),
    ),
    "native_family": ("Family name, own script", ("姓", "苗字", "名字", "family name (japanese)")),
    "native_given": ("Given name, own script", ("名", "given name (japanese)")),
    "reading": (
        "Reading",
        ("reading", "kana", "furigana", "ふりがな", "フリガナ", "よみ", "読み", "読み仮名", "かな", "カナ"),
    ),
    "pronunciation": ("How to say it", ("pronunciation", "how to say", "発音")),
    "country": ("Country (two letters)", ("country", "side", "国", "国籍", "国名")),
    "title": ("Post", ("post", "title", "job title", "position", "役職", "肩書", "職名")),
    "organisation": (
        "Organisation",
        ("organisation", "organization", "company", "ministry", "所属", "組織", "会社", "省庁"),
    ),
    "from": ("Post since", ("since", "from", "appointed", "就任", "就任日")),
    "email": ("E-mail", ("email", "e-mail", "mail", "メール", "メールアドレス", "電子メール")),
    "phone": ("Telephone", ("phone", "telephone", "tel", "mobile", "電話", "電話番号", "携帯")),
    "tags": ("Tags", ("tags", "keywords", "category", "分類", "タグ")),
    "note": ("Note", ("note", "notes", "remarks", "備考", "メモ")),
    "private_note": ("Private remark", ("private", "private note", "confidential", "内部メモ")),
}  # fmt: skip
_COUNTRIES = {
    "japan": "JP", "日本": "JP", "united states": "US", "usa": "US", "u.s.": "US", "us": "US",
    "米国": "US", "アメリカ": "US", "アメリカ合衆国": "US",
}  # fmt: skip


def rows_of(content: bytes, name: str) -> list[list[str]]:
    """All rows of a CSV or XLSX file. Raises UsageError for another ending or more than can be taken."""
    ending = name.rpartition(".")[2].lower()
    if ending == "csv":
        found = csv_files.read(content)
    elif ending == "xlsx":
        from briefing_app.exchange import xlsx_files  # noqa: PLC0415  a compiled reader

        found = xlsx_files.read(content)
    else:
        raise UsageError(f'"{name}" is no table.', hint="Use .csv or .xlsx.")
    table = [row for row in islice(found, MOST_ROWS + 2) if any(cell.strip() for cell in row)]
    if len(table) < 2:
        raise UsageError(f'"{name}" has no rows below its head.', hint="The first row names the columns.")
    if len(table) > MOST_ROWS + 1 or max(map(len, table)) > MOST_COLUMNS:
        raise UsageError(
            f'"{name}" is too large.', hint=f"At most {MOST_ROWS:,} rows and {MOST_COLUMNS} columns."
        )
    return table


def guessed(head: Sequence[str]) -> list[str]:
    """What each column seems to mean; no meaning is given twice."""
    taken: set[str] = set()
    found = []
    for cell in head:
        wanted = _folded(cell)
        meaning = next((key for key, (_words, heads) in MEANINGS.items()
                        if key not in taken and wanted in {_folded(each) for each in heads}), "")  # fmt: skip
        taken.add(meaning)
        found.append(meaning)
    return found


def read(table: Sequence[Sequence[str]], meanings: Sequence[str]) -> ImportResult:
    """The people of a table whose first row is the head. Raises UsageError if no column is a name."""
    named = {"name", "family", "given", "native", "native_family", "native_given"}
    if not named & set(meanings):
        raise UsageError("No column is a name.", hint="Say which column holds the name.")
    people: list[Person] = []
    problems: list[Problem] = []
    for number, row in enumerate(table[1:], 2):
        cells = {meaning: row[at].strip() for at, meaning in enumerate(meanings) if meaning and at < len(row)}
        place = f"row {number}"
        person = _person(cells, place, problems)
        if person is None:
            problems.append(Problem(place, "has no name and is left out"))
        elif faults := length_faults(person):
            problems.append(Problem(place, "; ".join(faults)))
        else:
            people.append(person)
    return ImportResult(tuple(people), tuple(problems), len(table) - 1)


def _person(cells: Mapping[str, str], place: str, problems: list[Problem]) -> Person | None:
    country = _country(cells.get("country", ""))
    names = tuple(_names(cells, country))
    if not names:
        return None
    contact = {kind: cells[kind] for kind in ("email", "phone") if cells.get(kind)}
    tags = tuple(tag for each in cells.get("tags", "").replace("、", ";").replace(",", ";").split(";")
                 if (tag := each.strip()))  # fmt: skip
    return Person(
        id=new_id("person"), names=names, country=country,
        posts=_posts(cells, place, problems), contact=contact, tags=tags, note=cells.get("note", ""),
        private_note=cells.get("private_note", ""),
    )  # fmt: skip


def _names(cells: Mapping[str, str], country: str) -> Iterator[PersonName]:
    family, given = cells.get("family", ""), cells.get("given", "")
    full = cells.get("name", "") or " ".join(filter(None, (given, family)))
    if full and _is_latin(full):
        yield PersonName(full, "Latn", family, given, pronunciation=cells.get("pronunciation", ""))
    native_family, native_given = cells.get("native_family", ""), cells.get("native_given", "")
    native = cells.get("native", "") or native_family + native_given
    if full and not native and not _is_latin(full):
        native, native_family, native_given = full, family, given
    if native:
        script = script_of(native, country=country)
        if script != "Latn" or not full:
            yield PersonName(native, script, native_family, native_given, cells.get("reading", ""))


def _posts(cells: Mapping[str, str], place: str, problems: list[Problem]) -> tuple[Post, ...]:
    if not cells.get("title") and not cells.get("organisation"):
        return ()
    since = cells.get("from", "")
    if since and not is_edtf(since):
        try:
            understood = understand(since).edtf
        except DateError as error:
            problems.append(Problem(place, f'"{since}" is no date and is left out: {error}', fatal=False))
            understood = ""
        else:
            said = f'"{since}" is taken as {words(understood)}'
            problems.append(Problem(place, said, fatal=False))
        since = understood
    return (Post(cells.get("title", "") or "-", cells.get("organisation", ""), since),)


def _country(text: str) -> str:
    return _COUNTRIES.get(text.casefold(), text.upper() if len(text) == 2 else text)


def _is_latin(text: str) -> bool:
    return all(ord(character) < 0x250 for character in text)


def _folded(head: str) -> str:
    return " ".join(head.replace("（", "(").replace("）", ")").split()).casefold()
