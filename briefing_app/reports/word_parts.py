"""Parts of Word documents that python-docx has no words for: styles, rules, fields, links, numbering."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Sequence
from io import BytesIO
from itertools import count
from typing import Any
from unicodedata import east_asian_width

from briefing_app.reports import word_bars
from briefing_app.reports.clean import clean_text
from briefing_app.reports.model import Marking, NameBlock, ReportData, Run, Table

# Fonts that come with Word; other programs put their own Gothic and Grotesque in their place.
_LATIN, _JAPANESE = "Arial", "Yu Gothic"
_INK, _GREY, _ACCENT = "1B1D1F", "54595F", "1F5C99"
_SIZES = {"Title": 20, "Heading 1": 15, "Heading 2": 11.5, "Heading 3": 11, "Heading 4": 10.5}
_PAGE_MM = {"a4": (210, 297), "us-letter": (215.9, 279.4)}
_MARGIN_MM = 22
_TEXT = 10.5
_PHOTO_MM = 34  # as high as on paper
# Letters in a line of a table, in the space beside a cell, and in a column at most.
_LINE, _PADDING, _LONGEST_WORD, _LONGEST_LINE, _SHORT_WORD = 84, 3, 20, 50, 8
_SHORT_HEAD = 16
_UNBROKEN = re.compile(r"[^\s\u3000-\u9fff\uff00-\uffef]+")


def set_styles(document: Any, report: ReportData) -> None:
    """Our type in Word's own style names, so that a colleague can restyle the whole paper."""
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415
    from docx.shared import Mm, Pt  # noqa: PLC0415

    size = 18 if report.large_print else _TEXT
    for name in ("Normal", "Caption", "Quote", "List Bullet", "List Number", *_SIZES):
        style = document.styles[name]
        _set_font(style, size * _SIZES.get(name, _TEXT) / _TEXT, _ACCENT if name == "Heading 2" else _INK)
        style.font.bold = name in _SIZES
        style.font.italic = False
        style.paragraph_format.space_after = Pt(4)
        style.paragraph_format.space_before = Pt(10 if name in _SIZES else 0)
    # A quotation of forty lines is still seen to be one.
    document.styles["Quote"].paragraph_format.left_indent = Mm(8)
    document.styles["Quote"].paragraph_format.right_indent = Mm(8)
    caption = document.styles["Caption"]
    _set_font(caption, size * 0.86, _GREY)
    source = document.styles.add_style("Source", WD_STYLE_TYPE.PARAGRAPH)
    source.base_style = document.styles["Normal"]
    source.paragraph_format.left_indent = Mm(10)
    source.paragraph_format.first_line_indent = Mm(-10)
    source.paragraph_format.tab_stops.add_tab_stop(Mm(10))
    _remove_rule(document.styles["Title"])
    _set_language(document)


def _set_font(style: Any, size: float, colour: str) -> None:
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    style.font.name = _LATIN
    style.font.size = Pt(size)
    style.font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
    fonts.set(qn("w:eastAsia"), _JAPANESE)
    fonts.set(qn("w:hAnsi"), _LATIN)


def _remove_rule(style: Any) -> None:
    from docx.oxml.ns import qn  # noqa: PLC0415

    for rule in style.element.findall(f".//{qn('w:pBdr')}"):
        rule.getparent().remove(rule)


def _set_language(document: Any) -> None:
    """Latin words are English in every paper: called Japanese, they would be broken anywhere."""
    from docx.oxml.ns import qn  # noqa: PLC0415

    for found in document.styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), "en-GB")
        found.set(qn("w:eastAsia"), "ja-JP")


def set_page(document: Any, report: ReportData) -> None:
    """The sheet, and what stands on each page: title, day, marking, number of the page."""
    from docx.shared import Mm  # noqa: PLC0415

    section = document.sections[0]
    wide, high = _PAGE_MM[report.paper]
    section.page_width, section.page_height = Mm(wide), Mm(high)
    section.left_margin = section.right_margin = Mm(_MARGIN_MM)
    section.top_margin, section.bottom_margin = Mm(26), Mm(24)
    head = f"{report.subtitle} · {report.edition} · {report.labels['as_of']} {report.as_of}"
    head_line = section.header.paragraphs[0]
    head_line.text = clean_text(head)
    if report.change_bars:
        head_line.add_run(f" · ▎{report.change_bars}")
    section.header.paragraphs[0].style = document.styles["Caption"]
    foot = section.footer.paragraphs[0]
    foot.style = document.styles["Caption"]
    before, _page, rest = report.labels["page"].partition("{page}")
    between, _count, after = rest.partition("{count}")
    for words, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        foot.add_run(words)
        if field:
            _add_field(foot, field)
    foot.alignment = 2
    if report.clearance:
        foot.insert_paragraph_before(clean_text(" · ".join(report.clearance)), document.styles["Caption"])
    if report.marking.label:
        for part in (section.header, section.footer):
            mark = part.add_paragraph()
            mark.alignment = {"left": 0, "center": 1, "right": 2}[report.marking.align]
            _add_mark(mark, report.marking)


