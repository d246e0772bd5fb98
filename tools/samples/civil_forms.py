"""Civil-status, residence and criminal-record papers that are told part by part."""

from __future__ import annotations

import random
from datetime import date, timedelta

from tools.samples.forms import SIGNED, SIGNERS, Entry, Form, column, dated, sealed, silent
from tools.samples.papers import Paper, office_name, recent_day, title
from tools.samples.people import CARD_ISSUER, Person, date_words, day, make_person, personal_number
from tools.samples.places import OFFICE

_COMMITTEE = f"ỦY BAN NHÂN DÂN {OFFICE.commune.upper()}"
_SEAL = sealed(f"ỦY BAN NHÂN DÂN {OFFICE.commune} * {OFFICE.province}")
_POLICE = sealed(f"CÔNG AN {OFFICE.commune} * {OFFICE.province}")


def _couple(rng: random.Random, person: Person) -> tuple[Person, Person]:
    """The person with an invented spouse: wife first."""
    other = make_person(rng, sex="Nam" if person.sex == "Nữ" else "Nữ", place=OFFICE)
    return (person, other) if person.sex == "Nữ" else (other, person)


def _spouse(role: str, person: Person, *, labels: tuple[str, str]) -> list[Entry]:
    name, other = labels
    return [
        Entry(name, f"{role}_name", person.printed_name, other=other, lines=2),
        dated("Ngày, tháng, năm sinh:", f"{role}_birth_date", person.born),
        Entry("Dân tộc:", f"{role}_ethnicity", person.ethnicity),
        Entry("Quốc tịch:", f"{role}_nationality", person.nationality),
        Entry("Nơi cư trú:", f"{role}_residence", person.residence, lines=3),
        Entry("Giấy tờ tùy thân:", f"{role}_id_paper", f"CCCD số {person.personal_id}", lines=2),
    ]


def marriage_certificate(rng: random.Random, person: Person) -> Paper:
    """The certificate of a marriage, wife at the left and husband at the right."""
    wife, husband = _couple(rng, person)
    registered = recent_day(rng)
    signer = rng.choice(SIGNERS)
    form = Form("marriage_certificate")
    form.motto()
    form.title("GIẤY CHỨNG NHẬN KẾT HÔN")
    form.line(
        Entry("Số:", "number", f"{rng.randrange(3, 180)}/{registered.year}"),
        Entry("Quyển số:", "book", f"01/{registered.year}"),
    )
    form.pair(
        _spouse("wife", wife, labels=("Họ, chữ đệm, tên vợ:", "Họ, chữ đệm, tên của vợ:")),
        _spouse(
            "husband", husband, labels=("Họ, chữ đệm, tên chồng:", "Họ, chữ đệm, tên của chồng:")
        ),
    )
    form.truth["wife_personal_id"] = wife.personal_id
    form.truth["husband_personal_id"] = husband.personal_id
    form.row(
        Entry("Nơi đăng ký kết hôn:", "registration_place", office_name(OFFICE)),
        dated("Ngày, tháng, năm đăng ký:", "registration_date", registered),
    )
    form.text("Giấy chứng nhận kết hôn này có giá trị kể từ ngày ghi trên.")
    form.signed(
        column("VỢ", note="Ký, ghi rõ họ, chữ đệm, tên"),
        column("CHỒNG", note="Ký, ghi rõ họ, chữ đệm, tên"),
    )
    form.signer("NGƯỜI KÝ GIẤY CHỨNG NHẬN KẾT HÔN", name=signer)
    return form.paper(_SEAL)


