"""What codes mean: decided by what stands in the file, asked where nothing there decides."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.elements.enumerations import enumeration, enumeration_names
from app.importing.proposing.numbering import key, numberings
from tests.importing.proposing.strangers import TASKS
from tests.importing.proposing.test_columns import propose
from tests.importing.zoo import write


def values(tmp_path: Path, header: str, *cells: str, **beside: tuple[str, ...]) -> dict[str, Any]:
    """The value table of one column of a file whose other columns are plain."""
    columns = {"事项实施码": TASKS * 4, "事项名": ("甲许可",) * 20, header: cells, **beside}
    count = len(cells)
    lines = [",".join(columns)]
    lines += [",".join(f'"{told[n]}"' for told in columns.values()) for n in range(count)]
    told = propose(write(tmp_path / "a.csv", "\n".join(lines) + "\n"))
    found = [one for one in told["values"] if one["column"] == header]
    assert found, told["columns"]
    return {**found[0], "mapping": told["mapping"]}


UNDECIDED = [
    ("办件类型", ("1", "2"), {"standard", "swapped"}),
    ("办件类型", ("1", "1"), {"standard", "swapped"}),
    ("办件类型", ("1", "2", "3"), {"swapped", "with-reports"}),
    ("服务对象", ("1,5", "2"), {"standard", "gbt-39046"}),
    ("服务对象", ("1", "6"), {"standard", "gbt-39046"}),
    ("事项类型", ("01", "20"), {"standard", "guangdong"}),
    ("承诺时限单位", ("1", "2"), {"standard", "reversed"}),
    ("通办范围", ("1", "2"), {"standard", "from-zero"}),
    ("通办范围", ("0", "1"), {"standard", "from-zero"}),
    ("行使层级", ("3", "6"), {"standard", "managed"}),
    ("网办深度", ("1", "4"), {"standard", "four-steps"}),
    ("权力来源", ("1", "2"), {"standard", "fujian"}),
    ("办理形式", ("1", "2", "3"), {"standard", "gbt-39046"}),
]
DECIDED = [
    ("事项类型", ("01", "20", "21"), {"20": "10", "21": "20", "01": "01"}),
    ("事项类型", ("XK", "CF"), {"XK": "01", "CF": "02"}),
    ("承诺时限单位", ("W", "N"), {"W": "1", "N": "2"}),
    ("承诺时限单位", ("G", "Z"), {"G": "1", "Z": "2"}),
    ("网办深度", ("1,2,8", "5"), {"8": "9", "5": "5"}),
    ("审批结果类型", ("APPROVAL", "CERTIFICATE"), {"APPROVAL": "20", "CERTIFICATE": "10"}),
    ("权力来源", ("1", "7"), {"1": "1", "7": "2"}),
]
PLAIN = [
    ("服务对象", ("1,2", "3,4"), {"1": "1", "4": "4"}),
    ("服务对象", ("1,5", "9"), {"5": "5", "9": "9"}),
    ("事项类型", ("01", "10", "20"), {"10": "10", "20": "20"}),
    ("事项类型", ("1", "5", "7"), {"1": "01", "7": "07"}),
    ("网办深度", ("1,2,3", "6,1"), {"3": "3"}),
    ("通办范围", ("1", "5"), {"5": "5"}),
    ("行使层级", ("2", "3"), {"2": "2"}),
    ("办件类型", ("即办件", "承诺件"), {"即办件": "1", "承诺件": "2"}),
]


@pytest.mark.parametrize("header, cells, readings", UNDECIDED)
def test_what_the_file_leaves_open_is_asked(
    tmp_path: Path, header: str, cells: tuple[str, ...], readings: set[str]
) -> None:
    told = values(tmp_path, header, *cells)
    assert told["state"] == "undecided"
    assert {one["name"] for one in told["readings"]} == readings
    assert all(one["code"] is None for one in told["values"])
    asked = told["mapping"]["undecided"][told["pointer"]]
    assert asked["column"] == header
    assert {row["value"] for row in asked["samples"]} <= {*cells}
    assert asked["samples"]
    assert "table" not in told["mapping"]["fields"][told["pointer"]]


@pytest.mark.parametrize("header, cells, meant", DECIDED)
def test_what_only_one_numbering_explains_is_decided(
    tmp_path: Path, header: str, cells: tuple[str, ...], meant: dict[str, str]
) -> None:
    told = values(tmp_path, header, *cells)
    assert told["state"] == "decided"
    assert {one["value"]: one["code"] for one in told["values"]}.items() >= meant.items()
    assert told["evidence"][0]["code"] == "only-reading"
    spec = told["mapping"]["fields"][told["pointer"]]
    table = told["mapping"]["tables"][spec["table"]]
    assert {key(word): code for word, code in table.items()}.items() >= {
        key(word): code for word, code in meant.items()
    }.items()


@pytest.mark.parametrize("header, cells, meant", PLAIN)
def test_what_every_numbering_reads_alike_needs_no_question(
    tmp_path: Path, header: str, cells: tuple[str, ...], meant: dict[str, str]
) -> None:
    told = values(tmp_path, header, *cells)
    assert told["state"] == "plain"
    assert {one["value"]: one["code"] for one in told["values"]}.items() >= meant.items()
    assert not told["mapping"].get("undecided")


def test_a_column_of_words_beside_it_decides_codes(tmp_path: Path) -> None:
    told = values(tmp_path, "办件类型", *("1", "2") * 3, 件别文字=("承诺件", "即办件") * 3)
    assert told["state"] == "decided"
    assert {one["value"]: one["code"] for one in told["values"]} == {"1": "2", "2": "1"}
    assert told["evidence"][0]["facts"] == {"column": "件别文字", "good": 6}


def test_a_column_of_words_that_contradicts_itself_decides_nothing(tmp_path: Path) -> None:
    told = values(
        tmp_path, "办件类型", *("1", "2") * 4, 件别文字=("承诺件", "即办件", "即办件", "承诺件") * 2
    )
    assert told["state"] == "undecided"


def test_words_with_their_number_are_read_by_the_word(tmp_path: Path) -> None:
    told = values(tmp_path, "事项类型", "01行政许可", "20其他行政权力", "21公共服务")
    meant = {"01行政许可": "01", "20其他行政权力": "10", "21公共服务": "20"}
    assert {one["value"]: one["code"] for one in told["values"]} == meant
    assert told["mapping"]["tables"]["type"] == meant


def test_words_nobody_knows_are_shown_without_a_meaning(tmp_path: Path) -> None:
    told = values(tmp_path, "办件类型", "即办件", "承诺件", "联合办理件")
    assert {one["value"]: one["code"] for one in told["values"]}["联合办理件"] is None


def test_numberings_lead_to_codes_of_their_enumerations() -> None:
    for name, several in numberings().items():
        assert name in enumeration_names()
        assert len({one.name for one in several} | {"standard"}) == len(several) + 1
        for one in several:
            assert {code for code in one.table.values() if code} <= enumeration(name).keys()
            assert any(enumeration(name).get(word) != code for word, code in one.table.items())
