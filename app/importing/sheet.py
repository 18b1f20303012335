"""拒收清单: the refusals of a batch as a CSV that opens in Excel rightly and runs no formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import chain

from starlette.responses import StreamingResponse

from app.importing.batches import refusals_of
from app.importing.errors import RowError
from app.kernel.db import Database
from app.kernel.language import Language
from app.kernel.sheets import BOM, safe_cell

PAGE = 1000
_COLUMNS = ("file", "sheet", "row", "column", "letter", "value")
_HEADERS = {
    "zh": ("文件", "表", "行", "列", "列号", "值", "原因", "改法", "代码"),
    "en": ("file", "sheet", "row", "column", "letter", "value", "reason", "remedy", "code"),
}


def refusals_csv(
    database: Database, batch_id: int, language: Language, *, cells: bool
) -> StreamingResponse:
    """Answer every refusal of a batch, page by page; ``cells``: with what stands in them."""
    return _answer(_written(database, batch_id, language, cells=cells), str(batch_id))


def trial_csv(
    refusals: Iterable[RowError], job_id: str, language: Language, *, cells: bool
) -> StreamingResponse:
    """Answer every refusal of a dry run, which stand in no database."""
    lines = (_line(_cells(error, language, cells=cells)) for error in refusals)
    return _answer(chain([BOM + _line(_HEADERS[language])], lines), job_id)


def _answer(lines: Iterator[str], name: str) -> StreamingResponse:
    headers = {"Content-Disposition": f'attachment; filename="refusals-{name}.csv"'}
    return StreamingResponse(lines, headers=headers, media_type="text/csv; charset=utf-8")


def _written(
    database: Database, batch_id: int, language: Language, *, cells: bool
) -> Iterator[str]:
    yield BOM + _line(_HEADERS[language])
    last = 0
    while True:
        with database.read() as connection:
            page = list(refusals_of(connection, batch_id, last, PAGE))
        if not page:
            return
        yield "".join(_line(_cells(error, language, cells=cells)) for _, error in page)
        last = page[-1][0]


def _cells(error: RowError, language: Language, *, cells: bool) -> list[object]:
    error = error if cells else error.withheld()
    place = [getattr(error, name) for name in _COLUMNS]
    return [*place, error.reason(language), error.remedy(language), error.code]


def _line(cells: Iterable[object]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([safe_cell(cell) for cell in cells])
    return buffer.getvalue()
