"""A report of statistics as tables, in the office's words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from digitizer.catalogue import Catalogue
from digitizer.model.officer import Officer
from digitizer.model.statistics import Flag, IndicatorRule, Line, Report
from digitizer.office.spreadsheets import Cell, Table
from digitizer.office.statistics import report as count
from digitizer.store import Store

_LACKS = {
    Flag.COMPONENT_FILE: "chưa có tệp số hóa thành phần hồ sơ",
    Flag.COMPONENT_REUSED: "không thành phần nào được sử dụng lại",
    Flag.FROM_PORTAL: "không thành phần nào lấy từ kho dữ liệu điện tử của công dân",
    Flag.RESULT_SIGNED: "chưa có kết quả điện tử được ký",
    Flag.RESULT_RELEASED: "kết quả điện tử chưa phát hành",
    Flag.RESULT_SYNCED: "hệ thống của tỉnh chưa xác nhận tệp kết quả",
    Flag.VNEID_ACCOUNT: "không nộp bằng tài khoản đã xác thực với VNeID",
    Flag.POPULATION_ASKED: "chưa tra cứu cơ sở dữ liệu quốc gia về dân cư",
    Flag.NEEDS_RESULT: "thủ tục không có kết quả bằng văn bản",
    Flag.RECEIVED: "chưa tiếp nhận",
}
_COLUMNS: tuple[tuple[str, Callable[[Line], int]], ...] = (
    ("Tiếp nhận", lambda line: line.received),
    ("Chưa số hóa TPHS", lambda line: line.without_file),
    ("Có số hóa TPHS", lambda line: line.with_file),
    ("Có tái sử dụng thành phần", lambda line: line.reused),
    ("Có tái sử dụng từ Cổng DVCQG", lambda line: line.from_portal),
    ("Đã giải quyết", lambda line: line.finished),
    ("KQ chưa số hóa", lambda line: line.without_result),
    ("KQ đã số hóa", lambda line: line.with_result),
    ("Đúng hạn", lambda line: line.on_time),
    ("Quá hạn chưa giải quyết", lambda line: line.overdue),
)
"""The provincial report's columns in its order, then how the deadlines were kept."""
_RATES = ("Số hóa %", "Sử dụng lại %", "KQ điện tử %", "Đúng hạn %")


def lacking(flags: Sequence[Flag], rule: IndicatorRule | None = None) -> str:
    """Return in words what a dossier lacks to count; of what one is enough, “or” stands between."""
    either = [_LACKS[flag] for flag in flags if rule is not None and flag in rule.any_of]
    words = [_LACKS[flag] for flag in flags if rule is None or flag not in rule.any_of]
    return "; ".join([*words, " và ".join(either)] if either else words)


def title(first: date, last: date) -> str:
    """Return the heading of a period's report."""
    return f"Báo cáo số hóa, sử dụng lại và giải quyết hồ sơ, {first:%d/%m/%Y} – {last:%d/%m/%Y}"


def report_of(store: Store, catalogue: Catalogue, by: Officer, first: date, last: date) -> Report:
    """Count a period by the procedures in force; see ``statistics.report``."""
    plain = [code for code, one in catalogue.procedures.items() if not one.result_type.strip()]
    return count(store, by, first, last, without_result=plain)


def report_tables(report: Report, catalogue: Catalogue) -> tuple[Table, ...]:
    """Return the report's sheets with the names of procedures."""
    known = {code: one.name for code, one in catalogue.procedures.items()}
    return tables(report, lambda code: known.get(code, code))


def tables(report: Report, procedure_name: Callable[[str], str]) -> tuple[Table, ...]:
    """Return the report's sheets."""
    return (
        _indicators(report),
        _lines(
            "Theo đơn vị", ("Đơn vị",), [((code,), one) for code, one in report.by_office.items()]
        ),
        _procedures(report, procedure_name),
        _lines(
            "Theo tháng",
            ("Tháng",),
            [((_month(one),), line) for one, line in report.by_month.items()],
        ),
        _lines("Theo ngày", ("Ngày",), [((day,), line) for day, line in report.by_day.items()]),
        _hands(report),
        _missing(report, procedure_name),
        _dossiers(report, procedure_name),
        _reasons(report),
    )


def _indicators(report: Report) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            one.rule.code,
            one.rule.title,
            one.counted,
            one.total,
            _percent(one.share),
            _percent(one.score),
        )
        for one in report.indicators
    ]
    heads = ("Chỉ số", "Tên chỉ số", "Số hồ sơ đạt", "Số hồ sơ tính", "Tỷ lệ %", "% điểm tối đa")
    return Table("Nhóm 4 QĐ 766", heads, rows)


def _lines(
    name: str, first: tuple[str, ...], lines: Sequence[tuple[tuple[Cell, ...], Line]]
) -> Table:
    """Return a table of the provincial report's columns, what they are about in front."""
    heads = (*first, *(head for head, _column in _COLUMNS), *_RATES)
    return Table(name, heads, [(*about, *_cells(line)) for about, line in lines])


def _procedures(report: Report, procedure_name: Callable[[str], str]) -> Table:
    lines: list[tuple[tuple[Cell, ...], Line]] = [
        ((code, procedure_name(code)), line) for code, line in report.by_procedure.items()
    ]
    lines.append((("", "Cộng"), report.whole))
    return _lines("Theo thủ tục", ("Mã thủ tục", "Thủ tục"), lines)


def _month(month: str) -> str:
    year, _, number = month.partition("-")
    return f"{number}/{year}"


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
    rule = {one.rule.code: one.rule for one in report.indicators}
    rows = [
        (
            one.indicator,
            one.dossier_code,
            procedure_name(one.procedure),
            lacking(one.lacks, rule[one.indicator]),
        )
        for one in report.missing
    ]
    return Table("Hồ sơ chưa được tính", ("Chỉ số", "Mã hồ sơ", "Thủ tục", "Vì"), rows)


def _dossiers(report: Report, procedure_name: Callable[[str], str]) -> Table:
    """Return every dossier: for each indicator whether it counts, does not, or is not asked."""
    codes = [one.rule.code for one in report.indicators]
    rows = [
        (
            one.dossier_code,
            procedure_name(one.procedure),
            *(
                "–" if code not in one.lacks else "chưa" if one.lacks[code] else "đạt"
                for code in codes
            ),
        )
        for one in report.counted
    ]
    return Table("Từng hồ sơ", ("Mã hồ sơ", "Thủ tục", *codes), rows)


def _reasons(report: Report) -> Table:
    return Table("Lý do trả lại", ("Lý do", "Số hồ sơ"), report.return_reasons)


def _cells(line: Line) -> tuple[Cell, ...]:
    counts: list[Cell] = [column(line) for _head, column in _COLUMNS]
    return (*counts, *map(_percent, line.rates))


def _percent(share: float | None) -> float | None:
    return None if share is None else round(share * 100, 2)
