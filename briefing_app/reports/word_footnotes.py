"""Footnotes of Word documents, for which python-docx has no words: the part, its settings, its styles.

Word counts the notes itself, so they stay right when colleagues move text about. Each note names the source
with the number that it has in the paper, ``[3]``, which leads to the list of sources: who reads the Word
edition and who reads the PDF speak of the same source 3. Within a part a source is told in full once.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from briefing_app.reports.clean import clean_text
from briefing_app.reports.model import SourceRow

_PART = "/word/footnotes.xml"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
# The lines between text and notes: Word wants both, under these ids.
_SEPARATORS = ((-1, "separator"), (0, "continuationSeparator"))
_TEXT_STYLE, _MARK_STYLE = "FootnoteText", "FootnoteReference"


def words_of(row: SourceRow) -> str:
    """A source in one line: publisher, title, date, where it stands."""
    parts = [part for part in (row.publisher, row.title, row.date, row.locator) if part]
    return clean_text(f"{'. '.join(parts)}{' †' if row.later else ''}")


class Footnotes:
    """The notes of one document. ``written`` becomes a part of it at the end."""

    def __init__(self, document: Any, sources: tuple[SourceRow, ...]) -> None:
        from docx.oxml import OxmlElement  # noqa: PLC0415

        self._document = document
        self._sources = {row.number: row for row in sources}
        self._root = OxmlElement("w:footnotes")
        self._next = 1
        self._told: set[int] = set()
        for number, kind in _SEPARATORS:
            self._root.append(_separator(number, kind))
        _set_styles(document)

    def begin_section(self) -> None:
        """From here on sources are footnoted again where they are first cited."""
        self._told = set()

    def cite(self, paragraph: Any, cited: Sequence[tuple[int, str]]) -> None:
        """Put one footnote on sources, each with the place in it that is meant ("" for none)."""
        note, body = _element("footnote", id=str(self._next)), _element("p")
        note.append(body)
        body.append(_within(_element("pPr"), _element("pStyle", val=_TEXT_STYLE)))
        body.append(_within(_marked_run(), _element("footnoteRef")))
        was_full = None
        for number, place in cited:
            row = self._sources.get(number)
            if row is not None:
                body.append(_within(_element("r"), _between(was_full)))
                was_full = number not in self._told
                self._name(body, row, place)
        self._root.append(note)
        mark = _marked_run()
        mark.append(_element("footnoteReference", id=str(self._next)))
        paragraph._p.append(mark)
        self._next += 1

    def _name(self, body: Any, row: SourceRow, place: str) -> None:
        link = _element("hyperlink", anchor=f"source_{row.number}")
        link.append(_within(_element("r"), _words(f"[{row.number}]")))
        body.append(link)
        told = (row.publisher or row.title) if row.number in self._told else words_of(row)
        self._told.add(row.number)
        where = f", {place}" if place else ""
        body.append(_within(_element("r"), _words(clean_text(f" {told}{where}"))))

    def write(self) -> None:
        """Make the notes a part of the document; nothing where there is no note."""
        if self._next == 1:
            return
        from docx.opc.packuri import PackURI  # noqa: PLC0415
        from docx.opc.part import Part  # noqa: PLC0415
        from lxml import etree  # noqa: PLC0415

        blob = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)
        package = self._document.part.package
        self._document.part.relate_to(Part(PackURI(_PART), _CONTENT, blob, package), _RELATION)
        _tell_settings(self._document)


def _between(was_full: bool | None) -> Any:
    """What stands before a source: a space before the first, a new line after one that was told in full."""
    return _element("br") if was_full else _words(" " if was_full is None else "; ")


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _within(*elements: Any) -> Any:
    """Each element inside the one before it; the outermost."""
    for outer, inner in pairwise(elements):
        outer.append(inner)
    return elements[0]


def _separator(number: int, kind: str) -> Any:
    note = _element("footnote", type=kind, id=str(number))
    return _within(note, _element("p"), _element("r"), _element(kind))


def _marked_run() -> Any:
    run = _element("r")
    run.append(_within(_element("rPr"), _element("rStyle", val=_MARK_STYLE)))
    return run


def _words(text: str) -> Any:
    from docx.oxml.ns import qn  # noqa: PLC0415

    made = _element("t")
    made.set(qn("xml:space"), "preserve")
    made.text = text
    return made


def _tell_settings(document: Any) -> None:
    """Name the separators in the settings, at the place that the schema gives them."""
    from docx.oxml.ns import qn  # noqa: PLC0415

    settings = document.settings.element
    if settings.find(qn("w:footnotePr")) is not None:
        return
    notes = _element("footnotePr")
    for number, _kind in _SEPARATORS:
        notes.append(_element("footnote", id=str(number)))
    compat = settings.find(qn("w:compat"))
    if compat is None:
        settings.append(notes)
    else:
        compat.addprevious(notes)


def _set_styles(document: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415
    from docx.shared import Mm  # noqa: PLC0415

    text = document.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
    text.base_style = document.styles["Normal"]
    text.font.size = document.styles["Caption"].font.size
    text.paragraph_format.left_indent = Mm(5)
    text.paragraph_format.first_line_indent = Mm(-5)
    text.paragraph_format.space_after = Mm(0)
    mark = document.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    mark.font.superscript = True
    text.element.set(_qualified("styleId"), _TEXT_STYLE)
    mark.element.set(_qualified("styleId"), _MARK_STYLE)


def _qualified(name: str) -> str:
    from docx.oxml.ns import qn  # noqa: PLC0415

    return str(qn(f"w:{name}"))
