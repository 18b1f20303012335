"""改错的网页: runs compared, waivers, and rectification lists re-checked, as plain tables."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.auditing.asking import agency_of, region_of
from app.auditing.runs import read_runs
from app.kernel.http import get_database, get_language
from app.kernel.paging import cut, decode, encode, number_in
from app.mending.heads import Area
from app.mending.rectifying.rechecking import STATES, read_lists, recheck
from app.mending.runs.comparing import Key, compare, counts, lines, shown, state_of
from app.mending.runs.parts import PARTS
from app.mending.waivers.granting import State, read_all
from app.web.places import taking_part
from app.web.rendering import asked, respond

PAGE = 50
WAIVED: tuple[State, ...] = ("in-force", "to-come", "expired", "withdrawn")


def runs(request: Request) -> Response:
    """审核批次: the full runs; two of them chosen lead to what changed between them."""
    wanted = asked(request)
    before, after = wanted.get("before", ""), wanted.get("after", "")
    if before.isdecimal() and after.isdecimal():
        return RedirectResponse(f"/audit/runs/{int(before)}/against/{int(after)}", 303)
    with get_database(request).read() as reader:
        rows = read_runs(reader)
    kept = [run for run in rows if run["kept"]]
    return respond(request, "runs.html", rows=rows, kept=kept)


def comparison(request: Request) -> Response:
    """两次之间: new, mended, unchanged; what came or went with its item or rule is told apart."""
    wanted, language = asked(request), get_language(request)
    before, after = request.path_params["before"], request.path_params["after"]
    part = next((one for one in PARTS if one == wanted.get("part")), PARTS[0])
    cursor = wanted.get("cursor")
    key: Key | None = tuple(decode(cursor, 3)) if cursor else None  # type: ignore[assignment]
    with get_database(request).read() as reader:
        area = Area(region_of(reader, wanted.get("region")))
        told = compare(reader, before, after, area)
        found = lines(reader, told, part, key, PAGE + 1)
        return respond(
            request,
            "runs_compared.html",
            told={**state_of(reader, told), **counts(reader, told)},
            dates=_dates(reader, before, after),
            rows=shown(reader, found[:PAGE], part, language),
            following=encode(found[PAGE - 1][:3]) if len(found) > PAGE else None,
            part=part,
            parts_=PARTS,
            wanted=wanted,
            regions=taking_part(reader),
        )


def _dates(reader: Connection, *numbers: int) -> dict[int, str]:
    started = {run["id"]: run["started_at"] for run in read_runs(reader)}
    return {number: started.get(number, "") for number in numbers}


def waivers(request: Request) -> Response:
    """豁免: who accepted what, why, until when; the ones in force unless others are asked for."""
    wanted = asked(request)
    state = next((one for one in WAIVED if one == wanted.get("state")), None)
    after = _after(wanted)
    with get_database(request).read() as reader:
        page = cut(read_all(reader, state, secrets=False, after=after, limit=PAGE + 1), PAGE)
    return respond(
        request,
        "waivers.html",
        rows=page.items,
        following=page.next,
        state=state,
        states=WAIVED,
        wanted=wanted,
    )


def rectifications(request: Request) -> Response:
    """整改清单: what was asked of whom, and by when."""
    wanted = asked(request)
    with get_database(request).read() as reader:
        body = agency_of(reader, wanted.get("agency"))
        page = cut(read_lists(reader, body, after=_after(wanted), limit=PAGE + 1), PAGE)
    return respond(
        request, "rectifications.html", rows=page.items, following=page.next, wanted=wanted
    )


def rectification(request: Request) -> Response:
    """复核一份整改清单: what has become of each of its lines."""
    wanted, after = asked(request), _after(asked(request))
    state = next((one for one in STATES if one == wanted.get("state")), None)
    with get_database(request).read() as reader:
        checked = recheck(reader, request.path_params["number"], secrets=False)
    rest: list[dict[str, Any]] = [
        line for line in checked.lines if line["number"] > after and state in (None, line["state"])
    ]
    page = cut(rest, PAGE, "number")
    return respond(
        request,
        "rectification.html",
        head=checked.head,
        rows=page.items,
        following=page.next,
        state=state,
        states=STATES,
        wanted=wanted,
    )


def _after(wanted: dict[str, str]) -> int:
    return number_in(wanted.get("cursor")) or 0
