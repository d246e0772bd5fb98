"""One-stop forms say what dossier and journal say, are numbered by kind and year, and are kept."""

from __future__ import annotations

import io
import json
import subprocess
from dataclasses import replace
from datetime import date

import pikepdf
import pytest

from digitizer.catalogue import Catalogue
from digitizer.errors import (
    DueDateError,
    EngineError,
    NotAllowedError,
    NotComposableError,
    TemplateUnknownError,
)
from digitizer.model.clock import OFFICE_TIME
from digitizer.model.dossier import DossierState
from digitizer.model.officer import Officer
from digitizer.results.form_signing import FormSigning
from digitizer.results.forms import FormDesk, FormRequest
from digitizer.results.keys import FileKey
from digitizer.results.policies import QueuePolicy, SigningPolicies
from signing.keys import make_test_key
from tests.digitizer.results.result_office import SETTINGS, TEMPLATES, journey
from tests.digitizer.store.office import Office, reading


@pytest.fixture
def desk(office: Office) -> FormDesk:
    catalogue = Catalogue.load()
    procedure = catalogue.procedure("1.001193")
    types = {"cccd": catalogue.document_type("cccd_front")}
    # the store's office calls its procedure and its paper by short names
    own = replace(catalogue, procedures={"birth-registration": procedure}, document_types=types)
    return FormDesk(office.store, own, TEMPLATES, SETTINGS)


def text_of(pdf: bytes) -> str:
    said = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(said.stdout.decode().split())


def test_a_receipt_says_who_what_and_when(desk: FormDesk, office: Office) -> None:
    office.filled()
    form = desk.issue(
        office.clerk, FormRequest("form_receipt", "HS-1", typed={"phone": "0901 234 567"})
    )
    assert form.number == "01/BPTNTKQ"
    text = text_of(desk.pdf(office.clerk, form.id))
    for said in (
        "HS-1",
        "Đỗ Thị Đào MẪU",
        "001203004567",
        "0901 234 567",
        "Đăng ký khai sinh",
        "01 ngày làm việc",
        "08 giờ 00 phút, ngày 02/03/2026",
        "08 giờ 00 phút, ngày 03/03/2026",
        "Bản sao",
    ):
        assert said in text, said
    with pikepdf.open(io.BytesIO(desk.pdf(office.clerk, form.id))) as pdf:
        attached = json.loads(pdf.attachments["du-lieu.json"].get_file().read_bytes())
    assert attached["fields"]["owner_personal_id"] == "001203004567"


def test_forms_are_numbered_by_kind_and_kept_with_a_row_in_the_journal(
    desk: FormDesk, office: Office
) -> None:
    office.filled()
    typed = {"reason": "Thiếu giấy tờ.", "wanted": "Giấy chứng sinh"}
    numbers = [
        desk.issue(office.clerk, FormRequest(code, "HS-1", typed=typed)).number
        for code in ("form_completion", "form_completion", "form_refusal")
    ]
    assert numbers == ["01/PBS-UBND", "02/PBS-UBND", "01/PTC-UBND"]
    kept = desk.of_dossier(office.clerk, "HS-1")
    assert [one.number for one in kept] == numbers[::-1]
    assert kept[0].data["reason"] == "Thiếu giấy tờ."
    rows = office.store.journal.rows(10, "HS-1")
    assert [row.action for row in rows].count("form-issued") == 3
    assert office.store.journal.verify() is None


def test_a_missing_word_is_named_and_takes_no_number(desk: FormDesk, office: Office) -> None:
    office.filled()
    with pytest.raises(NotComposableError) as caught:
        desk.issue(office.clerk, FormRequest("form_refusal", "HS-1", typed={"reason": " "}))
    assert caught.value.details["title"] == "Lý do từ chối"
    wanted = FormRequest("form_refusal", "HS-1", typed={"reason": "Sai nơi nộp."})
    assert desk.issue(office.clerk, wanted).number == "01/PTC-UBND"


def test_a_look_at_a_form_keeps_nothing(desk: FormDesk, office: Office) -> None:
    office.filled()
    wanted = FormRequest("form_receipt", "HS-1")
    assert "BPTNTKQ" not in text_of(desk.preview(office.clerk, wanted)).replace("…/BPTNTKQ", "")
    assert desk.of_dossier(office.clerk, "HS-1") == ()


