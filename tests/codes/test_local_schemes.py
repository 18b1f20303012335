from __future__ import annotations

import pytest

from app.codes import CodeKind, parse
from app.codes.local_schemes import LOCAL_SCHEMES, LocalScheme


@pytest.mark.parametrize("scheme", LOCAL_SCHEMES, ids=lambda scheme: scheme.title.en)
def test_the_example_of_each_scheme_is_recognised_as_its_own(scheme: LocalScheme) -> None:
    code = parse(scheme.example)
    assert code.kind is CodeKind.LOCAL
    assert code.scheme == scheme.title
    for part in code.parts:
        assert scheme.example[part.start - 1 :].startswith(part.value)


def test_guizhou() -> None:
    code = parse("XK001010012520000009390076")
    assert [part.value for part in code.parts] == [
        "XK",
        "00101",
        "001",
        "2",
        "520000",
        "009390076",
    ]
    meanings = [part.meaning.zh if part.meaning else None for part in code.parts]
    assert meanings == ["行政许可", None, "第 1 子项", "省级", "贵州省", None]


def test_zhejiang_tail_carries_the_national_parts() -> None:
    code = parse("0123456789abcdef0123456789abcdef4331400515002")
    assert [part.value for part in code.parts][1:] == ["4", "33", "14", "00515", "002"]
    kind = code.part("type")
    assert kind is not None
    assert kind.meaning is not None
    assert kind.meaning.zh == "公共服务"


@pytest.mark.parametrize(
    "text, body, version",
    [
        ("511A0138000000-511602000000-000-115113010833722043-1-00", "115113010833722043", "1"),
        ("Z-000408-001-511602000000-000-00877868-5-null-00", "00877868-5", "null"),
    ],
)
def test_sichuan(text: str, body: str, version: str) -> None:
    code = parse(text)
    assert (code.value("region"), code.value("body"), code.value("version")) == (
        "511602000000",
        body,
        version,
    )


def test_lower_case_local_codes_are_recognised() -> None:
    assert parse("62052400mz-xk-0001").kind is CodeKind.LOCAL