def marriage_registration_declaration(rng: random.Random, person: Person) -> Paper:
    """The declaration of two people who want to marry: a table of bride and groom."""
    wife, husband = _couple(rng, person)
    made = recent_day(rng)
    form = Form("marriage_registration_declaration")
    form.motto()
    form.title("TỜ KHAI ĐĂNG KÝ KẾT HÔN")
    form.row(Entry("Kính gửi:", "addressed_to", office_name(OFFICE)))
    sides = []
    for role, spouse, heading in (
        ("husband", husband, "Bên nam"),
        ("wife", wife, "Bên nữ"),
    ):
        times = "01"
        sides.append((role, spouse, heading, times))
    for role, spouse, heading, times in sides:
        form.heading(f"{heading}:")
        form.row(
            Entry("Họ, chữ đệm, tên:", f"{role}_name", spouse.printed_name),
            dated("Ngày, tháng, năm sinh:", f"{role}_birth_date", spouse.born),
        )
        form.line(
            Entry("Dân tộc:", f"{role}_ethnicity", spouse.ethnicity),
            Entry("Quốc tịch:", f"{role}_nationality", spouse.nationality),
        )
        form.row(
            Entry("Nơi cư trú:", f"{role}_residence", spouse.residence, lines=2),
            Entry("Giấy tờ tùy thân:", f"{role}_id_paper", spouse.id_paper, lines=2),
            Entry("Kết hôn lần thứ mấy:", f"{role}_times", times, str(int(times))),
        )
        form.truth[f"{role}_personal_id"] = spouse.personal_id
    form.text(
        "Chúng tôi cam đoan những lời khai trên đây là đúng sự thật, việc kết hôn của chúng tôi là "
        "tự nguyện, không vi phạm quy định của Luật Hôn nhân và gia đình Việt Nam."
    )
    copies = rng.choice(("01", "02", "03"))
    form.row(
        Entry("Đề nghị cấp bản sao, số lượng:", "copies_wanted", f"{copies} bản", str(int(copies)))
    )
    form.dated("made_at_date", made)
    form.signed(
        column("Bên nam", note="Ký, ghi rõ họ, chữ đệm, tên", name=husband.name, signed=True),
        column("Bên nữ", note="Ký, ghi rõ họ, chữ đệm, tên", name=wife.name),
    )
    return form.paper(SIGNED)


def death_extract(rng: random.Random, person: Person) -> Paper:
    """The extract from the register of deaths."""
    issued = recent_day(rng)
    died = issued - timedelta(days=rng.randrange(3, 40))
    born = person.born.replace(year=person.born.year - 45, day=min(person.born.day, 28))
    number = personal_number(rng, person.home.code, person.sex, born.year)
    signer = rng.choice(SIGNERS)
    moment = f"{rng.randrange(0, 23)} giờ {rng.choice((5, 15, 30, 40)):02d} phút, ngày {day(died)}"
    form = Form("death_extract")
    form.head(
        OFFICE.province.upper(),
        _COMMITTEE,
        number=Entry("Số:", "number", f"{rng.randrange(3, 180)}/TLKT-BS"),
        issued=("issue_date", issued),
    )
    form.title("TRÍCH LỤC KHAI TỬ")
    form.row(
        Entry(
            "Họ, chữ đệm, tên:",
            "person_name",
            person.printed_name,
            other="Họ, chữ đệm, tên người chết:",
        ),
        dated("Ngày, tháng, năm sinh:", "person_birth_date", born),
    )
    form.line(
        Entry("Giới tính:", "person_sex", person.sex),
        Entry("Dân tộc:", "person_ethnicity", person.ethnicity),
        Entry("Quốc tịch:", "person_nationality", person.nationality),
    )
    form.row(
        Entry("Số định danh cá nhân:", "person_personal_id", number),
        Entry("Nơi cư trú cuối cùng:", "person_residence", person.residence, lines=2),
        Entry("Đã chết vào lúc:", "death_time", moment),
        Entry("Nơi chết:", "death_place", f"Bệnh viện Đa khoa {OFFICE.province}"),
        Entry("Nguyên nhân chết:", "death_cause", rng.choice(("Bệnh già", "Tai nạn giao thông"))),
        Entry("Giấy báo tử số:", "death_notice", f"{rng.randrange(2, 90):02d}/GBT-{died.year}"),
        Entry("Đăng ký khai tử tại:", "registration_place", office_name(OFFICE)),
    )
    form.truth["death_date"] = died.isoformat()
    form.signer("NGƯỜI KÝ TRÍCH LỤC", name=signer)
    return form.paper(_SEAL)


