"""A report of statistics as tables, in the office's words."""

from __future__ import annotations

from collections.abc import Callable

from digitizer.model.statistics import Flag, Line, Report
from digitizer.office.spreadsheets import Cell, Table

_LACKS = {
    Flag.COMPONENT_FILE: "chưa có tệp số hóa thành phần hồ sơ",
    Flag.COMPONENT_REUSED: "không thành phần nào được sử dụng lại",
    Flag.RESULT_SIGNED: "chưa có kết quả điện tử được ký",
    Flag.RESULT_RELEASED: "kết quả điện tử chưa phát hành",
    Flag.POPULATION_ASKED: "chưa tra cứu cơ sở dữ liệu quốc gia về dân cư",
    Flag.NEEDS_RESULT: "thủ tục không có kết quả bằng văn bản",
    Flag.RECEIVED: "chưa tiếp nhận",
}
_COLUMNS: tuple[tuple[str, Callable[[Line], int]], ...] = (
    ("Tiếp nhận", lambda line: line.received),
    ("Chưa số hóa TPHS", lambda line: line.without_file),
    ("Có số hóa TPHS", lambda line: line.with_file),
    ("Có tái sử dụng thành phần", lambda line: line.reused),
    ("Đã giải quyết", lambda line: line.finished),
    ("KQ chưa số hóa", lambda line: line.without_result),
    ("KQ đã số hóa", lambda line: line.with_result),
    ("Đúng hạn", lambda line: line.on_time),
    ("Quá hạn chưa giải quyết", lambda line: line.overdue),
)
"""The provincial report's columns; those that need the national portal's data are left out."""


def lacking(flags: tuple[Flag, ...]) -> str:
    """Return in words what a dossier lacks to count."""
    return "; ".join(_LACKS[flag] for flag in flags)


def tables(report: Report, procedure_name: Callable[[str], str]) -> tuple[Table, ...]:
    """Return the report's sheets."""
    return (
        _indicators(report),
        _procedures(report, procedure_name),
        _days(report),
        _hands(report),
        _missing(report, procedure_name),
        _reasons(report),
    )


def _indicators(report: Report) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            one.rule.code,
            one.rule.title,
            one.counted,
            one.total,
            None if one.share is None else round(one.share * 100, 2),
            None if one.score is None else round(one.score * 100, 2),
        )
        for one in report.indicators
    ]
    heads = ("Chỉ số", "Tên chỉ số", "Số hồ sơ đạt", "Số hồ sơ tính", "Tỷ lệ %", "% điểm tối đa")
    return Table("Nhóm 4 QĐ 766", heads, rows)


def _procedures(report: Report, procedure_name: Callable[[str], str]) -> Table:
    heads = ("Mã thủ tục", "Thủ tục", *(head for head, _column in _COLUMNS))
    rows: list[tuple[Cell, ...]] = [
        (code, procedure_name(code), *_cells(line)) for code, line in report.by_procedure.items()
    ]
    rows.append(("", "Cộng", *_cells(report.whole)))
    return Table("Theo thủ tục", heads, rows)


def _days(report: Report) -> Table:
    heads = ("Ngày", *(head for head, _column in _COLUMNS))
    return Table("Theo ngày", heads, [(day, *_cells(line)) for day, line in report.by_day.items()])


def _hands(report: Report) -> Table:
    heads = (
        "Cán bộ",
        "Hồ sơ tiếp nhận",
        "Hồ sơ đã kiểm tra",
        "Giá trị đã quyết định",
        "Trong đó sửa lại",
        "Hồ sơ bị trả lại",
    )
    rows = [
        (one.officer, one.opened, one.verified, one.decided, one.corrected, one.returned)
        for one in report.hands
    ]
    return Table("Theo cán bộ", heads, rows)


def _missing(report: Report, procedure_name: Callable[[str], str]) -> Table:
    rows = [
        (one.indicator, one.dossier_code, procedure_name(one.procedure), lacking(one.lacks))
        for one in report.missing
    ]
    return Table("Hồ sơ chưa được tính", ("Chỉ số", "Mã hồ sơ", "Thủ tục", "Vì"), rows)


def _reasons(report: Report) -> Table:
    return Table("Lý do trả lại", ("Lý do", "Số hồ sơ"), report.return_reasons)


def _cells(line: Line) -> tuple[int, ...]:
    return tuple(column(line) for _head, column in _COLUMNS)
