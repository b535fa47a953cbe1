"""Numbers of parts and sections, and references from one place of a paper to another.

English books have letters for parts and ``B.2`` for sections, as their tab sheets do. Japanese papers are
numbered as official documents are (公用文作成の考え方, 2022): 第1, 1, (1), with no dot after the number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from briefing_app.reports.model import Content, EventRow, Fact, Item, Prose, Question, Run, Section
from briefing_app.reports.wording import Language

UNNUMBERED = ("place-cards", "pocket-card", "qa")
# On the one-page brief these two stand without a heading, inside or below another section.
_BARE = ("duty", "strip")


def numbered(
    sections: Sequence[Section], template: str, language: Language, *, is_book: bool
) -> tuple[Section, ...]:
    """The sections with their numbers; only books and Japanese papers have any."""
    if template in UNNUMBERED or (language == "en" and not is_book):
        return tuple(sections)
    parts, tab = count(1), ""
    second = third = count(1)
    made = []
    for section in sections:
        if section.part:
            tab = part_number(next(parts), language)
            second = count(1)
        number = ""
        if section.title and section.layout != "qa" and not _is_bare(section, template):
            if section.level == 2:
                third = count(1)
                number = _of_section(next(second), tab, language, template)
            elif language == "ja":
                number = f"{next(third)}" if template == "bio" else f"({next(third)})"
        made.append(replace(section, tab=tab if section.part else "", number=number))
    return tuple(made)


def part_number(place: int, language: Language) -> str:
    """The number of a part from 1: ``A`` … ``Z``, ``AA``; ``第1``."""
    if language == "ja":
        return f"第{place}"
    letters = ""
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _is_bare(section: Section, template: str) -> bool:
    return template == "one-page" and section.id in _BARE


def _of_section(place: int, tab: str, language: Language, template: str) -> str:
    if language == "ja":
        return "" if template == "bio" else str(place)
    return f"{tab}.{place}" if tab else ""


def with_paragraphs(sections: Sequence[Section]) -> tuple[Section, ...]:
    """The sections with their paragraphs counted from the first to the last, as English books have them.

    Lists, quotations and headings (also bold lines that stand alone) belong to the paragraph before them.
    """
    numbers = count(1)
    return tuple(_counted(section, numbers) if section.layout == "text" else section for section in sections)


def _counted(section: Section, numbers: Iterator[int]) -> Section:
    items: list[Content] = []
    place = 0
    for item in section.items:
        if isinstance(item, Prose) and item.kind == "p" and not _is_lead(item):
            place += 1
            anchor = f"{section.anchor}#{place}" if section.anchor else ""
            items.append(replace(item, number=next(numbers), anchor=anchor))
        else:
            items.append(item)
    return replace(section, items=tuple(items))


def _is_lead(paragraph: Prose) -> bool:
    """Whether a paragraph is a heading to its readers, a bold line that stands alone, or a remark in grey."""
    styles = {run.style for run in paragraph.items[0].runs}
    return styles in ({"strong"}, {"emph"})


# --- references ---------------------------------------------------------------------------------------


def referred(sections: Sequence[Section], template: str, language: Language) -> tuple[Section, ...]:
    """The sections with each reference pointing at the place in this paper that prints its record.

    References to what this paper does not print become plain words; an anchor that is met twice stays with
    the first. Cards refer to nothing.
    """
    unique = _unique(sections, taken=None if template in UNNUMBERED else set())
    places = _places(unique, language)
    return tuple(_with_references(section, places, language) for section in unique)


def _unique(sections: Sequence[Section], taken: set[str] | None) -> list[Section]:
    made = []
    for section in sections:
        anchor = _taken_once(section.anchor, taken)
        items: tuple[Content, ...] = section.items
        if items and isinstance(items[0], EventRow):
            items = tuple(_anchored(row, taken) for row in items)
        elif section.anchor and not anchor:
            items = tuple(replace(i, anchor="") if isinstance(i, Prose) and i.anchor else i for i in items)
        made.append(replace(section, anchor=anchor, items=items))
    return made


def _anchored(row: Content, taken: set[str] | None) -> Content:
    if not isinstance(row, EventRow) or (anchor := _taken_once(row.anchor, taken)) == row.anchor:
        return row
    return replace(row, anchor=anchor)


def _taken_once(anchor: str, taken: set[str] | None) -> str:
    if taken is None or not anchor or anchor in taken:
        return ""
    taken.add(anchor)
    return anchor


def _places(sections: Sequence[Section], language: Language) -> dict[str, str]:
    """What each anchor is called: the number of its section, of an event also that of its row."""
    places: dict[str, str] = {}
    tab = ""
    for section in sections:
        tab = section.tab or tab
        name = _name(tab, section.number, language)
        if section.anchor:
            counted = [item.number for item in section.items if isinstance(item, Prose) and item.number]
            places[section.anchor] = ", ".join(part for part in (name, _paras(counted)) if part)
        for row in section.items:
            if isinstance(row, Prose) and row.anchor:
                places[row.anchor] = _paras([row.number])
            if isinstance(row, EventRow) and row.anchor:
                inner = f"{row.number}番" if language == "ja" else f"no. {row.number}"
                places[row.anchor] = f"{name or tab} {inner}".strip() if name or tab else inner
    return places


def _paras(numbers: Sequence[int]) -> str:
    """``para 12``, ``paras 12–15``; "" for none. Only English papers count their paragraphs."""
    if len(numbers) < 2:
        return f"para {numbers[0]}" if numbers else ""
    return f"paras {numbers[0]}–{numbers[-1]}"


def _name(tab: str, number: str, language: Language) -> str:
    if language == "en":
        return number or tab
    return f"{tab}の{number}" if tab and number else tab or number


def _with_references(section: Section, places: dict[str, str], language: Language) -> Section:
    items = tuple(_of_content(item, section.anchor, places, language) for item in section.items)
    return section if all(new is old for new, old in zip(items, section.items, strict=True)) else replace(
        section, items=items
    )  # fmt: skip


def _of_content(item: Content, own: str, places: dict[str, str], language: Language) -> Content:
    match item:
        case Prose():
            return _of_prose(item, own, places, language)
        case Question() if any(_refers(part) for part in item.parts):
            return replace(item, parts=tuple(_of_prose(part, own, places, language) for part in item.parts))
        case Fact() if any(run.ref for run in item.label):
            return replace(item, label=_of_runs(item.label, own, places, language))
        case _:
            return item


def _refers(prose: Prose) -> bool:
    items = [*prose.items, *(cell for row in prose.rows for cell in row)]
    return any(any(run.ref for run in item.runs) or any(map(_refers, item.children)) for item in items)


def _of_prose(prose: Prose, own: str, places: dict[str, str], language: Language) -> Prose:
    if not _refers(prose):
        return prose

    def of_item(item: Item) -> Item:
        children = tuple(_of_prose(child, own, places, language) for child in item.children)
        return Item(_of_runs(item.runs, own, places, language), children)

    rows = tuple(tuple(of_item(cell) for cell in row) for row in prose.rows)
    return replace(prose, items=tuple(map(of_item, prose.items)), rows=rows)


def _of_runs(runs: tuple[Run, ...], own: str, places: dict[str, str], language: Language) -> tuple[Run, ...]:
    return tuple(_of_run(run, own, places, language) if run.ref else run for run in runs)


def _of_run(run: Run, own: str, places: dict[str, str], language: Language) -> Run:
    target = run.ref.removeprefix("@")
    if "#" in target and target not in places:
        target = target.partition("#")[0]
    if target == own or target not in places:
        return replace(run, ref="")
    # A person is named often: the link is enough.
    if run.ref.startswith("@") or not places[target]:
        return replace(run, ref=target)
    words = f"（{places[target]}）" if language == "ja" else f" ({places[target]})"
    return replace(run, text=run.text + words, ref=target)
