"""Every way in which a signed file is known to go wrong, as the officer reads it on the screen."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from pytestqt.qtbot import QtBot

from digitizer.results.composing import compose
from digitizer.results.templates import templates_in_force
from signing.batch import sign_batch
from signing.journal import Job, MemoryJournal, Outcome
from signing.keys import open_pkcs12
from signing.manifest import manifest_of, to_json
from signing.model import Level
from signing.revision import appending
from signing.revocation import Evidence, Revocation
from signing.run import Policy
from signing.services import Services, host_of
from signing.store import evidence_revision
from signing.timestamps import TimestampService
from tests.digitizer.commands.test_compose import DATA
from tests.ui.desk_office import DeskOffice
from tools.pki import Authority
from ui.screen import Desk
from ui.screens.checking import CheckingScreen
from ui.tasks import Tasks
from ui.theme import Theme

NOW = datetime.now(UTC)
ALTERED = "Nội dung đã bị sửa sau khi ký."
ADDED = "Tệp bị thêm nội dung sau khi ký."
UNREADABLE = "không phải"


@dataclass(frozen=True)
class Shop:
    """Files signed by a person, and by the agency over that, at the archive level."""

    folder: Path
    pki: Authority
    plain: bytes
    person: bytes
    both: bytes
    listed: Path

    def sign(self, pdf: bytes, level: Level, owner: str = "Lê Văn Mẫu", **dates: datetime) -> bytes:
        issued = self.pki.person(owner, **dates)
        return _signed(self.folder, self.pki, pdf, level, issued.pkcs12("1"), "person")[0]


def _signed(
    folder: Path, pki: Authority, pdf: bytes, level: Level, key: bytes, field: str
) -> tuple[bytes, str]:
    services = Services({host_of(pki.tsa_url)}, timeout=10)
    stamps = TimestampService(services, (pki.tsa_url,))
    policy = Policy(level, stamps, revocation=Revocation(services, (pki.root.certificate,)))
    if level is Level.B_B:
        policy = Policy(level)
    job = Job(field, pdf, folder / "hồ sơ.pdf", field)
    report = sign_batch([job], open_pkcs12(key, "1"), policy, MemoryJournal())
    assert report.count(Outcome.DONE) == 1, report
    return job.target.read_bytes(), to_json(manifest_of(report, {field: ("person",)}))


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    folder = tmp_path_factory.mktemp("tệp hỏng")
    plain = compose(templates_in_force(None)["form_refusal"], DATA, at=NOW, attachment=b"{}")
    with Authority() as pki:
        person, _ = _signed(
            folder, pki, plain, Level.B_LT, pki.person("Lê Văn Mẫu").pkcs12("1"), "person"
        )
        office = pki.person("UBND phường Mẫu").pkcs12("1")
        both, listed = _signed(folder, pki, person, Level.B_LTA, office, "agency")
        (folder / "danh sách.json").write_text(listed, encoding="utf-8")
        yield Shop(folder, pki, plain, person, both, folder / "danh sách.json")


@pytest.fixture
def screen(
    qtbot: QtBot,
    office: DeskOffice,
    tasks: Tasks,
    theme: Theme,
    vietnamese: None,
    shop: Shop,
    tmp_path: Path,
) -> Iterator[CheckingScreen]:
    """The check screen of an office in earnest that trusts the authority."""
    (tmp_path / "root.pem").write_bytes(shop.pki.root.pem)
    before = office.station.results
    office.station.results = replace(
        before, settings=replace(before.settings, practice=False), trust_folder=tmp_path
    )
    made = CheckingScreen(Desk(office.station, office.records, tasks))
    qtbot.addWidget(made)
    yield made
    office.station.results = before


def flip(pdf: bytes, place: int) -> bytes:
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def flip_in_page(shop: Shop) -> bytes:
    """Return the file with a bit of what its page draws changed."""
    with pikepdf.open(io.BytesIO(shop.plain)) as document:
        content = document.pages[0].obj["/Contents"]
        drawn = content.read_raw_bytes() if isinstance(content, pikepdf.Stream) else b""
    assert len(drawn) > 100
    return flip(shop.both, shop.both.index(drawn) + len(drawn) // 2)


def update(pdf: bytes, change: Callable[[pikepdf.Object], None], *, page: bool = True) -> bytes:
    with appending(pdf) as revision:
        target = revision.document.pages[0].obj if page else revision.root
        change(target)
        revision.replace(target)
        return pdf + revision.write()[0]


def without_evidence(root: pikepdf.Object) -> None:
    del root["/DSS"]


def turned(page: pikepdf.Object) -> None:
    page["/Rotate"] = 90


def commented(page: pikepdf.Object) -> None:
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Square)
    note.Rect = pikepdf.Array([0, 0, 9, 9])
    page["/Annots"] = pikepdf.Array([*page.get("/Annots", []), note])


def rewritten(pdf: bytes, **options: object) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(target, **options)
    return target.getvalue()


def digit_in_signature(pdf: bytes) -> bytes:
    place = pdf.index(b"/Contents <") + 2000
    return pdf[:place] + (b"0" if pdf[place : place + 1] != b"0" else b"1") + pdf[place + 1 :]


def revoked(shop: Shop) -> bytes:
    issued = shop.pki.person("Thu hồi rồi")
    signed, _ = _signed(shop.folder, shop.pki, shop.plain, Level.B_B, issued.pkcs12("1"), "person")
    shop.pki.revoke(issued, since=NOW - timedelta(days=3))
    lists = Evidence(lists=(shop.pki.crl("ca"), shop.pki.crl("root")))
    return signed + evidence_revision(signed, lists)


def encrypted(shop: Shop) -> bytes:
    return rewritten(shop.both, encryption=pikepdf.Encryption(owner="a", user="b"))


ROWS: dict[str, tuple[Callable[[Shop], bytes], str]] = {
    "byte of the page": (flip_in_page, ALTERED),
    "digit of the signature": (lambda s: digit_in_signature(s.both), "Chữ ký bị hỏng"),
    "byte of the second revision": (lambda s: flip(s.both, len(s.person) + 400), "Hãy lấy lại"),
    "page turned by an update": (lambda s: update(s.both, turned), ADDED),
    "comment": (lambda s: update(s.both, commented), ADDED),
    "evidence taken out": (lambda s: update(s.both, without_evidence, page=False), ADDED),
    "rewritten": (lambda s: rewritten(s.both), ALTERED),
    "bytes behind the end": (lambda s: s.both + b"\nmore", ADDED),
    "cut in the tail": (lambda s: s.both[:-900], UNREADABLE),
    "encrypted": (encrypted, "mật khẩu"),
    "revoked before it signed": (revoked, "thu hồi"),
}


@pytest.mark.parametrize("row", ROWS)
def test_a_damaged_file_is_never_called_valid_and_the_screen_says_why(
    qtbot: QtBot, screen: CheckingScreen, tasks: Tasks, shop: Shop, tmp_path: Path, row: str
) -> None:
    make, said = ROWS[row]
    path = tmp_path / "nhận được.pdf"
    path.write_bytes(make(shop))
    screen.check([path])
    qtbot.waitUntil(lambda: not tasks.running, timeout=60_000)
    (card,) = screen._cards.cards
    assert card.icon == "error"
    shown = [
        screen.verdict.judgement.label.text(),
        *(one.title for one in screen.verdict.model.cards),
    ]
    assert "hợp lệ." not in shown[0].replace("không hợp lệ.", "")
    assert any(said in one for one in shown), shown


def test_the_whole_file_is_valid_and_a_list_tells_that_a_seal_was_cut_off(
    qtbot: QtBot, screen: CheckingScreen, tasks: Tasks, shop: Shop, tmp_path: Path
) -> None:
    def judged(pdf: bytes, *more: Path) -> list[str]:
        path = tmp_path / "hồ sơ.pdf"
        path.write_bytes(pdf)
        screen.check([path, *more])
        qtbot.waitUntil(lambda: not tasks.running, timeout=60_000)
        return [
            screen.verdict.judgement.label.text(),
            *(one.title for one in screen.verdict.model.cards),
        ]

    assert judged(shop.both)[0] == "Chữ ký số hợp lệ."
    spoken = " ".join(one.spoken for one in screen.verdict.model.cards)
    for said in (
        "dấu thời gian của TSA thử nghiệm",
        "Lê Văn Mẫu ← CA cấp chứng thư thử nghiệm ← Root CA thử nghiệm",
        "chứng thư không bị thu hồi khi ký",
        "Sau đó có thêm 2 chữ ký hoặc dấu thời gian lưu trữ (agency, archive-",
    ):
        assert said in spoken
    assert judged(shop.person)[0] == "Chữ ký số hợp lệ.", "nothing in the file itself can tell"
    shown = judged(shop.person, shop.listed)
    assert shown[0] == "Chữ ký số không hợp lệ."
    assert any("Tệp thiếu một chữ ký phải có" in one for one in shown)
    assert any("Tệp ngắn hơn lúc ký" in one for one in shown)
    assert "danh sách.json" in screen._list_used.text()
    assert judged(shop.both)[0] == "Chữ ký số hợp lệ."
    (tmp_path / "hỏng.json").write_text(json.dumps({"version": 9}))
    screen.check([tmp_path / "hỏng.json"])
    qtbot.waitUntil(lambda: not tasks.running, timeout=60_000)
    assert "hỏng.json" in screen.verdict.judgement.label.text()
