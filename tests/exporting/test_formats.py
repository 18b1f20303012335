"""各种格式: any catalogue, written in any of our formats into an empty store, is the same catalogue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.exporting.exchange.folder import Going, write_folder
from app.exporting.exchange.since import full
from app.exporting.lines import lines
from app.exporting.scope import Scope, documents
from app.exporting.workbook import workbook
from app.importing.exchange.packing import pack_folder
from app.importing.order import Order
from app.importing.pipeline import run_import
from app.items.record import BASE, IMPLEMENTATION
from app.kernel.db import Database
from tests.exporting.carried import carried
from tests.factories.audited import emptied, put
from tests.factories.catalogue import COUNTY
from tests.factories.drawn import HARD, TEXTS, Draw, documents_of
from tests.factories.files import brought

GOING = Going("B1", "1", datetime(2026, 1, 31, tzinfo=UTC))
FEW = settings(
    max_examples=12,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
ANY = Draw(st.one_of(HARD, TEXTS, st.text(max_size=12)))
KNOWN = Draw(
    st.one_of(HARD, TEXTS, st.text(max_size=12)).filter(lambda text: "E+" not in text), codes=True
)
"""Codes are those of the code tables; no text looks like a number that Excel broke."""
Document = dict[str, Any]
BASES: st.SearchStrategy[list[Document]] = st.permutations(
    (
        {"law": "中华人民共和国建筑法", "article": "第七条"},
        {
            "law": "城镇排水与污水处理条例",
            "number": "国务院令第641号",
            "article": "第二十一条第一款",
        },
        {"law": "行政许可法"},
    )
).flatmap(lambda bases: st.integers(1, 3).map(lambda count: bases[:count]))
"""Law, number and article are told apart again in the one column they share."""


def catalogues(draw: Draw) -> st.SearchStrategy[list[Document]]:
    """Draw a base item and its items in a city and a county."""
    local = documents_of(IMPLEMENTATION, draw)
    return st.tuples(documents_of(BASE, draw), local, local.map(_elsewhere)).map(list)


def _elsewhere(document: Document) -> Document:
    from tests.factories.catalogue import local

    return {**document, **{key: local(COUNTY)[key] for key in ("code", "region", "agency")}}


def held(database: Database) -> list[Document]:
    """Return the documents of a catalogue, secrets too, in an order of their own."""
    with database.read() as connection:
        found = [one.content for one in documents(connection, Scope(secrets=True))]
    return sorted(found, key=lambda one: (str(one.get("code", "")), str(one.get("base_code"))))


def brought_back(database: Database, *files: Path) -> list[Document]:
    """Empty the store, import files into it, and return what it holds then."""
    emptied(database)
    for file in files:
        done = brought(run_import(database, Order(file, file.name, "all")))
        assert done.refusals == []
    return held(database)


def as_lines(database: Database, folder: Path) -> list[Path]:
    """Export JSONL."""
    path = folder / "all.jsonl"
    with database.read() as connection:
        path.write_bytes(b"".join(lines(connection, Scope(secrets=True))))
    return [path]


def as_workbooks(database: Database, folder: Path) -> list[Path]:
    """Export workbooks, one of each kind of item."""
    paths = []
    for kind in ("base", "implementation"):
        path = folder / f"{kind}.xlsx"
        with database.read() as connection:
            path.write_bytes(b"".join(workbook(connection, Scope(kind=kind, secrets=True))))
        paths.append(path)
    return paths


@pytest.mark.slow
@pytest.mark.parametrize("export", [as_lines, as_workbooks], ids=["jsonl", "workbook"])
def test_what_goes_out_comes_back_the_same(
    database: Database, tmp_path: Path, export: Callable[[Database, Path], list[Path]]
) -> None:
    @FEW
    @given(catalogue=catalogues(ANY))
    def check(catalogue: list[Document]) -> None:
        emptied(database)
        put(database, *catalogue)
        before = held(database)
        assert brought_back(database, *export(database, tmp_path)) == before

    check()


@pytest.mark.slow
def test_exchange_tables_bring_back_all_that_they_can_carry(
    database: Database, tmp_path: Path
) -> None:
    @FEW
    @given(catalogue=catalogues(KNOWN), bases=BASES)
    def check(catalogue: list[Document], bases: list[Document]) -> None:
        emptied(database)
        put(database, *({**one, "legal_basis": bases} for one in catalogue))
        before = held(database)
        for old in tmp_path.glob("out/*"):
            old.unlink()
        with database.read() as connection:
            write_folder(full(connection, Scope()), tmp_path / "out", GOING)
        pack_folder(tmp_path / "out", tmp_path / "out.zip")
        sent = [told for one in before if (told := carried(one))]
        assert brought_back(database, *[tmp_path / "out.zip"] * bool(sent)) == sent

    check()