def birth_register_page(rng: random.Random, person: Person) -> Paper:
    """One page of the register of births."""
    mother, father = _couple(rng, person)
    registered = recent_day(rng)
    born = registered - timedelta(days=rng.randrange(10, 50))
    sex = rng.choice(("Nam", "Nữ"))
    child = make_person(rng, sex=sex, family_name=father.name.split()[0]).printed_name
    form = Form("birth_register_page")
    form.title("SỔ ĐĂNG KÝ KHAI SINH")
    form.line(
        Entry("Số:", "number", str(rng.randrange(3, 180))),
        dated("Ngày, tháng, năm đăng ký:", "registration_date", registered, width=2.0),
    )
    form.row(
        Entry(
            "Loại việc:",
            "registration_kind",
            rng.choice(("Đúng hạn", "Quá hạn", "Đăng ký lại")),
            other="Loại đăng ký:",
        ),
        Entry("Họ, chữ đệm, tên người được khai sinh:", "child_name", child),
        dated("Ngày, tháng, năm sinh:", "child_birth_date", born),
        Entry("Ghi bằng chữ:", "child_birth_date_words", date_words(born), lines=2),
    )
    form.line(
        Entry("Giới tính:", "child_sex", sex),
        Entry("Dân tộc:", "child_ethnicity", father.ethnicity),
        Entry("Quốc tịch:", "child_nationality", "Việt Nam"),
    )
    form.row(
        Entry("Nơi sinh:", "child_birth_place", f"Bệnh viện Đa khoa {OFFICE.province}"),
        Entry("Quê quán:", "child_hometown", title(father.place.now)),
        Entry(
            "Số định danh cá nhân:",
            "personal_id",
            personal_number(rng, OFFICE.code, sex, born.year),
        ),
    )
    for role, parent, who in (("mother", mother, "mẹ"), ("father", father, "cha")):
        form.row(Entry(f"Họ, chữ đệm, tên người {who}:", f"{role}_name", parent.printed_name))
        form.line(
            Entry("Năm sinh:", f"{role}_birth_year", str(parent.born.year)),
            Entry("Dân tộc:", f"{role}_ethnicity", parent.ethnicity),
            Entry("Quốc tịch:", f"{role}_nationality", parent.nationality),
        )
        form.row(Entry("Nơi cư trú:", f"{role}_residence", parent.residence, lines=2))
    form.row(
        Entry("Họ, chữ đệm, tên người đi khai sinh:", "declarant_name", father.printed_name),
        Entry("Giấy tờ tùy thân:", "declarant_id_paper", father.id_paper, lines=2),
        Entry("Ghi chú:", "note", "Đã cấp 02 bản sao trích lục"),
    )
    form.signed(
        column("NGƯỜI ĐI KHAI SINH", note="Ký, ghi rõ họ, chữ đệm, tên", name=father.name),
        column("NGƯỜI THỰC HIỆN", note="Ký, ghi rõ họ, chữ đệm, tên", signed=True),
    )
    return form.paper(SIGNED)


