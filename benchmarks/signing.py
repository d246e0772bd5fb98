"""Signing against pyHanko in one run: its command, its interface the plain way, and ours.

``python -m benchmarks.signing`` makes a SoftHSM and a certificate authority of its own; timestamps
come from another process. CPU is this process and its children, the timestamp service aside.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pikepdf
import pkcs11
import typst
from pikepdf import pdfa
from pyhanko import stamp
from pyhanko.pdf_utils.font.opentype import GlyphAccumulatorFactory
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.text import TextBoxStyle
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.pkcs11 import PKCS11Signer
from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper

from benchmarks.signing_queue import Queue, waiting_results
from digitizer.results.keys import TokenKey
from signing.batch import sign_batch
from signing.journal import FileJournal, Job, Outcome
from signing.keys import open_pkcs12
from signing.model import Appearance, Level
from signing.revocation import Revocation, read_roots
from signing.run import Policy
from signing.services import Services, host_of
from signing.timestamps import TimestampService
from signing.tokens import open_token
from signing.verify import check
from tests.signing.hsm import PIN, SoftHsm
from tests.signing.shim import Shim
from tools.pki import PASSWORD, Issued

ROOT = Path(__file__).parents[1]
PERSON = "person"
DELAYS = (0, 100)
"""Milliseconds after which timestamps come."""
FONT = ROOT / "resources" / "fonts" / "DigitizerSerif-Regular.ttf"
FULL_FONT = Path("/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf")
BOX = (300, 60, 515, 110)
TEXT = "Ký bởi: Lê Văn Mẫu\nCơ quan: Ủy ban nhân dân xã Mẫu Sơn\nThời gian ký: %(ts)s"
LOOK = Appearance(
    ("Ký bởi: Lê Văn Mẫu", "Cơ quan: Ủy ban nhân dân xã Mẫu Sơn", "Thời gian ký: {time}"), 0, BOX
)


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock and on the cores, for so many documents."""

    name: str
    documents: int
    wall: float
    cpu: float

    @property
    def cpu_each(self) -> float:
        """Return milliseconds of CPU a document."""
        return 1000 * self.cpu / self.documents

    @property
    def wall_each(self) -> float:
        """Return milliseconds a document."""
        return 1000 * self.wall / self.documents


@dataclass(frozen=True)
class Bench:
    """What all signers share."""

    folder: Path
    hsm: SoftHsm
    base: bytes
    tsa: str
    root: bytes

    def sources(self, count: int) -> list[Path]:
        """Write so many documents to sign."""
        inside = self.folder / "in"
        shutil.rmtree(inside, ignore_errors=True)
        inside.mkdir()
        paths = [inside / f"{number:04}.pdf" for number in range(count)]
        for path in paths:
            path.write_bytes(self.base)
        return paths

    def out(self) -> Path:
        """Return an empty folder."""
        folder = self.folder / "out"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return folder


def measured(name: str, documents: int, work: Callable[[], object]) -> Cost:
    """Run some work and return what it took."""
    before, begun = _cpu(), time.perf_counter()
    work()
    cost = Cost(name, documents, time.perf_counter() - begun, _cpu() - before)
    print(
        f"{name:52} {documents:4} documents  {cost.wall_each:8.1f} ms wall  "
        f"{cost.cpu_each:8.2f} ms CPU each",
        flush=True,
    )
    return cost


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


# ---- the peers -----------------------------------------------------------------------------------


def command(bench: Bench, count: int) -> Cost:
    """PyHanko's own command, one process a file."""
    setup = bench.folder / "pyhanko.yml"
    setup.write_text(
        f"pkcs11-setups:\n  me:\n    module-path: {bench.hsm.module}\n"
        f"    token-criteria:\n      label: person\n    cert-id: '01'\n    key-id: '01'\n"
        f"    user-pin: '{PIN}'\n"
    )
    sources, out = bench.sources(count), bench.out()

    def work() -> None:
        for path in sources:
            words: list[str | Path] = [ROOT / ".venv" / "bin" / "pyhanko", "--config", setup]
            words += ["sign", "addsig"]
            words += ["--field", f"1/{','.join(map(str, BOX))}/person", "--use-pades", "pkcs11"]
            words += ["--p11-setup", "me", path, out / path.name]
            subprocess.run(words, check=True, capture_output=True)

    return measured("pyHanko's command, one process a file, B-B", count, work)


