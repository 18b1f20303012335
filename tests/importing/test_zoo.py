"""Every file of the zoo gives what must come out of it, read here and read apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.importing.apart import intake_apart
from app.importing.errors import SourceError
from app.importing.intake import Intake, Taken, intake
from tests.importing.animals import ZOO

APART = ("csv in gb18030", "merged cells", "xls", "zip of different files", "a code as a number")


def test_there_are_enough() -> None:
    assert len(ZOO) >= 60


@pytest.mark.parametrize("kind", ZOO)
def test_what_comes_out_is_what_must(tmp_path: Path, kind: str) -> None:
    animal = ZOO[kind]
    path = tmp_path / animal.file
    animal.make(path)
    if animal.refused:
        with pytest.raises(SourceError) as caught, intake(path, animal.file) as taken:
            _rows(taken)
        assert caught.value.code == animal.refused
        assert caught.value.remedy()
        return
    with intake(path, animal.file) as taken:
        rows = _rows(taken)
    assert [(e.code, e.row) for row in rows for e in row.errors] == list(animal.errors)
    documents = [row.document for row in rows if not row.errors]
    expected = list(animal.documents)
    assert len(documents) == len(expected)
    pairs = zip(documents, expected, strict=True)
    assert [{name: one.get(name) for name in wanted} for one, wanted in pairs] == expected


@pytest.mark.parametrize("kind", APART)
def test_read_apart_it_is_the_same(tmp_path: Path, kind: str) -> None:
    animal = ZOO[kind]
    path = tmp_path / animal.file
    animal.make(path)
    with intake(path, animal.file) as taken:
        here = [_told(row) for row in _rows(taken)]
        facts = list(taken.facts)
    with intake_apart(path, animal.file) as apart:
        assert list(apart.facts) == facts
        assert [_told(row) for chunk in apart.chunks(1) for row in chunk.rows] == here
        assert apart.position == apart.size > 0


def _rows(taken: Intake) -> list[Taken]:
    return [row for chunk in taken.chunks(1000) for row in chunk.rows]


def _told(row: Taken) -> tuple[Any, ...]:
    place = row.place("/name")
    return (row.kind, row.document, [e.as_dict() for e in row.errors], row.sheet, row.row, place)
