"""不认领的表格: declines as CSV, read and written with the same headers.

A row that cannot be taken is told with its line and reason; the others are written or not, as the
caller wishes. What stands there already is left as it is.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from app.claims.reasons import REASONS, ReasonCode
from app.governing.declining import Declining, Verb, Wish
from app.governing.errors import SheetRefused, SheetUnreadable
from app.governing.payloads import Mode
from app.kernel.problem import FieldError, Problem
from app.kernel.sheets import BOM, safe_cell
from app.kernel.text import tidy

HEADERS = {
    "base_code": "基本编码",
    "issuer": "发布地区",
    "name": "事项名称",
    "region": "区划代码",
    "region_name": "地区",
    "agency": "实施主体编码",
    "reason": "原因",
    "note": "说明",
    "by": "填报人",
    "state": "状态",
    "at": "时间",
}
FIELDS = {**{zh: name for name, zh in HEADERS.items()}, **{name: name for name in HEADERS}}
NEEDED = ("base_code", "region", "reason", "by")
_REASONS: dict[str, ReasonCode] = {
    **{reason.zh: code for code, reason in REASONS.items()},
    **{code: code for code in REASONS},
}


@dataclass(slots=True)
class Taken:
    """What became of the rows."""

    verbs: dict[Verb, int] = field(
        default_factory=lambda: {"created": 0, "changed": 0, "unchanged": 0}
    )
    errors: list[FieldError] = field(default_factory=list)

    def told(self) -> dict[str, Any]:
        """Return it as an API shows it."""
        verbs: dict[str, Any] = {str(verb): number for verb, number in self.verbs.items()}
        return {**verbs, "refused": len(self.errors), "errors": self.errors}


def decoded(content: bytes) -> str:
    """Return the text of a CSV as people save it.

    Raises:
        SheetUnreadable: it is neither UTF-8 nor GB 18030.
    """
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetUnreadable(why="不是 UTF-8 或 GB 18030 编码")


def take(connection: Connection, text: str, profile: str, mode: Mode) -> Taken:
    """Write the declines of a CSV down, in one transaction.

    Raises:
        SheetUnreadable: a column that is needed is not there.
        SheetRefused: rows cannot be taken, and ``mode`` is ``all``.
    """
    declining, taken = Declining(connection, profile), Taken()
    for line, row in _rows(text):
        try:
            _, verb = declining.decline(_wish(row))
            taken.verbs[verb] += 1
        except _Lacking as error:
            taken.errors.append(_error(line, error.field, error.code, error.detail))
        except Problem as problem:
            taken.errors.append(_error(line, "", problem.slug(), problem.detail()))
    if taken.errors and mode == "all":
        raise SheetRefused(taken.errors)
    declining.settle()
    return taken


def written(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return declines as CSV, beginning with a byte order mark; it can be read in again."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(HEADERS.values())
    for row in rows:
        shown = {**row, "reason": row["reason_words"]}
        writer.writerow([safe_cell(shown[name]) for name in HEADERS])
    return BOM + buffer.getvalue()


class _Lacking(Exception):
    """A row lacks something, or says what is not understood."""

    def __init__(self, name: str, code: str, detail: str) -> None:
        self.field, self.code, self.detail = name, code, detail
        super().__init__(detail)


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(text.removeprefix(BOM)))
    names = [FIELDS.get(tidy(header), "") for header in next(reader, [])]
    lacking = [HEADERS[name] for name in NEEDED if name not in names]
    if lacking:
        raise SheetUnreadable(why=f"没有列“{'”“'.join(lacking)}”")
    for cells in reader:
        row = {name: cell for name, cell in zip(names, map(_plain, cells), strict=False) if name}
        if any(row.values()):
            yield reader.line_num, row


def _plain(cell: str) -> str:
    """A tab keeps Excel from reading a code as a number, a quote from running a formula."""
    return tidy(cell).removeprefix("'")


def _wish(row: Mapping[str, str]) -> Wish:
    for name in NEEDED:
        if not row.get(name):
            raise _Lacking(name, "missing", f"没有填写“{HEADERS[name]}”")
    if row["reason"] not in _REASONS:
        known = "、".join(reason.zh for reason in REASONS.values())
        raise _Lacking("reason", "unknown-reason", f"原因“{row['reason']}”不是{known}之一")
    return Wish(
        code=row["base_code"],
        region=row["region"],
        reason=_REASONS[row["reason"]],
        by=row["by"][:100],
        issuer=row.get("issuer") or None,
        agency=row.get("agency") or None,
        note=row.get("note") or None,
    )


def _error(line: int, name: str, code: str, detail: str) -> FieldError:
    where = f"/{line}/{HEADERS[name]}" if name else f"/{line}"
    return {"pointer": where, "code": code, "detail": f"第 {line} 行：{detail}"}