def civil_status_change_declaration(rng: random.Random, person: Person) -> Paper:
    """The declaration that asks for a change or correction in the civil-status register."""
    made = recent_day(rng)
    before, after = rng.choice(
        (
            ("Nơi sinh: xã Đức Tân", "Nơi sinh: thị trấn Mộ Đức"),
            ("Dân tộc: Kinh", "Dân tộc: Hrê"),
            ("Năm sinh của người mẹ: 1968", "Năm sinh của người mẹ: 1966"),
        )
    )
    registered = date(person.born.year, 12, 4)
    form = Form("civil_status_change_declaration")
    form.motto()
    form.title(
        "TỜ KHAI ĐĂNG KÝ VIỆC THAY ĐỔI, CẢI CHÍNH,",
        "BỔ SUNG THÔNG TIN HỘ TỊCH, XÁC ĐỊNH LẠI DÂN TỘC",
    )
    form.row(
        Entry("Kính gửi:", "addressed_to", office_name(OFFICE)),
        Entry("Họ, chữ đệm, tên người yêu cầu:", "requester_name", person.printed_name),
        Entry("Nơi cư trú:", "requester_residence", person.residence, lines=2),
        Entry("Giấy tờ tùy thân:", "requester_id_paper", person.id_paper, lines=2),
        Entry("Quan hệ với người được đề nghị:", "requester_relation", "Bản thân"),
    )
    form.truth["requester_personal_id"] = person.personal_id
    form.text("Đề nghị cơ quan đăng ký việc thay đổi, cải chính hộ tịch cho người có tên dưới đây:")
    form.row(
        Entry("Họ, chữ đệm, tên:", "person_name", person.printed_name),
        dated("Ngày, tháng, năm sinh:", "person_birth_date", person.born),
    )
    form.line(
        Entry("Giới tính:", "person_sex", person.sex),
        Entry("Dân tộc:", "person_ethnicity", person.ethnicity),
        Entry("Quốc tịch:", "person_nationality", person.nationality),
    )
    form.row(
        Entry("Nơi cư trú:", "person_residence", person.residence, lines=2),
        Entry("Đã đăng ký tại:", "registered_at", f"UBND {person.place.before}", lines=2),
        dated("Đăng ký ngày:", "registered_on", registered),
        Entry("Từ:", "changed_from", before),
        Entry("Thành:", "changed_to", after),
        Entry("Lý do:", "reason", "Sai sót khi đăng ký", lines=2),
    )
    form.text("Tôi cam đoan những nội dung khai trên đây là đúng sự thật.")
    form.dated("made_at_date", made, lead="Làm tại:")
    form.signed(
        column(),
        column("Người yêu cầu", note="Ký, ghi rõ họ, chữ đệm, tên", name=person.name, signed=True),
    )
    return form.paper(SIGNED)


def civil_status_copy_request(rng: random.Random, person: Person) -> Paper:
    """The declaration that asks for copies of a civil-status extract."""
    made = recent_day(rng)
    registered = date(person.born.year, 11, 20)
    copies = rng.choice(("02", "03", "05"))
    form = Form("civil_status_copy_request")
    form.motto()
    form.title("TỜ KHAI CẤP BẢN SAO TRÍCH LỤC HỘ TỊCH")
    form.row(
        Entry("Kính gửi:", "addressed_to", office_name(OFFICE)),
        Entry("Họ, chữ đệm, tên người yêu cầu:", "requester_name", person.printed_name),
        Entry("Nơi cư trú:", "requester_residence", person.residence, lines=2),
        Entry("Giấy tờ tùy thân:", "requester_id_paper", person.id_paper, lines=2),
        Entry(
            "Quan hệ với người được cấp bản sao trích lục hộ tịch:",
            "requester_relation",
            "Bản thân",
        ),
    )
    form.truth["requester_personal_id"] = person.personal_id
    form.row(
        Entry(
            "Đề nghị cơ quan cấp bản sao trích lục:",
            "extract_kind",
            rng.choice(("Trích lục khai sinh", "Trích lục kết hôn", "Trích lục khai tử")),
        ),
        Entry("Họ, chữ đệm, tên:", "person_name", person.printed_name),
        dated("Ngày, tháng, năm sinh:", "person_birth_date", person.born),
    )
    form.line(
        Entry("Giới tính:", "person_sex", person.sex),
        Entry("Dân tộc:", "person_ethnicity", person.ethnicity),
        Entry("Quốc tịch:", "person_nationality", person.nationality),
    )
    form.row(
        Entry("Đã đăng ký tại:", "registered_at", f"UBND {person.place.before}", lines=2),
    )
    form.line(
        Entry("Số:", "register_number", f"{rng.randrange(3, 180)}/{registered.year}"),
        Entry("Quyển số:", "register_book", f"01/{registered.year}"),
        dated("ngày:", "registered_on", registered),
    )
    form.row(
        Entry("Số lượng bản sao yêu cầu cấp:", "copies_wanted", f"{copies} bản", str(int(copies)))
    )
    form.dated("made_at_date", made, lead="Làm tại:")
    form.signed(
        column(),
        column("Người yêu cầu", note="Ký, ghi rõ họ, chữ đệm, tên", name=person.name, signed=True),
    )
    return form.paper(SIGNED)


