"""The national record is complete in what is handed over, in every state."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digitizer.exchange import national
from digitizer.exchange.connector import Surroundings, tables_of
from digitizer.exchange.errors import NotTellableError
from digitizer.model.message import MessageKind, Neighbour
from tests.digitizer.exchange import cases
from tests.digitizer.exchange.province import checked

EVENTS = sorted(tables_of("province-json")["states"])


@pytest.fixture(scope="module")
def around() -> Surroundings:
    neighbour = Neighbour(
        "tinh",
        "province-json",
        "https://tinh.example",
        {
            "field_codes": {"Hộ tịch": "H00-HT"},
            "result_codes": {"Giấy xác nhận tình trạng hôn nhân": "KQ.G1"},
        },
    )
    return cases.surroundings(neighbour, {})


@pytest.mark.parametrize("event", EVENTS)
def test_every_state_makes_a_whole_record_and_a_step(around: Surroundings, event: str) -> None:
    message = cases.message(event=event, reason="Lý do")
    record = national.record(around, message)
    checked(record, "national-record")
    checked(national.progress(around, message), "national-progress")
    assert record["TrangThaiHoSo"] == str(tables_of("province-json")["states"][event])
    assert bool(record["NgayTra"]) == (record["TrangThaiHoSo"] == "10")
    assert bool(record["NgayTuChoi"]) == (record["TrangThaiHoSo"] == "3")


def test_all_ten_states_can_be_told() -> None:
    assert set(tables_of("province-json")["states"].values()) == set(range(1, 11))


def test_papers_and_results_carry_their_flags_and_codes(around: Surroundings) -> None:
    message = cases.message(MessageKind.RESULT, "released")
    record = national.record(
        around,
        message,
        papers={1: national.Sent("T1", "/tep/T1")},
        result=national.Sent("T2", "/tep/T2"),
    )
    scanned, reused = record["TaiLieuNop"]
    assert (scanned["DuocSoHoa"], scanned["DuocTaiSuDung"], scanned["TepDinhKemId"]) == (
        "1",
        "0",
        "T1",
    )
    assert (reused["DuocSoHoa"], reused["DuocTaiSuDung"], reused["MaKetQuaThayThe"]) == (
        "0",
        "1",
        "HS-CU",
    )
    assert record["HoSoCoThanhPhanSoHoa"] == "1"
    assert record["MaLinhVuc"] == "H00-HT"
    (result,) = record["DanhSachGiayToKetQua"]
    assert (result["MaGiayToKetQua"], result["GiayToId"]) == ("KQ.G1", "T2")
    assert cases.NUMBER not in "".join(one["TenTepDinhKem"] for one in record["TaiLieuNop"])


def test_a_dossier_taken_over_keeps_the_code_its_province_gave_it(around: Surroundings) -> None:
    message = cases.message(online={"neighbour": "tinh", "code": "DVC-1"})
    assert national.record(around, message)["MaHoSo"] == "DVC-1"
    other = cases.message(online={"neighbour": "khác", "code": "DVC-1"})
    assert national.record(around, other)["MaHoSo"] == cases.CODE


def test_a_word_without_a_code_is_named(around: Surroundings) -> None:
    with pytest.raises(NotTellableError) as caught:
        national.record(around, cases.message(event="flown"))
    assert caught.value.details["field"] == "states.flown"
    message = cases.message()
    content = {
        **message.content,
        "dossier": {**message.content["dossier"], "procedure": "9.999999"},
    }
    with pytest.raises(NotTellableError):
        national.record(around, replace(message, content=content))
