"""A form that changes nothing is no patch; every line crossed out or written is in it."""

from __future__ import annotations

from typing import Any

import pytest

from app.kernel.handlers import RequestRefused
from app.web.drafting import patch_of

NAMED = {"base_code": "000117001001", "issuer": "000000000000"}
STANDARD: dict[str, Any] = {
    **NAMED,
    "name": "排水许可",
    "conditions": "第一条\n第二条",
    "time_limit": {"statutory": {"number": 20, "unit": "1", "text": "20个工作日"}},
    "process": {"steps": [{"name": "受理"}, {"name": "决定"}], "text": "受理→决定"},
    "materials": [{"name": "申请表", "necessity": "1"}, {"name": "营业执照", "necessity": "1"}],
    "legal_basis": [{"law": "城镇排水与污水处理条例", "article": "第二十一条"}],
    "fees": {"charged": True, "items": [{"name": "工本费"}]},
    "result": {"name": "排水许可证"},
}
AS_IT_IS = {
    "name": "排水许可",
    "conditions": "第一条\r\n第二条",
    "statutory-number": "20",
    "statutory-unit": "1",
    "promised-number": "",
    "promised-unit": "",
    "materials-0": "1",
    "necessity-0": "1",
    "materials-1": "1",
    "necessity-1": "1",
    "steps-0": "1",
    "steps-1": "1",
    "legal_basis-0": "1",
    "charged": "yes",
    "result": "排水许可证",
}


def test_a_form_left_as_it_was_changes_nothing() -> None:
    assert patch_of(STANDARD, AS_IT_IS) == NAMED


def test_a_form_of_a_bare_standard_left_as_it_was_changes_nothing() -> None:
    assert patch_of(NAMED, {"charged": ""}) == NAMED


@pytest.mark.parametrize(
    "form, change",
    [
        ({"name": "排水许可证核发"}, {"name": "排水许可证核发"}),
        ({"conditions": ""}, {"conditions": None}),
        (
            {"statutory-number": "10"},
            {"time_limit": {"statutory": {"number": 10, "unit": "1", "text": None, "note": None}}},
        ),
        ({"statutory-number": ""}, {"time_limit": {"statutory": None}}),
        (
            {"promised-number": "3"},
            {"time_limit": {"promised": {"number": 3, "unit": "1", "text": None, "note": None}}},
        ),
        ({"materials-1": ""}, {"materials": [{"name": "申请表", "necessity": "1"}]}),
        (
            {"necessity-1": "2"},
            {
                "materials": [
                    {"name": "申请表", "necessity": "1"},
                    {"name": "营业执照", "necessity": "2"},
                ]
            },
        ),
        (
            {"materials-0": "", "materials-1": "", "materials-new": "\r\n 承诺书 \r\n"},
            {"materials": [{"name": "承诺书", "necessity": "1"}]},
        ),
        (
            {"steps-1": "", "steps-new": "送达"},
            {"process": {"steps": [{"name": "受理"}, {"name": "送达"}], "text": None, "chart": None}},
        ),
        ({"charged": "no"}, {"fees": {"charged": False, "items": None}}),
        ({"result": ""}, {"result": {"name": None}}),
        ({"patch": '{"handling": {"visits": 0}}'}, {"handling": {"visits": 0}}),
    ],
)  # fmt: skip
def test_what_was_changed_is_the_patch(form: dict[str, str], change: dict[str, Any]) -> None:
    assert patch_of(STANDARD, {**AS_IT_IS, **form}) == {**change, **NAMED}


def test_bases_are_read_as_imports_read_them() -> None:
    form = {**AS_IT_IS, "legal_basis-new": "《中华人民共和国行政许可法》第四十二条"}
    *kept, added = patch_of(STANDARD, form)["legal_basis"]
    assert kept == STANDARD["legal_basis"]
    assert added == {"law": "中华人民共和国行政许可法", "article": "第四十二条"}


def test_a_patch_cannot_change_another_standard() -> None:
    form = {**AS_IT_IS, "patch": '{"base_code": "999999999999"}'}
    assert patch_of(STANDARD, form) == NAMED


@pytest.mark.parametrize("patch", ["{", "[]", "3"])
def test_a_patch_that_is_none_is_refused(patch: str) -> None:
    with pytest.raises(RequestRefused):
        patch_of(STANDARD, {**AS_IT_IS, "patch": patch})
