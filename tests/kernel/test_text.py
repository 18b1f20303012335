"""Texts that differ only in looks fold to one string; texts that differ do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.text import fold, tidy

PIECES = st.sampled_from(
    ["许可", "（", "）", "(", ")", "—", "－", "“", "”", "、", ",", "。", ".", "　", " ", "\t", "A", "ａ", "8",
     "８", "Ⅳ", "〔", "］", "<", "》", "·", "\u007f", "\u200b", "ß", "ŉ", "①", "…", "〇"]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES, max_size=12).map("".join), st.text(max_size=20))


@pytest.mark.parametrize(
    "one,other",
    [
        ("执业许可（占编）", "执业许可((占编))"),
        ("国发〔2004〕20号", "国发［２００４］２０号"),
        ("国发﹝2004﹞20号", "国发(2004)20号"),
        ("甲——乙", "甲－乙"),
        ("“甲”", '"甲“'),
        ("甲，乙。", "甲,乙"),
        ("Ⅳ级", "iv级"),
        (" 甲\u00a0乙\u3000", "甲乙"),
        ("甲\u007f乙", "甲乙"),
        ("〈甲〉", "《甲》"),
        ("<甲>", "《甲》"),
    ],
)
def test_looks_fold(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    "one,other",
    [("1.5", "15"), ("甲（乙）", "甲乙"), ("12", "21"), ("是", "否"), ("9:00", "900"), ("A", "B")],
)
def test_differences_stay(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(TEXTS)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(TEXTS)
def test_what_tidy_drops_nobody_meant(text: str) -> None:
    assert fold(tidy(text)) == fold(text)
    assert tidy(tidy(text)) == tidy(text)


def test_tidy_keeps_what_was_typed() -> None:
    assert tidy(" 甲 乙（丙）\n丁 ") == "甲 乙（丙）\n丁"
    assert tidy("甲\u3000乙\u00a0\ufeff") == "甲 乙"
    assert tidy("甲\t乙") == "甲\t乙"


def test_long_texts_fold_like_short_ones() -> None:
    assert fold("甲，" * 300) == fold("甲," * 300)
