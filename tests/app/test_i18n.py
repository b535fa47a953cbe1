"""Every word of the window has its Japanese, with the same things filled in."""

import ast
import re
from pathlib import Path

import pytest

from briefing_app import resources
from briefing_app.app.i18n import catalogue, language, tr, use_language
from briefing_app.domain.arrivals import WAYS
from briefing_app.domain.delegations import RANK_NAMES
from briefing_app.domain.duplicates import REASONS
from briefing_app.domain.relations import TYPES
from briefing_app.domain.seating import FORMS
from briefing_app.domain.stances import LEVELS, MOVED
from briefing_app.exchange.people_mapping import MEANINGS
from briefing_app.ui import search_palette
from briefing_app.ui.actions import COMMANDS, MENUS, TAB_TITLES
from briefing_app.ui.help_window import PAGES
from briefing_app.ui.notes import list_model as notes
from briefing_app.ui.notes.format_bar import VIEWS
from briefing_app.ui.notes.quotation_fields import quotation_parts
from briefing_app.ui.notes.readout_dialog import STEPS
from briefing_app.ui.notes.side_panel import QUESTIONS
from briefing_app.ui.notes.templates import KINDS
from briefing_app.ui.people import list_model as people
from briefing_app.ui.people import printing, tab
from briefing_app.ui.people.duplicates_dialog import SHOWN
from briefing_app.ui.people.edit_panel import CONTACTS, ORDERS, USES
from briefing_app.ui.people.edit_parts import KnownRecords
from briefing_app.ui.people.member_panel import WHY
from briefing_app.ui.people.post_fields import HELD_AS
from briefing_app.ui.tariff import words as duty_words
from briefing_app.ui.timeline import date_rows

PACKAGE = Path(__file__).resolve().parents[2] / "briefing_app"
WORDS = catalogue("ja")
TABLES = (
    *(command.text for command in COMMANDS), *MENUS.values(), *TAB_TITLES.values(), *PAGES.values(),
    *notes.GROUPINGS.values(), *notes.STATUSES.values(), *KINDS.values(), *people.GROUPINGS.values(),
    *people.COUNTRIES.values(), *people.SCRIPTS.values(), *HELD_AS.values(), *WHY.values(), *WAYS.values(),
    *date_rows.KINDS,
    *ORDERS.values(), *QUESTIONS.values(), *VIEWS, *STEPS,
    *search_palette.KINDS.values(), *search_palette.DAYS.values(),
    *tab.VIEWS,
    *(part.text for part in quotation_parts(None)),
    *(part.help_text for part in quotation_parts(None) if part.help_text),
    *LEVELS.values(), *filter(None, MOVED.values()), *FORMS.values(), *RANK_NAMES, *TYPES,
    *printing.NAMES.values(), *SHOWN.values(), *USES, *CONTACTS.values(),
    *(words for words, _heads in MEANINGS.values()),
    *REASONS,
    *duty_words._NAMES.values(), *duty_words.CHOICES.values(), *duty_words.MODES.values(),
    *duty_words.BASES.values(), *(each.english for each in duty_words.AUTHORITIES),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _english_afterwards():
    yield
    use_language("en")


def literal_texts():
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr"
            if is_call and node.args and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value


def texts_of_parts():
    """What small records are edited with in the People tab; they need a workspace only when typed in."""
    known = KnownRecords(None)
    for part in (*known.name_parts(), *known.position_parts(), *known.relation_parts()):
        yield from filter(None, (part.text, part.help_text))


def test_every_text_has_its_japanese():
    missing = {text for text in (*literal_texts(), *TABLES, *texts_of_parts()) if text not in WORDS}
    assert missing == set()


def test_the_same_things_are_filled_in():
    for english, japanese in WORDS.items():
        assert sorted(re.findall(r"{(\w+)}", english)) == sorted(re.findall(r"{(\w+)}", japanese)), english


def test_menu_letters_are_unique_within_a_menu():
    for menu in MENUS:
        for words in ([c.text for c in COMMANDS if c.menu == menu],
                      [WORDS[c.text] for c in COMMANDS if c.menu == menu]):  # fmt: skip
            letters = [each.split("&")[1][0].upper() for each in words if "&" in each]
            assert len(letters) == len(set(letters)), menu


def test_a_language_is_used_until_another_is_chosen():
    use_language("ja")
    assert (language(), tr("Last met {day}: {title}.", day="x", title="y")) == ("ja", "前回 x：y")
    assert tr("not in the catalogue") == "not in the catalogue"
    use_language("en")
    assert (language(), tr("Saved")) == ("en", "Saved")


def test_two_files_may_not_differ_on_a_text(tmp_path, monkeypatch):
    for name, words in (("a", "保存済み"), ("b", "保存")):
        (tmp_path / f"{name}.toml").write_text(f'[words]\n"Saved" = "{words}"\n', encoding="utf-8")
    monkeypatch.setattr(resources, "path", lambda *_: tmp_path)
    with pytest.raises(ValueError, match=r"b\.toml: 'Saved' is said otherwise"):
        catalogue("ja")
