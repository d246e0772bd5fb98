"""Papers an office issues: birth certificate, confirmation of marital status, a decision."""

from __future__ import annotations

import random
from datetime import date, timedelta

from tools.samples.papers import Paper, parent, split_day, title
from tools.samples.people import (
    CARD_ISSUER,
    Person,
    date_words,
    day,
    make_person,
    personal_number,
)
from tools.samples.places import OFFICE, Place

SIGNERS = ("Trần Quốc Vượng", "Lê Thị Bích Đào", "Nguyễn Hữu Thọ", "Phạm Thị Thùy Trang")


def _sealed(place: Place) -> dict[str, str]:
    text = f"ỦY BAN NHÂN DÂN {place.commune} * {place.province}".upper()
    return {"signature": "signature", "seal": f"seal:{text}"}


def _old_sealed(place: Place) -> dict[str, str]:
    text = f"ỦY BAN NHÂN DÂN {place.old_commune} * {place.old_district}".upper()
    return {"signature": "signature", "seal": f"seal:{text}"}


def birth_certificate(
    rng: random.Random, mother: Person, father: Person, *, born: date, place: Place
) -> Paper:
    """A birth certificate issued under the three tiers of before 1 July 2025."""
    sex = rng.choice(("Nam", "Nữ"))
    child = make_person(rng, sex=sex, family_name=father.name.split()[0]).printed_name
    registered = born + timedelta(days=rng.randrange(10, 50))
    card_day = registered - timedelta(days=rng.randrange(200, 900))
    signer = rng.choice(SIGNERS)
    printed = {
        "number": f"{rng.randrange(5, 180)}/{registered.year}",
        "book": f"01/{registered.year}",
        "child_name": child,
        "child_birth_date": day(born),
        "child_birth_date_words": date_words(born),
        "child_sex": sex,
        "child_ethnicity": father.ethnicity,
        "child_nationality": "Việt Nam",
        "child_birth_place": f"Bệnh viện Đa khoa {place.old_district}, {place.old_province}",
        "child_hometown": title(place.before),
        "personal_id": personal_number(rng, place.code, sex, born.year),
        **_old_parent("mother", mother),
        **_old_parent("father", father),
        "declarant_name": father.printed_name,
        "declarant_id_paper": f"Thẻ CCCD số {father.personal_id}, cấp ngày {day(card_day)}",
        "registration_place": f"Ủy ban nhân dân {place.before}",
        "registration_date": day(registered),
    }
    truth = printed | {
        "child_birth_date": born.isoformat(),
        "registration_date": registered.isoformat(),
        "signer": signer,
    }
    letterhead = {
        "parent_1": title(place.old_province),
        "parent_2": title(place.old_district),
        "own": f"ỦY BAN NHÂN DÂN {place.old_commune}".upper(),
        "position": "CHỦ TỊCH",
        "signer": signer,
    }
    return Paper("birth_certificate", printed | letterhead, truth, _old_sealed(place))


def _old_parent(role: str, person: Person) -> dict[str, str]:
    return parent(role, person) | {f"{role}_residence": person.old_residence}


def marital_status_confirmation(rng: random.Random, person: Person, *, issued: date) -> Paper:
    """The confirmation an office gives to somebody who is not married."""
    signer = rng.choice(SIGNERS)
    grown = date(person.born.year + 20, person.born.month, min(person.born.day, 28))
    number = f"{rng.randrange(12, 480)}/UBND-XNTTHN"
    printed = {
        "number": number,
        "requester_name": person.printed_name,
        "person_name": person.printed_name,
        "person_birth_date": day(person.born),
        "person_sex": person.sex,
        "person_ethnicity": person.ethnicity,
        "person_nationality": person.nationality,
        "person_id_paper": f"Thẻ căn cước công dân số {person.personal_id} do {CARD_ISSUER} "
        f"cấp ngày {day(person.issued)}",
        "person_residence": person.residence,
        "marital_status": "Chưa đăng ký kết hôn với ai",
        "purpose": "Bổ sung hồ sơ vay vốn ngân hàng; không có giá trị sử dụng để đăng ký kết hôn",
    }
    truth = printed | {
        "person_birth_date": person.born.isoformat(),
        "issuer": f"ỦY BAN NHÂN DÂN {OFFICE.commune.upper()}",
        "issue_date": issued.isoformat(),
        "signer": signer,
    }
    values = printed | {
        "own": OFFICE.commune.upper(),
        "place": title(OFFICE.commune.partition(" ")[2]),
        "relation_to_person": "bản thân",
        "period_place": OFFICE.now,
        "period_from": day(grown),
        "period_to": day(issued),
        "position": "TM. ỦY BAN NHÂN DÂN - CHỦ TỊCH",
        "signer": signer,
        **split_day(issued),
    }
    return Paper("marital_status_confirmation", values, truth, _sealed(OFFICE))


