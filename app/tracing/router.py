"""``/laws/…`` and ``/materials``: what stands on which law, which papers come from where."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response

from app.auditing.asking import agency_of, region_of
from app.auditing.errors import UnknownPlace
from app.kernel.http import Json, Reader, page_response
from app.kernel.paging import Cursor, InvalidCursor, Limit, Page, decode, encode
from app.kernel.problem import documented
from app.laws import queries as registry
from app.laws.errors import LawNotFound
from app.tracing import laws, papers, payloads, repeats, uses
from app.tracing.errors import PaperNotFound

router = APIRouter(tags=["法规与材料"])

Element = Annotated[
    Literal["legal_basis", "time_limit", "materials", "fees"] | None,
    Query(description="只看这个要素 only this element"),
]
Within = Annotated[str | None, Query(description="区划代码，含其下级 region and all within it")]
Body = Annotated[str, Query(description="实施主体代码 agency", examples=["11990100MB0A56783W"])]
PaperNumber = Annotated[
    int, Path(ge=1, le=2**31 - 1, description="文书编号 number of the paper", examples=[12])
]


@router.get(
    "/laws/outdated",
    summary="仍被引用的失效法规 Laws cited though no longer in force",
    responses={200: {"model": payloads.OutdatedLaws}},
)
def list_outdated(reader: Reader) -> Response:
    """已废止和已被新版取代的法规，各有多少事项引用，多的在前。Repealed and replaced laws in use."""
    return Json({"items": laws.outdated_in_use(reader)})


@router.get(
    "/laws/unknown",
    summary="登记里没有的法规 Laws cited that the registry lacks",
    responses={200: {"model": payloads.UnknownLaws}, **documented(InvalidCursor)},
)
def list_unknown(
    request: Request, reader: Reader, limit: Limit = 50, cursor: Cursor = None
) -> Response:
    """地方性法规、文件，或写错的名称；可用 `yizhi laws add` 补登。Local laws, documents, misprints."""
    after = str(decode(cursor, 1)[0]) if cursor else ""
    rows = laws.unknown_in_use(reader, after, limit)
    following = encode([rows[-1]["key"]]) if len(rows) == limit else None
    return page_response(request, Page(rows, following))


@router.get(
    "/laws/unfounded-materials",
    summary="没有依据的材料 Materials that no law is named for",
    responses={200: {"model": payloads.UnfoundedPapers}, **documented(InvalidCursor)},
)
def list_unfounded(
    request: Request, reader: Reader, limit: Limit = 50, cursor: Cursor = None
) -> Response:
    """清理清单：没有写依据的材料，按名称归并；申请表、常见证照、身份证明不算。By name, most asked for first."""
    rows = papers.unfounded(reader, _place(cursor), limit)
    return page_response(request, _by_items(rows, limit))


@router.get(
    "/laws/{law}/uses",
    summary="引用一部法规的事项 What stands on a law",
    responses={
        200: {"model": payloads.LawUses},
        **documented(LawNotFound, UnknownPlace, InvalidCursor),
    },
)
def list_uses(
    request: Request,
    law: Annotated[
        int, Path(ge=1, le=2**31 - 1, description="登记编号 number in the registry", examples=[176])
    ],
    reader: Reader,
    element: Element = None,
    region: Within = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """设定依据、材料依据、收费依据、特别程序依据中的每一处引用。Every place, with exact counts."""
    if registry.by_id(reader, law) is None:
        raise LawNotFound(id=law)
    asked = uses.uses_of_law(law, element, region_of(reader, region))
    found = asked.page(reader, _place(cursor), limit)
    counts = None if cursor else asked.count(reader)
    more = {"total": None if counts is None else sum(counts.values()), "by_element": counts}
    rows = uses.shown_citations(reader, found)
    return page_response(request, Page(rows, _next(found, limit)), more=more)


@router.get(
    "/materials",
    summary="目录里的材料 Papers that the catalogue asks for",
    responses={200: {"model": payloads.KnownPapers}, **documented(InvalidCursor)},
)
def list_papers(
    request: Request,
    reader: Reader,
    name: Annotated[
        str | None, Query(max_length=100, description="名称中的字", examples=["执照"])
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """写法不同的同一材料算一种，要得最多的在前。One entry whatever the spellings, most first."""
    rows = papers.named(reader, name, _place(cursor), limit)
    return page_response(request, _by_items(rows, limit))


@router.get(
    "/materials/candidates",
    summary="免提交候选 Papers that need not be handed in",
    responses={200: {"model": payloads.CandidatePapers}, **documented(InvalidCursor)},
)
def list_candidates(
    request: Request, reader: Reader, limit: Limit = 50, cursor: Cursor = None
) -> Response:
    """政府核发的证照，或本目录事项的办理结果，而仍在向申请人要的。Issued by government, yet asked for."""
    rows = papers.candidates(reader, _place(cursor), limit)
    return page_response(request, _by_items(rows, limit))


@router.get(
    "/materials/self-issued",
    summary="自发自要的材料 Papers a body asks for though it issues them",
    responses={200: {"model": payloads.SelfIssued}, **documented(UnknownPlace)},
)
def list_self_issued(reader: Reader, agency: Body) -> Response:
    """一个主体向申请人要它自己另一事项的办理结果。证照清单上的见规则 material-issued-by-the-asker。"""
    found = repeats.self_issued(reader, agency_of(reader, agency) or 0)
    return Json({"items": uses.shown_mentions(reader, found)})


@router.get(
    "/materials/repeated",
    summary="同一主项里重复要的材料 Papers asked for twice in one bundle",
    responses={200: {"model": payloads.RepeatedPapers}, **documented(UnknownPlace)},
)
def list_repeated(reader: Reader, agency: Body) -> Response:
    """一个主体的同一主项，几个子项都要同一份材料，可一次提交、各项共用。申请表不算；首次、变更、延续等办理项只会办其一，也不算。"""
    return Json({"items": repeats.repeated(reader, agency_of(reader, agency) or 0)})


@router.get(
    "/materials/{paper}/uses",
    summary="要一份材料的事项 Items that ask for a paper",
    responses={
        200: {"model": payloads.PaperUses},
        **documented(PaperNotFound, UnknownPlace, InvalidCursor),
    },
)
def list_paper_uses(
    request: Request,
    paper: PaperNumber,
    reader: Reader,
    unfounded: Annotated[bool, Query(description="只看没有写依据的 only without a basis")] = False,
    region: Within = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """逐处列出，总数精确。Every place, with an exact count."""
    if not papers.exists(reader, paper):
        raise PaperNotFound(paper=paper)
    asked = uses.uses_of_paper(paper, unfounded=unfounded, region=region_of(reader, region))
    found = asked.page(reader, _place(cursor), limit)
    total = None if cursor else sum(asked.count(reader).values())
    rows = uses.shown_mentions(reader, found)
    return page_response(request, Page(rows, _next(found, limit)), more={"total": total})


def _place(cursor: str | None) -> tuple[int, int] | None:
    if cursor is None:
        return None
    first, second = (int(part or 0) for part in decode(cursor, 2))
    return first, second


def _next(found: list[uses.Use], limit: int) -> str | None:
    return encode([found[-1].source, found[-1].item_id]) if len(found) == limit else None


def _by_items(rows: list[dict[str, object]], limit: int) -> Page:
    key = [int(str(rows[-1][name])) for name in ("items", "paper")] if rows else []
    return Page(rows, encode(key) if len(rows) == limit else None)
