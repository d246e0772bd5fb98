"""Papers on land, building, insurance, health, tax and business that are told part by part."""

from __future__ import annotations

import random
from datetime import date

from tools.samples.business import make_business
from tools.samples.forms import SIGNED, SIGNERS, Entry, Form, column, dated, sealed, silent
from tools.samples.papers import Paper, office_name, recent_day, title
from tools.samples.people import CARD_ISSUER, Person, day
from tools.samples.places import OFFICE

_LAND_OFFICE = f"CHI NHÁNH VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI {OFFICE.commune}"


def _area(
    label: str, name: str, rng: random.Random, least: int, most: int, width: float = 1.0
) -> Entry:
    whole, tenth = rng.randrange(least, most), rng.randrange(1, 10)
    return Entry(label, name, f"{whole},{tenth} m²", f"{whole}.{tenth}", width=width)


def land_certificate(rng: random.Random, person: Person) -> Paper:
    """The land certificate in the form in use since August 2024."""
    issued = recent_day(rng)
    who = "Ông" if person.sex == "Nam" else "Bà"
    form = Form("land_certificate")
    form.motto()
    form.title("GIẤY CHỨNG NHẬN", "QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU TÀI SẢN", "GẮN LIỀN VỚI ĐẤT")
    form.row(
        Entry(
            "1. Người sử dụng đất, chủ sở hữu tài sản gắn liền với đất:",
            "holder",
            f"{who} {person.name}, CCCD số {person.personal_id}",
            lines=2,
        ),
    )
    form.heading("2. Thông tin thửa đất:")
    form.line(
        Entry("Thửa đất số:", "parcel_number", str(rng.randrange(10, 900))),
        Entry("Tờ bản đồ số:", "map_sheet", str(rng.randrange(2, 90))),
        _area("Diện tích:", "area", rng, 80, 400, width=1.3),
    )
    form.row(
        Entry("Loại đất:", "land_use", "Đất ở tại đô thị"),
        Entry("Thời hạn sử dụng:", "use_term", "Lâu dài", other="Thời hạn sử dụng đất:"),
        Entry("Hình thức sử dụng:", "use_form", "Sử dụng riêng", other="Hình thức sử dụng đất:"),
        Entry(
            "Nguồn gốc sử dụng đất:",
            "origin",
            "Công nhận quyền sử dụng đất như giao đất có thu tiền sử dụng đất",
            lines=2,
        ),
        Entry("Địa chỉ:", "parcel_address", title(OFFICE.now)),
    )
    form.heading("3. Thông tin tài sản gắn liền với đất:")
    form.row(Entry("Tên tài sản:", "building_name", "Nhà ở riêng lẻ"))
    form.line(
        _area("Diện tích xây dựng:", "built_area", rng, 50, 80),
        _area("Diện tích sử dụng:", "used_area", rng, 90, 200),
    )
    form.line(
        Entry("Hình thức sở hữu:", "ownership", "Sở hữu riêng"),
        Entry("Cấp công trình:", "building_class", "Cấp III"),
    )
    form.row(Entry("Thời hạn sở hữu:", "ownership_term", "Lâu dài"))
    form.text("4. Sơ đồ thửa đất, tài sản gắn liền với đất: theo trang sau.")
    form.text(f"Ngày {day(issued)}, giám đốc chi nhánh ký giấy chứng nhận.")
    form.signer("GIÁM ĐỐC", name=rng.choice(SIGNERS), field_name="")
    return form.paper(sealed(_LAND_OFFICE))