_DECISIONS = (
    (
        "Về việc kiện toàn Tổ công nghệ số cộng đồng phường Cẩm Thành năm 2026",
        (
            "Kiện toàn Tổ công nghệ số cộng đồng phường Cẩm Thành gồm 09 thành viên do đồng chí "
            "Phó Chủ tịch Ủy ban nhân dân phường làm Tổ trưởng (có danh sách kèm theo).",
            "Tổ công nghệ số cộng đồng có nhiệm vụ hướng dẫn người dân nộp hồ sơ trực tuyến, sử "
            "dụng tài khoản định danh điện tử mức độ 2, tra cứu và sử dụng lại giấy tờ đã được số "
            "hóa trong kho dữ liệu điện tử của tổ chức, cá nhân; báo cáo kết quả trước ngày 25 "
            "hằng tháng.",
            "Quyết định này có hiệu lực kể từ ngày ký và thay thế các quyết định trước đây trái "
            "với Quyết định này.",
            "Chánh Văn phòng Hội đồng nhân dân và Ủy ban nhân dân phường, các tổ chức, cá nhân có "
            "liên quan và các thành viên có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định "
            "này./.",
        ),
    ),
    (
        "Về việc ban hành Quy chế hoạt động của Trung tâm Phục vụ hành chính công phường",
        (
            "Ban hành kèm theo Quyết định này Quy chế hoạt động của Trung tâm Phục vụ hành chính "
            "công phường Cẩm Thành, gồm 05 chương và 24 điều.",
            "Quyết định này có hiệu lực kể từ ngày ký.",
            "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân, Phòng Kinh tế, Hạ tầng và Đô thị, "
            "Phòng Văn hóa - Xã hội, Trung tâm Phục vụ hành chính công và các cá nhân có liên "
            "quan chịu trách nhiệm thi hành Quyết định này./.",
        ),
    ),
    (
        "Về việc phê duyệt kế hoạch số hóa hồ sơ, kết quả giải quyết thủ tục hành chính",
        (
            "Phê duyệt kế hoạch số hóa hồ sơ, kết quả giải quyết thủ tục hành chính còn hiệu lực "
            "thuộc thẩm quyền của Ủy ban nhân dân phường; tổng số 12.480 hồ sơ, kinh phí thực hiện "
            "386.500.000 đồng từ nguồn ngân sách phường.",
            "Giao Văn phòng Hội đồng nhân dân và Ủy ban nhân dân phường tổ chức thực hiện, bảo đảm "
            "an toàn thông tin và bảo vệ dữ liệu cá nhân theo quy định.",
            "Thủ trưởng các đơn vị và cá nhân có liên quan chịu trách nhiệm thi hành Quyết định "
            "này kể từ ngày ký./.",
        ),
    ),
)
_GROUNDS = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16/6/2025;",
    "Căn cứ Nghị định số 118/2025/NĐ-CP ngày 09/6/2025 của Chính phủ về thực hiện thủ tục hành "
    "chính theo cơ chế một cửa, một cửa liên thông tại Bộ phận Một cửa và Cổng Dịch vụ công quốc "
    "gia;",
    "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư;",
    "Theo đề nghị của Chánh Văn phòng Hội đồng nhân dân và Ủy ban nhân dân phường tại Tờ trình số "
    "27/TTr-VP ngày 02/11/2026.",
)


