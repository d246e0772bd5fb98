"""Invented specimen persons whose numbers, dates and addresses agree with each other."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from tools.samples.places import PLACES, Place

TODAY = date(2026, 11, 22)
FAMILY_NAMES = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Huỳnh",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Tạ",
    "Phùng",
)
MIDDLE = {
    "Nam": ("Văn", "Hữu", "Đức", "Quốc", "Minh", "Thành", "Bá", "Công", "Trọng", "Nhật"),
    "Nữ": ("Thị", "Thị Ngọc", "Thị Kim", "Thùy", "Bích", "Hoàng Yến", "Mỹ", "Thị Hồng", "Thảo"),
}
GIVEN = {
    "Nam": ("Nghĩa", "Tuấn", "Dũng", "Hiếu", "Phước", "Khải", "Vỹ", "Lộc", "Thắng", "Quyền", "Đạt"),
    "Nữ": ("Hạnh", "Diễm", "Phượng", "Nhàn", "Thủy", "Quỳnh", "Uyên", "Lệ", "Thơ", "Mẫn", "Ánh"),
}
TOWN_STREETS = (
    "Số 12 đường Phan Đình Phùng",
    "Số 45/7 đường Nguyễn Trãi",
    "Số 208 đường Hùng Vương",
    "Tổ 5",
    "Tổ dân phố Mỹ Hòa",
    "Số 9 hẻm 31 đường Lê Lợi",
)
VILLAGES = ("Thôn Phước Lộc", "Thôn An Thạnh 2", "Xóm 3", "Thôn Đồng Quýt", "Xóm Mới")
ETHNICITIES = ("Kinh", "Kinh", "Kinh", "Hrê", "Tày", "Chăm", "Ê Đê", "Khmer")
CARD_ISSUER = "Cục Cảnh sát quản lý hành chính về trật tự xã hội"


@dataclass(frozen=True)
class Person:
    """One invented person with the card she carries."""

    name: str
    sex: str
    born: date
    personal_id: str
    ethnicity: str
    place: Place
    street: str
    home: Place
    issued: date
    expires: date
    phone: str
    nationality: str = "Việt Nam"

    @property
    def printed_name(self) -> str:
        """The name in capitals, as cards and certificates print it."""
        return self.name.upper()

    @property
    def residence(self) -> str:
        """The address with the two-tier units of today."""
        return f"{self.street}, {self.place.now}"

    @property
    def old_residence(self) -> str:
        """The address with the three-tier units of before 1 July 2025."""
        return f"{self.street}, {self.place.before}"

    @property
    def id_paper(self) -> str:
        """The sentence naming the card on a form."""
        if self.issued >= date(2024, 7, 1):
            kind, issuer = "Căn cước", "Bộ Công an"
        else:
            kind, issuer = "Căn cước công dân", CARD_ISSUER
        return f"{kind} số {self.personal_id} do {issuer} cấp ngày {day(self.issued)}"


def day(value: date) -> str:
    """A date as papers write it: dd/mm/yyyy."""
    return value.strftime("%d/%m/%Y")


def personal_number(rng: random.Random, code: str, sex: str, year: int) -> str:
    """A citizen number of the right structure with a random tail."""
    digit = (year // 100 - 19) * 2 + (1 if sex == "Nữ" else 0)
    return f"{code}{digit}{year % 100:02d}{rng.randrange(1, 30000):06d}"


def birthday(born: date, age: int) -> date:
    """The day somebody reaches an age; 29 February counts as 28 February."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return born.replace(year=born.year + age, day=28)


def expiry(born: date, issued: date) -> date:
    """When the card ends: at 25, 40 or 60, but never within two years after it was issued."""
    for age in (25, 40, 60):
        if birthday(born, age) > issued + timedelta(days=730):
            return birthday(born, age)
    return date(2099, 12, 31)


def make_person(
    rng: random.Random,
    *,
    sex: str,
    ages: tuple[int, int] = (26, 37),
    card_2024: bool = False,
    family_name: str = "",
    place: Place | None = None,
    ethnicity: str = "",
) -> Person:
    """Invents a grown-up whose card is valid today."""
    family = family_name or rng.choice(FAMILY_NAMES)
    name = f"{family} {rng.choice(MIDDLE[sex])} {rng.choice(GIVEN[sex])}"
    home = rng.choice(PLACES)
    lives = place or rng.choice(PLACES)
    while True:
        born = TODAY - timedelta(days=int(rng.uniform(*ages) * 365.25))
        first, last = (
            (date(2024, 7, 8), date(2026, 9, 30))
            if card_2024
            else (date(2021, 3, 1), date(2023, 12, 20))
        )
        issued = first + timedelta(days=rng.randrange((last - first).days))
        if expiry(born, issued) > TODAY + timedelta(days=200):
            break
    return Person(
        name=name,
        sex=sex,
        born=born,
        personal_id=personal_number(rng, home.code, sex, born.year),
        ethnicity=ethnicity or rng.choice(ETHNICITIES),
        place=lives,
        street=rng.choice(TOWN_STREETS if lives.commune.startswith("phường") else VILLAGES),
        home=home,
        issued=issued,
        expires=expiry(born, issued),
        phone=f"09{rng.randrange(10**8):08d}",
    )


_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def number_words(number: int) -> str:
    """A number below 10,000 in Vietnamese words."""
    if number >= 1000:
        rest = number % 1000
        head = f"{_DIGITS[number // 1000]} nghìn"
        return head if not rest else f"{head} {_hundreds(rest)}"
    return _hundreds(number) if number >= 100 else _tens(number)


def _hundreds(number: int) -> str:
    head = f"{_DIGITS[number // 100]} trăm"
    rest = number % 100
    if not rest:
        return head
    return f"{head} lẻ {_DIGITS[rest]}" if rest < 10 else f"{head} {_tens(rest)}"


def _tens(number: int) -> str:
    ten, unit = divmod(number, 10)
    if ten == 0:
        return _DIGITS[unit]
    head = "mười" if ten == 1 else f"{_DIGITS[ten]} mươi"
    if unit == 0:
        return head
    if unit == 5:
        return f"{head} lăm"
    if unit == 1 and ten > 1:
        return f"{head} mốt"
    return f"{head} {_DIGITS[unit]}"


def date_words(value: date) -> str:
    """A date in words, as civil-status papers repeat it."""
    month = "tư" if value.month == 4 else number_words(value.month)
    return f"Ngày {number_words(value.day)} tháng {month} năm {number_words(value.year)}"
