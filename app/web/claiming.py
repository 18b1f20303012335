"""不认领的网页: what regions decline and why; for who signed in, to decline and to withdraw."""

from __future__ import annotations

import orjson
from pydantic import BaseModel, Field
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.auditing.asking import region_of
from app.auditing.errors import UnknownPlace
from app.claims.reasons import REASONS
from app.governing.declining import Wish, decline, withdraw
from app.governing.payloads import DeclineIn
from app.governing.reading import STATES, Wanted, count_declines, read_declines
from app.items.queries import heads
from app.kernel.http import get_database, get_settings, signed_in_as
from app.kernel.paging import decode, encode
from app.regions import by_id
from app.web.acting import filled
from app.web.places import taking_part
from app.web.rendering import SEE_OTHER, asked, respond

PAGE = 50
NOBODY = "管理员"


class Asked(BaseModel):
    """What a link in the matrix says: which base item, where."""

    base_code: str = Field(max_length=64)
    issuer: str | None = Field(default=None, max_length=12)
    region: str = Field(max_length=12)


def declines(request: Request) -> Response:
    """不认领的记录: those in force unless others are asked for; withdrawn ones too."""
    wanted = asked(request)
    state = next((one for one in STATES if one == wanted.get("state")), None)
    reason = next((one for one in REASONS if one == wanted.get("reason")), None)
    after = int(decode(wanted["cursor"], 1)[0] or 0) if "cursor" in wanted else 0
    with get_database(request).read() as reader:
        place = region_of(reader, wanted.get("region"))
        which = Wanted(place, wanted.get("base_code"), reason, state)
        rows = read_declines(reader, which, after=after, limit=PAGE + 1)
        return respond(
            request,
            "declines.html",
            rows=rows[:PAGE],
            following=encode([rows[PAGE - 1]["id"]]) if len(rows) > PAGE else None,
            total=count_declines(reader, which),
            regions=taking_part(reader),
            reasons=REASONS,
            states=STATES,
            wanted=wanted,
        )


def new_decline(request: Request) -> Response:
    """写明不认领: one base item in one region, with the reason."""
    wanted = Asked.model_validate(asked(request))
    with get_database(request).read() as reader:
        identity = region_of(reader, wanted.region)
        place = by_id(reader, identity) if identity is not None else None
        named = [
            one for one in heads(reader, wanted.base_code) if wanted.issuer in (None, one.qualifier)
        ]
    if place is None:
        raise UnknownPlace(code=wanted.region)
    return respond(
        request,
        "decline_new.html",
        wanted=wanted,
        place=place,
        name=next((orjson.loads(one.name) for one in named if one.name), None),
        reasons=REASONS,
        who=signed_in_as(request) or "",
    )


def post_decline(request: Request, form: FormData) -> Response:
    """Write it down, and show what the region declines."""
    stated = filled(form, "base_code", "issuer", "region", "agency", "reason", "note", "by")
    wanted = DeclineIn.model_validate(stated).model_dump()
    with get_database(request).write() as writer:
        wish = Wish(wanted.pop("base_code"), **wanted)
        decline(writer, wish, get_settings(request).profile)
    return RedirectResponse(f"/claims/declines?region={wish.region}", SEE_OTHER)


def post_withdrawal(request: Request, _form: FormData) -> Response:
    """撤回不认领: what is still not claimed is found unclaimed again."""
    who = signed_in_as(request) or NOBODY
    with get_database(request).write() as writer:
        number = request.path_params["number"]
        gone = withdraw(writer, number, who, get_settings(request).profile)
    return RedirectResponse(f"/claims/declines?region={gone['region']}", SEE_OTHER)
