"""Problems of exports."""

from __future__ import annotations

from app.kernel.problem import Problem


class UnknownFormat(Problem):
    """没有这种输出格式 No such format of export.

    The formats are listed at `/exports`.
    """

    status = 404
    zh = "没有名为“{format}”的输出格式"
    en = "There is no format of export called “{format}”"


class OnlyPublished(Problem):
    """这种格式没有基本目录事项 No base items in this format.

    Some formats hold what is published, and that is implementation items. Leave `kind` out, or ask
    for JSONL or a workbook, which hold base items too.
    """

    status = 422
    zh = "“{format}”只有公布的实施清单事项，没有基本目录事项；请去掉 kind，或改用 jsonl、workbook"
    en = "“{format}” holds published implementation items only: leave kind out, or ask for jsonl or workbook"


class WorkbookTooLarge(Problem):
    """工作簿放不下 Workbook too large.

    A sheet of a workbook holds 1,048,576 rows. Ask for a smaller scope (`region`, `agency`,
    `code`), or for JSONL, which has no such limit.
    """

    status = 422
    zh = "“{sheet}”表的行数超过了 Excel 的上限，请缩小范围，或改用 JSONL"
    en = "The sheet “{sheet}” would have more rows than Excel can hold: ask for less, or for JSONL"


class UnknownStart(Problem):
    """增量起点看不懂 Unknown start of an increment.

    `since` is the number of an import batch that has ended, or a date or time in Beijing such as
    `2026-01-31`. Past batches are listed at `/imports/batches`.
    """

    status = 422
    zh = "“{since}”不是已结束的导入批次号，也不是 2026-01-31 这样的日期"
    en = "“{since}” is neither a batch that has ended nor a date such as 2026-01-31"


class NotAReceipt(Problem):
    """不是审核异常表 Not a receipt.

    A receipt is a CSV in the shape of `dn_audit_abnormal`: it needs at least the columns
    `table_sql_name`, `table_row_guid` and `err_type`, which tell the row that is meant.
    """

    status = 422
    zh = "文件不是审核异常表（dn_audit_abnormal）：缺少 {detail}"
    en = "The file is no table of exceptions (dn_audit_abnormal): it lacks {detail}"


class ReceiptTooLong(Problem):
    """回执太长 Receipt too long.

    The catalogue is gone through once for all lines of a receipt. Send a longer one in parts.
    """

    status = 422
    zh = "回执超过 {most} 行，请分几次发送"
    en = "The receipt has more than {most} lines: send it in parts"
