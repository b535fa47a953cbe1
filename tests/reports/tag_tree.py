"""What ISO 14289-1 (PDF/UA-1) asks of the tags of a file, as far as a program can tell; faults in words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

# ISO 32000-1, 14.8.4: what may stand directly in what.
_HOLDS = {
    "L": {"LI", "L", "Caption"},
    "LI": {"Lbl", "LBody"},
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
    "TOC": {"TOCI", "TOC", "Caption"},
}
_ONLY_IN = {
    "LI": {"L"},
    "LBody": {"LI"},
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "TOCI": {"TOC"},
}
_STANDARD = {
    *(
        "Document",
        "Part",
        "Sect",
        "Div",
        "Art",
        "BlockQuote",
        "Caption",
        "Index",
        "NonStruct",
        "Private",
        "P",
    ),
    *("TOC", "TOCI", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH"),
    *(
        "TD",
        "THead",
        "TBody",
        "TFoot",
        "Span",
        "Quote",
        "Note",
        "Reference",
        "BibEntry",
        "Code",
        "Link",
        "Annot",
    ),
    *("Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP", "Figure", "Formula", "Form", "Strong", "Em"),
}
_PAINTS = {"Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Do", "sh", "EI"}


class TagTree:
    """The structure tree of one file, walked once. ``counts`` is how often each tag stands in it."""

    def __init__(self, path: Path) -> None:
        self.faults: list[str] = []
        self.counts: dict[str, int] = defaultdict(int)
        self._headings: list[int] = []
        self._of_page: dict[tuple[int, int], set[int]] = defaultdict(set)
        self._linked: set[tuple[int, int]] = set()
        with pikepdf.open(path) as pdf:
            root = pdf.Root.StructTreeRoot
            self._roles = {str(k)[1:]: str(v)[1:] for k, v in dict(root.get("/RoleMap", {})).items()}
            for child in _children(root):
                self._element(child, "", None)
            self._judge_headings()
            for number, page in enumerate(pdf.pages, 1):
                self._page(page, number)

    def _role(self, element: Dictionary) -> str:
        name = str(element.S)[1:]
        return self._roles.get(name, name)

    def _element(self, element: Dictionary, parent: str, page: Dictionary | None) -> None:
        role, page = self._role(element), element.get("/Pg", page)
        self.counts[role] += 1
        self._judge(element, role, parent)
        for child in _children(element):
            self._child(child, role, page)
        if role == "Table":
            self._table(element)

    def _judge(self, element: Dictionary, role: str, parent: str) -> None:
        """One element by itself."""
        if role not in _STANDARD:
            self.faults.append(f"{role} is no standard tag and has no role")
        if role in _ONLY_IN and parent not in _ONLY_IN[role]:
            self.faults.append(f"{role} in {parent}")
        if role in {"Figure", "Formula"} and not str(element.get("/Alt", "")).strip():
            self.faults.append(f"{role} without alternative text")
        if role == "TH" and not any("/Scope" in each for each in _attributes(element)):
            self.faults.append("TH without scope")
        if re.fullmatch("H[1-6]", role):
            self._headings.append(int(role[1]))
            if not _children(element):
                self.faults.append("an empty heading")

    def _child(self, child: pikepdf.Object, role: str, page: Dictionary | None) -> None:
        """What stands in an element: content of a page by its number, an annotation, or another element."""
        if not isinstance(child, Dictionary):
            assert page is not None
            self._of_page[page.objgen].add(int(child))
        elif child.get("/Type") == Name.MCR:
            self._of_page[child.get("/Pg", page).objgen].add(int(child.MCID))
        elif child.get("/Type") == Name.OBJR:
            self._linked.add(child.Obj.objgen)
            if role not in {"Link", "Annot", "Form"}:
                self.faults.append(f"an annotation in {role}")
        else:
            if role in _HOLDS and self._role(child) not in _HOLDS[role]:
                self.faults.append(f"{role} holds {self._role(child)}")
            self._element(child, role, page)

    def _table(self, table: Dictionary) -> None:
        rows = list(self._rows(table))
        widths = {sum(map(_span, row)) for row in rows}
        if len(widths) > 1:
            self.faults.append(f"a table with rows of {sorted(widths)} cells")
        if not any(self._role(cell) == "TH" for row in rows for cell in row):
            self.faults.append("a table without a head")

    def _rows(self, part: Dictionary) -> Iterator[list[Dictionary]]:
        for child in _children(part):
            if self._role(child) == "TR":
                yield [cell for cell in _children(child) if isinstance(cell, Dictionary)]
            elif self._role(child) in {"THead", "TBody", "TFoot"}:
                yield from self._rows(child)

    def _judge_headings(self) -> None:
        before = 0
        for level in self._headings:
            if level > before + 1:
                self.faults.append(f"a heading of level {level} follows one of level {before}")
            before = level

    def _page(self, page: pikepdf.Page, number: int) -> None:
        """Whether all that is painted is tagged or an artifact, and every link can be read and reached."""
        tagged = _tagged(page)
        self.faults += [f"page {number}: {each}" for each in tagged.faults]
        if tagged.ids != self._of_page[page.obj.objgen]:
            self.faults.append(f"page {number}: tags and content do not match")
        links = page.obj.get("/Annots", [])
        if links and page.obj.get("/Tabs") != Name.S:
            self.faults.append(f"page {number}: the tab key does not follow the tags")
        for link in links:
            if not str(link.get("/Contents", "")).strip():
                self.faults.append(f"page {number}: a link without words")
            if "/StructParent" not in link or link.objgen not in self._linked:
                self.faults.append(f"page {number}: a link outside the tags")
            self.counts["links"] += 1


class _Tagged:
    def __init__(self) -> None:
        self.ids: set[int] = set()
        self.faults: list[str] = []


def _tagged(page: pikepdf.Page) -> _Tagged:
    made, open_marks = _Tagged(), []
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC" | "BMC":
                about = operands[1] if len(operands) > 1 else Dictionary()
                if isinstance(about, Name):
                    about = page.resources.Properties[about]
                is_artifact = operands[0] == Name.Artifact
                if "/MCID" in about:
                    made.ids.add(int(about.MCID))
                if is_artifact and any(kind == "tagged" for kind in open_marks):
                    made.faults.append("an artifact inside tagged content")
                open_marks.append("artifact" if is_artifact else "tagged" if "/MCID" in about else "")
            case "EMC":
                open_marks.pop()
            case paints if paints in _PAINTS and not any(open_marks):
                made.faults.append("something is painted that is neither tagged nor an artifact")
    return made


def _children(element: Dictionary) -> list[pikepdf.Object]:
    kids = element.get("/K")
    return [] if kids is None else list(kids) if isinstance(kids, Array) else [kids]


def _attributes(element: Dictionary) -> list[Dictionary]:
    found = element.get("/A")
    return [] if found is None else list(found) if isinstance(found, Array) else [found]


def _span(cell: Dictionary) -> int:
    return max((int(each.get("/ColSpan", 1)) for each in _attributes(cell)), default=1)
