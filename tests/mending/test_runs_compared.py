"""Runs compared: new, mended, unchanged, come and gone with their items and rules."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import HealthCheck, given, settings
from sqlalchemy import text
from starlette.testclient import TestClient

from app.auditing.runs import run_audit
from app.kernel.db import Database
from app.mending.heads import Area
from app.mending.runs.comparing import Key, compare, counts, lines
from app.mending.runs.parts import CHANGED, PARTS, Part
from tests.auditing.scripts import SCRIPTS
from tests.factories.audited import PROFILE, emptied, put
from tests.factories.catalogue import CITY, COUNTY, Document, base, local

ALL = Area(secrets=True)
OTHER = [{"name": "其他材料"}]
FORM = {"name": "排水许可申请表", "type": "2", "format": "3", "necessity": "1"}
MIRROR = dict(zip(CHANGED, (*CHANGED[3:], *CHANGED[:3]), strict=True))


def _run(database: Database, keep: int = 24) -> int:
    return int(run_audit(database, PROFILE, keep=keep)["id"])


def _counted(database: Database, before: int, after: int) -> dict[str, int]:
    with database.read() as connection:
        told = counts(connection, compare(connection, before, after, ALL))
    return dict(told["counts"])


def _all(database: Database, before: int, after: int, part: Part) -> Counter[Key]:
    """Read a part page by page."""
    found: Counter[Key] = Counter()
    key: Key | None = None
    with database.read() as connection:
        comparison = compare(connection, before, after, ALL)
        while page := lines(connection, comparison, part, key, 3):
            found.update({line[:3]: line.number for line in page})
            key = page[-1][:3]
    return found


def test_new_mended_unchanged_and_what_goes_with_its_item(database: Database) -> None:
    put(database, base(), local(CITY, materials=OTHER), local(COUNTY, materials=OTHER))
    first = _run(database)
    put(database, local(CITY, materials=[FORM]), local(COUNTY, materials=OTHER, status="3"))
    put(database, local(CITY, serial=2, materials=OTHER))
    second = _run(database)
    told = _counted(database, first, second)
    assert told["mended"] > 0
    assert told["gone-with-item"] > 0
    assert told["new-with-item"] > 0
    assert told["gone-with-rule"] == told["new-with-rule"] == 0
    back = _counted(database, second, first)
    assert {MIRROR[part]: back[part] for part in CHANGED} == {p: told[p] for p in CHANGED}
    assert back["unchanged"] == told["unchanged"]
    assert _counted(database, second, second) == {
        **dict.fromkeys(PARTS, 0),
        "unchanged": told["unchanged"] + told["new"] + told["new-with-item"],
    }


def test_a_material_that_only_moved_is_no_new_finding(database: Database) -> None:
    put(database, base(), local(materials=OTHER))
    first = _run(database)
    put(database, local(materials=[FORM, *OTHER]))
    told = _counted(database, first, _run(database))
    with database.read() as connection:
        rules = counts(connection, compare(connection, first, first + 1, ALL))["rules"]
    assert "catch-all-material" not in {row["rule"] for row in rules}
    assert told["unchanged"] > 0


def test_two_items_that_change_places_are_noticed(database: Database) -> None:
    others = (OTHER, [{"name": "其他有关材料"}])
    put(
        database,
        base(),
        *(local(CITY, serial=s, materials=m) for s, m in zip((1, 2), others, strict=True)),
    )
    first = _run(database)
    put(
        database, *(local(CITY, serial=s, materials=m) for s, m in zip((2, 1), others, strict=True))
    )
    told = _counted(database, first, _run(database))
    assert (told["new"], told["mended"]) == (2, 2)


def test_findings_of_a_rule_that_is_switched_off_go_with_their_rule(database: Database) -> None:
    put(database, base(), local(materials=OTHER))
    first = _run(database)
    with database.write() as connection:
        connection.execute(
            text("UPDATE audit_rule SET enabled = 0 WHERE code = 'catch-all-material'")
        )
    second = _run(database)
    told = _counted(database, first, second)
    assert told["gone-with-rule"] == 1
    assert told["mended"] == 0
    assert _counted(database, second, first)["new-with-rule"] == 1


def test_only_the_newest_runs_are_kept(writing_client: TestClient, database: Database) -> None:
    put(database, base(), local())
    for materials in ([FORM], OTHER, [FORM]):
        put(database, local(materials=materials))
        _run(database, keep=2)
    with database.read() as connection:
        assert set(connection.execute(text("SELECT run_id FROM run_change")).scalars()) == {3}
    gone = writing_client.get("/audit/runs/1/against/3")
    assert gone.status_code == 410
    assert writing_client.get("/audit/runs/2/against/9").status_code == 404
    assert writing_client.get("/audit/runs/2/against/3").json()["counts"]["mended"] > 0
    runs = writing_client.get("/audit/runs").json()["items"]
    assert [run["kept"] for run in runs] == [True, True, False]


def test_a_comparison_is_read_in_pages_and_narrowed(
    writing_client: TestClient, database: Database
) -> None:
    put(database, base(), local(CITY), local(COUNTY))
    _run(database)
    put(database, local(CITY, materials=OTHER), local(COUNTY, materials=OTHER, secret=True))
    _run(database)
    whole = _read(writing_client, {})
    assert len(whole) == len(_read(writing_client, {"limit": 1}))
    assert {line["item"]["region"] for line in whole} == {CITY, COUNTY}
    assert {line["part"] for line in whole} == {"new"}
    assert {line["item"]["region"] for line in _read(writing_client, {"region": COUNTY})} == {
        COUNTY
    }
    del writing_client.headers["X-API-Key"]
    assert {line["item"]["region"] for line in _read(writing_client, {})} == {CITY}


def _read(client: TestClient, query: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    answer = client.get("/audit/runs/1/against/2", params=query).json()
    found += answer["items"]
    while answer["next"]:
        query = {**query, "cursor": answer["next"]}
        answer = client.get("/audit/runs/1/against/2", params=query).json()
        found += answer["items"]
    return found


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(script=SCRIPTS)
def test_there_and_back_sums_to_nothing(database: Database, script: list[list[Document]]) -> None:
    emptied(database)
    runs, snapshots = [], []
    for documents in script:
        put(database, *documents)
        runs.append(_run(database))
        snapshots.append(_kept(database))
    first, last = runs[0], runs[-1]
    there, back = (
        {p: _all(database, *way, p) for p in PARTS} for way in ((first, last), (last, first))
    )
    for part in CHANGED:
        assert back[MIRROR[part]] == there[part]
    assert there["unchanged"] == back["unchanged"] == snapshots[0] & snapshots[-1]
    assert sum((there[part] for part in CHANGED[:3]), Counter()) == snapshots[-1] - snapshots[0]
    assert sum((there[part] for part in CHANGED[3:]), Counter()) == snapshots[0] - snapshots[-1]
    told = _counted(database, first, last)
    assert told == {part: sum(there[part].values()) for part in PARTS}


def _kept(database: Database) -> Counter[Key]:
    with database.read() as connection:
        rows = connection.execute(text("SELECT item_id, rule_id, mark, number FROM kept_finding"))
        kept = Counter({(row[0], row[1], row[2]): row.number for row in rows})
        found = connection.execute(text("SELECT count(*) FROM finding")).scalar_one()
    assert sum(kept.values()) == found
    return kept
