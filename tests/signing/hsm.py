"""A SoftHSM of the test's own: tokens with keys and certificates of the small authority."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pkcs11
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pkcs11 import Attribute, CertificateType, ObjectClass

from signing.plugged import known_modules
from tools.pki import Issued

PIN = "246810"


def softhsm_module() -> str:
    """Return where this machine has SoftHSM."""
    return next(path for path in known_modules() if "softhsm" in path and Path(path).is_file())


@dataclass(frozen=True)
class SoftHsm:
    """Tokens in a folder; the module reads where from the environment when it is loaded."""

    folder: Path
    module: str

    @classmethod
    def start(cls, folder: Path) -> SoftHsm:
        (folder / "tokens").mkdir(parents=True)
        configuration = folder / "softhsm2.conf"
        configuration.write_text(
            f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\n"
            "log.level = ERROR\n"
        )
        os.environ["SOFTHSM2_CONF"] = str(configuration)
        return cls(folder, softhsm_module())

    def add(self, label: str, *keys: Issued) -> None:
        """Make a token with these keys, each with its certificate and the ones above it."""
        self._run("--init-token", "--free", "--label", label, "--so-pin", "1357", "--pin", PIN)
        # the same path as the program uses: a module is initialised once
        library = pkcs11.lib(str(Path(self.module).resolve()))
        library.reinitialize()
        for number, key in enumerate(keys, start=1):
            pem = self.folder / "key.pem"
            pem.write_bytes(
                key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            )
            identifier = f"{number:02X}"
            self._run(
                *("--import", str(pem), "--token", label, "--pin", PIN),
                *("--label", f"key{number}", "--id", identifier),
            )
            pem.unlink()
        library.reinitialize()
        with library.get_token(token_label=label).open(rw=True, user_pin=PIN) as session:
            for number, key in enumerate(keys, start=1):
                certificates = [(bytes([number]), key.certificate)]
                certificates += [(b"\xf0" + bytes([n]), one) for n, one in enumerate(key.chain)]
                for identifier_, certificate in certificates:
                    _store(session, identifier_, certificate)

    def _run(self, *arguments: str) -> None:
        subprocess.run(["softhsm2-util", *arguments], check=True, capture_output=True)


def _store(session: pkcs11.Session, identifier: bytes, certificate: x509.Certificate) -> None:
    session.create_object(
        {
            Attribute.CLASS: ObjectClass.CERTIFICATE,
            Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
            Attribute.TOKEN: True,
            Attribute.ID: identifier,
            Attribute.LABEL: "certificate",
            Attribute.SUBJECT: certificate.subject.public_bytes(),
            Attribute.ISSUER: certificate.issuer.public_bytes(),
            Attribute.SERIAL_NUMBER: b"\x02\x01\x01",
            Attribute.VALUE: certificate.public_bytes(Encoding.DER),
        }
    )
