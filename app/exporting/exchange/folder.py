"""交换库导出: a folder of one CSV per table and the receipt, written whole or not at all."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from uuid import uuid5

import orjson

from app.exporting.exchange.checking import Bounce, check_item, check_row
from app.exporting.exchange.rows import NAMESPACE, ExchangeRow, changes
from app.exporting.exchange.tables import Table, abnormal, tables
from app.importing.readers.exchange.families import MANIFEST
from app.kernel.sheets import safe_text

RECEIPT, ABNORMAL = "receipt.csv", "dn_audit_abnormal.csv"
SHOWN = 60
Pairs = Iterable[tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]]


@dataclass(frozen=True, slots=True)
class Going:
    """报送: ``batch`` is 批次号, ``source`` 数据来源 as the platform above gave it, ``moment`` 同步时间."""

    batch: str
    source: str
    moment: datetime
    check: bool = False
    """Write the receipts only."""
    exact: bool = False
    """Write texts as they are, though a spreadsheet would run some as formulas."""
    incremental: bool = False
    """The pairs are only what changed since something went up before."""


class Folder:
    """The files of one export while they are written."""

    def __init__(self, path: Path, going: Going) -> None:
        self._path, self._check, self._exact = path, going.check, going.exact
        self._transport = {
            "cd_batch": going.batch,
            "cd_time": f"{going.moment:%Y-%m-%d %H:%M:%S}",
            "data_source": going.source,
        }
        self._files = ExitStack()
        self._writers: dict[str, csv.DictWriter[str]] = {}
        self.counts: Counter[str] = Counter()

    def write(self, pairs: Pairs) -> None:
        """Write the rows of all items, and what will be bounced of them."""
        self._open(RECEIPT, Bounce._fields)
        self._open(ABNORMAL, [column.name for column in abnormal().columns])
        for table in () if self._check else tables():
            self._open(_file(table), _header(table))
        with self._files:
            for before, after in pairs:
                self._item(before, after)

    def _item(self, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> None:
        document = after or before or {}
        for bounce in check_item(document):
            self._bounced(bounce)
        for operation, row in changes(before, after):
            if operation != "D":
                for bounce in check_row(document, row):
                    self._bounced(bounce)
            if not self._check:
                self._row(operation, row)

    def _row(self, operation: str, row: ExchangeRow) -> None:
        name = _file(row.table)
        cells = row.cells if self._exact else _guarded(row.cells)
        self._writers[name].writerow({**cells, **self._transport, "cd_operation": operation})
        self.counts[name] += 1

    def _bounced(self, bounce: Bounce) -> None:
        self.counts[RECEIPT] += 1
        self._writers[RECEIPT].writerow(_guarded(bounce._asdict()))
        number, moment = self.counts[RECEIPT], self._transport["cd_time"]
        self._writers[ABNORMAL].writerow(
            {
                "id": number,
                "cd_time": moment,
                "err_type": bounce.reason,
                "remark": remark_of(bounce),
                "row_guid": uuid5(NAMESPACE, f"{self._transport}|{number}").hex,
                "table_cd_batch": self._transport["cd_batch"],
                "table_cd_source": self._transport["data_source"],
                "table_cd_time": moment,
                "table_name": bounce.table_title,
                "table_row_guid": bounce.guid,
                "table_sql_name": bounce.table,
                "table_update_time": moment,
            }
        )

    def _open(self, name: str, header: Iterable[str]) -> None:
        file: IO[str] = (self._path / name).open("w", encoding="utf-8", newline="")
        self._files.enter_context(file)
        writer = csv.DictWriter(file, list(header))
        writer.writeheader()
        self._writers[name] = writer


def write_folder(pairs: Pairs, folder: Path, going: Going) -> Counter[str]:
    """Write an export; return {file: rows}.

    Raises:
        FileExistsError: the folder is there already and is not empty.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} 不是空目录")
    unfinished = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    try:
        writing = Folder(unfinished, going)
        writing.write(pairs)
        if not going.check:
            (unfinished / MANIFEST).write_bytes(manifest(going, writing.counts))
        if folder.exists():
            folder.rmdir()
        unfinished.replace(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return writing.counts


def manifest(going: Going, counts: Counter[str]) -> bytes:
    """Return what the files of an export are, as JSON."""
    told = {
        "format": "national-exchange",
        "cd_batch": going.batch,
        "cd_time": f"{going.moment:%Y-%m-%d %H:%M:%S}",
        "data_source": going.source,
        "incremental": going.incremental,
        "guarded": not going.exact,
        "encoding": "utf-8",
        "tables": {table.name: counts[_file(table)] for table in tables()},
        "receipt": counts[RECEIPT],
    }
    return orjson.dumps(told, option=orjson.OPT_INDENT_2) + b"\n"


def remark_of(bounce: Bounce) -> str:
    """Return 备注: item, column, value (its beginning, where it is long), and what to do."""
    value = bounce.value if len(bounce.value) <= SHOWN else f"{bounce.value[:SHOWN]}……"
    return f"事项 {bounce.code}；列 {bounce.column}（{bounce.title}）；值“{value}”；{bounce.remedy}"


def _guarded(cells: Mapping[str, str]) -> dict[str, str]:
    return {name: safe_text(cell) for name, cell in cells.items()}


def _file(table: Table) -> str:
    return f"{table.name}.csv"


def _header(table: Table) -> list[str]:
    """The columns but ``id``, which the database of the exchange numbers itself."""
    return [column.name for column in table.columns if column.name != "id"]