def land_certificate_old(rng: random.Random, person: Person) -> Paper:
    """The pink certificate as it was until July 2024."""
    issued = date(rng.randrange(2011, 2024), rng.randrange(1, 13), rng.randrange(1, 28))
    who = "Ông" if person.sex == "Nam" else "Bà"
    serial = f"B{rng.choice('PQSTVX')} {rng.randrange(100000, 999999)}"
    form = Form("land_certificate_old")
    form.motto()
    form.title(
        "GIẤY CHỨNG NHẬN",
        "QUYỀN SỬ DỤNG ĐẤT",
        "QUYỀN SỞ HỮU NHÀ Ở VÀ TÀI SẢN KHÁC GẮN LIỀN VỚI ĐẤT",
    )
    form.heading("I. Người sử dụng đất, chủ sở hữu nhà ở và tài sản khác gắn liền với đất")
    form.row(
        Entry(f"{who}:", "holder", person.name, other="Họ và tên:"),
        Entry("Năm sinh:", "holder_birth_year", str(person.born.year)),
        Entry("CCCD số:", "holder_personal_id", person.personal_id, other="CMND số:"),
        Entry("Địa chỉ thường trú:", "holder_address", person.old_residence, lines=2),
        Entry("Số phát hành giấy chứng nhận:", "serial", serial),
    )
    form.heading("II. Thửa đất, nhà ở và tài sản khác gắn liền với đất")
    form.line(
        Entry("a) Thửa đất số:", "parcel_number", str(rng.randrange(10, 900))),
        Entry("tờ bản đồ số:", "map_sheet", str(rng.randrange(2, 90))),
    )
    form.row(
        Entry("b) Địa chỉ:", "parcel_address", title(OFFICE.before), lines=2),
        _area("c) Diện tích:", "area", rng, 80, 400),
        Entry("d) Hình thức sử dụng:", "use_form", "Sử dụng riêng"),
        Entry("đ) Mục đích sử dụng:", "land_use", "Đất ở tại nông thôn"),
        Entry("e) Thời hạn sử dụng:", "use_term", "Lâu dài"),
        Entry(
            "g) Nguồn gốc sử dụng:",
            "origin",
            "Nhận chuyển nhượng đất được công nhận quyền sử dụng đất",
            lines=2,
        ),
        Entry(
            "Số vào sổ cấp GCN:",
            "register_number",
            f"CS{rng.randrange(1000, 99999):05d}",
        ),
    )
    form.dated("issue_date", issued)
    form.signer("GIÁM ĐỐC", name=rng.choice(SIGNERS))
    return form.paper(sealed("SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG * TỈNH QUẢNG NGÃI"))


def building_permit_application(rng: random.Random, person: Person) -> Paper:
    """The application for a permit to build a house of one's own."""
    made = recent_day(rng)
    form = Form("building_permit_application")
    form.motto()
    form.title("ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG", under="(Sử dụng cho nhà ở riêng lẻ)")
    form.row(
        Entry("Kính gửi:", "addressed_to", office_name(OFFICE)),
        Entry("1. Tên chủ đầu tư (tên chủ hộ):", "owner_name", person.name),
        Entry("- Số định danh cá nhân:", "owner_personal_id", person.personal_id),
        Entry("- Địa chỉ liên hệ:", "owner_address", person.residence, lines=2),
        Entry("- Số điện thoại:", "owner_phone", person.phone),
    )
    form.heading("2. Thông tin công trình:")
    form.row(
        Entry("- Địa điểm xây dựng:", "site_address", title(OFFICE.now)),
    )
    form.line(
        Entry("- Lô đất số:", "parcel_number", str(rng.randrange(10, 900))),
        _area("Diện tích:", "parcel_area", rng, 80, 400),
    )
    form.heading("3. Nội dung đề nghị cấp phép:")
    form.line(
        Entry("- Loại công trình:", "building_kind", "Nhà ở riêng lẻ", width=1.3),
        Entry("Cấp công trình:", "building_class", "Cấp III"),
    )
    form.row(
        _area("- Diện tích xây dựng tầng 1:", "ground_area", rng, 60, 120),
        _area("- Tổng diện tích sàn:", "floor_area", rng, 130, 300),
    )
    form.line(
        Entry(
            "- Chiều cao công trình:", "height", f"{rng.randrange(7, 15)},{rng.randrange(1, 9)} m"
        ),
        Entry("Số tầng:", "floors", str(rng.randrange(1, 5))),
    )
    form.row(
        Entry(
            "4. Dự kiến thời gian hoàn thành công trình:",
            "duration",
            f"{rng.randrange(6, 18):02d} tháng",
        )
    )
    form.text(
        "5. Cam kết: tôi xin cam đoan làm theo đúng giấy phép được cấp, nếu sai tôi xin hoàn toàn "
        "chịu trách nhiệm và bị xử lý theo quy định của pháp luật."
    )
    form.dated("made_at_date", made)
    form.signed(
        column(), column("NGƯỜI LÀM ĐƠN", note="Ký, ghi rõ họ tên", name=person.name, signed=True)
    )
    return form.paper(SIGNED)


