"""Own parts judged by their frames are found to have what judging each of them finds."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

from sqlalchemy import text

from app.auditing import registry
from app.auditing.engine import open_audit
from app.auditing.judging import Bench, bench
from app.auditing.numbering import Numbering
from app.auditing.rereading import reread
from app.auditing.rule import Rule
from app.auditing.runs import run_audit
from app.elements.profiles import load_profile
from app.items.composing import whole_own
from app.items.writing import OWN_BIT
from app.kernel.db import Database
from tests.factories.audited import PROFILE, found_now, put
from tests.factories.catalogue import (
    BODIES,
    CITY,
    COUNTY,
    LEVELS,
    OTHER_COUNTY,
    PROVINCE,
    Document,
    base,
    local,
)

ROW = "4f839732fa0a582694aa22aa9b7cd153"
LINK = {"online": f"https://zwfw.example.org/{ROW}"}
BASES = ("000117001001", "000117001002", "00011700100Z", "000217001001", "000100000000")
"""The fourth is of another type than its items are, the last ends like a damaged code."""
OF_BODIES: dict[str, Document] = {
    PROVINCE: {"links": {"online": f"http://127.0.0.1/{ROW}"}},
    CITY: {},
    COUNTY: {"status": "7"},
    OTHER_COUNTY: {"town_code": "440101001", "town_name": "某镇"},
}
"""Of these only the city's has a right credit code."""
ODD: tuple[Document, ...] = (
    {},
    {"serial": 7},
    {"cancel_date": "2020-01-01"},
    {"row_id": "r" * 51},
    {"effective_date": "20210301"},
    {"code": "1.14507E+30"},
    {"links": {"online": "www.example.org/{x}"}},
    {"handling_code": "11990000MB0A00001X499010100100101"},
    {"type": "99"},
    {"agency": {"code": BODIES[CITY][0], "name": '"code":"{base_code}"'}},
)


def _catalogue() -> list[Document]:
    grid = [
        local(region, base_code=code, row_id=ROW, **{"links": LINK, **said})
        for (region, said), code in product(OF_BODIES.items(), BASES)
    ]
    odd = [
        local(CITY, **{"row_id": f"{ROW[:-2]}{n:02}", "links": LINK, **said})
        for n, said in enumerate(ODD)
    ]
    damaged = f"{BODIES[CITY][0]}{LEVELS[CITY]}{BASES[4]}"
    return [base(), *grid, *odd, local(CITY, base_code=BASES[4], handling_code=f"{damaged}00")]


def _one_by_one(database: Database, jury: Bench) -> list[tuple[Any, ...]]:
    with database.read() as connection:
        rows = connection.execute(_OWN_PARTS).all()
    return [
        (identity, *defect)
        for identity, kind, *stored in rows
        for defect in jury.own_part(kind, whole_own(*stored))
    ]


def _reread(database: Database, jury: Bench) -> tuple[int, list[tuple[Any, ...]]]:
    with database.write() as connection:
        open_audit(connection, PROFILE)
        stretches = list(reread(connection, jury))
    return sum(count for _, count, _ in stretches), [one for *_, some in stretches for one in some]


def _rules() -> tuple[Sequence[Rule], Numbering]:
    rules = registry.rules(load_profile(PROFILE))
    codes = dict.fromkeys(rule.code for rule in rules)
    return rules, Numbering({code: n for n, code in enumerate(codes, 1)}, frozenset())


def test_frames_tell_what_each_own_part_would(database: Database) -> None:
    put(database, *_catalogue())
    rules, numbering = _rules()
    own = [rule for rule in rules if rule.form == "own"]
    read, told = set(), 0
    for chosen in [own, [], *([rule] for rule in own)]:
        jury = bench(chosen, numbering)
        count, found = _reread(database, jury)
        assert found == _one_by_one(database, jury), chosen
        read.add(count)
        told += bool(found)
    assert told > 8
    assert min(read) < len(_catalogue()) / 3  # most need not be read


def test_one_clean_frame_of_each_sort_is_enough(database: Database) -> None:
    """However many are not, and whichever come first."""
    of_city = [local(CITY, base_code=code, row_id=ROW, links=LINK) for code in BASES[3::-1]]
    put(database, base(), *of_city, *(local(place, row_id=ROW) for place in (PROVINCE, COUNTY)))
    count, found = _reread(database, bench(*_rules()))
    assert {identity for identity, *_ in found} == {2, 6, 7}
    assert count == 4  # and the base item, which has no frames


def test_where_no_frame_is_clean_everything_is_read(database: Database) -> None:
    put(database, *_catalogue())
    rules, numbering = _rules()
    jury = bench([rule for rule in rules if rule.code == "undefined-code"], numbering)
    with database.write() as connection:
        connection.execute(
            text(
                'UPDATE own_frame SET content = replace(content, \'"status":"1"\', \'"status":"8"\')'
            )
        )
    count, found = _reread(database, jury)
    assert count == len(_catalogue())
    assert found == _one_by_one(database, jury)


def test_a_verdict_on_an_item_that_need_not_be_read_is_taken_back(database: Database) -> None:
    put(database, *_catalogue())
    right = found_now(database)
    with database.write() as connection:
        assert connection.execute(_MISPLACED).rowcount == 1
    run_audit(database, PROFILE, anew=True)
    assert found_now(database) == right
    assert run_audit(database, PROFILE)["drift"] == 0


_OWN_PARTS = text(
    "SELECT i.id, i.kind, r.own, f.content, b.content FROM item i"
    " JOIN revision r ON r.item_id = i.id AND r.number = i.number"
    " LEFT JOIN own_frame f ON f.id = r.frame_id"
    " LEFT JOIN own_frame b ON b.id = r.base_frame_id ORDER BY i.id"
)
_MISPLACED = text(
    "UPDATE verdict SET item_id = (SELECT min(id) FROM item"
    f" WHERE flawed & {OWN_BIT} = 0 AND plain_frame_id IS NOT NULL)"
    " WHERE id = (SELECT max(id) FROM verdict WHERE item_id IS NOT NULL AND region_id IS NULL)"
)