def test_who_may_issue_a_form_stands_in_its_template(desk: FormDesk, office: Office) -> None:
    def codes(officer: Officer) -> set[str]:
        return {one.code for one in desk.kinds(officer)}

    assert "form_receipt" in codes(office.clerk)
    assert "form_apology" not in codes(office.clerk)
    assert {"form_apology", "form_register", "form_control_slip"} <= codes(office.records)
    office.filled()
    with pytest.raises(TemplateUnknownError):
        desk.issue(office.clerk, FormRequest("form_apology", "HS-1", typed={"reason": "Bận."}))
    with pytest.raises(NotAllowedError):
        desk.issue(office.quantri, FormRequest("form_receipt", "HS-1"))


def test_the_control_slip_is_the_journals_own_trace(desk: FormDesk, office: Office) -> None:
    office.verified()
    form = desk.issue(office.records, FormRequest("form_control_slip", "HS-1"))
    steps = form.data["steps"]
    assert [one["note"] for one in steps] == ["Tiếp nhận", "Chuyển kiểm tra", "Đã kiểm tra"]
    assert [one["receiver"] for one in steps] == ["clerk", "clerk", "supervisor"]
    assert steps[0]["giver"] == "Đỗ Thị Đào MẪU"
    assert {one["outcome"] for one in steps} == {"Quá hạn"}, "the dossier is of last March"


@pytest.mark.both_databases
def test_an_apology_carries_the_new_day_and_who_signs(desk: FormDesk, office: Office) -> None:
    office.filled()
    office.move("clerk", DossierState.VERIFYING)
    typed = {"reason": "Hệ thống gián đoạn.", "new_due_date": "2031-03-10"}
    form = desk.issue(office.records, FormRequest("form_apology", "HS-1", typed=typed))
    text = text_of(desk.pdf(office.records, form.id))
    assert "hẹn lại ngày trả kết quả là ngày 10/03/2031" in text
    assert "CHỦ TỊCH" in text
    assert form.number == "01/PXL"
    # the dossier is due on the new day, at the hour it was due before
    due = office.store.dossiers.get("HS-1").due_at.astimezone(OFFICE_TIME)
    assert f"{due:%Y-%m-%d %H:%M}" == "2031-03-10 08:00"
    moved = next(r for r in office.store.journal.rows(5) if r.action == "dossier-due-moved")
    assert "2026-03-03" in moved.before
    assert "2031-03-10" in moved.after
    for wrong in ("2026-03-02", "2031-03-10", "mai"):
        with pytest.raises(DueDateError):
            desk.issue(
                office.records,
                FormRequest("form_apology", "HS-1", typed=typed | {"new_due_date": wrong}),
            )
    # a refused day takes no number
    later = typed | {"new_due_date": "2031-03-11"}
    again = desk.issue(office.records, FormRequest("form_apology", "HS-1", typed=later))
    assert again.number == "02/PXL"


def test_a_form_is_signed_as_it_is_issued_or_not_issued_at_all(
    desk: FormDesk, office: Office
) -> None:
    office.filled()
    settings = replace(SETTINGS, practice=True)
    judge = journey(office, practice=True).judge
    policies = SigningPolicies(person=QueuePolicy())
    signing = FormSigning(office.store, settings, policies, judge)
    able = replace(desk, settings=settings, signing=signing)
    wanted = FormRequest("form_receipt", "HS-1")
    key = make_test_key("clerk", "1")
    with pytest.raises(EngineError) as caught:
        able.issue(office.clerk, wanted, FileKey(key, "sai"))
    assert caught.value.engine_code == "wrong-pin"
    assert able.of_dossier(office.clerk, "HS-1") == ()
    form = able.issue(office.clerk, wanted, FileKey(key, "1"))
    assert form.number == "01/BPTNTKQ", "a wrong password takes no number"
    verdict = judge(able.pdf(office.clerk, form.id), ("person",))
    assert verdict.valid, verdict
    assert "CHỨNG THƯ THỬ NGHIỆM" in text_of(able.pdf(office.clerk, form.id))
    assert not list((office.store.folder / "signing" / "forms").iterdir())
    # at a level whose service is down nothing is issued
    strict = QueuePolicy(level="t", timestamp_urls=("http://127.0.0.1:9/",), tries=1)
    weak = replace(signing, policies=SigningPolicies(person=strict))
    with pytest.raises(EngineError) as caught:
        replace(able, signing=weak).issue(office.clerk, wanted, FileKey(key, "1"))
    assert caught.value.engine_code == "timestamp-unavailable"
    assert len(able.of_dossier(office.clerk, "HS-1")) == 1


