"""Rules in Word beside what changed, as the bars in the margin of a printed page."""

from __future__ import annotations

from typing import Any

_INK = "1B1D1F"


def _bar(name: str, space: int) -> Any:
    """A rule at the left, as an element of borders; ``space`` points clear of the words."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    borders, bar = OxmlElement(name), OxmlElement("w:left")
    for key, value in (("val", "single"), ("sz", "18"), ("space", str(space)), ("color", _INK)):
        bar.set(qn(f"w:{key}"), value)
    borders.append(bar)
    return borders


def add_bar_of_row(cell: Any) -> None:
    """A rule at the left of the first cell of a row: that of a paragraph would end with its cell."""
    from docx.oxml.ns import qn  # noqa: PLC0415

    properties = cell._tc.get_or_add_tcPr()
    # The schema has the borders behind the width and what is merged.
    before = [qn(f"w:{name}") for name in ("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge")]
    properties.insert(sum(1 for each in properties if each.tag in before), _bar("w:tcBorders", 0))


def add_bar(paragraph: Any) -> None:
    """A rule at the left of a paragraph, clear of its words."""
    from docx.oxml.ns import qn  # noqa: PLC0415

    borders = _bar("w:pBdr", 8)
    properties = paragraph._p.get_or_add_pPr()
    # The schema has the border behind what says of its list and its page, and before all else.
    before = [qn(f"w:{name}") for name in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "numPr")]
    place = sum(1 for each in properties if each.tag in before)
    properties.insert(place, borders)
