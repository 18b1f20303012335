"""XLSX: a sheet each for the summary, rules, bodies and findings, in bounded memory.

Every text is written as text: nothing in it can become a formula or a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from app.auditing.sheet import HEADERS, cells
from app.reporting.report import Report

MOST_ROWS = 1_048_575
"""What a sheet holds below its header; further findings go to a further sheet."""
TITLES = {
    "zh": ("概况", "规则", "实施主体", "发现"),
    "en": ("Summary", "Rules", "Agencies", "Findings"),
}
RATES = {
    "coverage": "覆盖率",
    "completeness": "完整率",
    "correctness": "准确率",
    "consistency": "一致率",
}
WIDTHS = (24, 8, 12, 14, 48, 40, 24, 16, 36, 36, 18, 30, 20, 12, 8, 24)


class Book:
    """A workbook being written, row by row."""

    def __init__(self, path: Path) -> None:
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.file = Workbook(str(path), options)
        self.bold = self.file.add_format({"bold": True, "bg_color": "#E3F0F2", "bottom": 1})
        self.percent = self.file.add_format({"num_format": "0.0%"})
        self.title = self.file.add_format({"bold": True, "font_size": 14})

    def sheet(self, name: str, headers: Sequence[str], widths: Sequence[int]) -> Worksheet:
        """Begin a sheet whose header stays in sight and filters its columns."""
        sheet = self.file.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        sheet.write_row(0, 0, headers, self.bold)
        return sheet


def workbook(report: Report, path: Path) -> None:
    """Write the report as a workbook."""
    book = Book(path)
    summary, rules, agencies, findings = TITLES[report.language]
    _summary(book, summary, report)
    _rules(book, rules, report)
    _agencies(book, agencies, report)
    _findings(book, findings, report)
    book.file.close()


def _summary(book: Book, name: str, report: Report) -> None:
    sheet = book.file.add_worksheet(name)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 4, 16)
    sheet.write(0, 0, f"{report.scope}：四级十同核查报告", book.title)
    rows: list[tuple[Any, ...]] = [
        ("生成时间 made at", report.made_at),
        ("目录版本 catalogue version", report.version),
        ("口径 profile", report.profile),
        ("规则版本 rule set", report.rule_set),
        ("事项 items", report.whole["items"]),
        ("本表发现 findings here", report.total),
        *((f"{severity}", number) for severity, number in report.whole["findings"].items()),
    ]
    for place, row in enumerate(rows, 2):
        sheet.write_row(place, 0, row)
    top = len(rows) + 3
    sheet.write_row(top, 0, ("比率 rate", "分子", "分母", "值"), book.bold)
    told = [(RATES[key], rate) for key, rate in report.whole["rates"].items()]
    told += [(element["title"], element) for element in report.whole["elements"].values()]
    for place, (title, rate) in enumerate(told, top + 1):
        sheet.write_row(place, 0, (title, rate["numerator"], rate["denominator"]))
        if rate["ratio"] is not None:
            sheet.write_number(place, 3, rate["ratio"], book.percent)


def _rules(book: Book, name: str, report: Report) -> None:
    headers = (
        "规则 rule",
        "说明 title",
        "程度 severity",
        "方面 aspect",
        "发现 findings",
        "如何改正 remedy",
    )
    sheet = book.sheet(name, headers, (28, 50, 10, 14, 10, 60))
    remedies = {rule.code: rule.remedy for rule in report.rules()}
    for place, row in enumerate(report.whole["rules"], 1):
        told = (row["rule"], row["title"], row["severity"], row["aspect"], row["findings"])
        sheet.write_row(place, 0, (*told, remedies[row["rule"]]))
    sheet.autofilter(0, 0, max(1, len(report.whole["rules"])), len(headers) - 1)


def _agencies(book: Book, name: str, report: Report) -> None:
    headers = (
        "实施主体 agency",
        "编码 code",
        "事项 items",
        "错误 errors",
        "警告 warnings",
        "提示 hints",
    )
    sheet = book.sheet(name, headers, (40, 24, 10, 10, 10, 10))
    rows = report.agencies()
    for place, row in enumerate(rows, 1):
        found = row["findings"]
        told = (row["name"], row["agency"], row["implementation_items"])
        sheet.write_row(place, 0, (*told, found["error"], found["warning"], found["info"]))
    sheet.autofilter(0, 0, max(1, len(rows)), len(headers) - 1)


def _findings(book: Book, name: str, report: Report) -> None:
    headers = HEADERS[report.language]
    number, row, sheet = 1, 0, book.sheet(name, headers, WIDTHS)
    for told in _rows(report):
        if row == MOST_ROWS:
            sheet.autofilter(0, 0, row, len(headers) - 1)
            number, row = number + 1, 0
            sheet = book.sheet(f"{name}{number}", headers, WIDTHS)
        row += 1
        sheet.write_row(row, 0, told)
    sheet.autofilter(0, 0, max(1, row), len(headers) - 1)


def _rows(report: Report) -> Iterable[tuple[Any, ...]]:
    for found in report.findings():
        yield tuple("" if cell is None else cell for cell in cells(found))
