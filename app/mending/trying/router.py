"""``/audit/what-if``: what would change if a standard were changed."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request, Response

from app.kernel.handlers import RequestRefused
from app.kernel.http import WRITE_PROBLEMS, DatabaseOf, Json, LanguageOf, SettingsOf, WriteKey
from app.kernel.problem import documented
from app.mending.errors import NoStandardToPatch, StandardRefused
from app.mending.trying import payloads
from app.mending.trying.patching import patched
from app.mending.trying.telling import tell
from app.mending.trying.what_if import try_standard
from app.regions.errors import InvalidRegionCode

router = APIRouter()

PATCH = "application/merge-patch+json"
Standard = Annotated[
    dict[str, Any],
    Body(
        description=f"基本目录事项的完整文档；Content-Type 为 {PATCH} 时，是对现有文档的合并补丁",
        examples=[
            {
                "base_code": "000117001001",
                "issuer": "000000000000",
                "materials": [{"name": "排水许可申请表", "necessity": "1"}],
            }
        ],
    ),
]
Shown = Annotated[
    int, Query(ge=0, le=100_000, description="最多给出多少条变化；计数总是全的 how many are shown")
]


@router.post(
    "/audit/what-if",
    summary="假如修改标准 What if a standard were changed",
    responses={
        200: {"model": payloads.TrialOut},
        **documented(
            *WRITE_PROBLEMS, RequestRefused, StandardRefused, NoStandardToPatch, InvalidRegionCode
        ),
    },
    openapi_extra={
        "requestBody": {
            "content": {
                PATCH: {"schema": {"type": "object"}},
            }
        }
    },
)
def post_what_if(
    request: Request,
    _key: WriteKey,
    database: DatabaseOf,
    settings: SettingsOf,
    language: LanguageOf,
    standard: Standard,
    limit: Shown = 200,
) -> Response:
    """照常写入、照常审核，然后全部撤回：哪些发现会新增、消除或改变，四率和清单如何变化。什么都不会留下。

    The document is written and audited the ordinary way, and all of it is taken back. Told are
    the findings that would come, go or change, the rates, and whose place on a list would be in
    doubt. It holds the write lock while it runs, and therefore asks for the key.
    """
    document = standard
    if request.headers.get("content-type", "").partition(";")[0].strip() == PATCH:
        with database.read() as connection:
            document = patched(connection, standard)
    trial = try_standard(database, document, settings.profile, language)
    with database.read() as connection:
        return Json(tell(connection, trial, language, limit))