def _add_mark(paragraph: Any, marking: Marking) -> None:
    """The marking in its own size and colours, boxed where its scheme boxes it."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    run = paragraph.add_run(marking.label)
    run.bold = True
    run.font.size = Pt(marking.size_pt)
    run.font.color.rgb = RGBColor.from_string(marking.ink.removeprefix("#"))
    around = []
    if marking.boxed:
        around.append(("w:bdr", {"val": "single", "sz": "6", "space": "2", "color": "auto"}))
    if marking.ground:
        around.append(("w:shd", {"val": "clear", "color": "auto", "fill": marking.ground.removeprefix("#")}))
    for name, values in around:
        made = OxmlElement(name)
        for key, value in values.items():
            made.set(qn(f"w:{key}"), value)
        run._r.get_or_add_rPr().append(made)


def _add_field(paragraph: Any, name: str) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)
    run = paragraph.add_run("1")
    field.append(run._r)


# --- tables -----------------------------------------------------------------------------------------------


def shares_of(table: Table) -> tuple[int, ...]:
    """Shares of the width from what the cells hold: long text takes most, numbers what they need."""
    return _shares([table.head, *table.rows])


def shares_of_prose(rows: Sequence[Sequence[tuple[Run, ...]]]) -> tuple[int, ...]:
    """The same for a table that somebody wrote."""
    return _shares([["".join(map(_with_numbers, cell)) for cell in row] for row in rows])


def _with_numbers(run: Run) -> str:
    """The words of a run with the numbers of sources that stand behind it in a cell, on one line."""
    numbers = ",\u00a0".join(map(str, run.cites))
    return f"{run.text}\u00a0[{numbers}]" if numbers else run.text


def _shares(rows: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """First each column has room for its longest word, then what is left goes to those with long lines."""
    least, wanted = [], []
    for place in range(max(len(row) for row in rows)):
        cells = [row[place] for row in rows if place < len(row)]
        # Figures two spaces apart stand in lines of their own; Japanese may break between any two signs.
        lines = [_width(line) for cell in cells for line in cell.split("  ")]
        words = [len(word) for cell in cells for word in _UNBROKEN.findall(cell)]
        # A word of Japanese alone in its cell, such as a term or a name, keeps to one line, as in print.
        words += [_width(cell) for cell in cells if len(cell) <= _SHORT_WORD]
        # A short head keeps to one line, Japanese too.
        head = _width(rows[0][place]) if place < len(rows[0]) else 0
        words.append(head if head <= _SHORT_HEAD else 0)
        least.append(min(max([*words, 3]), _LONGEST_WORD) + _PADDING)
        wanted.append(max(least[-1], min(max(lines), _LONGEST_LINE) + _PADDING))
    spare, lacking = _LINE - sum(least), sum(wanted) - sum(least)
    if lacking <= 0 or spare >= lacking:
        return tuple(wanted)
    return tuple(
        least_one + max(0, spare) * (wanted_one - least_one) // lacking
        for least_one, wanted_one in zip(least, wanted, strict=True)
    )


def _width(text: str) -> int:
    """How wide a text is in letters: signs of Chinese and Japanese count twice."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def add_table(
    document: Any,
    rows: Sequence[Sequence[tuple[Run, ...]]],
    shares: Sequence[int],
    align: Sequence[str],
    *,
    has_total: bool = False,
    changed: Sequence[int] = (),
) -> None:
    """A ruled table whose first row is repeated on each page; rows stay whole.

    ``changed``: the places of the rows below the head with a bar at their left.
    """
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.shared import Mm, Pt  # noqa: PLC0415

    columns = max(len(row) for row in rows)
    table = document.add_table(rows=0, cols=columns)
    table.autofit = not shares
    _rule(table)
    page = document.sections[0]
    room = (page.page_width - page.left_margin - page.right_margin) / Mm(1)
    for place, row in enumerate(rows):
        made = table.add_row()
        properties = made._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if place == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for column, (cell, runs) in enumerate(zip(made.cells, row, strict=False)):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(1)
            if column < len(align) and align[column] == "r":
                paragraph.alignment = 2
            is_strong = place == 0 or (has_total and place == len(rows) - 1)
            add_runs(paragraph, runs, is_bold=is_strong, is_cell=True)
            if column == 0 and place - 1 in changed:
                word_bars.add_bar_of_row(cell)
            if shares:
                cell.width = Mm(room * shares[column] / sum(shares))
    for column, share in enumerate(shares):
        table.columns[column].width = Mm(room * share / sum(shares))
    # Word needs a paragraph behind a table; as good as no line, it makes no page of its own.
    gap = document.add_paragraph()
    gap.paragraph_format.space_after, gap.paragraph_format.line_spacing = Pt(6), Pt(1)


