"""The root certificates an office trusts, as files its administrator puts into one folder."""

from __future__ import annotations

from pathlib import Path

from digitizer.errors import DefinitionError
from digitizer.files import write_file

TRUST_FOLDER = "trust"
"""The folder of root certificates inside the data folder."""
KINDS = (".pem", ".crt", ".cer")
LARGEST_FILE = 1_000_000


def read_roots(folder: Path) -> tuple[bytes, ...]:
    """Return the certificate files of a folder, in PEM or DER form; none when it is not there.

    Raises DefinitionError naming the file that is no certificate: a root that is silently left out
    would make good signatures look bad.
    """
    try:
        files = sorted(one for one in folder.iterdir() if one.suffix.lower() in KINDS)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise _wrong(folder.name, error.strerror or "unreadable") from error
    return tuple(_read(file) for file in files)


def add_root(folder: Path, file: Path) -> None:
    """Keep a root certificate among those the office trusts.

    Raises DefinitionError for a file that is no certificate.
    """
    data = _read(file)
    folder.mkdir(exist_ok=True)
    write_file(folder / file.name, data)


def _read(file: Path) -> bytes:
    from cryptography import x509

    name = f"{file.parent.name}/{file.name}"
    if not file.is_file():
        raise _wrong(name, "no regular file")
    try:
        with file.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        raise _wrong(name, error.strerror or "unreadable") from error
    if len(data) > LARGEST_FILE:
        raise _wrong(name, "too large")
    try:
        if b"-----BEGIN" in data:
            x509.load_pem_x509_certificates(data)
        else:
            x509.load_der_x509_certificate(data)
    except ValueError as error:
        raise _wrong(name, "no certificate in PEM or DER form") from error
    return data


def _wrong(name: str, problem: str) -> DefinitionError:
    return DefinitionError(file=name, key="", nearest="", problem=problem)