def insurance_declaration(rng: random.Random, person: Person) -> Paper:
    """TK1-TS, the declaration for social and health insurance."""
    made = recent_day(rng)
    number = f"{rng.randrange(10**9, 10**10)}"
    form = Form("insurance_declaration")
    form.motto("Mẫu TK1-TS")
    form.title("TỜ KHAI", "THAM GIA, ĐIỀU CHỈNH THÔNG TIN BẢO HIỂM XÃ HỘI, BẢO HIỂM Y TẾ")
    form.row(
        Entry("Kính gửi:", "addressed_to", "Bảo hiểm xã hội cơ sở Quảng Ngãi"),
        Entry("[01]. Họ và tên (viết chữ in hoa):", "person_name", person.printed_name),
    )
    form.line(
        Entry("[02]. Giới tính:", "person_sex", person.sex, width=0.7),
        dated("[03]. Ngày, tháng, năm sinh:", "person_birth_date", person.born, width=1.4),
    )
    form.row(
        Entry("[04]. Quốc tịch:", "person_nationality", person.nationality),
        Entry("[05]. Dân tộc:", "person_ethnicity", person.ethnicity),
        Entry("[06]. Số CCCD/ĐDCN/Hộ chiếu:", "person_personal_id", person.personal_id),
        Entry("[07]. Điện thoại:", "person_phone", person.phone),
        Entry("[09]. Nơi đăng ký khai sinh:", "birth_registration_place", title(person.home.now)),
        Entry("Mã số BHXH đã cấp:", "insurance_number", number),
        Entry("Địa chỉ nhận hồ sơ:", "contact_address", person.residence, lines=2),
        Entry(
            "Nội dung thay đổi, yêu cầu:",
            "request",
            rng.choice(("Cấp lại thẻ BHYT do thay đổi thông tin", "Điều chỉnh họ và tên đệm")),
            lines=2,
        ),
        Entry("Hồ sơ kèm theo (nếu có):", "enclosures", "Bản sao căn cước công dân"),
    )
    form.text("Tôi cam đoan những nội dung kê khai là đúng và chịu trách nhiệm trước pháp luật.")
    form.dated("made_at_date", made)
    form.signed(
        column(), column("NGƯỜI KÊ KHAI", note="Ký, ghi rõ họ tên", name=person.name, signed=True)
    )
    return form.paper(SIGNED)


def driver_health_certificate(rng: random.Random, person: Person) -> Paper:
    """The health certificate of somebody who wants to drive."""
    examined = recent_day(rng)
    hospital = "BỆNH VIỆN ĐA KHOA TỈNH QUẢNG NGÃI"
    form = Form("driver_health_certificate")
    form.head(
        "SỞ Y TẾ TỈNH QUẢNG NGÃI",
        hospital,
        number=Entry("Số:", "number", f"{rng.randrange(100, 9000)}/GKSKLX"),
    )
    form.title("GIẤY KHÁM SỨC KHỎE CỦA NGƯỜI LÁI XE")
    form.row(Entry("Họ và tên (chữ in hoa):", "person_name", person.printed_name))
    form.line(
        Entry("Giới:", "person_sex", person.sex, other="Giới tính:"),
        dated("Ngày, tháng, năm sinh:", "person_birth_date", person.born, width=1.5),
    )
    form.row(
        Entry("Số CCCD/Hộ chiếu/Định danh công dân:", "person_personal_id", person.personal_id),
    )
    form.line(
        dated("Cấp ngày:", "card_issue_date", person.issued, width=0.6),
        Entry("Tại:", "card_issuer", CARD_ISSUER, width=2.0),
    )
    form.row(
        Entry("Chỗ ở hiện tại:", "person_address", person.residence, lines=2),
        Entry(
            "Khám sức khỏe để lái xe hạng:",
            "licence_class",
            rng.choice(("A1", "B1", "B", "C1", "C")),
        ),
    )
    form.heading("KẾT QUẢ KHÁM CẬN LÂM SÀNG")
    form.row(
        Entry("Xét nghiệm ma túy:", "drug_test", "Âm tính"),
        Entry("Nồng độ cồn trong máu hoặc hơi thở:", "alcohol", "0"),
        Entry(
            "KẾT LUẬN:",
            "conclusion",
            "Đủ điều kiện sức khỏe lái xe",
            lines=2,
        ),
        dated("Ngày kết luận:", "conclusion_date", examined),
    )
    form.signer("NGƯỜI KẾT LUẬN", name=rng.choice(SIGNERS))
    return form.paper(sealed(hospital))


