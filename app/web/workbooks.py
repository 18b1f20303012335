"""目录工作簿的网页: choose what to take out of the catalogue as a workbook, to edit and bring back."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from app.auditing.asking import agency_of, region_of
from app.exporting.scope import Scope, count_items
from app.exporting.workbooks import split_codes
from app.kernel.http import get_database, session_of
from app.web.places import taking_part
from app.web.rendering import asked, respond

RECORDS = ("implementation", "base")


def choose(request: Request) -> Response:
    """目录工作簿: a scope, how many items it has, and the file. Asked with ``format=xlsx`` it is sent."""
    wanted = asked(request)
    kind = next((one for one in RECORDS if one == wanted.get("kind")), RECORDS[0])
    with get_database(request).read() as reader:
        scope = Scope(
            kind=kind,
            region=region_of(reader, wanted.get("region")),
            agency=agency_of(reader, wanted.get("agency")),
            codes=split_codes(request.query_params.getlist("code")),
            secrets="secrets" in wanted and session_of(request) is not None,
        )
        return respond(
            request,
            "workbooks.html",
            wanted=wanted,
            kind=kind,
            count=count_items(reader, scope) if wanted else None,
            regions=taking_part(reader),
        )
