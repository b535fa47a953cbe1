"""How somebody is addressed on a day."""

from __future__ import annotations

from datetime import date

import pytest

from briefing_app.domain.address_forms import address_forms
from briefing_app.domain.people import Form, guesses
from briefing_app.domain.records import Person, PersonName, Post

MAY = date(2025, 5, 24)
IN_TITLE = (
    (Post("Minister for Foreign Affairs", "Ministry of Foreign Affairs"), "JP", "Minister Muto", "武藤大臣"),
    (
        Post("Prime Minister (102nd, then 103rd)", "Government of Japan"),
        "JP",
        "Prime Minister Muto",
        "武藤総理",
    ),
    (
        Post("Chief Cabinet Secretary", "Government of Japan"),
        "JP",
        "Chief Cabinet Secretary Muto",
        "武藤官房長官",
    ),
    (Post("Secretary of Commerce", "Department of Commerce"), "US", "Secretary Muto", "武藤長官"),
    (Post("United States Trade Representative", "USTR"), "US", "Ambassador Muto", "武藤代表"),
    (Post("Ambassador to Japan", "Embassy"), "US", "Ambassador Muto", "武藤大使"),
    (Post("President", "United States"), "US", "President Muto", "武藤大統領"),
    (Post("President", "Liberal Democratic Party"), "JP", "Yoji Muto", "武藤さん"),
    (Post("Minister-Counsellor", "Embassy"), "JP", "Yoji Muto", "武藤さん"),
    (Post("Vice-Minister of Finance", "Ministry of Finance"), "JP", "Yoji Muto", "武藤さん"),
)


def person(*posts: Post, country: str = "JP", address: dict[str, str] | None = None) -> Person:
    names = (
        PersonName("Yoji Muto", "Latn", "Muto", "Yoji"),
        PersonName("武藤容治", "Jpan", "武藤", "容治", "むとう ようじ"),
    )
    return Person(id="m", names=names, country=country, posts=posts, address=address or {})


@pytest.mark.parametrize(("post", "country", "english", "japanese"), IN_TITLE)
def test_the_office_of_the_day_gives_the_title(post, country, english, japanese):
    forms = address_forms(person(post, country=country), MAY)
    assert (forms["speech"].text, forms["speech, Japanese"].text) == (english, japanese)
    assert forms["letter"] == Form(f"Dear {english}", is_derived=True)


def test_nobody_is_called_by_the_bare_family_name():
    forms = address_forms(person(), MAY)
    assert forms["speech"].text == "Yoji Muto"
    assert forms["letter"].text == "Dear Yoji Muto"
    assert forms["place card, Japanese"].text == "武藤容治 様"


def test_a_written_form_stands_and_is_not_marked_as_derived():
    forms = address_forms(person(IN_TITLE[0][0], address={"speech": "Your Excellency", "toast": "Yoji"}), MAY)
    assert forms["speech"] == Form("Your Excellency")
    assert forms["toast"] == Form("Yoji")
    assert forms["place card"].is_derived


def test_an_office_of_another_day_gives_no_title():
    past = Post("Minister of Finance", "MOF", "2020-01-01", "2024-10-01")
    assert address_forms(person(past), MAY)["speech"].text == "Yoji Muto"
    designate = Post("Minister of Finance", "MOF", "2025-05-01", kind="designate")
    assert address_forms(person(designate), MAY)["speech"].text == "Yoji Muto"


def test_an_office_that_may_have_ended_gives_no_title():
    rough = Post("Secretary of Commerce", "Department of Commerce", "2021", "2025")
    assert address_forms(person(rough, country="US"), MAY)["speech"].text == "Yoji Muto"
    assert address_forms(person(rough, country="US"), date(2024, 5, 24))["speech"].text == "Secretary Muto"


def test_the_highest_of_two_offices_gives_the_title():
    both = person(
        Post("Ambassador for Trade", "MOFA", "2025-01-01"), Post("Minister of Finance", "MOF", "2020-01-01")
    )
    assert address_forms(both, MAY)["speech"].text == "Minister Muto"


def test_nobody_is_addressed_by_an_id_and_no_english_form_is_made_of_characters():
    unnamed = Person(id="person-3aef08", names=(PersonName("", "Latn"),), address={"toast": "Yoji"})
    assert {use: form.text for use, form in address_forms(unnamed, MAY).items()} == {"toast": "Yoji"}
    forms = address_forms(Person(id="a", names=(PersonName("赤沢亮正", "Jpan"),)), MAY)
    assert set(forms) == {
        "speech, Japanese", "letter, Japanese", "envelope, Japanese", "place card, Japanese",
    }  # fmt: skip
    assert guesses(unnamed) == ()
