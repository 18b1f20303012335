"""Where everything meets: the application, from its settings."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from app import __version__
from app.agencies import router as agencies
from app.auditing import router as auditing
from app.auditing.warming import Warmer
from app.codes import router as codes
from app.exporting import router as exporting
from app.exporting import workbooks
from app.exporting.exchange import router as exchange
from app.governing import router as governing
from app.importing import router as importing
from app.importing.asking import resumed
from app.importing.batches import settle_interrupted
from app.importing.jobs.queue import Jobs
from app.importing.keeping import originals
from app.importing.kept import router as mappings
from app.items import router as items
from app.kernel import handlers, health, openapi
from app.kernel.db import Database
from app.kernel.middleware import BodyLimit, Heads, SafeHeaders
from app.laws import router as laws
from app.measuring import router as measuring
from app.mending import router as mending
from app.publishing import router as publishing
from app.publishing.fastpath import GuideFastPath, Press
from app.regions import router as regions
from app.reporting import router as reporting
from app.settings import Settings
from app.surveying import router as surveying
from app.tracing import router as tracing
from app.web import docs
from app.web.routes import ROUTES as PAGES

ROUTERS = (
    publishing,
    items,
    auditing,
    measuring,
    mending,
    governing,
    surveying,
    reporting,
    importing,
    mappings,
    exchange,  # before /exports/{format}
    exporting,
    workbooks,
    codes,
    regions,
    agencies,
    tracing,
    laws,
    docs,
    health,
)
STATIC = Path(docs.__file__).parent / "static"

DESCRIPTION = """
一致汇集各级政务服务事项，逐个要素与标准核对，公布核对过的结果。

- 读取对所有人开放；写入需要本系统的密钥（请求头 `X-API-Key`）。
- 失败时返回 `application/problem+json`（RFC 9457），说明见 [/problems](/problems)。
- 列表按键翻页：把上一页的 `next` 作为 `cursor` 传回，也可以跟随响应头 `Link`。
- 文字以中文为主；请求头 `Accept-Language: en` 可得到英文。

*One catalogue of government service items, each held against its standard element by element.
Reading is open; writing asks for a key.*
"""

TAGS = [
    {"name": "办事指南", "description": "对外公布的办事指南、清单和搜索 Guides, lists and search"},
    {"name": "事项", "description": "事项文档及其各个版本 Items in full, and their revisions"},
    {"name": "核查", "description": "发现的问题、规则、统计 Findings, rules and scores"},
    {"name": "认领", "description": "当地不认领的事项及原因 What regions decline, and why"},
    {"name": "比对", "description": "纵向各级目录、横向同级各地 Across levels and across peers"},
    {
        "name": "指标",
        "description": "指标、基线和得分，每个数都能打开 Indicators and scores that open into lists",
    },
    {"name": "导入", "description": "导入批次及逐行结果 Imports and their row results"},
    {"name": "输出", "description": "目录输出成各种格式 The catalogue handed on"},
    {"name": "编码", "description": "解释和校验各类编码 Codes explained and checked"},
    {"name": "法规与材料", "description": "法规、引用它的事项、材料的来源 Laws and papers"},
    {"name": "行政区划", "description": "行政区划及其上下级 Regions and what lies within them"},
    {"name": "实施主体", "description": "行使职权的部门 Agencies"},
    {"name": "接口说明", "description": "各种问题的说明 About this API"},
    {"name": "运行状况", "description": "供监控使用 For monitoring"},
]


class Application(FastAPI):
    """FastAPI, with the guides in front of every layer of it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.front = GuideFastPath(super().__call__)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await self.front(scope, receive, send)


def create_app(settings: Settings | None = None) -> Application:
    """Return the application; its database is opened when it starts."""
    settings = settings or Settings()
    app = Application(
        title="一致 Yizhi",
        summary="政务服务事项目录 A catalogue of government service items",
        description=DESCRIPTION,
        version=__version__,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        lifespan=_lifespan,
        middleware=[
            Middleware(SafeHeaders),
            Middleware(Heads),
            Middleware(BodyLimit, limit_mb=settings.max_upload_mb),
        ],
        docs_url=None,
        redoc_url=None,
    )
    app.state.settings = settings
    handlers.install(app)
    openapi.install(app, TAGS)
    _include(app)
    return app


def openapi_text() -> str:
    """Return the OpenAPI description as it is committed in ``docs/openapi.json``."""
    description = create_app(Settings(_env_file=None)).openapi()
    return json.dumps(description, ensure_ascii=False, indent=2) + "\n"


def _include(app: FastAPI) -> None:
    app.router.routes.extend(PAGES)  # first: they let pass whoever does not prefer HTML
    for room in ROUTERS:
        app.include_router(room.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")


@asynccontextmanager
async def _lifespan(app: Application) -> AsyncIterator[None]:
    app.state.database = Database(app.state.settings.database_url)
    settings = app.state.settings
    app.state.jobs = Jobs(lambda: app.state.database, originals(settings), resumed(settings))
    await run_in_threadpool(settle_interrupted, app.state.database)
    await run_in_threadpool(app.state.jobs.resume)
    app.state.press = Press(app.state.database, app.state.settings.language)
    app.state.press.open()
    app.front.press = app.state.press
    warmer = Warmer(app.state.database)
    if settings.keep_counts:
        warmer.start()
    try:
        yield
    finally:
        app.front.press = None
        await run_in_threadpool(warmer.stop)
        await run_in_threadpool(app.state.press.close)
        await run_in_threadpool(app.state.jobs.close)
        app.state.database.dispose()
