"""Conditions of the Matterhorn Protocol (PDF Association, 1.1) that a program can test, beside the tag tree.

Each fault begins with the number of its checkpoint. ``tag_tree`` tests what is about the tags:
checkpoints 01 (all content is tagged or an artifact), 02 (tags have a role), 09 (what stands in what),
13 (words for figures), 14 (levels of headings), 15 (scope of heads, rows of like length) and 28 (links).
``page_faults`` tests letters without a glyph (31). Here: 01 the file says that it is tagged, and the
parent tree names the tag of all content · 02 no role in a circle · 06 metadata with identifier and title
· 07 the title is shown · 10 every font maps to Unicode · 11 languages are said and are languages · 19
notes have ids · 20 layers have names · 21 attachments have names · 25 no form of its own · 26 nothing is
locked · 28 annotations have words · 29 no scripts · 30 no content of another file · 31 fonts are in the
file, with widths, glyphs and letters.

Left to a reader's judgement, as the protocol does: 03, 04, 05, 08, 12, 16, 18, 22, 23, 24 and the sense
of words and order. 17 has nothing to test, as papers hold no formulas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?(-[A-Za-z0-9]{5,8})*")
# ToUnicode may not lead to these (31-028, 31-029).
_NO_LETTERS = {"0000", "FEFF", "FFFE"}


def ua_faults(path: Path) -> list[str]:
    """Every condition that the file does not meet."""
    with pikepdf.open(path) as pdf:
        return [
            *_document(pdf), *_metadata(pdf), *_languages(pdf), *_roles(pdf), *_notes(pdf), *_parents(pdf),
            *(fault for page in pdf.pages for fault in _annotations(page)),
            *(fault for font in _fonts(pdf) for fault in _font(font)),
        ]  # fmt: skip


def _document(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if not root.get("/MarkInfo", Dictionary()).get("/Marked") or root.MarkInfo.get("/Suspects"):
        yield "01 the file does not say that it is tagged"
    shown = root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle")
    if shown is not True and shown != pikepdf.Object.parse(b"true"):
        yield "07-001 the title is not shown"
    layers = root.get("/OCProperties", Dictionary())
    for each in [layers.get("/D"), *layers.get("/Configs", [])]:
        if each is not None and (not str(each.get("/Name", "")) or "/AS" in each):
            yield "20 a layer without a name"
    for name, file in pdf.attachments.items():
        if not name or not file.filename:
            yield "21 an attachment without a name"
    if "/XFA" in root.get("/AcroForm", Dictionary()):
        yield "25 a form of its own"
    if pdf.is_encrypted:
        yield "26 the file is locked"
    scripts = root.get("/Names", Dictionary()).get("/JavaScript")
    if scripts is not None or "/AA" in root or root.get("/OpenAction", {}).get("/S") == Name.JavaScript:
        yield "29 a script"
    for each in pdf.objects:
        if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == Name.Form and "/Ref" in each:
            yield "30 content of another file"


def _metadata(pdf: pikepdf.Pdf) -> Iterator[str]:
    if "/Metadata" not in pdf.Root:
        yield "06-001 no metadata"
        return
    with pdf.open_metadata() as told:
        if str(told.get("pdfuaid:part")) != "1":
            yield "06-002 the standard is not named"
        if not str(told.get("dc:title", "")).strip():
            yield "06-003 no title"


def _languages(pdf: pikepdf.Pdf) -> Iterator[str]:
    if not str(pdf.Root.get("/Lang", "")):
        yield "11-001 the language of the file is not said"
    for each in pdf.objects:
        if isinstance(each, Dictionary) and "/Lang" in each and not _LANGUAGE.fullmatch(str(each.Lang)):
            yield f"11 {str(each.Lang)!r} is no language"


def _roles(pdf: pikepdf.Pdf) -> Iterator[str]:
    roles = {str(key): str(value) for key, value in dict(pdf.Root.StructTreeRoot.get("/RoleMap", {})).items()}
    for first, other in roles.items():
        seen, name = {first}, other
        while name in roles and name not in seen:
            seen.add(name)
            name = roles[name]
        if name in seen:
            yield f"02-003 the role of {first} goes round in a circle"


def _notes(pdf: pikepdf.Pdf) -> Iterator[str]:
    ids: set[str] = set()
    for each in pdf.objects:
        if isinstance(each, Dictionary) and each.get("/S") == Name.Note:
            name = str(each.get("/ID", ""))
            if not name:
                yield "19-003 a note without an id"
            elif name in ids:
                yield "19-004 two notes of one id"
            ids.add(name)


def _parents(pdf: pikepdf.Pdf) -> Iterator[str]:
    """The tree from content back to its tag must name the tag that holds it."""
    tree = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    for number, page in enumerate(pdf.pages, 1):
        place = page.obj.get("/StructParents")
        held = {} if place is None else dict(enumerate(tree[int(place)]))
        ids = [
            int(operands[1].MCID)
            for operands, operator in pikepdf.parse_content_stream(page, "BDC")
            if isinstance(operands[1], Dictionary) and "/MCID" in operands[1]
        ]
        if len(ids) != len(set(ids)):
            yield f"01 page {number}: two pieces of content have one number"
        if any(held.get(each) is None for each in ids):
            yield f"01 page {number}: content whose tag the parent tree does not name"
        for link in page.obj.get("/Annots", []):
            if "/StructParent" in link and tree[int(link.StructParent)].get("/S") is None:
                yield f"28 page {number}: a link whose tag the parent tree does not name"


def _annotations(page: pikepdf.Page) -> Iterator[str]:
    for each in page.obj.get("/Annots", []):
        if each.get("/Subtype") == Name.TrapNet:
            yield "28-006 a trap network"
        if each.get("/Subtype") not in (Name.Link, Name.Widget, Name.Popup) and not str(
            each.get("/Contents", "")
        ):
            yield "28-004 an annotation without words"
        if each.get("/Subtype") == Name.PrinterMark:
            yield "28-018 a printer's mark among the tags"
        if each.get("/A", Dictionary()).get("/S") in (Name.JavaScript, Name.Launch, Name.Movie, Name.Sound):
            yield "29 a script behind a link"


def _fonts(pdf: pikepdf.Pdf) -> Iterator[Dictionary]:
    seen = set()
    for page in pdf.pages:
        for font in dict(page.resources.get("/Font", {})).values():
            if font.objgen not in seen:
                seen.add(font.objgen)
                yield font


def _font(font: Dictionary) -> Iterator[str]:
    name = str(font.get("/BaseFont", font.get("/Name", "?")))
    if "/ToUnicode" not in font:
        yield f"10-001 {name} does not say which letters it draws"
    else:
        led = re.findall(rb"<[0-9A-Fa-f]+>\s*<([0-9A-Fa-f]+)>", font.ToUnicode.read_bytes())
        if any(each.decode().upper() in _NO_LETTERS for each in led):
            yield f"31-029 {name} leads to no letter"
    if font.get("/Subtype") == Name.Type3:
        return
    for part in font.get("/DescendantFonts", [font]):
        described = part.get("/FontDescriptor", Dictionary())
        if not any(key in described for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield f"31-009 {name} is not in the file"
        if part.get("/Subtype") == Name.CIDFontType2 and "/CIDToGIDMap" not in part:
            yield f"31-004 {name} does not say its glyphs"
        if part is not font and not isinstance(part.get("/CIDSystemInfo"), Dictionary):
            yield f"31-001 {name} does not name its collection"
        widths = part.get("/W", Array())
        if part is not font and not len(widths):
            yield f"31 {name} has no widths"
