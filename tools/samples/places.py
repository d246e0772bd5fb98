"""A small table of communes: the units they belong to now and those of before."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """One commune: province code of the citizen number, current units, three-tier units before."""

    code: str
    commune: str
    province: str
    old_commune: str
    old_district: str
    old_province: str

    @property
    def now(self) -> str:
        """The address of the commune after 1 July 2025."""
        return f"{self.commune}, {self.province}"

    @property
    def before(self) -> str:
        """The three-tier address with the kind of every unit, as on forms before 1 July 2025."""
        return f"{self.old_commune}, {self.old_district}, {self.old_province}"

    @property
    def on_card(self) -> str:
        """The three-tier address as chip cards print it: without the kind of most units."""
        return ", ".join(
            _bare(part) for part in (self.old_commune, self.old_district, self.old_province)
        )


def _bare(unit: str) -> str:
    for kind in ("xã ", "phường ", "thị trấn ", "huyện ", "quận ", "tỉnh ", "thành phố "):
        if unit.startswith(kind):
            name = unit[len(kind) :]
            return f"TP. {name}" if kind == "thành phố " else name
    return unit


OFFICE = Place(
    "051",
    "phường Cẩm Thành",
    "tỉnh Quảng Ngãi",
    "phường Nghĩa Chánh",
    "thành phố Quảng Ngãi",
    "tỉnh Quảng Ngãi",
)

PLACES = (
    OFFICE,
    Place(
        "051",
        "xã Bình Sơn",
        "tỉnh Quảng Ngãi",
        "thị trấn Châu Ổ",
        "huyện Bình Sơn",
        "tỉnh Quảng Ngãi",
    ),
    Place(
        "051",
        "xã Mộ Đức",
        "tỉnh Quảng Ngãi",
        "xã Đức Tân",
        "huyện Mộ Đức",
        "tỉnh Quảng Ngãi",
    ),
    Place(
        "049",
        "phường Tam Kỳ",
        "thành phố Đà Nẵng",
        "phường An Mỹ",
        "thành phố Tam Kỳ",
        "tỉnh Quảng Nam",
    ),
    Place(
        "052",
        "phường Quy Nhơn",
        "tỉnh Gia Lai",
        "phường Lê Lợi",
        "thành phố Quy Nhơn",
        "tỉnh Bình Định",
    ),
    Place(
        "036",
        "phường Nam Định",
        "tỉnh Ninh Bình",
        "phường Vị Xuyên",
        "thành phố Nam Định",
        "tỉnh Nam Định",
    ),
    Place(
        "040",
        "xã Đô Lương",
        "tỉnh Nghệ An",
        "thị trấn Đô Lương",
        "huyện Đô Lương",
        "tỉnh Nghệ An",
    ),
    Place(
        "092",
        "phường Ninh Kiều",
        "thành phố Cần Thơ",
        "phường Tân An",
        "quận Ninh Kiều",
        "thành phố Cần Thơ",
    ),
    Place(
        "046",
        "phường Vỹ Dạ",
        "thành phố Huế",
        "phường Vỹ Dạ",
        "thành phố Huế",
        "tỉnh Thừa Thiên Huế",
    ),
    Place(
        "066",
        "xã Krông Năng",
        "tỉnh Đắk Lắk",
        "thị trấn Krông Năng",
        "huyện Krông Năng",
        "tỉnh Đắk Lắk",
    ),
)
