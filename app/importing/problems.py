"""Problems of the import's routes."""

from __future__ import annotations

from app.kernel.problem import Problem


class ImportFileUnreadable(Problem):
    """导入文件无法读取 Import file unreadable.

    The file as a whole cannot be read, or no mapping fits it; nothing was written. The detail
    says what was found and how to put it right.
    """

    status = 422
    zh = "{reason}{remedy}"
    en = "{reason_en} {remedy_en}"


class ImportJobNotFound(Problem):
    """没有这个导入任务 No such import job.

    Jobs are kept while the service runs; what an import did stands in its batch, at
    `/imports/batches`.
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
