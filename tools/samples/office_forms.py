"""The forms a one-stop office gives out itself: receipt, slips, refusal, apology, register."""

from __future__ import annotations

import random
from datetime import date, timedelta

from tools.samples.forms import SIGNED, SIGNERS, Entry, Form, column, sealed, silent
from tools.samples.papers import Paper, recent_day
from tools.samples.people import FAMILY_NAMES, GIVEN, MIDDLE, Person, day
from tools.samples.places import OFFICE

_PARENT = f"UBND {OFFICE.commune.upper()}"
_OWN = "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG"
_SEAL = sealed(f"TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG * {OFFICE.commune}")
_PROCEDURES = (
    ("Đăng ký khai sinh", "Trong ngày làm việc"),
    ("Cấp Giấy xác nhận tình trạng hôn nhân", "03 ngày làm việc"),
    ("Đăng ký thành lập hộ kinh doanh", "03 ngày làm việc"),
    ("Cấp bản sao trích lục hộ tịch", "Trong ngày làm việc"),
    ("Cấp giấy phép xây dựng nhà ở riêng lẻ", "15 ngày làm việc"),
)
_FAULTS = (
    (
        "Bổ sung bản chính Giấy chứng sinh do cơ sở y tế cấp",
        "Thành phần hồ sơ chưa đầy đủ theo quy định",
    ),
    (
        "Bổ sung văn bản xác nhận thông tin về cư trú",
        "Cơ sở dữ liệu quốc gia về dân cư chưa có thông tin về nơi cư trú",
    ),
    (
        "Kê khai lại mục tình trạng hôn nhân trong tờ khai",
        "Nội dung kê khai chưa thống nhất với giấy tờ kèm theo",
    ),
)


def _code(rng: random.Random, received: date) -> str:
    unit = f"H48.{rng.randrange(10, 99)}.{rng.randrange(10, 99)}"
    return f"{unit}-{received:%y%m%d}-{rng.randrange(1, 400):04d}"


def _time(rng: random.Random, value: date) -> str:
    hour, minute = rng.randrange(7, 16), rng.choice((5, 10, 15, 20, 30, 45))
    return f"{hour} giờ {minute:02d} phút, ngày {day(value)}"


def _clerk(rng: random.Random) -> str:
    sex = rng.choice(("Nam", "Nữ"))
    return f"{rng.choice(FAMILY_NAMES)} {rng.choice(MIDDLE[sex])} {rng.choice(GIVEN[sex])}"


def _reach(person: Person, *, prefix: str = "applicant", number: bool = True) -> list[Entry]:
    """Number, address, phone and e-mail of the applicant, as every slip repeats them."""
    own = [
        Entry("Số định danh cá nhân/tổ chức:", f"{prefix}_personal_id", person.personal_id),
    ]
    return [
        *(own if number else []),
        Entry("Địa chỉ:", f"{prefix}_address", person.residence, lines=2),
    ]


def dossier_receipt(rng: random.Random, person: Person) -> Paper:
    """The receipt with the day on which the result is due (mẫu 01)."""
    received = recent_day(rng)
    request, term = rng.choice(_PROCEDURES)
    copies = rng.choice(("01", "02"))
    form = Form("dossier_receipt")
    form.head(_PARENT, _OWN, number=_slip_number(rng, "TTPVHCC"), issued=("issue_date", received))
    form.title("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ")
    form.row(
        Entry("Mã hồ sơ:", "dossier_code", _code(rng, received)),
        Entry(
            "Tiếp nhận hồ sơ của Ông (Bà)/Tổ chức:",
            "applicant_name",
            person.name,
            other="Tiếp nhận hồ sơ của:",
        ),
        *_reach(person),
    )
    form.line(
        Entry("Số điện thoại:", "applicant_phone", person.phone),
        Entry("Email:", "applicant_email", f"mau{rng.randrange(10, 99)}@vidu.vn"),
    )
    form.row(Entry("Nội dung yêu cầu giải quyết:", "request", request))
    form.heading("Thành phần hồ sơ nộp gồm:")
    form.text("1. Tờ khai theo mẫu (bản chính); 2. Giấy tờ tùy thân (bản sao điện tử).")
    form.row(
        Entry("Số lượng hồ sơ:", "copies", f"{copies} (bộ)", str(int(copies))),
        Entry("Thời gian giải quyết hồ sơ theo quy định là:", "term", term),
        Entry("Thời gian nhận hồ sơ:", "received_at", _time(rng, received)),
        Entry(
            "Thời gian trả kết quả giải quyết hồ sơ:",
            "due_at",
            _time(rng, received + timedelta(days=rng.randrange(1, 12))),
        ),
        Entry("Đăng ký nhận kết quả tại:", "result_at", "Trung tâm Phục vụ hành chính công"),
    )
    form.line(
        silent("Vào Sổ theo dõi hồ sơ, Quyển số:", "01"),
        silent("Số thứ tự:", str(rng.randrange(100, 900))),
    )
    form.signed(
        column("NGƯỜI NỘP HỒ SƠ", note="Ký và ghi rõ họ tên", name=person.name, signed=True),
        column("NGƯỜI TIẾP NHẬN HỒ SƠ", note="Ký và ghi rõ họ tên", name=_clerk(rng)),
    )
    return form.paper(SIGNED)


