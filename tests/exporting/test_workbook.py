"""目录工作簿: what goes out as a workbook and comes back changes nothing, whatever it holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.elements.enumerations import enumeration_members
from app.elements.headers import fold_header
from app.elements.schemas import RECORDS, Record
from app.elements.standard import load_standard
from app.exporting.notes import note
from app.exporting.scope import Scope, documents
from app.exporting.workbook import workbook
from app.importing.order import Order
from app.importing.pipeline import run_import
from app.importing.readers.form import TIE, form
from app.importing.workbooks.cells import rows_of
from app.importing.workbooks.mapping import reader_of
from app.items.values import tidied
from app.kernel.db import Database
from tests.auditing.scripts import DOCUMENTS
from tests.factories.audited import emptied, put
from tests.factories.files import Brought, brought

ODD_TEXTS = (
    "=1+1", "+86", "-1", "@x", "'00", "00012345678901234567890", "1.0", "1E+20", "2021-03-04",
    "无", "/", "一、甲\n二、乙；丙\r\n丁", "a_x000D_b", "甲\t乙", "<b>粗</b>&amp;", "是", "[]", '="00"',
    "𠮷野", "末尾\ufffe", "〔2020〕1号", "备注：无", "长" * 33_000,
)  # fmt: skip
TEXTS = st.one_of(st.sampled_from(ODD_TEXTS), st.text(max_size=12)).filter(
    lambda text: bool(tidied(text))
)
NUMBERS = st.one_of(st.integers(0, 9), st.sampled_from((0, 1, 30, 2**31 - 1)))


def members(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Lists of records of which any field may be lacking, all of them too."""
    return st.lists(st.fixed_dictionaries({}, optional=fields), max_size=3)


STRANGE = st.fixed_dictionaries(
    {},
    optional={
        "name": TEXTS,
        "version": NUMBERS,
        "other_codes": st.lists(TEXTS, max_size=3),
        "conditions": TEXTS,
        "raw": st.dictionaries(
            st.sampled_from(("/name", "/handling/visits", "/materials/0/name", "/nowhere")), TEXTS
        ),
        "legal_basis": members(law=TEXTS, number=TEXTS, article=TEXTS, text=TEXTS, kind=TEXTS),
        "materials": members(
            name=TEXTS, code=TEXTS, type=TEXTS, format=TEXTS, copies=NUMBERS, exempt=st.booleans(),
            form=st.fixed_dictionaries({}, optional={"id": TEXTS, "name": TEXTS, "url": TEXTS}),
        ),
        "process": st.fixed_dictionaries(
            {}, optional={"text": TEXTS, "steps": members(name=TEXTS, number=NUMBERS, unit=TEXTS)}
        ),
        "fees": st.fixed_dictionaries(
            {},
            optional={
                "charged": st.booleans(),
                "basis": TEXTS,
                "items": members(name=TEXTS, standard=TEXTS, amount=st.sampled_from((0, 0.5, 1e9))),
            },
        ),
        "result": st.fixed_dictionaries(
            {}, optional={"types": st.lists(TEXTS, max_size=3), "name": TEXTS}
        ),
        "handling": st.fixed_dictionaries(
            {}, optional={"visits": NUMBERS, "online": st.booleans(), "channels": st.lists(TEXTS)}
        ),
        "time_limit": st.fixed_dictionaries(
            {},
            optional={
                "promised": st.fixed_dictionaries(
                    {}, optional={"number": NUMBERS, "unit": TEXTS, "text": TEXTS}
                ),
                "special_procedures": members(name=TEXTS, number=NUMBERS),
            },
        ),
        "questions": members(question=TEXTS, answer=TEXTS),
    },
)  # fmt: skip
CATALOGUES = st.lists(
    st.builds(lambda plain, odd: {**plain, **odd}, DOCUMENTS, STRANGE), min_size=1, max_size=5
)


def written(database: Database, path: Path, **scope: Any) -> Path:
    """Export a workbook."""
    with database.read() as connection:
        path.write_bytes(b"".join(workbook(connection, Scope(secrets=True, **scope))))
    return path


def imported(database: Database, path: Path, **order: Any) -> Brought:
    """Import a workbook."""
    return brought(run_import(database, Order(path, path.name, "all", **order)))


def held(database: Database, record: Record) -> list[str]:
    """Return what a catalogue holds of a record, in an order of its own."""
    with database.read() as connection:
        found = documents(connection, Scope(kind=record, secrets=True))
        return sorted(repr(sorted(one.content.items())) for one in found)


@pytest.mark.slow
@settings(
    max_examples=30,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(catalogue=CATALOGUES)
def test_any_catalogue_goes_out_and_in_unchanged(
    database: Database, tmp_path: Path, catalogue: list[dict[str, Any]]
) -> None:
    put(emptied(database), *catalogue)
    before = {record: held(database, record) for record in RECORDS}
    paths = {
        record: written(database, tmp_path / f"{record}.xlsx", kind=record) for record in RECORDS
    }
    filled = [record for record in RECORDS if before[record]]
    for record in filled:
        counts = imported(database, paths[record]).batch.counts
        assert counts.unchanged == counts.rows == len(before[record])
    emptied(database)
    for record in reversed(filled):
        counts = imported(database, paths[record]).batch.counts
        assert counts.created == counts.rows == len(before[record])
    assert {record: held(database, record) for record in RECORDS} == before


@pytest.mark.parametrize("record", RECORDS)
def test_every_word_of_a_drop_down_reads_back_as_its_code(record: Record) -> None:
    reader, standard = reader_of(record), load_standard(record)
    for field in standard.fields:
        if not field.enumeration_name or field.in_list:
            continue
        for member in enumeration_members(field.enumeration_name):
            value: Any = [member.code] if field.multiple else member.code
            for name in reversed(field.pointer.split("/")[1:]):
                value = {name: value}
            document = {"name": "甲", "base_code": "000117001001", **value}
            if field.pointer.endswith("/unit"):
                value["time_limit"][field.pointer.split("/")[2]]["number"] = 1
            rows = [(sheet.pointer, cells) for sheet, cells in rows_of(record, document)]
            assert reader.untold(document, rows) == {}, (field.pointer, member.code)


@pytest.mark.parametrize("record", RECORDS)
def test_headers_are_those_the_importer_knows(record: Record) -> None:
    for sheet in form(record):
        index = load_standard(record).header_index(sheet.name)
        headers = [one.header for one in sheet.all]
        assert fold_header(TIE) not in index
        assert len({*map(fold_header, headers)}) == len(headers)
        assert [index[fold_header(one.header)] for one in sheet.all] == [
            one.field.pointer for one in sheet.all
        ]


def test_a_note_says_when_a_column_is_owed() -> None:
    field = load_standard("implementation").field("/handling/visits_reason")
    told = note("implementation", field)
    assert "“到办事现场次数”不小于 1" in told
