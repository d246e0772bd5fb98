"""An eSCL device on loopback: feeder, glass, every trouble a real one has, HTTP or HTTPS."""

from __future__ import annotations

import datetime
import io
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from PIL import Image, ImageDraw

CAPABILITIES = """<?xml version="1.0"?><scan:ScannerCapabilities
 xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03"
 xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm"><pwg:Version>2.6</pwg:Version>
<pwg:MakeAndModel>Loopback MFP</pwg:MakeAndModel><scan:Platen><scan:PlatenInputCaps>{modes}
</scan:PlatenInputCaps></scan:Platen><scan:Adf><scan:AdfSimplexInputCaps>{modes}
</scan:AdfSimplexInputCaps><scan:AdfDuplexInputCaps>{modes}</scan:AdfDuplexInputCaps></scan:Adf>
</scan:ScannerCapabilities>""".format(
    modes="<scan:ColorModes><scan:ColorMode>RGB24</scan:ColorMode><scan:ColorMode>Grayscale8"
    "</scan:ColorMode></scan:ColorModes><scan:DiscreteResolution><scan:XResolution>300"
    "</scan:XResolution><scan:YResolution>300</scan:YResolution></scan:DiscreteResolution>"
)
STATUS = """<?xml version="1.0"?><scan:ScannerStatus
 xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03"
 xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm"><pwg:State>{state}</pwg:State>
<scan:AdfState>{adf}</scan:AdfState></scan:ScannerStatus>"""


@dataclass
class EsclDevice:
    """How the device stands; tests set what is to go wrong."""

    sheets: int = 5
    end_status: int = 404
    busy_answers: int = 0
    always_busy: bool = False
    warming_up: bool = False
    jam_after: int | None = None
    cover_open: bool = False
    cut_at: int | None = None
    """Image number that breaks off half-way."""
    slow: float = 0.0
    """Seconds between pieces of an image."""
    size: tuple[int, int] = (620, 877)
    asked: list[str] = field(default_factory=list)
    deleted: int = 0
    address: str = ""
    fed: int = 0
    duplex: bool = False
    feeder: bool = True
    back_next: bool = False

    def adf(self) -> str:
        """Return the feeder's state in the protocol's word."""
        if self.cover_open:
            return "ScannerAdfHatchOpen"
        if self.jam_after is not None and self.fed >= self.jam_after:
            return "ScannerAdfJam"
        return "ScannerAdfLoaded" if self.sheets else "ScannerAdfEmpty"

    def state(self) -> str:
        """Return the device's state in the protocol's word."""
        if self.warming_up:
            return "Testing"
        return "Processing" if self.always_busy else "Idle"

    def start(self, body: str) -> int:
        """Begin a job; return the status of the answer."""
        if self.busy_answers or self.always_busy or self.warming_up:
            self.busy_answers = max(0, self.busy_answers - 1)
            return 503
        self.feeder = "<pwg:InputSource>Feeder" in body
        self.duplex = "<scan:Duplex>true" in body
        self.back_next = False
        if self.feeder and (self.cover_open or not self.sheets):
            return 409
        return 201

    def next(self) -> bytes | None:
        """Return the next image, or None when there is no more."""
        if not self.feeder:
            return picture(0, self.size)
        if self.adf() != "ScannerAdfLoaded" and not self.back_next:
            return None
        if not self.back_next:
            self.sheets -= 1
            self.fed += 1
        image = picture(self.fed * 2 + self.back_next, self.size)
        self.back_next = self.duplex and not self.back_next
        return image


def picture(number: int, size: tuple[int, int] = (620, 877)) -> bytes:
    """Return a page that bears its number."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    for place in range(16):
        if number >> place & 1:
            draw.rectangle((20 + 30 * place, 40, 40 + 30 * place, 60), fill="black")
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def certificate(folder: Path) -> Path:
    """Write a self-signed certificate with its key, as devices make for themselves."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mfp.local")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
        .sign(key, hashes.SHA256())
    )
    path = folder / f"mfp-{made.serial_number}.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@contextmanager
def running(device: EsclDevice, pem: Path | None = None) -> Iterator[EsclDevice]:
    """Let a device answer on a port of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(device))
    server.daemon_threads = True
    if pem is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    scheme = "http" if pem is None else "https"
    device.address = f"{scheme}://127.0.0.1:{server.server_address[1]}/eSCL"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield device
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(device: EsclDevice) -> type[BaseHTTPRequestHandler]:  # noqa: C901 - one short answer a path
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_words: object) -> None:
            return

        def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            device.asked.append(self.path)
            if self.path.endswith("/ScannerCapabilities"):
                self.answer(200, CAPABILITIES.encode())
            elif self.path.endswith("/ScannerStatus"):
                text = STATUS.format(state=device.state(), adf=device.adf())
                self.answer(200, text.encode())
            elif self.path.endswith("/NextDocument"):
                image = device.next()
                if image is None:
                    self.answer(device.end_status)
                else:
                    self.send_image(image)
            else:
                self.answer(404)

        def send_image(self, image: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "image/jpeg")
            self.send_header("Content-Length", str(len(image)))
            self.end_headers()
            if device.cut_at == device.fed:
                device.cut_at = None
                self.wfile.write(image[: len(image) // 2])
                self.close_connection = True
                return
            for start in range(0, len(image), 2000):
                self.wfile.write(image[start : start + 2000])
                time.sleep(device.slow)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            status = device.start(body)
            headers = {"Location": "http://mfp.local/eSCL/ScanJobs/1"} if status == 201 else {}
            self.answer(status, **headers)

        def do_DELETE(self) -> None:
            device.deleted += 1
            self.answer(200)

    return Handler
