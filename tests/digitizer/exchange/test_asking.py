"""Databases are asked for a dossier, by an officer; what they answer stands beside the papers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from digitizer.exchange import population_answers
from digitizer.exchange.transport import pin_of
from digitizer.model.dossier import DossierState, Owner
from digitizer.model.statistics import Flag
from tests.digitizer.exchange import cases, state
from tests.digitizer.exchange.at_the_command import opened, pdf
from tests.digitizer.exchange.certificates import Authority
from tests.digitizer.exchange.province import PASSWORD, USER, Province
from tests.digitizer.exchange.state import Documents, People
from tests.digitizer.store.office import NOW, Office


class Around:
    """The three neighbours that are asked."""

    def __init__(self, folder: Path) -> None:
        self.authority = Authority.make()
        context, certificate = self.authority.server(folder)
        self.pin = pin_of(certificate)
        self.people, self.documents = People(context), Documents(context)
        self.province = Province(context)

    def settings(self) -> str:
        common = f"pins = [\"{self.pin}\"]\nroots = '''{self.authority.pem}'''"
        return f"""
[dan-cu]
connector = "population"
address = "{self.people.address}"
settings = {{ username = "{state.USER}", integration = "TH01" }}
officers = {{ clerk = "CB01" }}
{common}

[kho]
connector = "citizen-store"
address = "{self.documents.address}"
officers = {{ clerk = "CB01" }}
{common}

