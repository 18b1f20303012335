"""``/indicators`` and ``/scores``: what the policy wants counted, and the lists behind each number."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from sqlalchemy import Connection

from app.agencies.errors import AgencyNotFound
from app.kernel.handlers import RequestRefused
from app.kernel.http import (
    WRITE_PROBLEMS,
    DatabaseOf,
    HoldsKey,
    Json,
    LanguageOf,
    Reader,
    WriteKeyWrong,
    Writer,
    page_response,
)
from app.kernel.language import Language
from app.kernel.paging import InvalidCursor, Page, encode
from app.kernel.problem import documented
from app.measuring import baselines, payloads
from app.measuring.asking import DatedQuery, FigureQuery, PartQuery, PlaceQuery
from app.measuring.definitions import Indicator, indicator_named, indicators
from app.measuring.errors import (
    BaselineExists,
    CannotBeDivided,
    NoBaseline,
    NoSnapshot,
    UnknownBaseline,
    UnknownIndicator,
    UnknownScoringProfile,
)
from app.measuring.figures import all_figures, breakdown, figure
from app.measuring.parts import read_part, size_of
from app.measuring.scores import Whom, scores
from app.measuring.scoring import profile_named, profile_told, scoring_profiles
from app.measuring.selecting import By, Selection
from app.measuring.sheet import part_csv
from app.measuring.snapshots import figures_on, trend
from app.measuring.telling import described, told
from app.regions.errors import InvalidRegionCode

router = APIRouter(tags=["指标"])
Responses = dict[int | str, dict[str, Any]]

Slug = Annotated[str, Path(description="指标", examples=["at-most-one-visit-rate"])]
ProfileName = Annotated[str, Path(description="计分口径", examples=["claim-tiers"])]
BaselineName = Annotated[str, Path(description="基线的名称", examples=["2026年底"])]
ByWhat = Annotated[By, Query(description="按下级区划、实施主体、事项类型或行使层级")]
ByWhom = Annotated[Whom, Query(description="给下级区划或实施主体计分")]
VARY = {"Vary": "Accept-Language"}
PLACE = (InvalidRegionCode, AgencyNotFound)
MEASURED = (UnknownIndicator, UnknownBaseline, NoBaseline, CannotBeDivided, *PLACE)
_CSV: dict[str, Any] = {"text/csv": {"schema": {"type": "string"}}}
_ITEMS: Responses = {
    200: {"model": payloads.PartList, "content": _CSV},
    **documented(*MEASURED, InvalidCursor, WriteKeyWrong),
}


@router.get(
    "/indicators",
    summary="全部指标及现值 The indicators and their figures",
    responses={
        200: {"model": payloads.IndicatorList},
        **documented(UnknownBaseline, NoSnapshot, CannotBeDivided, *PLACE),
    },
)
def list_indicators(
    reader: Reader, language: LanguageOf, asked: Annotated[DatedQuery, Query()]
) -> Response:
    """每个指标的算式、范围、出处、目标和现值；`at` 给出那时留存的值。

    Every figure with its numerator, denominator and exclusions, each of which can be opened. What
    cannot be narrowed so, or has nothing to be compared with yet, has the figure null.
    """
    selection = asked.selection(reader)
    if asked.at is not None:
        rows = _kept(reader, asked, asked.at, selection, language, list(indicators().values()))
    else:
        found = all_figures(reader, selection, asked.baseline)
        rows = [
            told(one, found[slug], language, asked.stated()) for slug, one in indicators().items()
        ]
    name = asked.baseline or baselines.newest(reader)
    return Json({"items": rows, "baseline": name}, headers=VARY)


@router.get(
    "/indicators/baselines",
    summary="基线一览 The baselines",
    responses={200: {"model": payloads.BaselineList}},
)
def list_baselines(reader: Reader) -> Response:
    """压减率与之相比的各个日期，最近的在前。The dates that reductions are measured against."""
    return Json({"items": baselines.read_baselines(reader)})


@router.post(
    "/indicators/baselines",
    status_code=201,
    summary="留一个基线 Take a baseline",
    responses={
        201: {"model": payloads.BaselineOut},
        **documented(*WRITE_PROBLEMS, BaselineExists, RequestRefused),
    },
)
def post_baseline(writer: Writer, asked: payloads.BaselineIn) -> Response:
    """把统计范围内每个事项现在的材料数、时限、环节数、次数、收费项目数定格下来。

    Freeze what every item asks for today, so that later reductions can be measured against it.
    """
    return Json(baselines.take(writer, asked.name, asked.note), status_code=201)


@router.delete(
    "/indicators/baselines/{name}",
    status_code=204,
    summary="删去一个基线 Drop a baseline",
    responses=documented(*WRITE_PROBLEMS, UnknownBaseline),
)
def delete_baseline(writer: Writer, name: BaselineName) -> Response:
    """以它为准的压减率从此不能再算。Reductions can no longer be measured against it."""
    baselines.drop(writer, name)
    return Response(status_code=204)


@router.get(
    "/indicators/{slug}",
    summary="一个指标 One indicator",
    responses={200: {"model": payloads.IndicatorOut}, **documented(*MEASURED, NoSnapshot)},
)
def get_indicator(
    reader: Reader, language: LanguageOf, slug: Slug, asked: Annotated[DatedQuery, Query()]
) -> Response:
    """算式、范围、不计入的及原因、目标、出处和现值。

    The figure, and the addresses under which its numerator, denominator and exclusions are listed.
    """
    one, selection = indicator_named(slug), asked.selection(reader)
    if asked.at is not None:
        (row,) = _kept(reader, asked, asked.at, selection, language, [one])
        return Json(row, headers=VARY)
    found = figure(reader, one, selection, asked.baseline)
    return Json(told(one, found, language, asked.stated()), headers=VARY)


@router.get(
    "/indicators/{slug}/items", summary="指标背后的事项 Items of a figure", responses=_ITEMS
)
def list_items(
    request: Request,
    reader: Reader,
    database: DatabaseOf,
    language: LanguageOf,
    secrets: HoldsKey,
    slug: Slug,
    asked: Annotated[PartQuery, Query()],
) -> Response:
    """分子、分母、不计入的各有哪些事项；合计的指标注明每个事项计了多少。`format=csv` 一次给出全部。

    The items that a number was counted from. State secrets are counted, but listed only for
    holders of the write key.
    """
    one = indicator_named(slug)
    wanted, limit = asked.of(one, secrets=secrets), asked.limit
    found = figure(reader, one, asked.selection(reader), asked.baseline)
    sent = _sent(secrets)
    if asked.format == "csv":
        read_part(reader, wanted, language, limit=1)  # what is wrong is told before any line leaves
        return part_csv(database, wanted, language, sent)
    total = size_of(wanted, found)
    rows = read_part(reader, wanted, language, after=asked.after, limit=limit + 1) if total else []
    following = encode([rows[limit - 1][0]]) if len(rows) > limit else None
    page = Page([row for _, row in rows[:limit]], following)
    shown = None if asked.cursor or asked.q else total
    return page_response(request, page, more={"total": shown}, headers=sent)


@router.get(
    "/indicators/{slug}/breakdown",
    summary="指标分列 A figure broken down",
    responses={200: {"model": payloads.BreakdownOut}, **documented(*MEASURED)},
)
def get_breakdown(
    reader: Reader, slug: Slug, by: ByWhat, asked: Annotated[FigureQuery, Query()]
) -> Response:
    """按下级区划、主体、类型或层级分列，离目标最远的在前；各行之和就是全部。

    The rows add up to the whole; what belongs to no child region has a row of its own.
    """
    one = indicator_named(slug)
    rows = breakdown(reader, one, by, asked.selection(reader), asked.baseline)
    return Json({"slug": slug, "by": by, "items": rows})


@router.get(
    "/indicators/{slug}/trend",
    summary="指标的走势 The trend of a figure",
    responses={200: {"model": payloads.TrendOut}, **documented(UnknownIndicator, *PLACE)},
)
def get_trend(reader: Reader, slug: Slug, asked: Annotated[PlaceQuery, Query()]) -> Response:
    """每次留存（`yizhi indicators snapshot`）的值，按日期排列。The figures that were kept, by day."""
    one, selection = indicator_named(slug), asked.selection(reader)
    points = trend(reader, one, selection.region, selection.agency)
    return Json({"slug": slug, "version": one.version, "items": points})


@router.get(
    "/scores",
    summary="计分口径一览 The scoring profiles",
    responses={200: {"model": payloads.ProfileList}},
)
def list_profiles(language: LanguageOf) -> Response:
    """怎样给分、怎样扣分，依据什么。How points are given and taken, and after which rules."""
    return Json(
        {"items": [profile_told(one, language) for one in scoring_profiles().values()]},
        headers=VARY,
    )


@router.get(
    "/scores/{profile}",
    summary="得分 Scores",
    responses={
        200: {"model": payloads.ScoreList},
        **documented(UnknownScoringProfile, *PLACE),
    },
)
def get_scores(
    reader: Reader,
    language: LanguageOf,
    profile: ProfileName,
    asked: Annotated[PlaceQuery, Query()],
    by: ByWhom = "region",
) -> Response:
    """各下级区划或主体的得分，低的在前；每处扣分都能打开。Every deduction opens into its list."""
    one = profile_named(profile)
    rows = scores(reader, one, by, asked.selection(reader), language)
    return Json({"profile": one.name, "by": by, "items": rows}, headers=VARY)


def _kept(
    reader: Connection,
    asked: DatedQuery,
    at: date,
    selection: Selection,
    language: Language,
    wanted: list[Indicator],
) -> list[dict[str, Any]]:
    """Return indicators with the figures that were kept on a day or before.

    Raises:
        NoSnapshot: none were kept then.
        CannotBeDivided: they were kept of regions and of bodies, not of anything narrower.
    """
    both = "agency" if selection.agency and not selection.everywhere else None
    if finer := selection.finer or both:
        raise CannotBeDivided(slug=wanted[0].slug if len(wanted) == 1 else "*", by=finer)
    found = figures_on(reader, at, selection.region, selection.agency)
    if found is None:
        raise NoSnapshot(at=at.isoformat(), place=asked.agency or asked.region or "全部")
    day, figures = found
    return [
        {**described(one, language), "at": day.isoformat(), "figure": figures.get(one.slug)}
        for one in wanted
    ]


def _sent(secrets: bool) -> dict[str, str]:
    kept = {"Cache-Control": "private, no-store"} if secrets else {}
    return {"Vary": "Accept-Language, Authorization, X-API-Key", **kept}
