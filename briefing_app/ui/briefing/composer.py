"""The briefing being written: which one it is, and every edit of it through the session's one door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from briefing_app.app.error_words import told
from briefing_app.app.i18n import language, tr
from briefing_app.app.session import Session
from briefing_app.domain.change import ChangeSet, added, replaced
from briefing_app.domain.records import Block, Briefing, Kind
from briefing_app.domain.source_places import SourcePlace, of_block
from briefing_app.errors import BriefingError
from briefing_app.reports import blocks as block_kinds
from briefing_app.reports import briefing as papers
from briefing_app.reports import duty_lines, labels
from briefing_app.reports.block_sections import keys_of
from briefing_app.reports.desk import Desk
from briefing_app.reports.paper_settings import A4, paper_of
from briefing_app.reports.wording import Language
from briefing_app.ui.briefing import drafts
from briefing_app.ui.briefing.shown_titles import ShownTitles


class Composer(QObject):
    """Holds one briefing. It has no id, and is not stored, as long as nothing in it was edited.

    changed: the briefing or what it is made of is another one.  failed: why an edit could not be stored.
    """

    changed = Signal()
    failed = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.briefing = papers.default_briefing(papers.TEMPLATES["one-page"], "en")
        self.titles = ShownTitles(session)
        self._written_before: dict[str, Briefing] = {}
        self._taken_back: set[str] = set()
        self._is_editing = False
        session.changed.connect(self._on_session_changed)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks in order."""
        return self.briefing.blocks

    @property
    def language(self) -> Language:
        """The language of the paper."""
        return "ja" if self.briefing.language == "ja" else "en"

    def take_stored(self, template: str, language: Language) -> None:
        """The stored briefing of template, language and day, or a fresh one."""
        if self._session.typing.newest("briefing", self.briefing.id) is not None:
            self._session.typing.flush()  # what is typed elsewhere stays one burst
        kind = papers.template_named(template)
        found = papers.stored_briefing(self._session.workspace, template, language, self._session.day)
        # A fresh paper has the size of the one that was written until now.
        self.open(found or self._on_same_paper(papers.default_briefing(kind, language)))

    def stored(self, briefing_id: str) -> Briefing | None:
        """The stored paper of an id, with what is being typed in it."""
        found = self._session.current("briefing", briefing_id) if briefing_id else None
        return found if isinstance(found, Briefing) else None

    def open(self, briefing: Briefing) -> None:
        """Write on at a stored briefing."""
        template = papers.template_named(briefing.template)
        blocks = briefing.blocks or papers.default_briefing(template, "en").blocks
        self.briefing = replace(briefing, blocks=blocks)
        self.changed.emit()

    def keys(self) -> tuple[str, ...]:
        """The key of each block, by which pages, findings and changes name it."""
        return keys_of(self.blocks, papers.TEMPLATES[self.briefing.template].blocks)

    def key(self, place: int) -> str:
        """The key of the block at ``place``."""
        return self.keys()[place]

    def place_of(self, key: str) -> int:
        """The place of the block with a key; -1 if there is none."""
        keys = self.keys()
        return keys.index(key) if key in keys else -1

    def source_of(self, block: Block) -> SourcePlace | None:
        """Where it is written what a block quotes; None if the source is not there, or it quotes nothing."""
        kinds: dict[str, Kind] = {"quotation": "note", "position": "person"}
        if block.type not in kinds:
            return None
        place = of_block(block, self._session.workspace.find(kinds[block.type], block.ref))
        return place if place is not None and self._session.workspace.find("source", place.source) else None

    def title_of(self, block: Block) -> str:
        """What the outline calls a block."""
        measure = str(block.options.get("label") or block.ref) if block.type == "measure" else ""
        if named := block_kinds.heading_of(block) or measure:
            return named
        if block.ref and block.type in block_kinds.RECORD_BLOCKS:
            kind = {"quotation": "note", "position": "person"}.get(block.type, block.type)
            record = self._session.workspace.find(kind, block.ref)  # type: ignore[arg-type]
            title = self.titles.of(record) if record else f"{block.type} {block.ref}"
            if block.type == "position":
                return tr(
                    "{person} on {issue}",
                    person=title,
                    issue=self.titles.words(str(block.options.get("issue", ""))),
                )
            return tr("Quotation: {note}", note=title) if block.type == "quotation" else title
        if block.type in block_kinds.LIVE_BLOCKS and (good := self._good_of(block)):
            return (
                tr("Duty: {good}", good=good)
                if block.type == "duty"
                else tr("Rate over time: {good}", good=good)
            )
        if block.type == "rate_chart":
            return tr("Rate over time")
        return labels.section_title(block.type, language())

    def _good_of(self, block: Block) -> str:
        """What a live block is about: its good, or its basket; "" for the template's own choice."""
        if block.ref:
            basket = self._session.workspace.find("basket", block.ref)
            return self.titles.of(basket) if basket else block.ref
        hts = str(block.options.get("hts", ""))
        described = duty_lines.goods().get(hts.replace(".", ""), {}).get(language(), "")
        return str(block.options.get("label") or described or hts)

    def missing_blocks(self) -> list[str]:
        """The template's own blocks that the briefing does not hold."""
        present = {block.type for block in self.blocks}
        return [name for name in papers.TEMPLATES[self.briefing.template].blocks if name not in present]

    # --- edits -------------------------------------------------------------------------------------------

    def insert(self, place: int, block: Block) -> None:
        """Put a block in at ``place``."""
        self._edit(drafts.inserted(self.briefing, place, block), tr("Add block"))

    def append(self, blocks: Sequence[Block]) -> int:
        """Add blocks where they belong, as one step; the place of the last."""
        briefing, place = self.briefing, -1
        for block in blocks:
            briefing, place = drafts.appended(briefing, block)
        self._edit(briefing, tr("Add block"))
        return place

    def remove(self, place: int) -> None:
        """Take the block at ``place`` out of the briefing."""
        if 0 <= place < len(self.blocks):
            self._edit(drafts.without_block(self.briefing, place), tr("Remove block"))

    def move(self, source: int, target: int) -> None:
        """Put the block at ``source`` to ``target``."""
        self._edit(drafts.moved(self.briefing, source, target), tr("Move block"))

    def include(self, place: int, included: bool) -> None:
        """Print a block or not."""
        label = tr("Print block") if included else tr("Leave block out")
        self._set_option(place, "include", None if included else False, label)

    def set_option(self, place: int, name: str, value: str) -> None:
        """Take a typed option of a live block; "" takes it away."""
        self._set_option(place, name, value or None, tr("Edit block"), is_typing=True)

    def set_heading(self, place: int, heading: str) -> None:
        """Take a typed heading."""
        self._set_option(place, "heading", heading or None, tr("Edit heading"), is_typing=True)

    def set_text(self, place: int, text: str) -> None:
        """Take typed words."""
        if 0 <= place < len(self.blocks):
            block = replace(self.blocks[place], text=text)
            self._edit(drafts.with_block(self.briefing, place, block), tr("Edit block"), is_typing=True)

    def judge_options(self, place: int, text: str) -> None:
        """Take what was said of the options of a sheet, as one step."""
        if 0 <= place < len(self.blocks) and self.blocks[place].text != text:
            block = replace(self.blocks[place], text=text)
            self._edit(drafts.with_block(self.briefing, place, block), tr("Judge the options"))

    def set_marking(self, marking: str) -> None:
        """Mark the paper."""
        if marking != self.briefing.marking:
            self._edit(replace(self.briefing, marking=marking), tr("Mark the paper"))

    def set_paper(self, paper: str) -> None:
        """Print on sheets of this size."""
        if paper != paper_of(self.briefing):
            kept = "" if paper == A4 else paper
            self._edit(drafts.with_setting(self.briefing, "paper", kept), tr("Change the paper size"))

    def set_title(self, title: str) -> None:
        """Take a typed title; "" is the one that the template gives."""
        titled = replace(self.briefing, title=title.strip())
        self._edit(titled, tr("Edit the title of the paper"), is_typing=True)

    def set_setting(self, name: str, value: str, *, is_typing: bool = False) -> None:
        """Set how the paper is printed; "" takes a setting away."""
        if self.briefing.settings.get(name, "") != value:
            changed = drafts.with_setting(self.briefing, name, value)
            self._edit(changed, tr("Change how the paper is printed"), is_typing=is_typing)

    def start(self, briefing: Briefing) -> None:
        """Store a new paper and write on at it."""
        self._session.typing.flush()
        made = drafts.with_id(self._on_same_paper(self._titled(briefing)))
        try:
            self._session.apply(added(made, tr("New paper")))
        except BriefingError as error:
            self.failed.emit(told(error))
            return
        self._written_before[made.id] = self.briefing
        self.open(made)

    def _titled(self, briefing: Briefing) -> Briefing:
        """A paper that is called after a meeting has its title in the language of the paper."""
        language: Language = "ja" if briefing.language == "ja" else "en"
        desk = Desk(self._session.workspace, self._session.day, language)
        return replace(briefing, title=desk.translated(briefing.title)[0] if briefing.title else "")

    def store(self) -> None:
        """Store the briefing as it is, if it is not stored yet."""
        self._session.typing.flush()
        if not self.briefing.id:
            self._edit(self.briefing, tr("Keep the paper"))

    def _on_same_paper(self, fresh: Briefing) -> Briefing:
        size = self.briefing.settings.get("paper", "")
        return fresh if "paper" in fresh.settings else drafts.with_setting(fresh, "paper", size)

    def _set_option(
        self, place: int, name: str, value: object, label: str, *, is_typing: bool = False
    ) -> None:
        if 0 <= place < len(self.blocks):
            block = drafts.with_option(self.blocks[place], name, value)
            self._edit(drafts.with_block(self.briefing, place, block), label, is_typing=is_typing)

    def _edit(self, briefing: Briefing, label: str, *, is_typing: bool = False) -> None:
        """Store the briefing on the first edit, replace it afterwards."""
        self._is_editing = True
        if not is_typing:
            self._session.typing.flush()  # what was typed a moment ago is a step of its own
        before = self._session.workspace.find("briefing", self.briefing.id) if self.briefing.id else None
        briefing = drafts.with_id(briefing)
        was, self.briefing = self.briefing, briefing
        try:
            if before is None:
                self.briefing = replace(briefing, as_of=self._session.day.isoformat())
                self._session.apply(added(self.briefing, label))
            elif is_typing:
                self._session.text_edit(before, briefing, label)
            elif before != briefing:
                self._session.apply(replaced(before, briefing, label))
        except BriefingError as error:
            self.briefing = was
            self.failed.emit(told(error))
        finally:
            self._is_editing = False
        self.changed.emit()

    def _on_session_changed(self, change_set: ChangeSet) -> None:
        """Follow undo and other windows; ours are there already."""
        if self._is_editing or not change_set.touches("briefing"):
            return  # what was typed in another field a moment ago is stored before the next edit
        if other := self._undone_elsewhere(change_set):
            self.open(other)
            return
        if not self.briefing.id:
            return
        now = self._session.current("briefing", self.briefing.id)
        if isinstance(now, Briefing):
            if now != self.briefing:
                self.open(now)
        elif (earlier := self._earlier()) is not None:
            self.open(earlier)
        else:
            self.take_stored(self.briefing.template, self.language)

    def _undone_elsewhere(self, change_set: ChangeSet) -> Briefing | None:
        """The paper that is not the one written, but whose edit was undone or done again: nobody should lose
        words in a paper that he does not see.
        """
        change = change_set.changes[0]
        is_again = isinstance(change.before, Briefing) or change.id in self._taken_back
        if len(change_set.changes) != 1 or change.id == self.briefing.id or not is_again:
            return None
        return change.after if isinstance(change.after, Briefing) else None

    def _earlier(self) -> Briefing | None:
        """The paper that was written when this one, which is gone, was begun."""
        self._taken_back.add(self.briefing.id)
        earlier = self._written_before.get(self.briefing.id)
        if earlier is None or not earlier.id:
            return earlier
        found = self._session.current("briefing", earlier.id)
        return found if isinstance(found, Briefing) else None
