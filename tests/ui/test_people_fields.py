"""Photo, review, private remarks, forms of address and the index of the syllabary, worked in by hand."""

import struct
import zlib
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QToolButton

from briefing_app.app.i18n import use_language
from briefing_app.domain.change import ChangeSet, added, replaced
from briefing_app.domain.records import Note, Person, PersonName, Post
from briefing_app.ui import messages
from briefing_app.ui.handing_on import HandingOnDialog
from briefing_app.ui.people.country_names import country_code
from briefing_app.ui.people.photo import decoded, taken
from briefing_app.ui.people.tab import PeopleTab
from briefing_app.ui.theme import theme
from briefing_app.ui.widgets.form import Field
from briefing_app.ui.widgets.fuzzy_date_field import FuzzyDateField

A = Person(
    id="a", names=(PersonName("Abe Jun"), PersonName("安部純", "Jpan", reading="あべ じゅん")), country="JP"
)
S = Person(
    id="s", names=(PersonName("Sato Ken"), PersonName("佐藤健", "Jpan", reading="さとう けん")), country="JP"
)


@pytest.fixture
def tab(session, qtbot):
    session.workspace.apply(ChangeSet("fill", tuple(added(each).changes[0] for each in (A, S))))
    tab = PeopleTab(session)
    qtbot.addWidget(tab)
    tab.resize(1300, 860)
    tab.show()
    tab.activate()
    return tab


def press(widget, words):
    button = next(each for each in widget.findChildren(QPushButton) if each.text() == words)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def choose(tab, words):
    more = next(each for each in tab.findChildren(QPushButton) if each.text() == "More" and each.menu())
    next(action for action in more.menu().actions() if action.text() == words).trigger()


def person(session):
    return session.workspace.get("person", "a")


def texts(widget):
    return [each.text() for each in widget.findChildren(QLabel)]


def picture(path, width=3000, height=2000):
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    image.save(str(path))
    return path


