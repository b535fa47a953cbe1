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
