"""The photograph of a person: taken from a file after a look at its head, shown with credit and date."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPixmap

from briefing_app.domain import photos
from briefing_app.errors import UsageError

KEPT_SIDE = 1024  # pixels of the longer side; a page prints a portrait from less
QUALITY = 88


def decoded(content: bytes, longest: int = KEPT_SIDE) -> QImage:
    """The picture, at most so long on its longer side and turned as the camera says. Raises UsageError
    before anything is decoded if the picture is too large, and for what cannot be decoded.
    """
    shape = photos.shape_of(content)
    data = QByteArray(content)
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(shape.kind.encode()))
    reader.setAutoTransform(True)
    if max(shape.width, shape.height) > longest:
        size = QSize(shape.width, shape.height)
        reader.setScaledSize(size.scaled(longest, longest, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise UsageError("The picture cannot be read: the file is damaged.", hint="Use another copy of it.")
    return image


def taken(path: Path) -> bytes:
    """A picture file as it is kept: made smaller, as JPEG, without the place and the camera that the file
    may tell of. Raises UsageError.
    """
    try:
        if path.stat().st_size > photos.LARGEST_BYTES:
            raise UsageError(f"{path.name} is larger than 10 MB.", hint="Make it smaller first.")
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path.name} cannot be read: {error.strerror}.") from error
    image = decoded(content).convertToFormat(QImage.Format.Format_RGB32)
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "JPG", QUALITY):  # type: ignore[call-overload]
        raise UsageError("The picture cannot be kept.", hint="Use JPEG or PNG.")
    return bytes(kept.data())


def portrait(content: bytes, height: int, ratio: float) -> QPixmap | None:
    """The picture in a height of logical pixels; None if it cannot be read any more."""
    try:
        image = decoded(content)
    except UsageError:
        return None
    scaled = image.scaledToHeight(round(height * ratio), Qt.TransformationMode.SmoothTransformation)
    shown = QPixmap.fromImage(scaled)
    shown.setDevicePixelRatio(ratio)
    return shown
