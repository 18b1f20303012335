"""怎样导入: what a sender may choose, whether a program asks for it or the form of a page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pydantic import BaseModel, Field

from app.importing.apart import Limits
from app.importing.batches import Mode
from app.importing.jobs.tickets import Ticket
from app.importing.order import Order
from app.importing.vanishing import Complete
from app.importing.workbooks.changes import Changes
from app.importing.workbooks.merging import OnConflict
from app.kernel.language import Language
from app.settings import Settings

MOST_PREVIEWED = 200
"""Items, and findings of either kind, that the preview of a job shows; its counts are of all."""


class Wanted(BaseModel):
    """How a file is to be imported; only the mode has to be stated."""

    mode: Mode = Field(
        description="all：有一行不合格就全部不导入；valid：只导入合格的行。必须写明，没有默认值"
    )
    mapping: str | None = Field(
        default=None,
        description="来源映射，不写则按表头判断 mapping; told by the headers if absent",
    )
    dry_run: bool = Field(
        default=False, description="试运行：同样的过程，不写入 the same path, no writes"
    )
    preview: bool = Field(
        default=False,
        description="试运行，并记下会改动什么、会新增和消除哪些发现，见 /imports/{id}/preview",
    )
    complete: Complete | None = Field(
        default=None,
        description="文件是完整的：agency 含其中每个部门的全部事项；region 含其中每个地区的全部事项。"
        "文件中已没有的事项会列出，不会删除",
    )
    sender: str | None = Field(
        default=None, max_length=80, description="谁导入的，记入批次 who sends it"
    )
    on_conflict: OnConflict = Field(
        default="refuse",
        description="只对从目录导出的工作簿：导出之后别人也改过的要素，refuse 拒收该事项，"
        "theirs 留别人改的，mine 用文件里的 what was changed here and there",
    )

    def order(self, path: Path, name: str, settings: Settings, language: Language) -> Order:
        """Return the order to import the file at ``path``, which others know as ``name``."""
        return Order(
            path,
            name,
            self.mode,
            self.mapping,
            self.dry_run or self.preview,
            settings.profile,
            limits=Limits(settings.reader_memory_mb, settings.reader_seconds),
            sender=self.sender,
            complete=self.complete,
            on_conflict=self.on_conflict,
            changes=Changes(MOST_PREVIEWED, language) if self.preview else None,
        )


def resumed(settings: Settings) -> Callable[[Ticket], Order]:
    """Return what makes an order of a ticket that an earlier process left."""

    def order(ticket: Ticket) -> Order:
        asked = ticket.asked
        wanted = Wanted.model_validate(asked)
        language: Language = asked.get("language", settings.language)
        return wanted.order(ticket.path, asked["file_name"], settings, language)

    return order


class Asked(Wanted):
    """The same, over HTTP."""

    wait: float = Field(
        default=0, ge=0, le=60, description="最多等几秒再回答 seconds to wait for the end"
    )
