"""规则设置的网页: how a rule is taken here, what another setting would change, and setting it."""

from __future__ import annotations

from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.auditing import registry
from app.auditing.asking import rule_of
from app.kernel.http import get_database, get_language, get_settings, signed_in_as
from app.mending.ruling.applying import set_rule, setting
from app.mending.ruling.history import setting_of
from app.mending.ruling.payloads import SettingIn, Wanted
from app.mending.ruling.previewing import preview, told
from app.web.rendering import SEE_OTHER, respond

MOST_BODIES = 50


def rule_setting(request: Request) -> Response:
    """一条规则的设置: what holds now, who set it so and why, and the form to set it otherwise."""
    return _shown(request, _code(request), {})


def post_preview(request: Request, form: FormData) -> Response:
    """预览: tried over the whole stock and taken back; the form keeps what was tried."""
    code, wanted = _code(request), Wanted.model_validate(_wanted(form))
    seen = preview(
        get_database(request),
        code,
        setting(wanted.enabled, wanted.severity),
        get_settings(request).profile,
        get_language(request),
    )
    return _shown(request, code, dict(form), seen=told(seen))


def post_setting(request: Request, form: FormData) -> Response:
    """Set the rule; findings, rates and lists go by it at once."""
    code = _code(request)
    signed = {name: str(form.get(name, "")).strip() for name in ("who", "reason")}
    wanted = SettingIn.model_validate({**_wanted(form), **signed})
    with get_database(request).write() as writer:
        set_rule(
            writer,
            code,
            setting(wanted.enabled, wanted.severity),
            get_settings(request).profile,
            (wanted.who, wanted.reason),
        )
    return RedirectResponse(f"/audit/rules/{code}/setting", SEE_OTHER)


def _shown(
    request: Request, code: str, form: dict[str, Any], *, seen: dict[str, Any] | None = None
) -> Response:
    with get_database(request).read() as reader:
        now = setting_of(reader, code)
    bodies = seen["agencies"] if seen else []
    return respond(
        request,
        "rule_setting.html",
        rule=registry.all_rules()[code],
        now=now,
        form=form,
        who=form.get("who") or signed_in_as(request) or "",
        seen=seen,
        bodies=bodies[:MOST_BODIES],
        more_bodies=max(0, len(bodies) - MOST_BODIES),
    )


def _code(request: Request) -> str:
    """Return the code of the rule that the address names, by its present name."""
    code: str = request.path_params["code"]
    return rule_of(code) or code


def _wanted(form: FormData) -> dict[str, Any]:
    return {"enabled": form.get("enabled") != "no", "severity": form.get("severity") or None}
