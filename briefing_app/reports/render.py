"""Content and a template to pages: the only place where Typst is called.

Content travels as JSON, so that user text is never markup: what holds for the whole paper through
``sys_inputs``, which the compiler takes for a part of its library (another value there and nothing of an
earlier compile is used again), the content itself as the one string literal of the main file. The templates'
folder is the compiler's root and must hold no symbolic link, which the compiler would follow. Only the
bundled fonts are used. With a fixed timestamp the same content gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal, TypeAlias

import typst

from briefing_app import resources
from briefing_app.reports.clean import Finding, clean
from briefing_app.reports.paper_size import LayoutError, check_size

Format: TypeAlias = Literal["pdf", "png", "svg"]
# What changes with every edit; all else of a paper is the same from one preview to the next.
CONTENT = ("cover", "sections", "sources")
# What a part of a paper that is set by itself is told of the rest; other papers have none.
EXCERPT = "excerpt"
ARCHIVE_AND_ACCESS = ("a-2a", "ua-1")
PLAIN: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mark:
    """Where a block of content begins: page from 1, points from the left and the top of the page."""

    id: str
    page: int
    y_pt: float
    x_pt: float = 0


@dataclass(frozen=True)
class Rendered:
    """What one compile gave: a PDF, or one picture per page, and what text had to be changed."""

    files: tuple[bytes, ...]
    findings: tuple[Finding, ...]

    @property
    def pdf(self) -> bytes:
        """The one file of a PDF export."""
        (only,) = self.files
        return only


class Typesetter:
    """One piece of content in one template: pages, PDF and marks come from the same compile."""

    def __init__(self, template: str, content: Any, *, timestamp: datetime, replace: bool = True) -> None:
        """``timestamp`` goes into the file and carries its zone. Raises LayoutError on a bad folder, and on
        more than :data:`paper_size.LARGEST_BYTES` of content, which would take all the memory of a laptop.
        """
        if timestamp.tzinfo is None:
            raise ValueError("The timestamp of a document carries its zone.")
        cleaned, self.findings = clean(content, replace=replace, drawable=_fallback_draws)
        self._timestamp = int(timestamp.timestamp())
        own = (*CONTENT, EXCERPT) if EXCERPT in cleaned else CONTENT
        paper = {key: value for key, value in cleaned.items() if key not in own}
        root = _root()
        self._main = main_file(template, {key: cleaned[key] for key in own})
        check_size(len(self._main))
        self._start = partial(
            typst.Compiler,
            self._main,
            root=str(root),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"paper": _json(paper)},
        )
        self._compiler = self._start()
        self._marks: tuple[Mark, ...] | None = None

    def pdf(self, standards: Sequence[str] = ARCHIVE_AND_ACCESS) -> bytes:
        """The PDF. Raises LayoutError if the content does not fit the standards."""
        made = self._compile("pdf", standards=list(standards))
        assert isinstance(made, bytes)
        return made

    def pages(self, picture: Literal["png", "svg"] = "png", ppi: float = 110) -> list[bytes]:
        """Every page as a picture; ``ppi`` is the resolution of PNG pictures."""
        made = self._compile(picture, ppi=ppi)
        return made if isinstance(made, list) else [made]

    def marks(self) -> tuple[Mark, ...]:
        """Where each block stands on the pages, in reading order."""
        if self._marks is None:
            try:
                (found,) = json.loads(self._compiler.query("<places>", field="value"))
            except RuntimeError as error:
                # A query reports a failed compile as its base class, without hints.
                raise _layout_error(error) from error
            self._marks = tuple(_mark(item) for item in found)
        return self._marks

    def page_count(self) -> int:
        """How many pages there are."""
        return max((mark.page for mark in self.marks()), default=1)

    def _compile(
        self, kind: Format, *, standards: list[Any] | None = None, ppi: float | None = None
    ) -> bytes | list[bytes]:
        try:
            made = self._compiler.compile(
                self._main,
                format=kind,
                ppi=ppi,
                pdf_standards=standards or [],
                timestamp=self._timestamp,
            )
        except typst.TypstError as error:
            raise _layout_error(error) from error
        finally:
            # A compiler that has made pages has forgotten what of, and answers no query; another one does.
            if self._marks is None:
                self._compiler = self._start()
        if made is None:
            raise LayoutError("The typesetter returned no pages.", hint="Try another template.")
        return made


def render(
    template: str,
    content: Any,
    *,
    timestamp: datetime,
    standards: Sequence[str] = ARCHIVE_AND_ACCESS,
    format: Format = "pdf",  # noqa: A002  the word people look for
    ppi: float = 110,
    replace: bool = True,
) -> Rendered:
    """Set ``content`` (plain data) in ``resources/templates/<template>.typ``. Raises LayoutError in words."""
    typesetter = Typesetter(template, content, timestamp=timestamp, replace=replace)
    if format == "pdf":
        return Rendered((typesetter.pdf(standards),), typesetter.findings)
    return Rendered(tuple(typesetter.pages(format, ppi)), typesetter.findings)


def main_file(template: str, content: dict[str, Any]) -> bytes:
    """The main file: the template's function, given the content as one string literal of JSON.

    In a literal only the backslash and the quotation mark mean anything; JSON holds no line end.
    """
    literal = _json(content).replace("\\", "\\\\").replace('"', '\\"')
    return f'#import "/{template}.typ": pages\n#pages(json(bytes("{literal}")))\n'.encode()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[str(resources.path("fonts"))],
    )


@cache
def _fallback_draws(character: str) -> bool:
    """Whether a font inside the typesetter draws a character that the bundled font lacks (Polish, Greek)."""
    source = '#set document(title: "probe")\n#set text(lang: "en")\n#sys.inputs.content'
    try:
        typst.compile(
            source.encode(),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["ua-1"],
            sys_inputs={"content": character},
        )
    except typst.TypstError:
        return False
    return True


@cache
def _root() -> Path:
    """The templates' folder. Raises LayoutError if something in it points outside."""
    root = resources.path("templates").resolve()
    for entry in root.rglob("*"):
        if entry.is_symlink():
            raise LayoutError(
                f"The templates' folder holds a symbolic link ({entry.name}), which could read other files.",
                hint="Install the program again.",
            )
    return root


def _mark(item: dict[str, Any]) -> Mark:
    return Mark(str(item["id"]), int(item["page"]), float(item["y"]), float(item["x"]))


def _layout_error(error: RuntimeError) -> LayoutError:
    message = getattr(error, "message", str(error)).strip()
    if "could not be displayed" in message or "could not be mapped" in message or "missing glyph" in message:
        return LayoutError(
            f"A character cannot be printed in a standard PDF ({message}).",
            hint="Change the text it names, or export a plain PDF.",
        )
    hints = " ".join(hint.strip() for hint in getattr(error, "hints", ()))
    return LayoutError(f"The pages cannot be made: {message}.", hint=hints)