def residence_change_declaration(rng: random.Random, person: Person) -> Paper:
    """CT01, filled in by somebody who moves into a household."""
    made = recent_day(rng)
    head = make_person(rng, sex=rng.choice(("Nam", "Nữ")), place=OFFICE)
    rows = []
    true = []
    for number in range(1, rng.randrange(2, 5)):
        sex = rng.choice(("Nam", "Nữ"))
        born = date(rng.randrange(2012, 2025), rng.randrange(1, 13), rng.randrange(1, 28))
        name = make_person(rng, sex=sex, family_name=person.name.split()[0]).printed_name
        own = personal_number(rng, OFFICE.code, sex, born.year)
        rows.append([str(number), name, day(born), sex, own, "Con"])
        true.append(f"{own} {name} {day(born)} {sex}")
    form = Form("residence_change_declaration")
    form.motto("Mẫu CT01 ban hành kèm theo Thông tư số 53/2025/TT-BCA")
    form.title("TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ")
    form.row(
        Entry("Kính gửi:", "addressed_to", f"Công an {OFFICE.commune}"),
        Entry("1. Họ, chữ đệm và tên khai sinh:", "person_name", person.printed_name),
    )
    form.line(
        dated("2. Ngày, tháng, năm sinh:", "person_birth_date", person.born),
        Entry("3. Giới tính:", "person_sex", person.sex, width=0.6),
    )
    form.row(Entry("4. Số định danh cá nhân:", "person_personal_id", person.personal_id))
    form.line(
        Entry("5. Số điện thoại liên hệ:", "person_phone", person.phone, width=1.4),
        Entry("6. Email:", "person_email", f"mau{rng.randrange(10, 99)}@vidu.vn"),
    )
    form.row(
        Entry("7. Họ, chữ đệm và tên chủ hộ:", "head_name", head.printed_name),
        Entry("8. Mối quan hệ với chủ hộ:", "head_relation", "Vợ" if person.sex == "Nữ" else "Con"),
    )
    form.row(
        Entry("9. Số định danh cá nhân của chủ hộ:", "head_personal_id", head.personal_id),
        Entry(
            "10. Nội dung đề nghị:",
            "request",
            f"Đăng ký thường trú tại {person.residence}",
            lines=2,
        ),
    )
    form.text("11. Những thành viên trong hộ gia đình cùng thay đổi:")
    form.table(
        "members",
        (
            "TT",
            "Họ, chữ đệm và tên",
            "Ngày, tháng, năm sinh",
            "Giới tính",
            "Số định danh cá nhân",
            "Mối quan hệ với chủ hộ",
        ),
        rows,
        widths=(0.5, 2.6, 1.4, 0.9, 1.7, 1.3),
        true="; ".join(true),
    )
    form.signed(
        column("Ý KIẾN CỦA CHỦ HỘ", note="Ghi rõ nội dung, ký"),
        column("Ý KIẾN CỦA CHA, MẸ", note="Ghi rõ nội dung, ký"),
        column("NGƯỜI KÊ KHAI", note="Ký, ghi rõ họ tên", name=person.name, signed=True),
    )
    del made
    return form.paper(SIGNED)


