"""``/audit/samples``: items to be looked at by eye, drawn so that anybody can draw them again."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.auditing.asking import agency_of, region_of
from app.auditing.errors import UnknownPlace
from app.auditing.router import AgencyCode, RegionCode
from app.kernel.http import Json, LanguageOf, Reader
from app.kernel.problem import documented
from app.mending.errors import CatalogueMoved, SizeMissing
from app.mending.sampling import payloads
from app.mending.sampling.drawing import CELLS, HEADERS, By, Draw, draw_sample, shown
from app.mending.sheets import Format, sheet_response

router = APIRouter()

Seed = Annotated[
    str,
    Query(min_length=1, max_length=100, description="种子 seed", examples=["2026-11-24 摇号 0417"]),
]
Size = Annotated[int | None, Query(ge=1, le=5000, description="抽多少项 how many")]
Share = Annotated[float | None, Query(gt=0, le=1, description="抽多大比例 which share of them")]
ByOf = Annotated[By, Query(description="按什么分层 stratified by what")]
TypeOf = Annotated[str | None, Query(max_length=8, description="事项类型", examples=["01"])]
LevelOf = Annotated[int | None, Query(ge=1, le=7, description="行使层级 1–7")]
VersionOf = Annotated[
    int | None, Query(ge=0, le=2**62, description="目录版本：不是这一版时不抽 only at this version")
]
FormatOf = Annotated[Format, Query(description="csv、xlsx 可直接填写抽查结论")]


@router.get(
    "/audit/samples",
    summary="抽查样本 A sample for spot checks",
    responses={
        200: {"model": payloads.SampleOut, "content": {"text/csv": {}}},
        **documented(UnknownPlace, CatalogueMoved, SizeMissing),
    },
)
def get_sample(
    reader: Reader,
    language: LanguageOf,
    seed: Seed,
    size: Size = None,
    share: Share = None,
    by: ByOf = "none",
    region: RegionCode = None,
    agency: AgencyCode = None,
    type: TypeOf = None,
    level: LevelOf = None,
    version: VersionOf = None,
    format: FormatOf = "json",
) -> Response:
    """同样的种子、目录版本和范围，抽出同样的事项，任何人都可以照样重抽。

    范围：在用、不涉密的实施清单事项。每项的排序值是 SHA-256（种子、换行、编码、换行、区分）；各层名额按最大余数法分配，
    每层取排序值最小的。The same seed, version and filters give the same sample: items are ordered by
    the SHA-256 of seed, code and qualifier, joined by line feeds; strata get their places by
    largest remainder.
    """
    if (size is None) is (share is None):
        raise SizeMissing
    place, body = region_of(reader, region), agency_of(reader, agency)
    draw = Draw(seed, size, share, by, place, body, type, level)
    sample = draw_sample(reader, draw, version)
    told = shown(reader, sample, language)
    if format == "json":
        return Json(told)
    cells = [[item[name] for name in CELLS] for item in told["items"]]
    return sheet_response(f"sample.{format}", HEADERS[language], cells, {"Vary": "Accept-Language"})
