"""What the import routes answer, for the API description."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field


class CountsOut(BaseModel):
    """各行的结果；rows 是总行数。"""

    rows: int
    created: int
    changed: int
    unchanged: int
    refused: int
    withdrawn: int = Field(description="撤销导入时撤回的事项")


class RefusalOut(BaseModel):
    """一处拒收：文件、表、行、列、值、原因、改法。"""

    code: str = Field(examples=["digits-lost"])
    file: str | None
    sheet: str | None
    row: int | None
    column: str | None
    letter: str | None
    value: str | None
    pointer: str | None
    facts: dict[str, Any]
    reason: str
    remedy: str


class ProgressOut(BaseModel):
    """进度。"""

    stage: Literal["opening", "reading", "auditing"]
    rows: int
    ratio: float


class JobOut(BaseModel):
    """一个导入任务。"""

    id: str
    state: Literal[
        "waiting", "running", "done", "undone", "refused", "cancelled", "interrupted", "failed"
    ]
    file_name: str
    mode: Literal["all", "valid"]
    dry_run: bool
    previewed: bool = Field(description="有没有预览，见 /imports/{id}/preview")
    sender: str | None
    progress: ProgressOut | None
    batch: int | None = Field(description="导入批次号；试运行没有")
    mapping: str | None
    counts: CountsOut | None
    vanished: int = Field(description="文件自称完整，却不再有的事项数；见 batches/{id}/vanished")
    absent: list[str] = Field(description="整个文件都没有的应填要素（JSON 指针）")
    unread: list[str] = Field(
        description="没有读取的列：映射里没有，也没有说明略去；没有密钥、没有登录的，看到“…”"
    )
    refusal_counts: dict[str, int]
    errors: list[RefusalOut] = Field(description="前 200 处拒收；全部见 /imports/{id}/refusals")
    problem: dict[str, Any] | None


class BatchOut(BaseModel):
    """一个导入批次。"""

    id: int
    file_name: str
    file_hash: str = Field(description="SHA-256；大文件在导入途中还没有算出时为空")
    file_size: int
    sender: str | None = Field(description="谁导入的，自称")
    job: str | None = Field(description="执行它的导入任务")
    undoes: int | None = Field(description="撤销的是哪个批次")
    mapping: str
    mode: Literal["all", "valid"]
    state: Literal["running", "done", "undone", "refused", "cancelled", "failed", "interrupted"]
    detail: str | None
    started_at: str
    finished_at: str | None
    counts: CountsOut
    vanished: int
    absent: list[str]
    refusal_counts: dict[str, int]


class VanishedOut(BaseModel):
    """来源中消失的一个事项。"""

    id: int
    code: str
    qualifier: str
    name: str | None


class VanishedPage(BaseModel):
    """一页消失的事项。"""

    items: list[VanishedOut]
    next: str | None


class BatchPage(BaseModel):
    """一页批次，最近的在前。"""

    items: list[BatchOut]
    next: str | None


class RefusalPage(BaseModel):
    """一页拒收。"""

    items: list[RefusalOut]
    next: str | None


class PartOut(BaseModel):
    """一个要素（或字段）：导出时、现在、文件里各是什么。"""

    part: str
    title: str
    change: str = Field(
        description="edited：文件改了；meanwhile：导出后别人改了，文件没动；conflict：两边都改了"
    )
    exported: Any
    now: Any
    workbook: Any
    letter: str | None


class ChangedItemOut(BaseModel):
    """一个改动了的事项。"""

    code: str
    name: str
    sheet: str | None
    row: int | None
    created: bool
    parts: list[PartOut]


class ChangeCountsOut(BaseModel):
    """改动的计数；edited、meanwhile、conflict 按要素计。"""

    items: int
    created: int
    edited: int
    meanwhile: int
    conflict: int


class FindingsOut(BaseModel):
    """发现及其总数。"""

    count: int
    items: list[dict[str, Any]]


class FindingChangesOut(BaseModel):
    """会新增和消除的发现；complete 为 false 时发现太多，没有全部比较。"""

    new: FindingsOut
    mended: FindingsOut
    complete: bool


class PreviewOut(BaseModel):
    """导入会怎样：改动（只有从目录导出的工作簿才逐项列出）、发现、拒收。"""

    counts: CountsOut
    changes: ChangeCountsOut
    items: list[ChangedItemOut]
    findings: FindingChangesOut
    refusal_counts: dict[str, int]
    refusals: list[RefusalOut]