_LETTERS = (
    (
        "rà soát, số hóa hồ sơ thủ tục hành chính còn hiệu lực",
        (
            "Thực hiện Kế hoạch của Ủy ban nhân dân tỉnh về số hóa hồ sơ, Ủy ban nhân dân phường "
            "đề nghị quý cơ quan phối hợp rà soát các giấy tờ còn hiệu lực của người dân.",
            "Kết quả gửi về Ủy ban nhân dân phường trước ngày 25 hằng tháng để tổng hợp./.",
        ),
    ),
    (
        "phối hợp xác minh nguồn gốc sử dụng đất",
        (
            "Ủy ban nhân dân phường nhận được hồ sơ đề nghị cấp Giấy chứng nhận của người dân trên "
            "địa bàn. Để có cơ sở giải quyết, đề nghị quý cơ quan cung cấp bản đồ địa chính.",
            "Rất mong nhận được sự phối hợp của quý cơ quan./.",
        ),
    ),
)


def official_letter(rng: random.Random, *, signed: date) -> Paper:
    """A letter (công văn), which has no name of its kind: NĐ 30/2020/NĐ-CP, phụ lục III mẫu 1.5."""
    subject, text = rng.choice(_LETTERS)
    number, own = f"{rng.randrange(10, 940)}", OFFICE.commune.upper()
    place = OFFICE.commune.partition(" ")[2]
    addressed = rng.choice(("Sở Tư pháp tỉnh Quảng Ngãi", "Văn phòng Đăng ký đất đai tỉnh"))
    signer = rng.choice(SIGNERS)
    truth = {
        "issuer": f"ỦY BAN NHÂN DÂN {own}",
        "number_and_notation": f"{number}/UBND-VP",
        "place": place,
        "date": signed.isoformat(),
        "subject": subject,
        "addressed_to": addressed,
        "signer": signer,
    }
    values: dict[str, object] = {
        "issuer_1": "ỦY BAN NHÂN DÂN",
        "issuer_2": own,
        "number": number,
        "notation": "UBND-VP",
        "place": place,
        "subject": subject,
        "addressed_to": addressed,
        "text": list(text),
        "receivers": ["- Như trên;", "- CT, các PCT UBND phường;", "- Lưu: VT, VP."],
        "positions": ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
        "signer": signer,
        **split_day(signed),
    }
    return Paper("official_letter", values, truth, _sealed(OFFICE))


def decision(rng: random.Random, *, signed: date) -> Paper:
    """A decision in the layout of Nghị định 30/2020/NĐ-CP."""
    subject, articles = rng.choice(_DECISIONS)
    signer = rng.choice(SIGNERS)
    number = f"{rng.randrange(10, 940)}"
    own = OFFICE.commune.upper()
    place = OFFICE.commune.partition(" ")[2]
    truth = {
        "issuer": f"ỦY BAN NHÂN DÂN {own}",
        "number_and_notation": f"{number}/QĐ-UBND",
        "place": place,
        "date": signed.isoformat(),
        "kind": "QUYẾT ĐỊNH",
        "subject": subject,
        "signer": signer,
    }
    values: dict[str, object] = {
        "issuer_1": "ỦY BAN NHÂN DÂN",
        "issuer_2": own,
        "number": number,
        "notation": "QĐ-UBND",
        "place": place,
        "kind": "QUYẾT ĐỊNH",
        "subject": subject,
        "authority": f"CHỦ TỊCH ỦY BAN NHÂN DÂN {own}",
        "grounds": list(_GROUNDS),
        "articles": list(articles),
        "receivers": [
            f"- Như Điều {len(articles)};",
            "- UBND tỉnh (báo cáo);",
            "- CT, các PCT UBND phường;",
            "- Lưu: VT, VP.",
        ],
        "positions": ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"] if rng.random() < 0.5 else ["CHỦ TỊCH"],
        "signer": signer,
        **split_day(signed),
    }
    return Paper("administrative_document", values, truth, _sealed(OFFICE))