def plain(bench: Bench, count: int, tsa: str = "") -> Cost:
    """PyHanko's interface as its documentation shows it: visible text, one call a file."""
    sources, out = bench.sources(count), bench.out()
    library = pkcs11.lib(str(Path(bench.hsm.module).resolve()))
    font = FULL_FONT if FULL_FONT.exists() else FONT
    style = stamp.TextStampStyle(
        stamp_text=TEXT,
        text_box_style=TextBoxStyle(font=GlyphAccumulatorFactory(str(font)), font_size=10),
    )
    with library.get_token(token_label=PERSON).open(user_pin=PIN) as session:

        def work() -> None:
            for path in sources:
                signer = PKCS11Signer(
                    session, cert_id=b"\x01", key_id=b"\x01", other_certs_to_pull=()
                )
                meta = signers.PdfSignatureMetadata(
                    field_name="person", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
                )
                stamper = HTTPTimeStamper(tsa) if tsa else None
                pdf_signer = signers.PdfSigner(
                    meta,
                    signer=signer,
                    timestamper=stamper,
                    stamp_style=style,
                    new_field_spec=SigFieldSpec("person", on_page=0, box=BOX),
                )
                with path.open("rb") as source, (out / path.name).open("w+b") as target:
                    pdf_signer.sign_pdf(IncrementalPdfFileWriter(source), output=target)

        label = "B-T" if tsa else "B-B"
        return measured(f"pyHanko's interface, the plain way, {label}{_delay(tsa)}", count, work)


def ours(
    bench: Bench, count: int, level: Level = Level.B_B, *, tsa: str = "", module: str = ""
) -> Cost:
    """A batch of ours: one login, every step journaled, every file checked on the disk."""
    sources, out = bench.sources(count), bench.out()
    url = tsa or bench.tsa
    services = Services({host_of(url)}, timeout=30)
    revocation = Revocation(services, read_roots([bench.root])) if level.long_term else None
    policy = Policy(level, TimestampService(services, (url,)), revocation=revocation)
    jobs = [Job(path.name, path, out / path.name, "person", LOOK) for path in sources]
    chosen = module or bench.hsm.module
    with open_token(chosen, PIN, label="person", allowed=[chosen]) as token:
        key = token.key()

        def work() -> None:
            report = sign_batch(jobs, key, policy, FileJournal(out / "journal"))
            if report.count(Outcome.DONE) != count:
                raise RuntimeError(report)

        where = "slow token" if module else "SoftHSM"
        cost = measured(f"ours, {level.label}, {where}{_delay(url if tsa else '')}", count, work)
    judge(bench, [job.target for job in jobs], level)
    return cost


def through_the_store(
    bench: Bench, queue: Queue, count: int, level: str, *, delay: int = 0, module: str = ""
) -> Cost:
    """The person's queue as an officer uses it: steps, verdict and file go into the store."""
    where = "slow token" if module else "SoftHSM"
    stamped = f", TSA {delay} ms" if level != "b" else ""
    costs: list[Cost] = []

    def measure(work: Callable[[], object]) -> None:
        label = f"ours through the store, B-{level.upper()}, {where}{stamped}"
        costs.append(measured(label, count, work))

    token = TokenKey(module or bench.hsm.module, PERSON, pin=PIN)
    queue.sign(token, level, delay, count, measure)
    return costs[0]