def _rule(table: Any) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    borders = OxmlElement("w:tblBorders")
    for edge, size, colour in (("top", 6, "8F948D"), ("bottom", 6, "8F948D"), ("insideH", 4, "DEE0DA")):
        line = OxmlElement(f"w:{edge}")
        for name, value in (("val", "single"), ("sz", str(size)), ("space", "0"), ("color", colour)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)


# --- photos -----------------------------------------------------------------------------------------------


def add_photo(document: Any, block: NameBlock) -> None:
    """A photo as it is kept, with whose it is and when it was taken beneath, and words for who cannot see
    it. Word takes JPEG, PNG and GIF; of another kind only the words stand.
    """
    from docx.image.exceptions import UnrecognizedImageError  # noqa: PLC0415
    from docx.shared import Mm  # noqa: PLC0415

    _before, _mark, encoded = block.photo.partition(";base64,")
    content = base64.b64decode("".join(encoded.partition('"')[0].split()))
    paragraph = document.add_paragraph()
    try:
        picture = paragraph.add_run().add_picture(BytesIO(content), height=Mm(_PHOTO_MM))
    except UnrecognizedImageError:
        paragraph.add_run(clean_text(f"[{block.photo_alt}]"))
    else:
        picture._inline.docPr.set("descr", clean_text(block.photo_alt))
    paragraph.paragraph_format.keep_with_next = True
    document.add_paragraph(clean_text(block.photo_credit), style="Caption")


# --- runs, links, numbers ---------------------------------------------------------------------------------


def add_runs(
    paragraph: Any,
    runs: tuple[Run, ...],
    *,
    is_bold: bool = False,
    is_cell: bool = False,
    cite: Callable[[Any, Sequence[tuple[int, str]]], None] | None = None,
) -> None:
    """Runs in their styles. ``cite`` footnotes sources; without it their numbers lead to the list.

    In a cell two spaces begin a line, as they do in print.
    """
    for run in runs:
        made = paragraph.add_run(
            clean_text(run.text).replace("  ", "\n") if is_cell else clean_text(run.text)
        )
        made.bold = is_bold or run.style == "strong"
        made.italic = run.style == "emph"
        if run.cites and cite is not None:
            cite(paragraph, run.cited())
        elif run.cites:
            _add_links(paragraph, run.cited())


def _add_links(paragraph: Any, cited: Sequence[tuple[int, str]]) -> None:
    paragraph.add_run("\u00a0[" if paragraph.text.strip() else "[")
    for place, (source, where) in enumerate(cited):
        if place:
            paragraph.add_run(", ")
        _add_link(paragraph, source)
        if where:
            paragraph.add_run(f" {clean_text(where)}")
    paragraph.add_run("]")


def _add_link(paragraph: Any, source: int) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), f"source_{source}")
    run = paragraph.add_run(str(source))
    link.append(run._r)
    paragraph._p.append(link)


def add_target(paragraph: Any, source: int, text: str) -> None:
    """Text that the links of a source lead to."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(source))
    start.set(qn("w:name"), f"source_{source}")
    paragraph._p.append(start)
    paragraph.add_run(text)
    paragraph._p.append(end)


def new_numbering(document: Any) -> int:
    """A numbering of its own for one list: Word would count on from the list before."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    numbering = document.part.numbering_part.element
    style = document.styles["List Number"].element
    used = style.find(f".//{qn('w:numId')}").get(qn("w:val"))
    known = {each.get(qn("w:numId")): each for each in numbering.findall(qn("w:num"))}
    abstract = known[used].find(qn("w:abstractNumId")).get(qn("w:val"))
    fresh = next(number for number in count(1) if str(number) not in known)
    made = OxmlElement("w:num")
    made.set(qn("w:numId"), str(fresh))
    base = OxmlElement("w:abstractNumId")
    base.set(qn("w:val"), abstract)
    override = OxmlElement("w:lvlOverride")
    override.set(qn("w:ilvl"), "0")
    start = OxmlElement("w:startOverride")
    start.set(qn("w:val"), "1")
    override.append(start)
    made.append(base)
    made.append(override)
    numbering.append(made)
    return fresh


def number(paragraph: Any, numbering: int) -> None:
    """Make a paragraph an item of a numbering."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = numbering
