"""How many columns of files that nobody described are proposed rightly: measured, with a floor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from app.elements.standard import fold_header
from app.importing.proposing.apart import proposed
from app.importing.proposing.knowing import names_of
from tests.importing.proposing.strangers import HELD_OUT, STRANGERS, Stranger, Truth, rows_of

FLOOR, FLOOR_HELD_OUT, FLOOR_OF_ONE = 0.95, 0.85, 0.75
REAL = {
    "guangdong_base_catalogue_2021.csv": "guangdong-base-catalogue",
    "guangdong_implementation_list_2021.csv": "guangdong-implementation-list",
    "guangdong_items_2021.jsonl": "guangdong-portal",
    "exchange_records_guangxi_2019.jsonl": "national-exchange",
}
PAIRS: Truth = {
    "省业务办理项编码": "/handling_code", "国家业务办理项编码": "/other_codes",
    "事项名称": "/name", "省基本编码": "/local_base_code", "国家基本编码": "/base_code",
    "省类型": "/type", "国家类型段": None, "实施主体": "/agency/name",
}  # fmt: skip
CODES: Truth = {
    "kind": None, "code": "/code", "length": None, "name": "/name", "place": None,
    "uscc18": "/agency/code", "uscc_check": None, "level1": "/level", "base12": "/base_code",
    "handle_suffix2": None, "fit": None, "note": None,
}  # fmt: skip


def propose(path: Path, **asked: Any) -> dict[str, Any]:
    """What is proposed for a file, in this process."""
    order = {
        "path": str(path), "name": path.name, "record": None, "kept": [],
        "correspondence": None, "title": None, **asked,
    }  # fmt: skip
    told = proposed(order)
    assert orjson.loads(orjson.dumps(told)) == told
    return told


def read_as(told: dict[str, Any]) -> Truth:
    """Column of the items → the field proposed; a part of a code counts as its column."""
    return {
        one["column"]: one["field"]["pointer"] if one["field"] else None
        for one in told["columns"]
        if one["part"] is None
    }


def wrong(truth: Truth, found: Truth) -> dict[str, tuple[str | None, str | None]]:
    return {c: (truth[c], found.get(c)) for c in truth if found.get(c) != truth[c]}


def written(one: Stranger, folder: Path) -> Path:
    return one.write(folder / "stranger", list(one.columns), rows_of(one.columns))


@pytest.mark.parametrize("one", STRANGERS, ids=[one.name for one in STRANGERS])
def test_most_columns_of_each_file_are_read_rightly(one: Stranger, tmp_path: Path) -> None:
    told = propose(written(one, tmp_path))
    assert told["record"] == one.record
    faults = wrong(one.truth, read_as(told))
    assert len(faults) <= (1 - FLOOR_OF_ONE) * len(one.truth), faults
    for pointer in ("/name",):
        assert pointer in told["mapping"]["fields"], faults


def share(several: tuple[Stranger, ...], folder: Path) -> float:
    """The share of columns read rightly, over several files."""
    faults: dict[str, Any] = {}
    for number, one in enumerate(several):
        (folder / str(number)).mkdir()
        faults |= wrong(one.truth, read_as(propose(written(one, folder / str(number)))))
    return 1 - len(faults) / sum(len(one.truth) for one in several)


def test_of_all_columns_most_are_read_rightly(tmp_path: Path) -> None:
    assert len(STRANGERS) >= 12
    assert share(STRANGERS, tmp_path) >= FLOOR


def test_of_files_nobody_thought_of_too(tmp_path: Path) -> None:
    assert share(HELD_OUT, tmp_path) >= FLOOR_HELD_OUT


@pytest.mark.parametrize("file, mapping", REAL.items())
def test_real_files_are_read_as_their_mappings_read_them(
    shared_data: Path, file: str, mapping: str
) -> None:
    """Of several columns that a mapping knows for a field, one is enough; none is another field."""
    told = propose(shared_data / file)
    assert told["known"] == mapping
    right, faults = compared(read_as(told), said_by(mapping))
    assert len(right) >= 0.85 * (len(right) + len(faults)), faults


def compared(found: Truth, said: dict[str, list[str]]) -> tuple[list[str], dict[str, Any]]:
    """The fields that are read from a column that the mapping knows; the others, and their columns."""
    folded = {fold_header(column): pointer for column, pointer in found.items()}
    here = {p: [c for c in columns if c in folded] for p, columns in said.items()}
    read = {p: [folded[c] for c in columns] for p, columns in here.items() if columns}
    right = [p for p, read_as in read.items() if p in read_as and {*read_as} <= {p, None}]
    return right, {p: here[p] for p in read if p not in right}


def said_by(mapping: str) -> dict[str, list[str]]:
    """Field → the columns that a shipped mapping reads it from."""
    said: dict[str, list[str]] = {}
    for names in names_of(()).values():
        for name in names:
            if name.source == mapping and "/*/" not in name.pointer:
                said.setdefault(name.pointer, []).append(name.text)
    return said


@pytest.mark.parametrize(
    "file, truth",
    [("guangdong_province_vs_national_codes.csv", PAIRS), ("codes_guangdong.csv", CODES)],
)
def test_real_files_that_no_mapping_knows(shared_data: Path, file: str, truth: Truth) -> None:
    told = propose(shared_data / file)
    assert told["known"] is None
    assert len(wrong(truth, read_as(told))) <= 1, wrong(truth, read_as(told))