def judge(bench: Bench, files: list[Path], level: Level) -> None:
    """Let pyHanko judge a sample, and poppler."""
    for path in files[:: max(1, len(files) // 5)]:
        verdict = check(path.read_bytes(), trust=[bench.root])
        said = subprocess.run(["pdfsig", path], capture_output=True, text=True, check=False).stdout
        if not verdict.valid or "Signature is Valid." not in said:
            raise RuntimeError((path, verdict.problems, said))
        if verdict.signers[0].level != level.label:
            raise RuntimeError(verdict.signers[0].level)


def _delay(url: str) -> str:
    return f", TSA {url.rpartition('/')[2]} ms" if url else ""


# ---- a large file --------------------------------------------------------------------------------

LARGE = """
import resource, sys
from pathlib import Path
from datetime import UTC, datetime
from signing.batch import sign_batch
from signing.journal import Job, MemoryJournal
from signing.keys import open_pkcs12
from signing.run import Policy
from benchmarks.signing import LOOK
folder = Path(sys.argv[1])
key = open_pkcs12((folder / "person.p12").read_bytes(), sys.argv[2])
peak = lambda: int(next(l for l in open("/proc/self/status") if l.startswith("VmHWM")).split()[1])
def sign(name):
    job = Job(name, folder / name, folder / ("signed-" + name), "person", LOOK)
    report = sign_batch([job], key, Policy(), MemoryJournal())
    assert report.documents[0].outcome == "done", report
sign("small.pdf")
before = peak()
sign("large.pdf")
print((peak() - before) / 1024)
"""


def memory(bench: Bench) -> float:
    """Return the megabytes that signing a file of 200 MB adds to the process's peak."""
    (bench.folder / "small.pdf").write_bytes(bench.base)
    with pikepdf.open(io.BytesIO(bench.base)) as document:
        document.Root.Ballast = pikepdf.Stream(document, os.urandom(200_000_000))
        document.save(bench.folder / "large.pdf", compress_streams=False)
    said = subprocess.run(
        [sys.executable, "-c", LARGE, bench.folder, PASSWORD],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    for name in ("large.pdf", "signed-large.pdf"):
        (bench.folder / name).unlink()
    return float(said.stdout)


# ---- setting up ----------------------------------------------------------------------------------


@contextmanager
def setting_up() -> Iterator[Bench]:
    """Start a certificate authority in a process of its own and a SoftHSM with its keys."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = subprocess.Popen(
            [sys.executable, "-m", "tools.pki", folder], stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        try:
            if server.stdout is None:
                raise RuntimeError("no output")
            url = server.stdout.readline().split()[1].rstrip(",")
            key = open_pkcs12((folder / "person.p12").read_bytes(), PASSWORD)
            hsm = SoftHsm.start(folder / "hsm")
            hsm.add("person", Issued(key.private, key.certificate, key.chain))
            yield Bench(folder, hsm, one_page(), url, (folder / "root.pem").read_bytes())
        finally:
            server.terminate()
            server.wait()


def one_page() -> bytes:
    """Return a page of an office document as PDF/A-2b, about as large as those that are issued."""
    body = "Cộng hòa xã hội chủ nghĩa Việt Nam. Độc lập, tự do, hạnh phúc. " * 40
    source = f'#set page(paper: "a4")\n#set text(font: "Digitizer Serif", size: 11pt)\n{body}'
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT.parent)]
    )
    compiler = typst.Compiler(source.encode(), font_paths=fonts, ignore_system_fonts=True)
    target = io.BytesIO()
    page = cast(bytes, compiler.compile(pdf_standards="a-2b"))
    with pikepdf.open(io.BytesIO(page)) as document:
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary) and "/CIDSet" in item:
                del item["/CIDSet"]
        pdfa.save(document, target, "2b")
    return target.getvalue()


TOKEN_MS = 150
"""What a token in an office takes for a signature."""


def main() -> None:
    """Measure, print, and write JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--peers", type=int, default=20, help="documents for the slow peers")
    parser.add_argument("--slow", type=int, default=0, help="documents for the slow token")
    parser.add_argument("--share", action="store_true", help="only the slow token's share")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    count, few = arguments.documents, arguments.peers
    if arguments.share:
        share(count)
        return
    slow = min(arguments.slow or count, count)
    with setting_up() as bench, waiting_results(count, bench.tsa, bench.root) as queue:
        ours(bench, 5)  # warm
        costs = {
            "command": command(bench, max(3, few // 4)),
            "plain": plain(bench, few),
            "own": ours(bench, count),
            "kept": through_the_store(bench, queue, count, "b"),
        }
        for delay in DELAYS:
            url = f"{bench.tsa}/{delay}"
            costs[f"plain {delay}"] = plain(bench, few, url)
            costs[f"own {delay}"] = ours(bench, count, Level.B_T, tsa=url)
            costs[f"kept {delay}"] = through_the_store(bench, queue, count, "t", delay=delay)
        costs["long"] = ours(bench, count, Level.B_LT)
        costs["archive"] = ours(bench, count, Level.B_LTA)
        shim = Shim.build(bench.folder, bench.hsm.module)
        shim.behave(delay=TOKEN_MS)
        for delay in DELAYS:
            url = f"{bench.tsa}/{delay}"
            costs[f"slow {delay}"] = ours(bench, slow, Level.B_T, tsa=url, module=shim.module)
            costs[f"slow kept {delay}"] = through_the_store(
                bench, queue, slow, "t", delay=delay, module=shim.module
            )
        answer = summary(costs, memory(bench))
    for name, value in answer.items():
        print(f"{name:78} {value:8.2f}")
    if arguments.json:
        listed = [vars(one) for one in costs.values()]
        arguments.json.write_text(json.dumps({"figures": answer, "costs": listed}))


def share(count: int) -> None:
    """Print how much of the time on the clock is the slow token's, by hand and through the store.

    Of so many results only the slow token's runs are made: half a minute for a hundred.
    """
    with setting_up() as bench, waiting_results(count, bench.tsa, bench.root) as queue:
        shim = Shim.build(bench.folder, bench.hsm.module)
        shim.behave(delay=TOKEN_MS)
        url = f"{bench.tsa}/{DELAYS[-1]}"
        own = ours(bench, count, Level.B_T, tsa=url, module=shim.module)
        kept = through_the_store(bench, queue, count, "t", delay=DELAYS[-1], module=shim.module)
    for one in (own, kept):
        print(f"{one.name}: {100 * TOKEN_MS / one.wall_each:.0f} % of the time is the token's")


def summary(costs: dict[str, Cost], megabytes: float) -> dict[str, Any]:
    """Return the ratios that matter."""
    plainly, own, kept = costs["plain"], costs["own"], costs["kept"]
    answer = {
        "B-B, CPU: the command against ours (times)": costs["command"].cpu_each / own.cpu_each,
        "B-B, CPU: the plain interface against ours (times)": plainly.cpu_each / own.cpu_each,
        "B-B, CPU: the plain interface against ours through the store (times)": plainly.cpu_each
        / kept.cpu_each,
    }
    for delay in DELAYS:
        said = f"B-T, TSA {delay} ms, wall: the plain interface against ours"
        wall = costs[f"plain {delay}"].wall_each
        answer[f"{said} (times)"] = wall / costs[f"own {delay}"].wall_each
        answer[f"{said} through the store (times)"] = wall / costs[f"kept {delay}"].wall_each
    answer["B-LT adds to B-T (ms of CPU a document)"] = (
        costs["long"].cpu_each - costs["own 0"].cpu_each
    )
    for delay in DELAYS:
        said = f"token of {TOKEN_MS} ms, TSA {delay} ms: share of the wall time"
        answer[f"{said} (%)"] = 100 * TOKEN_MS / costs[f"slow {delay}"].wall_each
        answer[f"{said}, through the store (%)"] = (
            100 * TOKEN_MS / costs[f"slow kept {delay}"].wall_each
        )
    answer["a file of 200 MB adds to the peak memory (MB)"] = megabytes
    return answer


if __name__ == "__main__":
    main()
