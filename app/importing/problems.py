"""Problems of the import's routes."""

from __future__ import annotations

from app.importing.errors import SourceError
from app.kernel.problem import Problem


class ImportFileUnreadable(Problem):
    """导入文件无法读取 Import file unreadable.

    The file as a whole cannot be read, or no mapping fits it; nothing was written. The detail
    says what was found and how to put it right.
    """

    status = 422
    zh = "{reason}{remedy}"
    en = "{reason_en} {remedy_en}"


def unreadable(error: SourceError) -> ImportFileUnreadable:
    """Return the problem that a file which cannot be read is."""
    return ImportFileUnreadable(
        code=error.code,
        reason=error.reason("zh"),
        remedy=error.remedy("zh"),
        reason_en=error.reason("en"),
        remedy_en=error.remedy("en"),
    )


class ImportJobNotFound(Problem):
    """没有这个导入任务 No such import job.

    Neither a job nor a batch has this id. A dry run, and an import that waited its turn, are
    forgotten when the service stops; what an import did stands in its batch, at `/imports/batches`.
    """

    status = 404
    zh = "没有编号为“{id}”的导入任务；已完成的导入见 /imports/batches"
    en = "There is no import job “{id}”; finished imports are at /imports/batches"


class ImportBatchNotFound(Problem):
    """没有这个导入批次 No such import batch.

    Batches are listed at `/imports/batches`.
    """

    status = 404
    zh = "没有编号为 {id} 的导入批次"
    en = "There is no import batch {id}"


class ImportNotPreviewed(Problem):
    """没有预览 Import not previewed.

    A preview belongs to a dry run whose sender asked for it (`preview=true`), once it has ended
    well; it is forgotten when the service stops. Try the file again:
    `POST /imports/{id}/again?preview=true`.
    """

    status = 409
    zh = "任务 {id} 没有预览：试运行时要求 preview=true，结束后才有"
    en = "Job {id} has no preview: ask for it with preview=true, and wait for the end"


class ImportNotUndoable(Problem):
    """这个批次不能撤销 Import not undoable.

    Only a batch whose state is `done` can be undone: of all others nothing stands in the catalogue,
    or it has been undone already.
    """

    status = 409
    zh = "批次 {id} 的状态是 {state}，没有可以撤销的内容"
    en = "Batch {id} is {state}: there is nothing of it to undo"


class ImportStandsUnderLaterEdits(Problem):
    """之后又有修改 Import stands under later edits.

    Items that the batch wrote were edited since; undoing it would take those edits away too.
    `errors` names up to 100 of the items with the batch that edited each, `facts.later` those
    batches. Undo the later batches first, newest first; nothing was changed.
    """

    status = 409
    zh = "批次 {id} 写入的事项中有 {count} 个后来又修改过，没有撤销；请先撤销后来的批次"
    en = "{count} items of batch {id} were edited since; undo the later batches first"


class ImportJobEnded(Problem):
    """导入已经结束 Import has ended.

    An import that has ended cannot be cancelled. What it wrote can be undone:
    `POST /imports/{id}/undo`.
    """

    status = 409
    zh = "导入已经结束（{state}），不能取消；已写入的可以撤销（undo）"
    en = "The import has ended ({state}) and cannot be cancelled; what it wrote can be undone"


class ImportFileNotKept(Problem):
    """没有保留原文件 Import file not kept.

    Original files are kept for a time and up to a size that the installation chooses
    (`YIZHI_KEEP_FILES_DAYS`, `YIZHI_KEEP_FILES_MB`); this one is not there any more, or never was.
    """

    status = 404
    zh = "{id} 的原文件没有保留，请重新上传"
    en = "The original file of {id} is not kept; send it again"


class ImportFileNotMarkable(Problem):
    """不能在原文件上标注 File cannot be marked.

    Only a workbook (.xlsx) can come back with its bad cells marked, and only up to a size. Of any
    other file the refusals are to be had as a table: `GET /imports/batches/{id}/refusals?format=csv`.
    """

    status = 422
    zh = "只有解压后不超过 {most} MB 的 .xlsx 能在原文件上标注；拒收清单可下载 CSV"
    en = "Only an .xlsx of up to {most} MB unzipped can be marked; the refusals can be had as CSV"


class WorkbookNotOurs(Problem):
    """不是导出的目录工作簿 Not a workbook of this catalogue.

    A preview compares a workbook that was exported (`GET /workbooks`) with what stands now. Other
    files are tried with `POST /imports?dry_run=true`.
    """

    status = 422
    zh = "“{file}”不是从目录导出的工作簿，不能预览；其他文件请试运行（dry_run）"
    en = "“{file}” was not exported as a workbook: try other files with dry_run"