def test_a_photo_is_chosen_made_smaller_shown_and_taken_back(tab, session, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(messages, "ask_open_file", lambda *_args: picture(tmp_path / "x.png"))
    press(tab.fields, "Choose a photo")
    person = session.workspace.get("person", "a")
    kept = session.workspace.attachment(person.photo)
    assert kept.startswith(b"\xff\xd8")
    assert (decoded(kept).width(), decoded(kept).height()) == (1024, 682)
    assert "Photo: no credit given" in texts(tab.page)
    assert any(not each.pixmap().isNull() for each in tab.page.findChildren(QLabel))
    press(tab.fields, "Remove the photo")
    assert session.workspace.get("person", "a").photo == ""
    session.undo_stack.undo()
    assert session.workspace.get("person", "a").photo == person.photo


def test_a_bomb_and_a_broken_file_are_refused_below_the_button(tab, session, tmp_path):
    head = b"IHDR" + struct.pack(">IIBBBBB", 20000, 20000, 8, 2, 0, 0, 0)
    bomb = tmp_path / "bomb.png"
    bomb.write_bytes(
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    )
    tab.fields.photo.take(bomb)
    assert "20,000 x 20,000 pixels" in tab.fields.photo.fault
    broken = tmp_path / "broken.png"
    broken.write_bytes(picture(tmp_path / "good.png", 64, 64).read_bytes()[:60])
    tab.fields.photo.take(broken)
    assert "damaged" in tab.fields.photo.fault
    tab.fields.photo.take(tmp_path / "gone.png")
    assert "cannot be read" in tab.fields.photo.fault
    assert session.workspace.get("person", "a").photo == ""


def test_what_a_camera_wrote_into_the_file_is_not_kept(tmp_path, qapp):
    path = picture(tmp_path / "x.jpg", 40, 30)
    content = path.read_bytes()
    told = b"Exif\x00\x00GPS-SECRET"
    path.write_bytes(content[:2] + b"\xff\xe1" + struct.pack(">H", len(told) + 2) + told + content[2:])
    assert b"SECRET" not in taken(path)


def test_reviewed_today_sets_both_days_and_the_page_says_nothing_is_late(tab, session):
    press(tab.fields, "Reviewed today")
    person = session.workspace.get("person", "a")
    assert (person.reviewed_on, person.review_by) == ("2026-10-12", "2027-04")
    session.as_of = date(2027, 5, 1)
    assert "Not reviewed in time: was due April 2027." in texts(tab.page)


def test_who_was_not_reviewed_in_time_is_marked_in_the_list(tab, session):
    def ink():
        tab.list.viewport().repaint()
        image = tab.list.grab().toImage()
        caution = theme().colour("caution").rgb()
        return sum(image.pixel(x, y) == caution for x in range(image.width()) for y in range(120))

    row = tab.model.index(tab.model.row_of("a"))
    assert "not reviewed in time" not in row.data(Qt.ItemDataRole.AccessibleTextRole)
    assert ink() == 0
    session.apply(replaced(person(session), replace(person(session), review_by="2025-01")))
    assert row.data(Qt.ItemDataRole.AccessibleTextRole).endswith("not reviewed in time")
    assert ink() > 20
    session.as_of = date(2025, 1, 15)
    assert ink() == 0


def test_links_follow_a_name_typed_in_its_field(tab, session, qtbot):
    note = Note(id="n", title="N", body="[[a|Abe Jun]]")
    session.apply(added(note))
    field = tab.fields.first
    field.entered.emit()
    field.selectAll()
    qtbot.keyClicks(field, "Abe Junichi")
    field.left.emit()
    assert session.workspace.get("note", "n").body == "[[a|Abe Junichi]]"
    session.undo_stack.undo()
    assert session.workspace.get("note", "n") == note
    assert person(session) == A


def test_a_private_remark_is_shown_as_such_and_stays_out_of_cards_unless_chosen(
    tab, session, qtbot, tmp_path, monkeypatch
):
    field = next(each for each in tab.fields.findChildren(QLabel) if each.text() == "Private remark").buddy()
    field.setFocus()
    qtbot.keyClicks(field, "SECRET-REMARK")
    session.typing.flush()
    assert "Private, not printed: SECRET-REMARK" in texts(tab.page)
    target = tmp_path / "x.vcf"
    monkeypatch.setattr(messages, "ask_save_file", lambda *_args: target)
    monkeypatch.setattr(HandingOnDialog, "exec", lambda _self: 1)
    choose(tab, "Export contact cards")
    assert b"SECRET" not in target.read_bytes().replace(b"\r\n ", b"")
    monkeypatch.setattr(HandingOnDialog, "exec", lambda self: (self.private.setChecked(True), 1)[1])
    choose(tab, "Export contact cards")
    assert b"SECRET" in target.read_bytes().replace(b"\r\n ", b"")


def test_a_form_of_address_that_was_written_is_no_guess_any_more(tab, session, qtbot):
    field = next(
        each for each in tab.fields.findChildren(QLabel) if each.text() == "Letter, Japanese"
    ).buddy()
    field.setFocus()
    field.setText("安部純 先生")  # key events of the test tool know no kanji
    field.typed.emit(field.text())
    session.typing.flush()
    assert session.workspace.get("person", "a").address == {"letter, Japanese": "安部純 先生"}
    assert "安部純 先生" in texts(tab.page)
    field.clear()
    field.typed.emit("")
    session.typing.flush()
    assert session.workspace.get("person", "a").address == {}


def test_what_would_be_guessed_is_said(tab):
    shown = next(text for text in texts(tab.page) if text.startswith("Not known"))
    assert "family name" in shown
    assert "order of names" in shown


def test_the_index_of_the_syllabary_goes_to_a_row(tab, qtbot):
    assert not tab.index_bar.isVisible()
    tab.grouping.setCurrentIndex(2)
    assert tab.index_bar.isVisible()
    assert tab.index_bar.buttons["さ"].isEnabled()
    assert not tab.index_bar.buttons["た"].isEnabled()
    qtbot.mouseClick(tab.index_bar.buttons["さ"], Qt.MouseButton.LeftButton)
    assert "SATO Ken" in " ".join(texts(tab.page)) or "Sato Ken" in texts(tab.page)


def test_fields_are_made_after_the_first_screen_and_all_of_them(session, qtbot):
    session.workspace.apply(added(Person(id="p", names=(PersonName("Ono Taro"),))))
    tab = PeopleTab(session)
    qtbot.addWidget(tab)
    tab.resize(1200, 800)
    tab.activate()
    assert not tab.is_idle()
    tab.show()
    qtbot.waitUntil(tab.is_idle)
    assert tab.fields.first.text() == "Ono Taro"
    assert any(each.text() == "Private remark" for each in tab.fields.findChildren(QLabel))


def test_a_post_is_acting_ranked_and_appointed(tab, session, qtbot):
    session.apply(
        replaced(person(session), replace(person(session), posts=(Post("Adviser", "METI", "2025-01"),)))
    )
    boxes = tab.fields.posts.findChildren(QComboBox)
    held, rank = (next(b for b in boxes if b.accessibleName() == words)
                  for words in ("Held as", "Rank in the order of precedence"))  # fmt: skip
    assert rank.itemText(0) == "From the title: no rank known"
    for box, value in ((held, "acting"), (rank, "Vice-ministerial")):
        box.setCurrentIndex(box.findData(value))
        box.activated.emit(box.currentIndex())
    day = next(
        each for each in tab.fields.posts.findChildren(FuzzyDateField) if each.label.text() == "Appointed on"
    )
    day.edit.setFocus()
    day.edit.insert("3 February 2025")
    day.edit.editingFinished.emit()
    session.typing.flush()
    post = person(session).posts[0]
    assert (post.kind, post.rank, post.appointed) == ("acting", "Vice-ministerial", "2025-02-03")


def test_a_name_in_korean_has_its_own_fields_and_leaves_the_others(tab, session, qtbot):
    before = person(session).names
    qtbot.mouseClick(tab.fields.other_names.add_button, Qt.MouseButton.LeftButton)
    full = tab.fields.other_names.fields[0]["full"].editor
    full.show_text("홍길동")
    full.left.emit()
    script = tab.fields.other_names.fields[0]["script"]
    script.editor.show_text("Klingon")
    script.editor.left.emit()
    assert "Korean" in script.error
    assert person(session).names == (*before, PersonName("홍길동", "Kore"))


def test_what_is_typed_about_one_changes_the_row_and_moves_nobody(tab, session, qtbot):
    resets = []
    tab.model.modelReset.connect(lambda: resets.append(1))
    one = person(session)
    session.apply(replaced(one, replace(one, posts=(Post("Envoy", "Cabinet"),))))
    assert resets == []
    row = tab.model.row_of(one.id)
    assert tab.model.index(row).data(tab.model.DETAIL) == "Envoy, Cabinet"
    session.apply(replaced(person(session), replace(person(session), country="KR")))
    assert resets == [1]


def test_how_an_office_is_held_is_taken_though_the_field_before_it_still_waits_to_be_saved(tab, session):
    tab.fields.posts.findChild(QToolButton).click()  # add a post
    block = tab.fields.posts._blocks[0]
    title, _organisation, begin = block.findChildren(QLineEdit)[:3]
    title.insert("Minister")
    begin.insert("1 March 2024")
    QTest.keyClick(begin, Qt.Key.Key_Return)  # waits for typing to pause
    held, rank = block.findChildren(QComboBox)
    QTest.keyClick(held, Qt.Key.Key_Down)
    QTest.keyClick(rank, Qt.Key.Key_Down)
    (post,) = person(session).posts
    assert (post.title, post.from_, post.kind) == ("Minister", "2024-03-01", "acting")
    assert post.rank == "Head of state or government"
    assert "Acting Minister" in texts(tab.page)


def test_the_page_names_every_office_of_the_day(tab, session):
    posts = (
        Post("Minister", "MOF", "2024-01-01"), Post("Envoy", "Cabinet", "2024-02-01", kind="concurrent"),
        Post("Speaker", "Diet", "2024-03-01", "2024-04-01"),
    )  # fmt: skip
    session.apply(replaced(person(session), replace(person(session), posts=posts)))
    assert {"Minister, MOF", "Also Envoy (concurrent), Cabinet"} <= set(texts(tab.page))


def test_offices_are_shown_in_the_words_of_the_japanese_window(session, qtbot):
    posts = (
        Post("Minister", "MOF", "2024-01-01", kind="acting"), Post("Envoy", "Cabinet", "2024-02-01"),
        Post("Minister", "Elsewhere", "2023-01-01"),
    )  # fmt: skip
    terms = Note(
        id="t", title="Terms", tags=("terms",), language="ja",
        body="| en | ja |\n|---|---|\n| Minister | 大臣 |\n| MOF | 財務省 |\n| Envoy, Cabinet | 内閣特使 |\n",
    )  # fmt: skip
    with_posts = replace(A, posts=posts)
    session.workspace.apply(ChangeSet("fill", (added(with_posts).changes[0], added(terms).changes[0])))
    use_language("ja")
    try:
        tab = PeopleTab(session)
        qtbot.addWidget(tab)
        tab.show()
        tab.activate()
        assert tab.model.detail(with_posts) == "内閣特使"
        assert {"内閣特使", "ほかに 大臣代行（財務省） · 大臣"} <= set(texts(tab.page))
        session.apply(replaced(terms, replace(terms, body=terms.body.replace("内閣特使", "特使"))))
        assert tab.model.detail(with_posts) == "特使"
    finally:
        use_language("en")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Japan", "JP"), ("日本", "JP"), ("jp", "JP"), ("ＪＰ", "JP"), ("USA", "US"), ("米国", "US"),
        ("アメリカ", "US"), ("Viet Nam", "VN"), ("eu", "EU"), ("欧州連合", "EU"), ("fr", "FR"),
        ("Atlantis", "Atlantis"), (" ", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_country_is_typed_by_name_or_code_in_any_case(typed, kept):
    assert country_code(typed) == kept


def test_a_country_is_settled_when_its_field_is_left(tab, session):
    field = next(each for each in tab.fields.findChildren(Field) if each.label.text() == "Country")
    field.editor.setFocus()
    field.editor.selectAll()
    field.editor.insert("japan")
    field.editor.typed.emit("japan")
    field.editor.left.emit()
    assert session.workspace.get("person", tab._shown_id).country == "JP"
    assert "two letters" in field._below.text()
