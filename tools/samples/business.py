"""The papers of a household business: the application and the certificate."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from tools.samples.papers import Paper, split_day, title
from tools.samples.people import Person, day
from tools.samples.places import OFFICE

_TRADES = (
    (
        "TẠP HÓA",
        (
            ("4711", "Bán lẻ lương thực, thực phẩm, đồ uống trong cửa hàng kinh doanh tổng hợp"),
            ("4723", "Bán lẻ đồ uống trong các cửa hàng chuyên doanh"),
            ("4799", "Bán lẻ hình thức khác chưa được phân vào đâu"),
        ),
    ),
    (
        "QUÁN ĂN",
        (
            ("5610", "Nhà hàng và các dịch vụ ăn uống phục vụ lưu động"),
            ("5630", "Dịch vụ phục vụ đồ uống"),
        ),
    ),
    (
        "CƠ SỞ MAY",
        (
            ("1410", "May trang phục (trừ trang phục từ da lông thú)"),
            ("4751", "Bán lẻ vải, len, sợi, chỉ khâu và hàng dệt khác"),
            ("9529", "Sửa chữa đồ dùng cá nhân và gia đình khác"),
        ),
    ),
)
_CAPITALS = (
    ("80.000.000", "Tám mươi triệu đồng"),
    ("150.000.000", "Một trăm năm mươi triệu đồng"),
    ("275.000.000", "Hai trăm bảy mươi lăm triệu đồng"),
    ("500.000.000", "Năm trăm triệu đồng"),
)


@dataclass(frozen=True)
class Business:
    """One invented household business."""

    name: str
    address: str
    lines: tuple[tuple[str, str], ...]
    capital: str
    capital_words: str
    owner: Person

    @property
    def printed_lines(self) -> str:
        """The business lines as one value: code and name, joined by semicolons."""
        return "; ".join(f"{code} {name}" for code, name in self.lines)


def make_business(rng: random.Random, owner: Person) -> Business:
    """Invents the business of an owner."""
    kind, lines = rng.choice(_TRADES)
    capital, words = rng.choice(_CAPITALS)
    name = f"HỘ KINH DOANH {kind} {owner.printed_name.split()[-1]} MẪU"
    number = rng.randrange(3, 420)
    address = f"Số {number} đường Quang Trung, {OFFICE.now}"
    return Business(name, address, lines, capital, words, owner)


def household_business_application(rng: random.Random, business: Business, *, made: date) -> Paper:
    """The application as the owner fills it in on a computer."""
    owner = business.owner
    printed = {
        **_owner(owner),
        "business_name": business.name,
        "business_address": business.address,
        "capital": f"{business.capital} đồng",
    }
    truth = printed | {
        "capital": business.capital.replace(".", ""),
        "capital_words": business.capital_words,
        "owner_birth_date": owner.born.isoformat(),
        "business_lines": business.printed_lines,
        "made_at_date": made.isoformat(),
    }
    values: dict[str, object] = printed | {
        "lines": [list(line) for line in business.lines],
        "made_place": title(OFFICE.commune.partition(" ")[2]),
        "addressed_to": f"Phòng Kinh tế, Hạ tầng và Đô thị {OFFICE.commune}",
        "owner_email": "",
        "business_phone": owner.phone,
        "capital_words": business.capital_words,
        "start_date": day(made + timedelta(days=rng.randrange(5, 20))),
        "workers": f"{rng.randrange(1, 6):02d} người",
        "signed_name": owner.name,
        **split_day(made),
    }
    return Paper("household_business_application", values, truth, {"signature": "signature"})


def household_business_certificate(
    rng: random.Random, business: Business, *, issued: date
) -> Paper:
    """The certificate the commune gives; its number is the owner's tax code."""
    owner = business.owner
    signer = rng.choice(("Nguyễn Hữu Thọ", "Phạm Thị Thùy Trang"))
    printed = {
        **_owner(owner),
        "number": owner.personal_id,
        "business_name": business.name,
        "business_address": business.address,
        "capital": f"{business.capital} đồng ({business.capital_words})",
    }
    truth = printed | {
        "capital": business.capital.replace(".", ""),
        "owner_birth_date": owner.born.isoformat(),
        "business_lines": business.printed_lines,
        "registration_date": issued.isoformat(),
        "signer": signer,
    }
    values: dict[str, object] = printed | {
        "lines": [list(line) for line in business.lines],
        "own": OFFICE.commune.upper(),
        "unit_1": "PHÒNG KINH TẾ, HẠ TẦNG",
        "unit_2": "VÀ ĐÔ THỊ",
        "business_phone": owner.phone,
        "position": "TRƯỞNG PHÒNG",
        "signer": signer,
        **split_day(issued),
    }
    seal = f"seal:PHÒNG KT, HT VÀ ĐÔ THỊ * {OFFICE.commune.upper()}"
    stamps = {"signature": "signature", "seal": seal}
    return Paper("household_business_certificate", values, truth, stamps)


def _owner(owner: Person) -> dict[str, str]:
    return {
        "owner_name": owner.printed_name,
        "owner_birth_date": day(owner.born),
        "owner_sex": owner.sex,
        "owner_personal_id": owner.personal_id,
        "owner_address": owner.residence,
        "owner_phone": owner.phone,
    }