def identity_declaration(rng: random.Random, person: Person) -> Paper:
    """CC01, by which a card is asked for."""
    made = recent_day(rng)
    form = Form("identity_declaration")
    form.motto("Mẫu CC01 ban hành kèm theo Thông tư số 17/2024/TT-BCA")
    form.title("TỜ KHAI CĂN CƯỚC")
    form.row(
        Entry("1. Họ, chữ đệm và tên khai sinh:", "person_name", person.printed_name),
        Entry("2. Họ, chữ đệm và tên gọi khác (nếu có):", "other_name", "Không"),
    )
    form.line(
        dated("3. Ngày, tháng, năm sinh:", "person_birth_date", person.born, width=1.4),
        Entry("4. Giới tính:", "person_sex", person.sex, width=0.6),
    )
    form.row(
        Entry("5. Số định danh cá nhân:", "person_personal_id", person.personal_id),
    )
    form.line(
        Entry("6. Dân tộc:", "person_ethnicity", person.ethnicity),
        Entry("7. Tôn giáo:", "person_religion", "Không"),
        Entry("8. Quốc tịch:", "person_nationality", person.nationality),
    )
    form.row(
        Entry("9. Nơi sinh:", "person_birth_place", title(person.home.now)),
        Entry("10. Quê quán:", "person_hometown", title(person.home.now)),
        Entry("11. Nơi thường trú:", "permanent_residence", person.residence, lines=2),
        Entry("12. Nơi ở hiện tại:", "current_residence", person.residence, lines=2),
        Entry("13. Nghề nghiệp:", "occupation", rng.choice(("Giáo viên", "Nông dân", "Kế toán"))),
        Entry(
            "14. Yêu cầu của công dân:",
            "request",
            rng.choice(
                ("Cấp thẻ căn cước lần đầu", "Cấp đổi thẻ căn cước", "Cấp lại thẻ căn cước")
            ),
        ),
        Entry("15. Số điện thoại:", "person_phone", person.phone),
    )
    form.dated("made_at_date", made)
    form.signed(
        column(), column("NGƯỜI KHAI", note="Ký, ghi rõ họ tên", name=person.name, signed=True)
    )
    return form.paper(SIGNED)


def household_business_change_notice(rng: random.Random, person: Person) -> Paper:
    """The notice that something about a household business changes."""
    made = recent_day(rng)
    shop = make_business(rng, person)
    form = Form("household_business_change_notice")
    form.motto()
    form.title("THÔNG BÁO", "THAY ĐỔI NỘI DUNG ĐĂNG KÝ HỘ KINH DOANH")
    form.row(
        Entry("Kính gửi:", "addressed_to", f"Phòng Kinh tế, Hạ tầng và Đô thị {OFFICE.commune}"),
        Entry("Tên hộ kinh doanh:", "business_name", shop.name),
        Entry("Mã số hộ kinh doanh/Mã số thuế:", "number", person.personal_id),
        Entry("Địa chỉ trụ sở hộ kinh doanh:", "business_address", shop.address, lines=2),
        Entry("Họ và tên chủ hộ kinh doanh:", "owner_name", person.printed_name),
        Entry("Số định danh cá nhân:", "owner_personal_id", person.personal_id),
        Entry("Điện thoại:", "owner_phone", person.phone),
        Entry(
            "Nội dung thay đổi:",
            "change",
            rng.choice(
                (
                    "Bổ sung ngành, nghề kinh doanh dịch vụ ăn uống",
                    "Tăng vốn kinh doanh lên 300.000.000 đồng",
                    "Thay đổi địa chỉ trụ sở hộ kinh doanh",
                )
            ),
            lines=2,
        ),
        Entry("Lý do thay đổi:", "reason", "Mở rộng kinh doanh"),
    )
    form.text("Tôi xin cam đoan tính hợp pháp, chính xác, trung thực của nội dung thông báo này.")
    form.dated("made_at_date", made)
    form.signed(
        column(),
        column("CHỦ HỘ KINH DOANH", note="Ký và ghi rõ họ tên", name=person.name, signed=True),
    )
    return form.paper(SIGNED)


