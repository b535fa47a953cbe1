"""What the outline says of each block: findings, what is old, what changed since the last edition."""

from __future__ import annotations

from collections.abc import Iterable

from briefing_app.app.error_words import told
from briefing_app.app.i18n import tr
from briefing_app.domain.records import Block
from briefing_app.reports.model import Problem
from briefing_app.reports.preview import Preview
from briefing_app.reports.since_edition import Difference, SinceEdition
from briefing_app.ui.briefing import drafts
from briefing_app.ui.briefing.composer import Composer
from briefing_app.ui.briefing.outline_row import OutlineRow, Remark


def rows(composer: Composer, preview: Preview | None, since: SinceEdition | None) -> list[OutlineRow]:
    """A row for each block of the briefing."""
    problems = preview.problems_of() if preview else {}
    printed = preview.printed_blocks() if preview else None
    made = []
    for block, key in zip(composer.blocks, composer.keys(), strict=True):
        title = composer.title_of(block)
        if not drafts.is_included(block):
            made.append(OutlineRow(title, False, tuple(_left_out(key, since))))
            continue
        remarks = [*_findings(problems.get(key, ())), *_since(key, since)]
        if printed is not None and key not in printed and not remarks:
            remarks.append(Remark(tr("nothing to print"), "warn"))
        made.append(OutlineRow(title, True, tuple(remarks or _origin(block))))
    return made


def _origin(block: Block) -> list[Remark]:
    return [Remark(tr("own words"))] if block.text and block.type != "text" else []


def _left_out(key: str, since: SinceEdition | None) -> Iterable[Remark]:
    if since is not None and key in since.of_block:
        yield Remark(tr("not printed; it was in edition {number}", number=since.number), "changed")
    else:
        yield Remark(tr("not printed"))


def _findings(problems: Iterable[Problem]) -> Iterable[Remark]:
    """One line for what must be fixed or checked, one for what is old."""
    found = [each for each in problems if each.severity != "note"]
    stale = [each for each in found if each.is_stale]
    others = [each for each in found if not each.is_stale]
    if others:
        worst = "block" if any(each.severity == "block" for each in others) else "warn"
        text = told(others[0].text) if len(others) == 1 else tr("{count} findings", count=len(others))
        yield Remark(text, worst, "\n".join(told(each.text) for each in others))  # type: ignore[arg-type]
    if stale:
        text = told(stale[0].text) if len(stale) == 1 else tr("{count} facts are old", count=len(stale))
        yield Remark(text, "stale", "\n".join(told(each.text) for each in stale))


def _since(key: str, since: SinceEdition | None) -> Iterable[Remark]:
    if since is None:
        return
    if key in since.fresh:
        yield Remark(tr("new since edition {number}", number=since.number), "new")
    elif found := since.of_block.get(key, ()):
        words = [words_of(each) for each in found]
        short = (
            words[0]
            if len(words) == 1
            else tr("{first}, and {count} more", first=words[0].rstrip(".。"), count=len(words) - 1)
        )
        whole = tr("Changed since edition {number}:", number=since.number)
        yield Remark(short, "changed", "\n".join((whole, *words)))


def words_of(difference: Difference) -> str:
    """A difference in a line: ``Date: 9 July → 1 August``."""
    match difference.manner:
        case "new":
            return tr("New: {what}", what=difference.new)
        case "gone":
            return tr("Gone: {what}", what=difference.old)
        case _:
            old, new = difference.old or tr("nothing"), difference.new or tr("nothing")
            return tr("{matter}: {old} → {new}", matter=matter_words(difference), old=old, new=new)


def matter_words(difference: Difference) -> str:
    """What kind of thing changed."""
    return {
        "figure": tr("Number"), "date": tr("Date"), "post": tr("Office"), "duty": tr("Duty"),
        "words": tr("Wording"),
    }[difference.matter]  # fmt: skip
