"""Contacts in three versions in, version 4 out, nothing lost on the way back."""

import base64
import hashlib
import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_app.domain.records import Person, PersonName, Position, Post
from briefing_app.errors import UsageError
from briefing_app.exchange import formats, people_mapping, vcard, vcard_lines
from briefing_app.exchange.incoming import plan

AKAZAWA = Person(
    id="akazawa",
    names=(
        PersonName("Akazawa Ryosei", "Latn", "Akazawa", "Ryosei", "", "ah-kah-zah-wah", True),
        PersonName("赤沢亮正", "Jpan", "赤沢", "亮正", "あかざわ りょうせい", "", True),
    ),
    country="JP",
    posts=(Post("Minister of Economy, Trade and Industry", "METI", "2025-10-21"),),
    positions=(Position("cars", "all removed", date="2025-05-23"),),
    contact={"phone": "+81 3 0000 0000"},
    tags=("talks", "a,b"),
    note="First line\nsecond; with, signs \\",
)


JPEG = b"\xff\xd8\xff\xc0\x00\x11\x08\x00\x30\x00\x20" + b"\x03" * 12


def cards(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


def test_a_person_comes_back_as_it_went_out():
    result = vcard.read(vcard.write([AKAZAWA]))
    assert result.records == (AKAZAWA,)
    assert result.problems == ()


def test_other_address_books_find_names_readings_and_post():
    text = vcard.write([AKAZAWA]).decode()
    plain = text.replace("\r\n ", "")
    assert "FN;ALTID=1;LANGUAGE=ja:赤沢亮正\r\n" in plain
    assert 'N;ALTID=1;LANGUAGE=ja;SORT-AS="あかざわ,りょうせい":赤沢;亮正;;;\r\n' in plain
    assert "X-PHONETIC-LAST-NAME:あかざわ\r\n" in plain
    assert "TITLE:Minister of Economy\\, Trade and Industry\r\n" in plain
    assert all(len(line.encode()) <= 76 for line in text.split("\r\n"))


def test_a_field_edited_elsewhere_wins_over_the_hidden_copy():
    text = vcard.write([AKAZAWA]).decode().replace("+81 3 0000 0000", "+81 3 9999 9999", 1)
    person = vcard.read(text.encode()).records[0]
    assert person.contact["phone"] == "+81 3 9999 9999"
    assert person.positions == AKAZAWA.positions


def test_version_3_with_readings_and_photo():
    photo = JPEG
    result = vcard.read(
        cards(
            "BEGIN:VCARD\nVERSION:3.0\nFN:山田太郎\nN:山田;太郎;;;\n"
            "X-PHONETIC-LAST-NAME:やまだ\nX-PHONETIC-FIRST-NAME:たろう\nORG:外務省;北米局\nTITLE:課長\n"
            "TEL;TYPE=WORK,VOICE:03-1234\nEMAIL;TYPE=INTERNET:a@example.org\n"
            f"PHOTO;ENCODING=b;TYPE=JPEG:{base64.b64encode(photo).decode()}\nEND:VCARD\n"
        )
    )
    person = result.records[0]
    assert person.names == (PersonName("山田太郎", "Jpan", "山田", "太郎", "やまだ たろう"),)
    assert person.posts == (Post("課長", "外務省, 北米局"),)
    assert person.contact == {"phone": "03-1234", "email": "a@example.org"}
    assert result.attachments == (photo,)
    assert person.photo == hashlib.sha256(photo).hexdigest()


def test_version_2_1_with_bare_types_and_quoted_printable():
    result = vcard.read(
        cards(
            "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:=8ER=93c;=91=BE=\n=98Y;;;\n"
            "TEL;HOME;VOICE:03-9876\nNOTE;QUOTED-PRINTABLE:first=0D=0Asecond\nEND:VCARD\n"
        )
    )
    person = result.records[0]
    assert person.names[0] == PersonName("山田太郎", "Jpan", "山田", "太郎")
    assert person.contact == {"phone": "03-9876"}
    assert person.note == "first\nsecond"


def test_a_name_without_fn_is_put_together_in_its_own_order():
    result = vcard.read(cards("BEGIN:VCARD\nVERSION:3.0\nN:Bessent;Scott;;;\nEND:VCARD\n"))
    assert result.records[0].names[0].full == "Scott Bessent"


def test_a_nested_agent_card_is_not_a_person_of_its_own():
    result = vcard.read(
        cards("BEGIN:VCARD\nFN:A B\nAGENT:\nBEGIN:VCARD\nFN:C D\nEND:VCARD\nNOTE:mine\nEND:VCARD\n")
    )
    assert [(p.names[0].full, p.note) for p in result.records] == [("A B", "mine")]


@pytest.mark.parametrize(
    ("card", "words"),
    [
        ("BEGIN:VCARD\nTEL:1\nEND:VCARD\n", "no name"),
        ("BEGIN:VCARD\nFN:A\nPHOTO;ENCODING=b:***\nEND:VCARD\n", "photo is damaged"),
        ("BEGIN:VCARD\nFN:A\n\x00BAD:1\nEND:VCARD\n", "NUL"),
        ("BEGIN:VCARD\nFN:A\nthis is no property\nEND:VCARD\n", "line 3: cannot be read"),
        ("BEGIN:VCARD\nFN:A\nEND:VCARD\nBEGIN:VCARD\nFN:B\n", "no END:VCARD"),
    ],
)
def test_faults_of_a_card_are_named(card, words):
    result = vcard.read(cards(card))
    assert any(words in str(problem) for problem in result.problems), result.problems


def test_a_megabyte_line_is_read_and_rubbish_is_refused():
    long = "x" * 1_000_000
    result = vcard.read(cards(f"BEGIN:VCARD\nFN:A\nNOTE:{long}\nEND:VCARD\n"))
    assert result.records[0].note == long
    for rubbish in (b"", b"PK\x03\x04" + bytes(range(256)), b"<html></html>"):
        with pytest.raises(UsageError, match="holds no contact"):
            vcard.read(rubbish)


def test_a_photo_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(vcard, "LARGEST_PHOTO", 10)
    photo = base64.b64encode(b"x" * 100).decode()
    result = vcard.read(cards(f"BEGIN:VCARD\nFN:A\nPHOTO;ENCODING=b:{photo}\nEND:VCARD\n"))
    assert "larger than" in str(result.problems[0])


texts = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=40)


