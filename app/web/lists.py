"""清单的网页: each public list with its share drawn, by district, and its members with reasons."""

from __future__ import annotations

from math import ceil
from typing import Any

import orjson
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from app.items.asking import known_id
from app.kernel.http import get_database, get_language
from app.publishing.lists.definitions import LISTS, MAIN, PublicList
from app.publishing.lists.reading import index, list_named, page_of
from app.publishing.lists.router import MemberQuery
from app.publishing.lists.shares import shares, summary
from app.web.places import taking_part
from app.web.rendering import asked, respond

MOST_AGENCIES = 10


def lists(request: Request) -> Response:
    """公开清单: all of them, with what they mean and how large they are."""
    with get_database(request).read() as reader:
        rows = index(shares(reader), get_language(request))
    return respond(request, "lists.html", rows=[_drawn(row) for row in rows])


def one_list(request: Request) -> Response:
    """一个清单: its share, where it lags, and who is on it and why (or why not)."""
    one = list_named(request.path_params["slug"])
    language = get_language(request)
    wanted = MemberQuery.model_validate({"limit": "20", **asked(request)})
    with get_database(request).read() as reader:
        items, following = page_of(reader, wanted.of(one), language, wanted)
        share = _share(request, reader, one, known_id(wanted.region))
        regions = taking_part(reader)
    return respond(
        request,
        "list.html",
        share=share,
        rows=orjson.loads(orjson.dumps(items)),
        following=following,
        wanted=wanted,
        regions=regions,
        most=MOST_AGENCIES,
    )


def main_shares(request: Request, reader: Connection, region: int | None) -> list[dict[str, Any]]:
    """Return the shares of the lists that the policy asks for, in a region."""
    return [_share(request, reader, LISTS[slug], region, most=0) for slug in MAIN]


def _share(
    request: Request,
    reader: Connection,
    one: PublicList,
    region: int | None,
    most: int = MOST_AGENCIES,
) -> dict[str, Any]:
    counted, language = shares(reader), get_language(request)
    told = summary(reader, counted, one, language, region or 0, most=most)
    if region is None and len(told["regions"]) == 1 and told["regions"][0]["region"]:
        # one part alone is no comparison: what lies in it is
        only = int(told["regions"][0]["region"])
        below = summary(reader, counted, one, language, only, most=0)
        told |= {"region": below["region"], "regions": below["regions"]}
    return _drawn(told)


def _drawn(told: dict[str, Any]) -> dict[str, Any]:
    """Add how many members the target still wants, so that a leader need not work it out."""
    target = told["target"]
    wanted = 0 if target is None else ceil(target * told["population"] - 1e-9)
    return {**told, "short": max(0, wanted - told["members"])}