def test_the_register_lists_the_dossiers_of_its_days(desk: FormDesk, office: Office) -> None:
    office.dossier("HS-1")
    office.dossier("HS-2")
    march = (date(2026, 3, 1), date(2026, 3, 31))
    form = desk.issue(office.records, FormRequest("form_register", period=march))
    assert [one["code"] for one in form.data["entries"]] == ["HS-1", "HS-2"]
    assert form.dossier_code is None
    assert "Từ ngày 01/03/2026 đến ngày 31/03/2026" in text_of(desk.pdf(office.records, form.id))
    april = (date(2026, 4, 1), date(2026, 4, 30))
    with pytest.raises(NotComposableError):
        desk.issue(office.records, FormRequest("form_register", period=april))


def test_an_issued_form_cannot_be_changed_in_the_database(desk: FormDesk, office: Office) -> None:
    office.filled()
    desk.issue(office.clerk, FormRequest("form_receipt", "HS-1"))
    for statement in ("UPDATE issued_form SET number = '9'", "DELETE FROM issued_form"):
        with pytest.raises(Exception, match=r"append-only|wrong"):
            office.sql(statement)


def held(office: Office, **other: object) -> None:
    """Let the warehouse hold the owner's name and birth date from a card verified before."""
    document = office.filled("HS-0", reading(), reading("birth_date", "1983-01-02"))
    office.move("clerk", DossierState.VERIFYING, "HS-0")
    plain = {"document_type": "cccd_front", **other}
    facts = [
        office.fact(document, **plain),
        office.fact(document, field="birth_date", value="1983-01-02", **plain),
    ]
    office.move("supervisor", DossierState.VERIFIED, "HS-0", facts=facts)


def test_a_declaration_comes_filled_in_with_what_the_warehouse_holds(
    desk: FormDesk, office: Office
) -> None:
    held(office)
    office.dossier()
    wanted = FormRequest("declaration_birth", "HS-1", typed={"relation": "Mẹ"})
    text = text_of(desk.preview(office.clerk, wanted))
    for said in (
        "Họ, chữ đệm, tên người yêu cầu: Đỗ Thị Đào",
        "Ngày, tháng, năm sinh: 02/01/1983",
        "Căn cước số 001203004567",
        "Họ, chữ đệm, tên người mẹ: Đỗ Thị Đào",
        "Năm sinh: 1983",
    ):
        assert said in text, said
    assert "người cha: Đỗ" not in text
    (row,) = (
        one for one in office.store.journal.rows(20, "HS-1") if one.action == "facts-prefilled"
    )
    assert row.officer == "clerk"
    assert row.after == "declaration_birth: cccd_front.birth_date cccd_front.full_name"


def test_a_declaration_uses_no_paper_that_has_run_out_and_no_value_found_wrong(
    desk: FormDesk, office: Office
) -> None:
    held(office, valid_to=date(2026, 1, 1))
    office.dossier()
    wanted = FormRequest("declaration_marital", "HS-1")
    assert "Ngày, tháng, năm sinh: 02/01/1983" not in text_of(desk.preview(office.clerk, wanted))


def test_a_declaration_uses_a_corrected_value(desk: FormDesk, office: Office) -> None:
    held(office)
    office.dossier()
    (born,) = (row for row in office.store.people.rows() if row.field == "birth_date")
    number = office.store.corrections.propose(office.clerk, born.number, "1984-01-02", "Thẻ in 84.")
    office.store.corrections.approve(office.supervisor, number)
    wanted = FormRequest("declaration_marital", "HS-1")
    assert "Ngày, tháng, năm sinh: 02/01/1984" in text_of(desk.preview(office.clerk, wanted))