@given(st.lists(texts, min_size=1, max_size=5))
def test_escaping_and_splitting_are_inverse(parts):
    value = ";".join(vcard_lines.escape(part) for part in parts)
    assert [vcard_lines.unescape(part) for part in vcard_lines.split(value, ";")] == parts


@given(texts.filter(str.strip), texts, texts, st.lists(texts.filter(str.strip), max_size=3))
def test_any_text_survives_the_round_trip(full, note, title, tags):
    person = Person(
        id="p1",
        names=(PersonName(full.strip(), "Latn"),),
        note=note.strip(),
        posts=(Post(title.strip()),) if title.strip() else (),
        tags=tuple(tag.strip() for tag in tags),
    )
    assert vcard.read(vcard.write([person])).records == (person,)


def test_the_photo_travels_in_the_card_and_private_remarks_only_where_asked():
    digest = hashlib.sha256(JPEG).hexdigest()
    person = replace(AKAZAWA, photo=digest, photo_credit="Cabinet Office", private_note="SECRET-REMARK")
    content = vcard.write([person], {digest: JPEG}.get)
    assert b"PHOTO:data:image/jpeg;base64," in content.replace(b"\r\n ", b"")
    assert b"SECRET" not in content.replace(b"\r\n ", b"")
    result = vcard.read(content)
    assert result.attachments == (JPEG,)
    assert result.records == (replace(person, private_note=""),)
    asked = vcard.write([person], private=True)
    assert vcard.read(asked).records == (person,)


def test_a_photo_that_is_a_bomb_is_left_out_and_said_and_the_card_stays():
    bomb = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + (20000).to_bytes(4, "big") * 2 + bytes(5)
    address = f"data:image/png;base64,{base64.b64encode(bomb).decode()}"
    card = f"BEGIN:VCARD\nVERSION:4.0\nFN:A B\nPHOTO:{address}\nEND:VCARD\n"
    result = vcard.read(cards(card))
    assert result.records[0].photo == ""
    assert result.attachments == ()
    assert "20,000 x 20,000 pixels" in str(result.problems[0])
    assert not result.problems[0].fatal


def test_a_name_of_a_megabyte_is_refused_with_its_length():
    card = b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:" + b"a" * 1_000_000 + b"\r\nEND:VCARD\r\n"
    change_set, receipt = plan(formats.read(card, "x.vcf", None), lambda _kind, _key: None, "Import")
    assert change_set.changes == ()
    assert "1,000,000 characters" in str(receipt.problems[0])
    table = people_mapping.read([["name"], ["b" * 5000], ["Ono Taro"]], ["name"])
    assert [person.names[0].full for person in table.records] == ["Ono Taro"]
    assert "5,000 characters" in str(table.problems[0])


def test_tables_and_cards_hold_no_contact_details_unless_asked():
    person = replace(AKAZAWA, contact={"phone": "SECRET-PHONE", "email 2": "SECRET-MAIL"})
    for name in ("x.csv", "x.vcf"):
        assert b"SECRET" not in formats.write([person], name, "person", private=True).replace(b"\r\n ", b"")
        told = formats.write([person], name, "person", contact=True).replace(b"\r\n ", b"")
        assert b"SECRET-PHONE" in told
        assert b"SECRET-MAIL" in told
    assert b"EMAIL:SECRET-MAIL" in told


def test_somebody_without_a_name_travels_under_the_id_and_a_name_in_parts_whole():
    nobody = Person(id="p1", names=(PersonName(""),))
    parts = Person(id="p2", names=(PersonName("", "Jpan", "赤沢", "亮正"), PersonName("", "Latn")))
    for name in ("x.json", "x.csv", "x.vcf"):
        found = formats.read(formats.write([nobody, parts], name, "person"), name, "person")
        assert not found.problems
        assert [each.names[0].full for each in found.records] == ["p1", "赤沢亮正"]


def test_tables_and_cards_hold_no_private_remark_unless_asked():
    person = replace(AKAZAWA, private_note="SECRET-REMARK")
    for name in ("x.csv", "x.vcf"):
        assert b"SECRET" not in formats.write([person], name, "person").replace(b"\r\n ", b"")
        assert b"SECRET" in formats.write([person], name, "person", private=True).replace(b"\r\n ", b"")
    book = formats.write([person], "x.xlsx", "person")
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        assert all(b"SECRET" not in parts.read(part) for part in parts.namelist())
    assert b"SECRET" in formats.write([person], "x.json", None)


def test_a_file_of_one_card_that_is_cut_off_says_so():
    with pytest.raises(UsageError, match="cut off: it has no END:VCARD"):
        vcard.read(cards("BEGIN:VCARD\nVERSION:4.0\nFN:Broken\nN;;;\n"))
