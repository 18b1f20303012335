"""处置的网页: what auditors do about findings: waive, ask to mend, run the audit, freeze a baseline.

Reading is everybody's (``web/mending.py``, ``web/indicators.py``); these are for who signed in.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.agencies import by_code
from app.auditing import registry
from app.auditing.asking import rule_of
from app.auditing.runs import run_audit
from app.kernel.http import get_database, get_settings, signed_in_as
from app.measuring.baselines import take
from app.measuring.payloads import BaselineIn
from app.mending.rectifying.issuing import Wish, issue
from app.mending.rectifying.payloads import RectificationIn
from app.mending.waivers.granting import Grant, grant, withdraw
from app.mending.waivers.payloads import WaiverIn
from app.web.rendering import SEE_OTHER, asked, respond

WORKING_DAYS = 15


class Waived(BaseModel):
    """What a link beside a finding says of it: rule, place, item and body."""

    rule: str
    pointer: str | None = None
    item: str | None = Field(default=None, max_length=64)
    qualifier: str | None = Field(default=None, max_length=64)
    agency: str | None = Field(default=None, max_length=100)


def new_waiver(request: Request) -> Response:
    """豁免一条发现: for this item alone or for all of its body's, with reason and last day."""
    wanted = Waived.model_validate(asked(request))
    with get_database(request).read() as reader:
        body = by_code(reader, wanted.agency) if wanted.agency else None
    return respond(
        request,
        "waiver_new.html",
        wanted=wanted,
        rule=registry.all_rules()[rule_of(wanted.rule) or wanted.rule],
        body=body,
        who=signed_in_as(request) or "",
    )


def post_waiver(request: Request, form: FormData) -> Response:
    """Grant it, for whichever of item and body was chosen."""
    said = filled(form, "rule", "reason", "approver", "expires")
    whom = ("item", "qualifier") if form.get("whom") == "item" else ("agency",)
    said |= filled(form, *whom)
    if form.get("here"):
        said |= filled(form, "pointer")
    wanted = WaiverIn.model_validate(said)
    with get_database(request).write() as writer:
        grant(writer, Grant(**wanted.model_dump()), get_settings(request).profile)
    return RedirectResponse("/audit/waivers?state=in-force", SEE_OTHER)


def post_withdrawal(request: Request, _form: FormData) -> Response:
    """撤回豁免: it ends at once and stays on record."""
    with get_database(request).write() as writer:
        withdraw(writer, request.path_params["number"])
    return RedirectResponse("/audit/waivers?state=withdrawn", SEE_OTHER)


def new_rectification(request: Request) -> Response:
    """出具整改清单: of one body, which findings, and in how many working days."""
    code = asked(request).get("agency", "")
    with get_database(request).read() as reader:
        body = by_code(reader, code) if code else None
    return respond(
        request, "rectification_new.html", code=code, body=body, working_days=WORKING_DAYS
    )


def post_rectification(request: Request, form: FormData) -> Response:
    """Freeze the list, and open it."""
    said: dict[str, Any] = filled(form, "agency", "working_days", "note")
    wanted = RectificationIn.model_validate({**said, "severities": form.getlist("severity")})
    with get_database(request).write() as writer:
        number = issue(writer, Wish(**wanted.model_dump()))
    return RedirectResponse(f"/rectifications/{number}", SEE_OTHER)


def post_run(request: Request, form: FormData) -> Response:
    """全面审核: find everything again; the list of runs tells what came of it."""
    settings = get_settings(request)
    run_audit(
        get_database(request),
        settings.profile,
        anew=form.get("anew") == "yes",
        keep=settings.kept_runs,
    )
    return RedirectResponse("/audit/runs", SEE_OTHER)


def post_baseline(request: Request, form: FormData) -> Response:
    """留一个基线: freeze what every item asks for today."""
    wanted = BaselineIn.model_validate(filled(form, "name", "note"))
    with get_database(request).write() as writer:
        take(writer, wanted.name, wanted.note)
    return RedirectResponse("/indicators/baselines", SEE_OTHER)


def filled(form: FormData, *names: str) -> dict[str, Any]:
    """Return what was filled in; what was left empty was not said."""
    filled = {name: str(form.get(name) or "").strip() for name in names}
    return {name: value for name, value in filled.items() if value}
