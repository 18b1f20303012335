"""法规与材料的网页: what stands on which law, which papers have no basis, which need not be asked for."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from app.auditing.asking import region_of
from app.elements.citations import law_key
from app.kernel.clock import today
from app.kernel.http import get_database
from app.kernel.paging import decode, encode, page
from app.laws import queries
from app.laws.errors import LawNotFound
from app.laws.models import Law
from app.laws.payloads import payload
from app.tracing import papers, uses
from app.tracing.errors import PaperNotFound
from app.tracing.laws import outdated_in_use, unknown_in_use
from app.web.places import taking_part
from app.web.rendering import asked, respond

PAGE, MOST = 50, 200
ELEMENTS = ("legal_basis", "materials", "fees", "time_limit")
RANKS = ("1", "2", "3", "4", "5", "6")


def laws(request: Request) -> Response:
    """法规: the registry, by name, rank and status."""
    wanted = asked(request)
    rank, status = wanted.get("rank"), wanted.get("status")
    with get_database(request).read() as reader:
        statement = queries.listing(
            wanted.get("q"),
            int(rank) if rank in RANKS else None,
            status if status in queries.STATUSES else None,
            today(),
        )
        key, cursor = [Law.__table__.c.id], wanted.get("cursor")
        rows, following = page(reader, statement, key=key, limit=PAGE, cursor=cursor)
        return respond(
            request,
            "laws.html",
            rows=[payload(row).model_dump(mode="json") for row in rows],
            following=following,
            wanted=wanted,
            ranks=RANKS,
            statuses=queries.STATUSES,
        )


def outdated(request: Request) -> Response:
    """仍被引用的失效法规: repealed or replaced, and still cited."""
    with get_database(request).read() as reader:
        rows = outdated_in_use(reader)
        return respond(
            request, "laws_outdated.html", rows=rows[:MOST], more=max(0, len(rows) - MOST)
        )


def unknown(request: Request) -> Response:
    """登记里没有的法规: names that items cite and the registry lacks."""
    cursor = asked(request).get("cursor")
    with get_database(request).read() as reader:
        after = str(decode(cursor, 1)[0]) if cursor else ""
        rows = unknown_in_use(reader, after, PAGE)
        following = encode([rows[-1]["key"]]) if len(rows) == PAGE else None
        return respond(request, "laws_unknown.html", rows=rows, following=following, cursor=cursor)


def law(request: Request) -> Response:
    """一部法规: whether it is in force, what replaced it, and what stands on it."""
    number, wanted = request.path_params["law"], asked(request)
    with get_database(request).read() as reader:
        row = queries.by_id(reader, number)
        if row is None:
            raise LawNotFound(id=number)
        element = wanted.get("element") if wanted.get("element") in ELEMENTS else None
        place, cursor = region_of(reader, wanted.get("region")), wanted.get("cursor")
        everything = uses.uses_of_law(number, None, place)
        found = uses.uses_of_law(number, element, place).page(reader, _place(cursor), PAGE)
        return respond(
            request,
            "law.html",
            law=payload(row).model_dump(mode="json"),
            versions=[payload(one) for one in queries.versions(reader, row["key"])],
            successor=_named(reader, row["successor"]),
            counts=None if cursor else everything.count(reader),
            rows=uses.shown_citations(reader, found),
            following=_following(found),
            elements=ELEMENTS,
            wanted=wanted,
            regions=taking_part(reader),
        )


def _named(reader: Connection, name: str | None) -> int | None:
    """Return the number of the law of this name that is in force."""
    known = queries.versions(reader, law_key(name)) if name else []
    return next((row["id"] for row in known if row["ended"] is None), None)


def unfounded(request: Request) -> Response:
    """清理清单: materials that no law is named for, the most asked for first."""
    return _papers(request, "papers_unfounded.html", papers.unfounded)


def candidates(request: Request) -> Response:
    """免提交候选: what government itself issues, and yet asks for."""
    return _papers(request, "papers_candidates.html", papers.candidates)


def _papers(request: Request, template: str, read: Any) -> Response:
    cursor = asked(request).get("cursor")
    with get_database(request).read() as reader:
        rows = read(reader, _place(cursor), PAGE)
    following = _next_paper(rows)
    return respond(request, template, rows=rows, following=following, cursor=cursor)


def known_papers(request: Request) -> Response:
    """目录里的材料: every paper that is asked for, whatever its spellings."""
    wanted = asked(request)
    with get_database(request).read() as reader:
        rows = papers.named(reader, wanted.get("name"), _place(wanted.get("cursor")), PAGE)
    following = _next_paper(rows)
    return respond(request, "papers.html", rows=rows, following=following, wanted=wanted)


def paper(request: Request) -> Response:
    """要一份材料的事项: every place that asks for a paper."""
    number, wanted = request.path_params["paper"], asked(request)
    with get_database(request).read() as reader:
        name = papers.name_of(reader, number)
        if name is None:
            raise PaperNotFound(paper=number)
        place, cursor = region_of(reader, wanted.get("region")), wanted.get("cursor")
        lacking = wanted.get("unfounded") == "true"
        all_uses = uses.uses_of_paper(number, unfounded=lacking, region=place)
        found = all_uses.page(reader, _place(cursor), PAGE)
        return respond(
            request,
            "paper.html",
            name=name,
            rows=uses.shown_mentions(reader, found),
            total=None if cursor else sum(all_uses.count(reader).values()),
            following=_following(found),
            lacking=lacking,
            wanted=wanted,
            regions=taking_part(reader),
        )


def _place(cursor: str | None) -> tuple[int, int] | None:
    if cursor is None:
        return None
    first, second = (int(part or 0) for part in decode(cursor, 2))
    return first, second


def _next_paper(rows: list[dict[str, Any]]) -> str | None:
    return encode([rows[-1]["items"], rows[-1]["paper"]]) if len(rows) == PAGE else None


def _following(found: list[uses.Use]) -> str | None:
    return encode([found[-1].source, found[-1].item_id]) if len(found) == PAGE else None
