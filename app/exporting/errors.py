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


class WorkbookTooLarge(Problem):
    """工作簿放不下 Workbook too large.

    A sheet of a workbook holds 1,048,576 rows. Ask for a smaller scope (`region`, `agency`,
    `code`), or for JSONL, which has no such limit.
    """

    status = 422
    zh = "“{sheet}”表的行数超过了 Excel 的上限，请缩小范围，或改用 JSONL"
    en = "The sheet “{sheet}” would have more rows than Excel can hold: ask for less, or for JSONL"