[tinh]
connector = "province-json"
address = "{self.province.address}"
settings = {{ username = "{USER}" }}
{common}
"""


@pytest.fixture
def around(tmp_path: Path, run: Any, office: Office, monkeypatch: Any) -> Iterator[Around]:
    made = Around(tmp_path)
    with made.people.running(), made.documents.running(), made.province.running():
        path = tmp_path / "lien-thong.toml"
        path.write_text(made.settings(), encoding="utf-8")
        assert run("quantri", "neighbours", "set", path)[0] == 0
        for neighbour, name, secret in (
            ("dan-cu", "password", state.PASSWORD),
            ("dan-cu", "secret", state.SECRET),
            ("kho", "token", state.TOKEN),
            ("tinh", "password", PASSWORD),
        ):
            monkeypatch.setenv("DIGITIZER_SECRET", secret)
            assert run("quantri", "neighbours", "secret", neighbour, name)[0] == 0
        opened(office, "HS-1")
        office.store.dossiers.set_owner(office.clerk, "HS-1", Owner(cases.NAME, cases.NUMBER))
        yield made


def test_the_population_database_is_a_witness_of_which_only_the_verdict_is_kept(
    around: Around,
    office: Office,
    run: Any,
) -> None:
    code, answer = run("clerk", "ask", "dan-cu", "HS-1", "--birth", "2003-05-06")
    assert code == 0
    assert answer["answer"] == {
        "found": True,
        "agrees": {"number": True, "name": True, "birth_date": True},
    }
    code, answer = run("clerk", "ask", "dan-cu", "HS-1", "--birth", "2003-06-05")
    assert answer["answer"]["agrees"]["birth_date"] is False
    code, answer = run(
        "clerk", "ask", "dan-cu", "HS-1", "--birth", "2003-05-06", "--number", "001203009999"
    )
    assert answer["answer"] == {"found": False, "agrees": {}}
    rows = [row for row in office.store.journal.rows(50) if row.action == "database-asked"]
    assert {(row.officer, row.subject) for row in rows} == {("clerk", "HS-1")}
    assert cases.NUMBER not in "".join(row.after for row in rows)
    (counted,) = office.store.counting.dossiers(NOW, NOW.replace(year=2100))
    assert Flag.POPULATION_ASKED in counted.flags
    assert around.people.complaints == []


def test_a_verdict_is_about_the_value_it_was_asked_with_valid_for_a_day_and_forgotten_later(
    around: Around,
    office: Office,
    run: Any,
) -> None:
    assert run("clerk", "ask", "dan-cu", "HS-1", "--birth", "2003-06-05")[0] == 0
    store = office.store
    (item,) = store.inbox.answers(office.clerk, "HS-1", "population")
    found = population_answers.answer_about(store, office.clerk, "HS-1", item.at)
    assert found is not None
    number, born = found.verdict("number", cases.NUMBER), found.verdict("birth_date", "2003-06-05")
    assert (number and number.agrees, born and born.agrees) == (True, False)
    # somebody corrects the date afterwards: nothing was said of that one
    assert found.verdict("birth_date", "2003-05-06") is None
    # nothing of the person is kept, neither there nor in what was asked
    assert cases.NUMBER not in str(item.received.content)
    later = item.at + timedelta(hours=25)
    assert population_answers.answer_about(store, office.clerk, "HS-1", later) is None
    assert population_answers.forget_old(store, office.clerk, item.at + timedelta(days=29)) == 0
    assert population_answers.forget_old(store, office.clerk, item.at + timedelta(days=31)) == 1
    assert population_answers.forget_old(store, office.clerk, item.at + timedelta(days=31)) == 0
    (item,) = store.inbox.answers(office.clerk, "HS-1", "population")
    assert (item.received.content, item.dossier_code) == ({}, "HS-1")


def test_nobody_asks_without_a_code_a_birth_date_or_the_right(
    around: Around,
    office: Office,
    run: Any,
) -> None:
    assert run("clerk", "ask", "dan-cu", "HS-1")[1]["failures"][0]["code"] == "message-incomplete"
    code, answer = run("supervisor", "ask", "dan-cu", "HS-1", "--birth", "2003-05-06")
    assert answer["failures"][0]["details"]["field"] == "officers.supervisor"
    code, answer = run("records", "ask", "dan-cu", "HS-1", "--birth", "2003-05-06")
    assert (code, answer["failures"][0]["code"]) == (1, "not-allowed")
    assert around.people.requests == []


def test_papers_are_got_from_the_document_store_and_say_so_to_the_province(
    around: Around,
    office: Office,
    run: Any,
) -> None:
    data = pdf()
    around.documents.papers = {"giay-khai-sinh.pdf": data}
    code, answer = run("clerk", "ask", "kho", "HS-1", "--kind", "KQ.G1")
    assert (code, answer["pages"]) == (0, 1)
    (page,) = office.store.dossiers.pages("HS-1")
    assert page.original_hash == hashlib.sha256(data).hexdigest()
    office.sort(page)
    assert run("clerk", "tell", "HS-1", "fee")[1]["told"] == 1
    run("clerk", "outbox", "send", "tinh")
    record = around.province.dossiers["HS-1"][-1]
    assert [one["DuocLayTuKhoDMQG"] for one in record["TaiLieuNop"]] == ["1"]
    assert record["DSKetNoiCSDL"] == [{"MaCSDL": "KHODLDT"}]
    assert around.province.complaints == []


def test_the_document_store_is_not_asked_for_a_dossier_that_takes_no_papers_in_any_more(
    around: Around,
    office: Office,
    run: Any,
) -> None:
    around.documents.papers = {"giay-khai-sinh.pdf": pdf()}
    office.move("clerk", DossierState.VERIFYING, "HS-1")
    code, answer = run("clerk", "ask", "kho", "HS-1", "--kind", "KQ.G1")
    assert (code, answer["failures"][0]["code"]) == (1, "wrong-state")
    assert around.documents.requests == []
    assert "database-asked" not in {row.action for row in office.store.journal.rows(50)}


def test_another_agency_is_asked_over_the_province_and_its_reply_comes_to_the_dossier(
    around: Around,
    office: Office,
    run: Any,
) -> None:
    words = ("ask", "criminal-record", "HS-1", "--neighbour", "tinh")
    assert run("clerk", *words)[1]["failures"][0]["details"]["field"] == "birth_date"
    assert run("clerk", *words, "--birth", "2003-05-06")[0] == 0
    assert run("clerk", "outbox", "send", "tinh")[1]["sent"] >= 1
    (asked,) = around.province.asked
    assert (asked["LoaiYeuCau"], asked["MaHoSo"], asked["NgaySinh"]) == ("LLTP", "HS-1", "20030506")
    data = pdf()
    around.province.to_fetch["/tep/tra-loi"] = data
    reply = {
        "MaYeuCau": asked["MaYeuCau"],
        "PhienBan": "1",
        "TrangThai": "XONG",
        "NoiDung": "Không có án tích",
        "TaiLieuNop": [
            {
                "TenTepDinhKem": "phieu.pdf",
                "DuongDanTaiTepTin": "/tep/tra-loi",
                "HashTepTin": hashlib.sha256(data).hexdigest(),
            }
        ],
    }
    stranger = {**reply, "MaYeuCau": "f" * 32}
    around.province.offered = [[reply, reply, stranger]]
    assert run("clerk", "inbox", "collect", "tinh")[1]["received"] == 3
    items = run("clerk", "inbox")[1]["items"]
    assert [one["kind"] for one in items] == ["reply", "reply"]
    code, answer = run("clerk", "inbox", "open", items[0]["id"])
    assert (code, answer["dossier"], answer["pages"]) == (0, "HS-1", 1)
    code, answer = run("clerk", "inbox", "open", items[1]["id"])
    assert (code, answer["failures"][0]["code"]) == (1, "not-found")
    assert "001203004567" not in json.dumps(items)
