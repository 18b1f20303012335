"""交换库页: docs/exchange.md, what the national tables carry and what they cannot."""

from __future__ import annotations

from app.elements.standard import Standard, load_standard
from app.exporting.exchange.tables import tables
from app.kernel.pages import MARK

_INTRO = """# 国家交换库 The national exchange tables

`yizhi export-exchange FOLDER --source CODE` writes one UTF-8 CSV per table, and two receipts: `receipt.csv` (item, table, column, value, reason, remedy) and `dn_audit_abnormal.csv`, the same in the shape in which the platform above answers. `--check` writes the receipts only; exit code 1 says that they are not empty. Nothing is cut: an overlong value stands in full, with a line in the receipt. Deletions are not checked.

`--since` takes the number of an import batch or a date in Beijing. Rows are compared one by one: I is new, U differs, D is gone; a row that is the same stays at home. A cancelled or withdrawn item goes as D; drafts and state secrets do not go up. Members of lists keep their row id by their position.

An item without a row id of its own gets one that follows from its codes. The column `id` is left out: the database of the exchange numbers its rows itself. Where a NOT NULL explanation says nothing, 无 is written, which the import reads as nothing. `receipts read FILE` shows which items and fields a `dn_audit_abnormal` CSV speaks of.
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
