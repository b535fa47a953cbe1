"""Workbooks that are small to send and huge to open."""

import io
import zipfile

import pytest

from briefing_app.errors import UsageError
from briefing_app.exchange import formats, xlsx_files


def padded(size):
    """A workbook of one row, with a part of ``size`` zero bytes beside it."""
    stream = io.BytesIO(xlsx_files.write([["title"], ["Round"]], "Events"))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/padding.bin", bytes(size))
    return stream.getvalue()


def test_a_workbook_that_would_unpack_to_far_more_is_refused(monkeypatch):
    monkeypatch.setattr(xlsx_files, "LARGEST_UNPACKED", 20_000_000)
    content = padded(30_000_000)
    assert len(content) < 100_000
    with pytest.raises(UsageError, match="would unpack to 30 MB and was refused") as refused:
        list(xlsx_files.read(content))
    assert "CSV file of its own" in refused.value.hint


def test_an_import_tells_the_same(monkeypatch):
    monkeypatch.setattr(xlsx_files, "LARGEST_UNPACKED", 20_000_000)
    with pytest.raises(UsageError, match="would unpack to 30 MB"):
        formats.foreign_rows(padded(30_000_000), "people.xlsx")


def test_one_of_usual_size_is_read():
    assert list(xlsx_files.read(padded(1_000_000))) == [["title"], ["Round"]]


def with_sheet(xml, name="xl/worksheets/sheet1.xml"):
    """A workbook whose sheet is ``xml``."""
    whole = zipfile.ZipFile(io.BytesIO(xlsx_files.write([["title"], ["Round"]], "Events")))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for part in whole.namelist():
            content = whole.read(part)
            is_sheet = part.startswith("xl/worksheets/")
            if is_sheet:
                content = SHEET.replace("CELLS", xml).encode()
            if part.endswith(("workbook.xml.rels", "Content_Types.xml")):
                content = content.replace(b"worksheets/sheet1.xml", name.removeprefix("xl/").encode())
            package.writestr(name if is_sheet else part, content)
    return stream.getvalue()


SHEET = (
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>CELLS</sheetData></worksheet>"
)
NEAR = '<row r="1"><c r="A1"><v>1</v></c></row>'
FAR = {
    "cell": '<row r="2"><c r="XFD1048576"><v>1</v></c></row>',
    "beyond": '<row r="2"><c r="B99999999"><v>1</v></c></row>',
    "wide": '<row r="2"><c r="ZZZZZZ2"><v>1</v></c></row>',
    "row": '<row r="1048576">' + "<c><v>1</v></c>" * 20 + "</row>",
    "rows": '<row r="1048576"><c r="A1048576"><v>1</v></c></row><row><c><v>1</v></c></row>',
    "many": "".join(f'<row r="{each}"><c r="XFD{each}"><v>1</v></c></row>' for each in (2, 100_000)),
    "quoted": "<row r='2'><c t=\"n\" r = 'XFD1048576' ><v>1</v></c></row>",
    "prefixed": '<x:row xmlns:x="urn:x" r="2"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
    "hidden": '<row r="2"><c x=">" r="XFD1048576"><v>1</v></c></row>',
}


@pytest.mark.parametrize("kind", FAR)
def test_a_cell_far_outside_is_refused_before_room_is_made_for_all_between(kind):
    with pytest.raises(UsageError, match=r"reaches to row .* and was refused|not written as Excel"):
        list(xlsx_files.read(with_sheet(NEAR + FAR[kind])))
    with pytest.raises(UsageError, match=r"reaches to row .* and was refused|not written as Excel"):
        list(xlsx_files.read(with_sheet(NEAR + FAR[kind], "xl/elsewhere/one.xml")))


def test_empty_cells_far_outside_are_no_table():
    content = with_sheet(NEAR + '<row r="2"><c r="XFD1048576" s="1"/></row><row r="1048576" spans="1:1"/>')
    assert next(iter(xlsx_files.read(content))) == ["1"]


def test_a_part_that_is_longer_than_it_says_is_refused():
    content = bytearray(padded(1_000_000))
    place = content.rindex(b"xl/media/padding.bin") - 46 + 24  # its length in the list of parts
    content[place : place + 4] = (1000).to_bytes(4, "little")
    with pytest.raises(UsageError, match="not an Excel workbook that can be read"):
        list(xlsx_files.read(bytes(content)))


def test_what_is_another_kind_of_package_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("content.xml", "<a/>")
    with pytest.raises(UsageError, match=r"not an Excel workbook \(.xlsx\)"):
        list(xlsx_files.read(stream.getvalue()))


@pytest.mark.parametrize("count", ["4294967295", "18446744073709551615", "99999999999"])
def test_a_false_count_of_texts_is_refused_before_room_is_made_for_them(count):
    whole = zipfile.ZipFile(io.BytesIO(xlsx_files.write([["title"], ["Round"]], "Events")))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for part in whole.namelist():
            content = whole.read(part)
            package.writestr(part, content.replace(b'uniqueCount="2"', f'uniqueCount="{count}"'.encode()))
    with pytest.raises(UsageError, match="more texts than it has"):
        list(xlsx_files.read(stream.getvalue()))


def test_a_fault_of_the_reader_is_one_of_the_file(monkeypatch):
    class PanicException(BaseException):
        pass

    def panic(_stream):
        raise PanicException("capacity overflow")

    monkeypatch.setattr("python_calamine.CalamineWorkbook.from_filelike", panic, raising=True)
    with pytest.raises(UsageError, match="can be read: capacity overflow"):
        list(xlsx_files.read(padded(10)))
