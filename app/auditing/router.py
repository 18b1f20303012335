"""``/audit``: what is missing, wrong or unlike its standard; where; and whose it is to mend."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response

from app.auditing import payloads
from app.auditing.asking import agency_of, region_of, rule_of
from app.auditing.errors import RuleNotFound, UnknownPlace
from app.auditing.filters import FindingFilter
from app.auditing.findings import read_findings
from app.auditing.items import audit_item, find_items
from app.auditing.rule import Severity
from app.auditing.rulebook import rule_rows
from app.auditing.runs import read_runs, run_audit
from app.auditing.sheet import findings_csv
from app.auditing.summary import By, breakdown, summary
from app.auditing.totals import numbers
from app.items.errors import ItemNotFound
from app.kernel.http import (
    WRITE_PROBLEMS,
    DatabaseOf,
    HoldsKey,
    Json,
    LanguageOf,
    Reader,
    SettingsOf,
    WriteKey,
    WriteKeyWrong,
    page_response,
)
from app.kernel.paging import Cursor, InvalidCursor, Limit, Page, decode, encode
from app.kernel.problem import documented

router = APIRouter(prefix="/audit", tags=["核查"])

RegionCode = Annotated[str | None, Query(description="区划代码，含其下级 region and all within it")]
AgencyCode = Annotated[str | None, Query(description="实施主体编码 agency")]
RuleCode = Annotated[str | None, Query(description="规则编号 rule")]
ItemCode = Annotated[str, Path(description="事项编码 code of an item")]
OneRule = Annotated[str, Path(description="规则编号 rule")]
Breakdown = Annotated[By, Path(description="按什么分列 broken down by what")]
Element = Annotated[str | None, Query(description="要素 element, as in `materials`")]
Gravity = Annotated[payloads.SeverityName | None, Query(description="严重程度 severity")]
Aspect = Annotated[payloads.AspectName | None, Query(description="完整、准确、一致、覆盖 aspect")]
Format = Annotated[
    Literal["json", "csv"], Query(description="csv：UTF-8 带 BOM，可直接用 Excel 打开")
]
Waived = Annotated[
    bool | None, Query(description="true 只列已豁免的，false 只列未豁免的 waived or not")
]
SHARED = {"Vary": "Accept"}
"""A page stands at the same address."""


@router.get(
    "/summary",
    summary="审核概况 Summary of the audit",
    responses={200: {"model": payloads.SummaryOut}, **documented(UnknownPlace)},
)
def get_summary(reader: Reader, region: RegionCode = None, agency: AgencyCode = None) -> Response:
    """四率（覆盖、完整、准确、一致）、各要素一致率、各规则发现数、先改什么归谁改、来源缺什么。

    与公开清单的占比同一口径：涉密的、已取消的事项连同其发现都不计入，`excluded` 写明各有多少。
    As in the shares of the lists, secret and cancelled items are left out, and `excluded` says
    how many; this is so for everybody, with the write key or without.
    """
    return Json(summary(reader, region_of(reader, region), agency_of(reader, agency)))


@router.get(
    "/summary/{by}",
    summary="分列的审核概况 The summary broken down",
    responses={200: {"model": payloads.BreakdownOut}, **documented(UnknownPlace)},
)
def get_breakdown(
    by: Breakdown, reader: Reader, region: RegionCode = None, agency: AgencyCode = None
) -> Response:
    """按下级区划、实施主体、要素或规则分列。By child region, agency, element or rule."""
    rows = breakdown(reader, by, region_of(reader, region), agency_of(reader, agency))
    return Json({"items": rows})


@router.get(
    "/findings",
    summary="列出审核发现 List findings",
    responses={
        200: {"model": payloads.FindingPage, "content": {"text/csv": {}}},
        **documented(UnknownPlace, RuleNotFound, InvalidCursor, WriteKeyWrong),
    },
)
def list_findings(
    request: Request,
    reader: Reader,
    database: DatabaseOf,
    language: LanguageOf,
    secrets: HoldsKey,
    region: RegionCode = None,
    agency: AgencyCode = None,
    rule: RuleCode = None,
    severity: Gravity = None,
    aspect: Aspect = None,
    element: Element = None,
    waived: Waived = None,
    format: Format = "json",
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """按事项、规则排列；`format=csv` 一次给出全部。In the order of items; CSV gives all at once.

    涉密事项的发现只给带写入密钥的读者。Findings on state secrets are for holders of the write key.
    """
    wanted = FindingFilter(
        region=region_of(reader, region),
        agency=agency_of(reader, agency),
        rule=rule_of(rule),
        severity=Severity[severity.upper()] if severity else None,
        aspect=aspect,
        element=element,
        secrets=secrets,
        waived=waived,
    )
    if format == "csv":
        return findings_csv(database, wanted, language, sent(secrets))
    after = tuple(int(part or 0) for part in decode(cursor, 3)) if cursor else None
    rows = read_findings(reader, wanted, language, after, limit + 1)  # type: ignore[arg-type]
    page = Page([shown for _, shown in rows[:limit]])
    if len(rows) > limit:
        page = Page(page.items, encode(rows[limit - 1][0]))
    told = dict.fromkeys(("total", "waived")) if cursor else numbers(reader, wanted)
    return page_response(request, page, more=told, headers=sent(secrets))


@router.get(
    "/items/{code}",
    summary="一个事项的审核结果 The audit of one item",
    responses={200: {"model": list[payloads.ItemAudit]}, **documented(ItemNotFound, WriteKeyWrong)},
)
def get_item(code: ItemCode, reader: Reader, language: LanguageOf, secrets: HoldsKey) -> Response:
    """全部发现，以及十个要素与标准并列。同码的事项、实施编码下的各业务办理项，各给一条。

    All findings, and both sides of each element, for each item with this code. Items that are
    state secrets are found only with the write key.
    """
    found = find_items(reader, code, secrets=secrets)
    if not found:
        raise ItemNotFound(code=code)
    audits = [audit_item(reader, identity, language) for identity in found]
    return Json(audits, headers=sent(secrets))


@router.get(
    "/rules",
    summary="列出审核规则 List the rules",
    responses={200: {"model": payloads.RuleList}},
)
def list_rules(reader: Reader) -> Response:
    """每条规则的说明、依据、严重程度与现有发现数（不含涉密、已取消的事项）。"""
    return Json({"items": rule_rows(reader)}, headers=SHARED)


@router.get(
    "/rules/{code}",
    summary="一条审核规则 One rule",
    responses={200: {"model": payloads.RuleOut}, **documented(RuleNotFound)},
)
def get_rule(code: OneRule, reader: Reader) -> Response:
    """What it reports, why that matters, how to put it right, and on whose authority."""
    wanted = rule_of(code)
    return Json(next(row for row in rule_rows(reader) if row["code"] == wanted), headers=SHARED)


@router.get(
    "/runs",
    summary="历次全面审核 Full runs",
    responses={200: {"model": payloads.RunList}},
)
def list_runs(reader: Reader) -> Response:
    """最近的在前。The newest first."""
    return Json({"items": read_runs(reader)})


@router.post(
    "/runs",
    status_code=201,
    summary="全面审核 Run the full audit",
    responses={201: {"model": payloads.RunOut}, **documented(*WRITE_PROBLEMS)},
)
def post_run(
    _key: WriteKey,
    database: DatabaseOf,
    settings: SettingsOf,
    anew: Annotated[bool, Query(description="要素值也重新判定 judge every value again")] = False,
) -> Response:
    """重算全部发现并与现有发现比对；`drift` 应为 0。Recompute all findings; `drift` should be 0."""
    run = run_audit(database, settings.profile, anew=anew, keep=settings.kept_runs)
    run.pop("before")
    return Json(run, status_code=201)


def sent(secrets: bool) -> dict[str, str]:
    """Return the headers of what depends on who asks, in which language, and for which medium.

    What holders of the key are told belongs in no shared cache.
    """
    kept = {"Cache-Control": "private, no-store"} if secrets else {}
    return {"Vary": "Accept, Accept-Language, Authorization, X-API-Key", **kept}
