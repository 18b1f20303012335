"""接口文档 Pages about the API itself, without anything from outside: reference and problems."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from app.kernel.http import Json, LanguageOf
from app.kernel.pages import problem_page
from app.kernel.problem import Problem, all_problems, documented

router = APIRouter(tags=["接口说明"])

# RapiDoc, vendored: one file, no request to any other host (docs/decisions/0004)
_REFERENCE = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>一致 接口文档</title>
<link rel="icon" href="data:,">
<script type="module" src="/static/vendor/rapidoc/rapidoc-min.js"></script>
</head>
<body>
<rapi-doc spec-url="/openapi.json" load-fonts="false" render-style="read" theme="light"
  regular-font="system-ui, 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif"
  primary-color="#1a5fb4" show-header="false" allow-spec-file-download="true"
  schema-description-expanded="true" sort-tags="false" allow-authentication="true">
</rapi-doc>
<noscript>本页需要 JavaScript；完整的接口描述在 <a href="/openapi.json">/openapi.json</a>。</noscript>
</body>
</html>
"""


class UnknownProblem(Problem):
    """没有这种问题 Unknown problem.

    No problem of this software has this name. The list is at `/problems`.
    """

    status = 404
    zh = "没有名为“{name}”的问题"
    en = "There is no problem named “{name}”"


@router.get("/docs", include_in_schema=False)
async def reference() -> HTMLResponse:
    """Show the API reference."""
    return HTMLResponse(_REFERENCE)


@router.get("/problems", summary="各种问题一览 List the problems")
def problems(language: LanguageOf) -> Response:
    """List every problem that this API may answer: its address, status and title."""
    rows = [
        {"type": f"/problems/{p.slug()}", "status": p.status, "title": p.title(language)}
        for p in all_problems()
    ]
    return Json({"items": rows}, headers={"Vary": "Accept-Language"})


@router.get(
    "/problems/{name}",
    summary="一种问题的说明 One problem",
    response_class=PlainTextResponse,
    responses=documented(UnknownProblem),
)
def one_problem(
    name: Annotated[str, Path(description="问题的名称 the last part of `type`")],
) -> Response:
    """Explain one problem, as Markdown: the address that `type` of a problem leads to."""
    for problem in all_problems():
        if problem.slug() == name:
            return PlainTextResponse(problem_page(problem), media_type="text/markdown")
    raise UnknownProblem(name=name)
