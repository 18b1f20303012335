"""``/audit/rules/{code}/setting``: rules switched and graded for this installation."""

from __future__ import annotations

from fastapi import APIRouter, Response

from app.auditing.errors import RuleNotFound
from app.auditing.router import OneRule
from app.kernel.handlers import RequestRefused
from app.kernel.http import (
    WRITE_PROBLEMS,
    DatabaseOf,
    Json,
    LanguageOf,
    Reader,
    SettingsOf,
    WriteKey,
    Writer,
)
from app.kernel.problem import documented
from app.mending.ruling import payloads
from app.mending.ruling.applying import set_rule, setting
from app.mending.ruling.history import setting_of
from app.mending.ruling.previewing import preview, told

router = APIRouter(prefix="/audit/rules")


@router.get(
    "/{code}/setting",
    summary="一条规则的设置 The setting of a rule",
    responses={200: {"model": payloads.SettingOut}, **documented(RuleNotFound)},
)
def get_setting(code: OneRule, reader: Reader) -> Response:
    """是否启用、按什么严重程度计，以及历次设置是谁、何时、为何作的。"""
    return Json(setting_of(reader, code))


@router.put(
    "/{code}/setting",
    summary="设置一条规则 Set a rule",
    responses={
        200: {"model": payloads.SettingOut},
        **documented(*WRITE_PROBLEMS, RequestRefused, RuleNotFound),
    },
)
def put_setting(
    code: OneRule, writer: Writer, settings: SettingsOf, wanted: payloads.SettingIn
) -> Response:
    """停用、启用或改定严重程度；发现、概况、清单随即照此计。每次设置都记下是谁、为何。

    Findings, summary, lists and exit codes go by it at once. Who set it, and why, is kept.
    """
    set_rule(
        writer,
        code,
        setting(wanted.enabled, wanted.severity),
        settings.profile,
        (wanted.who, wanted.reason),
    )
    return Json(setting_of(writer, code))


@router.post(
    "/{code}/preview",
    summary="预览规则的设置 Preview a rule",
    responses={
        200: {"model": payloads.PreviewOut},
        **documented(*WRITE_PROBLEMS, RequestRefused, RuleNotFound),
    },
)
def post_preview(
    code: OneRule,
    _key: WriteKey,
    database: DatabaseOf,
    settings: SettingsOf,
    language: LanguageOf,
    wanted: payloads.Wanted,
) -> Response:
    """在全部事项上试一遍，再撤回：会多出、消失多少发现，各归哪个主体，并给出样例。

    Tried over the whole stock and taken back: how many findings would come or go, whose they are,
    and some of them. For a rule that is on already, this shows what judging it anew would change.
    """
    return Json(
        told(
            preview(
                database, code, setting(wanted.enabled, wanted.severity), settings.profile, language
            )
        )
    )