def residence_confirmation(rng: random.Random, person: Person) -> Paper:
    """CT07, by which the police confirm where somebody lives."""
    issued = recent_day(rng)
    head = make_person(rng, sex="Nam", place=OFFICE)
    form = Form("residence_confirmation")
    form.head(
        f"CÔNG AN {OFFICE.province.upper()}",
        f"CÔNG AN {OFFICE.commune.upper()}",
        number=Entry("Số:", "number", f"{rng.randrange(10, 900)}/XN"),
        issued=("issue_date", issued),
    )
    form.title("XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ")
    form.row(
        Entry("I. Họ, chữ đệm và tên:", "person_name", person.printed_name),
    )
    form.line(
        dated("1. Ngày, tháng, năm sinh:", "person_birth_date", person.born),
        Entry("2. Giới tính:", "person_sex", person.sex, width=0.6),
    )
    form.row(Entry("3. Số định danh cá nhân:", "person_personal_id", person.personal_id))
    form.line(
        Entry("4. Dân tộc:", "person_ethnicity", person.ethnicity),
        Entry("5. Tôn giáo:", "person_religion", rng.choice(("Không", "Phật giáo", "Công giáo"))),
        Entry("6. Quốc tịch:", "person_nationality", person.nationality),
    )
    form.row(
        Entry("7. Quê quán:", "person_hometown", title(person.place.now), lines=2),
        Entry("8. Nơi thường trú:", "permanent_residence", person.residence, lines=2),
        Entry("9. Nơi ở hiện tại:", "current_residence", person.residence, lines=2),
        Entry("10. Họ, chữ đệm và tên chủ hộ:", "head_name", head.printed_name),
        Entry("11. Quan hệ với chủ hộ:", "head_relation", "Con"),
        Entry("12. Số định danh cá nhân của chủ hộ:", "head_personal_id", head.personal_id),
    )
    form.text("Xác nhận này có giá trị đến khi thông tin về cư trú được thay đổi, tối đa 01 năm.")
    form.signer("TRƯỞNG CÔNG AN PHƯỜNG", name=rng.choice(SIGNERS))
    return form.paper(_POLICE)


def criminal_record_certificate(rng: random.Random, person: Person) -> Paper:
    """The certificate on somebody's criminal record, number 1."""
    issued = recent_day(rng)
    form = Form("criminal_record_certificate")
    form.head(
        "BỘ CÔNG AN",
        f"CÔNG AN {OFFICE.province.upper()}",
        number=Entry("Số:", "number", f"{rng.randrange(100, 9000)}/PLLTP"),
        issued=("issue_date", issued),
    )
    form.title("PHIẾU LÝ LỊCH TƯ PHÁP SỐ 1")
    form.row(Entry("1. Họ và tên:", "person_name", person.printed_name))
    form.line(
        Entry("2. Giới tính:", "person_sex", person.sex),
        dated("3. Ngày, tháng, năm sinh:", "person_birth_date", person.born, width=1.5),
    )
    form.row(
        Entry("4. Nơi sinh:", "person_birth_place", title(person.home.now)),
        Entry("5. Quốc tịch:", "person_nationality", person.nationality),
        Entry(
            "6. Giấy CMND/Thẻ CCCD/Hộ chiếu số:",
            "person_id_paper",
            f"{person.personal_id}, cấp ngày {day(person.issued)} tại {CARD_ISSUER}",
            lines=2,
            other="6. Giấy CMND/CCCD/căn cước/hộ chiếu:",
        ),
        Entry("7. Nơi thường trú:", "permanent_residence", person.residence, lines=2),
        Entry("8. Nơi tạm trú:", "temporary_residence", "Không"),
        Entry("9. Tình trạng án tích:", "criminal_record", "Không có án tích", lines=2),
        silent("10. Ghi chú:", "Không"),
    )
    form.truth["person_personal_id"] = person.personal_id
    form.signer("GIÁM ĐỐC", name=rng.choice(SIGNERS))
    return form.paper(sealed(f"CÔNG AN {OFFICE.province}"))


CIVIL_FORMS = {
    "marriage_certificate": marriage_certificate,
    "marriage_registration_declaration": marriage_registration_declaration,
    "death_extract": death_extract,
    "birth_register_page": birth_register_page,
    "civil_status_change_declaration": civil_status_change_declaration,
    "civil_status_copy_request": civil_status_copy_request,
    "residence_change_declaration": residence_change_declaration,
    "residence_confirmation": residence_confirmation,
    "criminal_record_certificate": criminal_record_certificate,
}
