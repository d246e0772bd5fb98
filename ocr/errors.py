"""What can go wrong with an image, a file or the recogniser."""

from __future__ import annotations

from typing import ClassVar

from typing_extensions import override


class OcrError(Exception):
    """A situation reading foresees; ``code`` names it, ``details`` fill the sentence about it."""

    code: ClassVar[str] = "reading-failed"

    def __init__(self, **details: object) -> None:
        self.details: dict[str, object] = details
        super().__init__(self.code)

    @override
    def __reduce__(self) -> tuple[object, ...]:
        """Keep the details when the error crosses a process border."""
        return (_rebuild, (type(self), self.details))


def _rebuild(kind: type[OcrError], details: dict[str, object]) -> OcrError:
    return kind(**details)


class EmptyFileError(OcrError):
    """The file has no bytes."""

    code = "file-empty"


class UnsupportedFileError(OcrError):
    """The bytes are of no kind that can be read."""

    code = "file-unsupported"


class DamagedFileError(OcrError):
    """The file is truncated or does not decode."""

    code = "file-damaged"


class EncryptedFileError(OcrError):
    """The file asks for a password."""

    code = "file-encrypted"


class WrongPasswordError(OcrError):
    """The file does not open with the password that was given."""

    code = "file-password-wrong"


class TooManyPagesError(OcrError):
    """The file has more pages than one import may bring; details: pages, limit."""

    code = "too-many-pages"


class ImageTooLargeError(OcrError):
    """The image has more pixels than may be decoded; details: width, height, limit."""

    code = "image-too-large"


class ImageTooSmallError(OcrError):
    """The image is too small to hold print; details: width, height."""

    code = "image-too-small"


class FileTooLargeError(OcrError):
    """The file has more bytes than one import may bring; details: size, limit."""

    code = "file-too-large"


class RecogniserMissingError(OcrError):
    """The Tesseract program is not installed."""

    code = "recogniser-missing"


class LanguageMissingError(OcrError):
    """Tesseract lacks the language; details: language."""

    code = "language-missing"


class ModelDamagedError(OcrError):
    """A model that comes with the program cannot be loaded; details: file."""

    code = "model-damaged"


class PageTimeoutError(OcrError):
    """The page took longer than it may; details: seconds."""

    code = "page-timeout"


class WorkerLostError(OcrError):
    """The process that read the page died (memory, crash)."""

    code = "worker-lost"


class PdfAError(OcrError):
    """The searchable file did not pass its own PDF/A check; details: reason."""

    code = "pdfa-failed"


class NoRoomError(OcrError):
    """There is no room to lay a file aside for the processes that read it; details: size."""

    code = "no-room"