def _slip_number(rng: random.Random, notation: str) -> Entry:
    return Entry("Số:", "number", f"{rng.randrange(10, 900)}/{notation}")


def supplement_request(rng: random.Random, person: Person) -> Paper:
    """The slip that asks for what is missing in a dossier (mẫu 02)."""
    issued = recent_day(rng)
    wanted, reason = rng.choice(_FAULTS)
    form = Form("supplement_request")
    form.head(_PARENT, _OWN, number=_slip_number(rng, "PBS-TTPVHCC"), issued=("issue_date", issued))
    form.title("PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ")
    form.row(
        Entry("Hồ sơ của:", "applicant_name", person.name),
        Entry("Nội dung yêu cầu giải quyết:", "request", rng.choice(_PROCEDURES)[0]),
        Entry("Địa chỉ:", "applicant_address", person.residence, lines=2),
    )
    form.line(
        Entry("Số điện thoại:", "applicant_phone", person.phone),
        Entry("Email:", "applicant_email", f"mau{rng.randrange(10, 99)}@vidu.vn"),
    )
    form.row(
        Entry("Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:", "wanted", wanted, lines=2),
        Entry("Lý do:", "reason", reason, lines=2),
    )
    form.text(
        "Trong quá trình hoàn thiện hồ sơ nếu có vướng mắc, Ông (Bà) liên hệ với "
        "Trung tâm Phục vụ hành chính công để được hướng dẫn."
    )
    clerk = _clerk(rng)
    form.truth["clerk"] = clerk
    form.signed(
        column(),
        column(
            "NGƯỜI HƯỚNG DẪN",
            note="Ký và ghi rõ họ tên",
            name=clerk,
            signed=True,
            field_name="clerk",
        ),
    )
    return form.paper(SIGNED)


def intake_refusal(rng: random.Random, person: Person) -> Paper:
    """The slip by which an office declines to take a dossier (mẫu 03)."""
    issued = recent_day(rng)
    reason = rng.choice(
        (
            "Hồ sơ không thuộc thẩm quyền giải quyết của Ủy ban nhân dân phường",
            "Người yêu cầu không thuộc đối tượng thực hiện thủ tục theo quy định",
            "Hồ sơ đã được giải quyết tại cơ quan khác",
        )
    )
    form = Form("intake_refusal")
    form.head(_PARENT, _OWN, number=_slip_number(rng, "PTC-TTPVHCC"), issued=("issue_date", issued))
    form.title("PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ")
    form.row(Entry("Tiếp nhận hồ sơ của:", "applicant_name", person.name), *_reach(person))
    form.line(
        Entry("Số điện thoại:", "applicant_phone", person.phone),
        Entry("Email:", "applicant_email", f"mau{rng.randrange(10, 99)}@vidu.vn"),
    )
    form.row(
        Entry("Mã hồ sơ (nếu có):", "dossier_code", _code(rng, issued)),
        Entry("Nội dung yêu cầu giải quyết:", "request", rng.choice(_PROCEDURES)[0]),
    )
    form.text(
        "Qua xem xét, Trung tâm thông báo không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể "
        "như sau:"
    )
    form.row(Entry("Lý do:", "reason", reason, lines=2))
    form.text("Xin thông báo cho Ông (Bà) được biết và thực hiện./.")
    clerk = _clerk(rng)
    form.truth["clerk"] = clerk
    form.signed(
        column("NGƯỜI NỘP HỒ SƠ", note="Ký và ghi rõ họ tên"),
        column(
            "NGƯỜI TIẾP NHẬN HỒ SƠ",
            note="Ký và ghi rõ họ tên",
            name=clerk,
            signed=True,
            field_name="clerk",
        ),
    )
    return form.paper(SIGNED)


