"""Pictures are looked at before they are decoded: bombs, huge and broken ones are refused in words."""

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_app.domain.photos import LARGEST_BYTES, PhotoShape, shape_of
from briefing_app.errors import UsageError


def png(width, height):
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))


def jpeg(width, height, before=b"\xff\xe1\x00\x08Exif\x00\x00"):
    return b"\xff\xd8" + before + b"\xff\xc2\x00\x11\x08" + struct.pack(">HH", height, width) + b"\x03" * 10


def webp(chunk):
    return b"RIFF" + struct.pack("<I", 22 + len(chunk)) + b"WEBP" + chunk


@pytest.mark.parametrize(
    ("content", "shape"),
    [
        (png(30, 40), PhotoShape("png", 30, 40)),
        (jpeg(640, 480), PhotoShape("jpeg", 640, 480)),
        (b"GIF89a" + struct.pack("<HH", 5, 6), PhotoShape("gif", 5, 6)),
        (webp(b"VP8X" + bytes(8) + b"\x63\x00\x00" + b"\x31\x00\x00"), PhotoShape("webp", 100, 50)),
    ],
)  # fmt: skip
def test_kind_and_size_are_read_from_the_head(content, shape):
    assert shape_of(content) == shape


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (png(20000, 10000), "20,000 x 10,000 pixels"),
        (jpeg(14200, 14200), "more than can be taken"),
        (png(1, 4_000_000_000), "more than can be taken"),
        (png(0, 5), "no size"),
        (b"%PDF-1.7", "no picture"),
        (b"", "no picture"),
        (b"\xff\xd8\xff", "no picture"),
        (b"\xff\xd8" + b"x" * LARGEST_BYTES, "larger than 10 MB"),
    ],
)
def test_what_would_fill_the_memory_or_is_no_picture_is_refused(content, words):
    with pytest.raises(UsageError, match=words):
        shape_of(content)


@given(
    st.sampled_from([b"", b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF1234WEBPVP8L"]), st.binary(max_size=300)
)
def test_any_bytes_end_in_a_shape_or_a_known_error(head, rest):
    try:
        shape = shape_of(head + rest)
    except UsageError:
        return
    assert shape.width > 0