def household_business_tax_return(rng: random.Random, person: Person) -> Paper:
    """01/CNKD, the tax return of a household business."""
    made = recent_day(rng)
    shop = make_business(rng, person)
    turnover = rng.randrange(120, 900) * 1_000_000
    taxed = round(turnover * 0.015)
    form = Form("household_business_tax_return")
    form.motto("Mẫu số: 01/CNKD")
    form.title("TỜ KHAI THUẾ ĐỐI VỚI HỘ KINH DOANH, CÁ NHÂN KINH DOANH")
    form.row(
        Entry("[01] Kỳ tính thuế:", "period", f"Quý {rng.randrange(1, 5)} năm {made.year}"),
        silent("[02] Lần đầu:", "X"),
        Entry("[04] Người nộp thuế:", "taxpayer_name", person.printed_name),
        Entry("[05] Tên cửa hàng/thương hiệu:", "business_name", shop.name),
        Entry("[07] Mã số thuế:", "tax_number", person.personal_id),
        Entry("[08] Ngành nghề kinh doanh:", "business_line", shop.lines[0][1], lines=2),
        Entry("[10] Số lượng lao động sử dụng thường xuyên:", "workers", str(rng.randrange(1, 9))),
        Entry("[12] Địa chỉ kinh doanh:", "business_address", shop.address, lines=2),
        Entry("[13] Địa chỉ cư trú:", "taxpayer_address", person.residence, lines=2),
        Entry("[14] Điện thoại:", "taxpayer_phone", person.phone),
        Entry("[28] Doanh thu tính thuế:", "turnover", _money(turnover), str(turnover)),
        Entry("[31] Số thuế phải nộp:", "tax_due", _money(taxed), str(taxed)),
    )
    form.text("Tôi cam đoan số liệu khai trên là đúng và chịu trách nhiệm trước pháp luật.")
    form.dated("made_at_date", made)
    form.signed(
        column("NHÂN VIÊN ĐẠI LÝ THUẾ"),
        column(
            "NGƯỜI NỘP THUẾ hoặc",
            "ĐẠI DIỆN HỢP PHÁP",
            note="Ký, ghi rõ họ tên",
            name=person.name,
            signed=True,
        ),
    )
    return form.paper(SIGNED)


def tax_registration_declaration(rng: random.Random, person: Person) -> Paper:
    """05-ĐK-TCT, by which a person registers for tax."""
    made = recent_day(rng)
    form = Form("tax_registration_declaration")
    form.motto("Mẫu số: 05-ĐK-TCT")
    form.title("TỜ KHAI ĐĂNG KÝ THUẾ", under="(Dùng cho cá nhân không kinh doanh)")
    form.row(Entry("1. Họ và tên người đăng ký thuế:", "person_name", person.printed_name))
    form.line(
        dated("2. Ngày, tháng, năm sinh:", "person_birth_date", person.born, width=1.4),
        Entry("3. Giới tính:", "person_sex", person.sex, width=0.6),
    )
    form.row(
        Entry("4. Quốc tịch:", "person_nationality", person.nationality),
        Entry("5. Số giấy tờ tùy thân:", "person_personal_id", person.personal_id),
        dated("Ngày cấp:", "card_issue_date", person.issued),
        Entry("6. Địa chỉ nơi thường trú:", "permanent_residence", person.residence, lines=2),
        Entry("7. Địa chỉ nơi ở hiện tại:", "current_residence", person.residence, lines=2),
        Entry("8. Điện thoại liên hệ:", "person_phone", person.phone),
        Entry("9. Cơ quan chi trả thu nhập:", "employer", "Trường Tiểu học Nghĩa Lộ Mẫu"),
    )
    form.dated("made_at_date", made)
    form.signed(
        column(),
        column("NGƯỜI ĐĂNG KÝ THUẾ", note="Ký, ghi rõ họ tên", name=person.name, signed=True),
    )
    return form.paper(SIGNED)


OTHER_FORMS = {
    "land_certificate": land_certificate,
    "land_certificate_old": land_certificate_old,
    "building_permit_application": building_permit_application,
    "insurance_declaration": insurance_declaration,
    "driver_health_certificate": driver_health_certificate,
    "identity_declaration": identity_declaration,
    "household_business_change_notice": household_business_change_notice,
    "household_business_tax_return": household_business_tax_return,
    "tax_registration_declaration": tax_registration_declaration,
}


def _money(amount: int) -> str:
    return f"{amount:,} đồng".replace(",", ".")
