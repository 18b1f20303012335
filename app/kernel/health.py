"""运行状况 Health: is the process up (`/health`), and can it serve (`/ready`)?"""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import APIRouter

from app.kernel import migrating
from app.kernel.http import DatabaseOf
from app.kernel.problem import Problem, documented

router = APIRouter(tags=["运行状况"])


class NotReady(Problem):
    """尚未就绪 Not ready.

    The process runs, but its database has not got the tables of this version. Run
    `yizhi migrate upgrade`.
    """

    status = 503
    zh = "数据库的表结构是 {found}，本版本需要 {needed}：请运行 yizhi migrate upgrade"
    en = "The database is at {found}, this version needs {needed}: run yizhi migrate upgrade"


@router.get("/health", summary="进程是否在运行 Liveness")
async def health() -> dict[str, str]:
    """Answer at once, without looking at the database."""
    return {"status": "ok"}


@router.get("/ready", summary="是否可以提供服务 Readiness", responses=documented(NotReady))
def ready(database: DatabaseOf) -> dict[str, Any]:
    """Answer when the database answers and has the tables of this version."""
    found, needed = migrating.current(database), _head()
    if found != needed:
        raise NotReady(found=found, needed=needed)
    return {"status": "ready", "database": database.dialect, "revision": found}


@cache
def _head() -> str | None:
    return migrating.head()
