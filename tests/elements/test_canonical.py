"""Laws of the canonical form: looks are folded, order where it means nothing, and only that."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.elements.comparison import COMPARATORS, Answer
from app.elements.kinds import KIND_BY_NAME, KINDS
from app.kernel.hashing import canonical_bytes

WORDS = st.sampled_from(
    ["许可证", "申请表", "居民身份证", "营业执照", "第三条", "二十日", "1.5万元", "自受理之日起", "（市级）", "〔2004〕20号"]
)  # fmt: skip
NOISE = st.sampled_from(
    ["", "", "，", "。", "；", " ", "　", "（", "）", "《", "》", "“", "—", "1、", "\n"]
)
TEXTS = st.lists(st.one_of(WORDS, NOISE), min_size=1, max_size=6).map("".join)
CODES = st.sampled_from(["1", "2", "3", "5", "9"])
NUMBERS = st.integers(0, 400)
FLAGS = st.booleans()


def record(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


def codes() -> st.SearchStrategy[list[str]]:
    return st.lists(CODES, max_size=4)


LIMIT = record(number=NUMBERS, unit=CODES, text=TEXTS, note=TEXTS)
FORM = record(id=CODES, name=TEXTS, version=CODES, digest=CODES)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "name": TEXTS,
    "conditions": TEXTS,
    "authority": record(power_source=CODES, joint_agencies=st.lists(TEXTS, max_size=3)),
    "legal_basis": st.lists(
        record(law=TEXTS, number=TEXTS, article=TEXTS, text=TEXTS, kind=CODES), max_size=4
    ),
    "audience": record(objects=codes(), personal_topics=codes(), corporate_topics=codes()),
    "time_limit": record(statutory=LIMIT, promised=LIMIT),
    "process": record(text=TEXTS, steps=st.lists(record(name=TEXTS, number=NUMBERS), max_size=4)),
    "materials": st.lists(
        record(name=TEXTS, necessity=CODES, originals=NUMBERS, copies=NUMBERS, form=FORM),
        max_size=4,
    ),
    "fees": record(
        charged=FLAGS, items=st.lists(record(name=TEXTS, amount=NUMBERS, unit=TEXTS), max_size=3)
    ),
    "result": record(types=codes(), name=TEXTS),
    "handling": record(visits=NUMBERS, depth=codes(), channels=codes(), online=FLAGS),
    "contact": record(address=TEXTS, consult=TEXTS),
    "questions": st.lists(record(question=TEXTS, answer=TEXTS), max_size=3),
}
UNORDERED = {
    "authority": ("joint_agencies",),
    "audience": ("objects", "personal_topics", "corporate_topics"),
    "fees": ("items",),
    "result": ("types",),
    "handling": ("depth", "channels"),
}
LISTS = ("legal_basis", "materials")


def canonical(kind: str, plain: Any) -> object:
    return KIND_BY_NAME[kind].canonical(KIND_BY_NAME[kind].parse(plain))


def shuffled(members: list[Any], seed: int) -> list[Any]:
    return random.Random(seed).sample(members, len(members))


def test_kinds_are_numbered_in_order() -> None:
    assert [kind.number for kind in KINDS] == list(range(13))
    assert set(VALUES) == set(KIND_BY_NAME)


@pytest.mark.parametrize("kind", sorted(VALUES))
@settings(max_examples=40)
@given(data=st.data())
def test_canonical_twice_is_canonical_once(kind: str, data: st.DataObject) -> None:
    once = canonical(kind, data.draw(VALUES[kind]))
    assert canonical(kind, once) == once
    assert canonical_bytes(once)


def _shuffled_fields(kind: str, plain: dict[str, Any], seed: int) -> dict[str, Any]:
    lists = {name: shuffled(plain[name], seed) for name in UNORDERED[kind] if name in plain}
    return {**plain, **lists}


@pytest.mark.parametrize("kind", [*UNORDERED, *LISTS])
@settings(max_examples=40)
@given(data=st.data(), seed=st.integers(0, 1000))
def test_order_means_nothing_where_said(kind: str, data: st.DataObject, seed: int) -> None:
    plain = data.draw(VALUES[kind])
    other = shuffled(plain, seed) if kind in LISTS else _shuffled_fields(kind, plain, seed)
    assert canonical(kind, other) == canonical(kind, plain)


def test_the_order_of_steps_means_something() -> None:
    forth = {"steps": [{"name": "受理"}, {"name": "审查"}]}
    back = {"steps": [{"name": "审查"}, {"name": "受理"}]}
    assert canonical("process", forth) != canonical("process", back)


@pytest.mark.parametrize("comparator", sorted(COMPARATORS))
@settings(max_examples=40)
@given(data=st.data())
def test_a_value_is_the_same_as_itself(comparator: str, data: st.DataObject) -> None:
    kind = KIND_BY_NAME[COMPARATORS[comparator].kind]
    value = kind.parse(data.draw(VALUES[kind.name]))
    assert COMPARATORS[comparator].compare(value, value).answer is Answer.SAME


@pytest.mark.parametrize("comparator", sorted(COMPARATORS))
@settings(max_examples=40)
@given(data=st.data())
def test_any_two_values_have_an_answer(comparator: str, data: st.DataObject) -> None:
    kind = KIND_BY_NAME[COMPARATORS[comparator].kind]
    standard, local = (kind.parse(data.draw(VALUES[kind.name])) for _ in range(2))
    comparison = COMPARATORS[comparator].compare(standard, local)
    assert comparison.answer in Answer
    assert canonical_bytes(comparison.difference)
    if kind.canonical(standard) == kind.canonical(local):
        assert comparison.answer is Answer.SAME


@pytest.mark.parametrize("comparator", sorted(COMPARATORS))
def test_absence_proves_nothing(comparator: str) -> None:
    compare = COMPARATORS[comparator].compare
    assert compare(None, "x").answer is Answer.UNPROVEN
    assert compare("x", None).difference == {"reason": "absent-local"}


@pytest.mark.parametrize(
    "kind,one,other",
    [
        ("materials", [], None),
        ("fees", {"items": []}, {}),
        ("contact", {"consult": "020-12345"}, {"consult": "02012345"}),
        ("contact", {"hours": "9:00-12:00"}, {"hours": "9:00-1:200"}),
        ("handling", {"visits": 0}, {"visits": 1}),
        ("handling", {"online": False}, {}),
        (
            "time_limit",
            {"promised": {"number": 5, "unit": "1"}},
            {"promised": {"number": 5, "unit": "2"}},
        ),
        ("materials", [{"name": "身份证原件"}], [{"name": "身份证复印件"}]),
        ("materials", [{"name": "身份证"}], [{"name": "居民身份证"}]),
        ("legal_basis", [{"law": "甲", "article": "第一条"}], [{"law": "甲", "article": "第十条"}]),
    ],
)
def test_what_is_not_only_looks(kind: str, one: Any, other: Any) -> None:
    assert other is None or canonical(kind, one) != canonical(kind, other)


@pytest.mark.parametrize(
    "kind,one,other",
    [
        ("materials", [{"name": "身份证（原件1份、复印件二份）"}], [{"name": "身份证", "originals": 1, "copies": 2}]),
        ("materials", [{"name": "《申请表》；"}], [{"name": "申请表"}]),
        ("materials", [{"name": "申请表（必要）", "paper_size": "A4纸"}], [{"name": "申请表", "necessity": "1", "paper_size": "Ａ4"}]),
        ("authority", {"joint_agencies": ["省级司法（审核,受理）", "市级司法"]}, {"joint_agencies": ["市级司法", "省级司法（受理，审核）"]}),
        ("time_limit", {"promised": {"number": 5, "unit": "1", "text": "5个工作日"}}, {"promised": {"number": 5, "unit": "1", "text": "5(工作日)"}}),
        ("legal_basis", [{"law": "《甲》", "article": "第三条第四款"}], [{"law": "甲", "article": "第3条第4款"}]),
        ("fees", {"charged": True, "items": [{"name": "工本费", "amount": 10}]}, {"charged": True, "items": [{"name": "《工本费》", "amount": 10.0}]}),
        ("result", {"types": ["20", "10"]}, {"types": ["10", "20", "10"]}),
        ("handling", {"depth": ["1", "3", "9", "6"]}, {"depth": ["1", "3", "6", "9"], "intermediary": ""}),
        ("contact", {"consult": "0777—6428820"}, {"consult": "0777-6428820"}),
    ],
)  # fmt: skip
def test_what_is_only_looks(kind: str, one: Any, other: Any) -> None:
    assert canonical(kind, one) == canonical(kind, other)


def test_a_contradiction_in_a_material_stays() -> None:
    """A name that says 1 and a field that says 2: neither is dropped."""
    assert canonical("materials", [{"name": "身份证（原件1份）", "originals": 2}]) == [
        {"name": "身份证(原件1份)", "originals": 2}
    ]
