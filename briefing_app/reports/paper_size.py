"""How large a paper may be: what would take all the memory of a laptop is refused in words."""

from __future__ import annotations

from briefing_app.errors import BriefingError

# A thousand pages: they take two gigabytes of memory and twenty seconds.
LARGEST_BYTES = 6_000_000
BYTES_OF_A_PAGE = 5_400
# What the typesetter is told of each note, and of each event, beside its words, at least.
AROUND_NOTE, AROUND_EVENT = 400, 250


class LayoutError(BriefingError):
    """The pages cannot be made from this content."""


def check_size(size: int) -> None:
    """Raise LayoutError where so many bytes of content make more pages than a paper has."""
    if size > LARGEST_BYTES:
        raise LayoutError(
            f"The paper would have about {size // BYTES_OF_A_PAGE:,} pages; a paper has at most about "
            f"{LARGEST_BYTES // BYTES_OF_A_PAGE:,}.",
            hint="Leave out the parts that hold everything, such as all notes, and add what you need.",
        )
