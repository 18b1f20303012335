"""首页: one page with the figures leaders ask for, each opening into what it was counted from."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from app.auditing.asking import region_of
from app.auditing.summary import summary
from app.auditing.tally import Count, count
from app.kernel.http import get_database
from app.regions import subtree_ids
from app.web.lists import main_shares
from app.web.places import view
from app.web.rendering import asked, respond

RATES = ("coverage", "completeness", "correctness", "consistency")


def start(request: Request) -> Response:
    """首页: what the catalogue holds, its four rates, its lists, region by region."""
    with get_database(request).read() as reader:
        region = region_of(reader, asked(request).get("region"))
        whole = summary(reader, region)
        within = None if region is None else set(subtree_ids(reader, region))
        return respond(
            request,
            "start.html",
            whole=whole,
            rates=RATES,
            held=holdings(count(reader), within),
            view=view(reader, region),
            shares=main_shares(request, reader, region),
        )


def holdings(counted: Count, within: set[int] | None) -> dict[str, int]:
    """Return how many items, standards, bodies and regions there are (within some regions)."""
    chosen = {
        place: tally
        for place, tally in counted.tallies.items()
        if within is None or place[0] in within
    }
    items = sum(tally.items for tally in chosen.values())
    local = sum(tally.local_items for tally in chosen.values())
    return {
        "items": local,
        "base_items": items - local,
        "agencies": len({body for _, body in chosen if body is not None}),
        "regions": len({region for region, _ in chosen if region is not None}),
    }
