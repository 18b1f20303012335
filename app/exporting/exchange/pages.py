"""交换库页: docs/exchange.md, what the national tables carry and what they cannot."""

from __future__ import annotations

from app.elements.standard import Standard, load_standard
from app.exporting.exchange.tables import tables
from app.kernel.pages import MARK

_INTRO = """# 国家交换库 The national exchange tables

`yizhi export-exchange FOLDER --source CODE` writes one UTF-8 CSV per table, and two receipts: `receipt.csv` (item, table, column, value, reason, remedy) and `dn_audit_abnormal.csv`, the same in the shape in which the platform above answers. `--check` writes the receipts only; exit code 1 says that they are not empty. Nothing is cut: an overlong value stands in full, with a line in the receipt. Deletions are not checked.

`--since` takes the number of an import batch or a date in Beijing. Rows are compared one by one: I is new, U differs, D is gone; a row that is the same stays at home. A cancelled or withdrawn item goes as D; drafts and state secrets do not go up. Members of lists keep their row id by their position.

An item without a row id of its own gets one that follows from its codes. The column `id` is left out: the database of the exchange numbers its rows itself. Where a NOT NULL explanation says nothing, 无 is written, which the import reads as nothing. A text that a spreadsheet would run as a formula begins with an apostrophe, which the import takes off; `--exact` leaves it out, for programs that load the tables into a database. `manifest.json` says what the files are.

`GET /exports/exchange?source=CODE` gives the same as a ZIP (`since`, `region`, `agency`, `code`, `exact`); it asks for the write key. The files are written to disk before they are sent, so memory does not grow with the catalogue.

## 回执 Receipts

`yizhi receipts read FILE` and `POST /receipts` show which items and fields a `dn_audit_abnormal` CSV speaks of; nothing is written. The catalogue is gone through once for at most 10,000 lines.

## 读回 Reading the tables

| | |
|---|---|
| `yizhi import 目录 --mode valid` | 目录里每表一个 CSV |
| `yizhi import 交换库.zip --mode valid`，`POST /imports` | 同样的文件打成 ZIP |
| `yizhi import --from-database URL --mode valid` | 前置机数据库，只读 |

Tables of one kind of item (`up_task_general_*`, `dn_task_public_*`, …) are joined by `row_guid` and `task_guid`: `…_basic` or `…_directory` has the items, `…_extend` adds columns, the others are lists. A row of a list that belongs to no item is refused with table and row. A table may be a log: of rows with the same id the newest (`cd_time`, then the later row) counts, and D takes a row of a list out; an item with D is cancelled. What is read is the whole of each item, so an incremental export is refused.

`--from-database` takes an SQLAlchemy URL. PostgreSQL and SQLite need nothing more; for other databases install the SQLAlchemy driver. All tables are read in one read-only transaction, streamed into a ZIP that is then imported, and kept, as a file. `--schema` names where the tables are, `--tables up|dn` chooses a side where both are there. `--since` takes an exchange batch (`cd_batch`) or a date; then the items that anything was said of since are read, each whole. The URL may hold a password: it is shown nowhere, but other users of the machine may see command lines. There is no such route over HTTP: who may write to the catalogue may not thereby make the server open connections.

## 往返 There and back

What is written and read back into an empty catalogue is the same catalogue, except:

- drafts, state secrets, and items whose type has no table here stay at home;
- the fields listed below have no column; of the others only those count whose column the tables of the item's type have;
- every item has a row id afterwards; of a cancelled item the spelling D is kept beside its status;
- an empty list, object or text comes back as nothing; so does the unit of a limit without number;
- codes in a list come back in order, each once; so do legal bases, each once, with law, number, article and text where the one column lets them be told apart;
- texts come back as the import reads every cell: without markup, control characters and blanks at the ends; a name or address that says nothing (无, 暂无, /) is nothing, and so is 无 in the notes of limits and materials; a cell that is only `1E+20` is refused, for it is a code that Excel broke.
"""


def pages() -> dict[str, str]:
    """Return {path: text}."""
    text = f"{MARK}\n{_INTRO}\n{_taken()}\n"
    for record in ("implementation", "base"):
        text += f"\n{_left(load_standard('base' if record == 'base' else 'implementation'))}\n"
    return {"docs/exchange.md": text}


def _taken() -> str:
    lines = ["## 表 Tables", "", "| 表 Table | 名称 | 事项类型 Types |", "|---|---|---|"]
    lines += [
        f"| `{one.name}` | {one.title} | {'、'.join(one.types) or '全部 all'} |" for one in tables()
    ]
    return "\n".join(lines)


def _left(standard: Standard) -> str:
    """The fields of a record that no column takes."""
    own = {
        column.field.pointer
        for table in tables()
        if table.record == standard.record
        for column in table.columns
        if column.field
    }
    lines = [f"## {standard.title}：不能携带的字段 Fields it cannot carry", ""]
    lines += [
        f"- `{one.pointer}` {one.title}"
        for one in standard.fields
        if one.leaf and one.pointer not in own and not one.pointer.startswith("/legal_basis/")
    ]
    lines += [
        "",
        "设定依据合为一列文字 Legal bases share one column of text: the law, its number, article and text; issuer, kind, date and address are lost.",
    ]
    return "\n".join(lines)