def apology_letter(rng: random.Random, person: Person) -> Paper:
    """The letter that says sorry and sets a new day for the result (mẫu 04)."""
    issued = recent_day(rng)
    reason = rng.choice(
        (
            "Cơ quan phối hợp chưa có văn bản trả lời",
            "Hệ thống thông tin giải quyết thủ tục hành chính bị gián đoạn",
            "Hồ sơ cần thêm thời gian để xác minh",
        )
    )
    signer = rng.choice(SIGNERS)
    code = _code(rng, issued - timedelta(days=9))
    form = Form("apology_letter")
    form.head(
        f"UBND {OFFICE.province.upper()}",
        f"ỦY BAN NHÂN DÂN {OFFICE.commune.upper()}",
        number=_slip_number(rng, "PXL-UBND"),
        issued=("issue_date", issued),
    )
    form.title("PHIẾU XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN", "THỜI GIAN TRẢ KẾT QUẢ")
    form.row(
        Entry("Kính gửi:", "applicant_name", person.name),
        Entry(
            "Số định danh cá nhân/tổ chức:",
            "applicant_personal_id",
            person.personal_id,
        ),
        Entry("Mã số hồ sơ:", "dossier_code", code, other="Mã hồ sơ:"),
        Entry("Nội dung yêu cầu giải quyết:", "request", rng.choice(_PROCEDURES)[0]),
        Entry("Thời gian hẹn trả kết quả:", "due_date", day(issued), issued.isoformat()),
        Entry("Lý do:", "reason", reason, lines=2),
        Entry(
            "Thời gian trả kết quả mới:",
            "new_due_date",
            day(later := issued + timedelta(days=rng.randrange(2, 9))),
            later.isoformat(),
            other="Đề nghị gia hạn thời gian trả kết quả đến ngày:",
        ),
    )
    form.text("Ủy ban nhân dân phường xin lỗi Ông (Bà) về sự chậm trễ này./.")
    form.signer("THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ", name=signer)
    return form.paper(sealed(f"ỦY BAN NHÂN DÂN {OFFICE.commune} * {OFFICE.province}"))


def process_control_slip(rng: random.Random, person: Person) -> Paper:
    """The slip that goes with a dossier from desk to desk (mẫu 05)."""
    del person
    received = recent_day(rng)
    due = received + timedelta(days=rng.randrange(3, 12))
    code = _code(rng, received)
    units = rng.sample(
        (
            "Trung tâm Phục vụ hành chính công",
            "Phòng Kinh tế, Hạ tầng và Đô thị",
            "Phòng Văn hóa - Xã hội",
            "Văn phòng HĐND và UBND",
        ),
        3,
    )
    form = Form("process_control_slip")
    form.head(
        _PARENT, _OWN, number=_slip_number(rng, "PKS-TTPVHCC"), issued=("issue_date", received)
    )
    form.title("PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ")
    form.row(
        Entry("Mã số hồ sơ:", "dossier_code", code, other="Mã hồ sơ:"),
        Entry("Cơ quan (bộ phận) giải quyết hồ sơ:", "handling_unit", units[1]),
        Entry("Cơ quan phối hợp giải quyết hồ sơ:", "supporting_unit", units[2]),
    )
    form.line(
        Entry("Ngày nhận:", "received_date", day(received), received.isoformat()),
        Entry("Hẹn trả kết quả vào:", "due_date", day(due), due.isoformat()),
    )
    rows = []
    true = []
    for number, unit in enumerate(units, start=1):
        handed = received + timedelta(days=number - 1)
        rows.append([str(number), unit, day(handed), rng.choice(("Trước hạn", "Đúng hạn")), ""])
        true.append(f"{day(handed)} {unit}")
    form.table(
        "steps",
        ("TT", "Tên đơn vị", "Thời gian giao nhận hồ sơ", "Kết quả", "Ghi chú"),
        rows,
        widths=(0.5, 3, 1.6, 1.2, 1),
        true="; ".join(true),
    )
    form.signed(
        column("NGƯỜI GIAO", note="Ký và ghi rõ họ tên"),
        column("NGƯỜI NHẬN", note="Ký và ghi rõ họ tên", name=_clerk(rng), signed=True),
    )
    return form.paper(SIGNED)


def dossier_register(rng: random.Random, person: Person) -> Paper:
    """One page of the register of dossiers (mẫu 06)."""
    received = recent_day(rng)
    book = f"{rng.randrange(1, 9):02d}/STD-{received.year}"
    rows = []
    codes = []
    for number in range(1, rng.randrange(5, 9)):
        code = _code(rng, received)
        codes.append(code)
        applicant = person.name if number == 1 else _clerk(rng)
        due = received + timedelta(days=rng.randrange(1, 9))
        request = rng.choice(_PROCEDURES)[0]
        rows.append([str(number), code, request, applicant, day(received), day(due), ""])
    form = Form("dossier_register")
    form.head(_PARENT, _OWN)
    form.title("SỔ THEO DÕI HỒ SƠ")
    form.row(Entry("Quyển số:", "book", book))
    form.table(
        "dossiers",
        (
            "STT",
            "Mã hồ sơ",
            "Tên thủ tục hành chính",
            "Tên tổ chức, cá nhân",
            "Nhận hồ sơ",
            "Hẹn trả kết quả",
            "Ký nhận",
        ),
        rows,
        widths=(0.5, 3.2, 2.4, 2, 1.5, 1.5, 0.9),
        true="; ".join(codes),
        left=(1, 2, 3),
        size=0.72,
    )
    return form.paper({})


OFFICE_FORMS = {
    "dossier_receipt": dossier_receipt,
    "supplement_request": supplement_request,
    "intake_refusal": intake_refusal,
    "apology_letter": apology_letter,
    "process_control_slip": process_control_slip,
    "dossier_register": dossier_register,
}
