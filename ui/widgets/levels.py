"""A page as a pyramid of images, each half the one before, so that print stays whole when small.

Qt shrinks images by leaving pixels out; at 45 % the bars of Đ and H are then gone. Each level is
averaged over areas instead, and a page is drawn from the level just above the size wanted.
Everything here may run off the GUI thread.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QTransform

from digitizer.errors import DigitizerError
from ocr.model import Box

LARGEST = 50_000_000
"""Pixels of the finest level; larger pages are decoded smaller."""
SMALLEST_SIDE = 160
_LINE = 24
"""Pixels of a cut-out that a line of print takes at most: the margin goes by it."""
_ALLOCATION_MEGABYTES = 1024


class PictureUnreadableError(DigitizerError):
    """The stored image of a page cannot be decoded for showing."""

    code = "picture-unreadable"


@dataclass(frozen=True, slots=True)
class PagePicture:
    """The image of a page in several sizes, the finest first."""

    width: int
    """Pixels of the stored image, whatever the finest level has."""
    height: int
    levels: tuple[QImage, ...]

    def level(self, scale: float) -> QImage:
        """Return the smallest level that is still at least as fine as ``scale``."""
        chosen = self.levels[0]
        for image in self.levels[1:]:
            if image.width() < self.width * scale:
                break
            chosen = image
        return chosen

    def source(self, image: QImage, area: QRectF) -> QRectF:
        """Return where ``area``, in pixels of the stored image, lies in one of the levels."""
        across, down = image.width() / self.width, image.height() / self.height
        return QRectF(
            area.x() * across, area.y() * down, area.width() * across, area.height() * down
        )


def build_picture(data: bytes) -> PagePicture:
    """Decode a page and build its levels."""
    image = _decoded(data)
    size = QSize(image.width(), image.height())
    stored = _stored_size(data) or size
    levels = [image]
    while min(levels[-1].width(), levels[-1].height()) > 2 * SMALLEST_SIDE:
        levels.append(_halved(levels[-1]))
    return PagePicture(stored.width(), stored.height(), tuple(levels))


def crop(picture: PagePicture, box: Box, *, rotation: int, scale: float, largest: QSize) -> QImage:
    """Return the pixels in and around ``box``, upright, scaled, and within ``largest``."""
    area = _with_margin(picture, box, turned=rotation % 180 == 90, type_height=_LINE / scale)
    upright = area.size().transposed() if rotation % 180 else area.size()
    scale = min(scale, largest.width() / upright.width(), largest.height() / upright.height())
    level = picture.level(scale)
    part = level.copy(picture.source(level, area).toAlignedRect().intersected(level.rect()))
    if rotation:
        part = part.transformed(QTransform().rotate(rotation))
    wanted = QSize(
        max(1, round(upright.width() * scale)),
        max(1, round(upright.height() * scale)),
    )
    return part.scaled(
        wanted, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )


def _with_margin(picture: PagePicture, box: Box, *, turned: bool, type_height: float) -> QRectF:
    """Widen a box by a part of its print's height, a line's at most, within the page."""
    type_height = min(box.width if turned else box.height, type_height)
    along, across = 0.9 * type_height + 8, 0.35 * type_height + 6
    sideways, upward = (across, along) if turned else (along, across)
    wide = QRectF(box.left, box.top, box.width, box.height).adjusted(
        -sideways, -upward, sideways, upward
    )
    inside = wide.intersected(QRectF(0, 0, picture.width, picture.height))
    return inside if inside.width() >= 1 and inside.height() >= 1 else QRectF(0, 0, 1, 1)


def _reader(data: bytes) -> tuple[QImageReader, QBuffer]:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return QImageReader(buffer), buffer


def _stored_size(data: bytes) -> QSize | None:
    reader, buffer = _reader(data)
    size = reader.size()
    buffer.close()
    return size if size.isValid() else None


def _decoded(data: bytes) -> QImage:
    QImageReader.setAllocationLimit(_ALLOCATION_MEGABYTES)
    reader, buffer = _reader(data)
    size = reader.size()
    pixels = size.width() * size.height()
    if size.isValid() and pixels > LARGEST:
        reader.setScaledSize(size * (LARGEST / pixels) ** 0.5)
    image = reader.read()
    buffer.close()
    if image.isNull():
        raise PictureUnreadableError(problem=reader.errorString())
    return image.convertToFormat(QImage.Format.Format_RGB32)


def _halved(image: QImage) -> QImage:
    return image.scaled(
        QSize((image.width() + 1) // 2, (image.height() + 1) // 2),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    ).convertToFormat(QImage.Format.Format_RGB32)
