"""What if a standard were changed: what is told is what happens, and nothing stays."""

from __future__ import annotations

from collections import Counter
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.auditing.differing import Finding
from app.auditing.tally import count_again
from app.kernel.db import Database
from app.mending.errors import StandardRefused
from app.mending.trying.lists import undoubted
from app.mending.trying.what_if import Trial, try_standard
from app.publishing.lists.definitions import LISTS
from tests.auditing.scripts import BASES, SCRIPTS
from tests.factories.audited import PROFILE, dump, emptied, found_now, put
from tests.factories.catalogue import BASE_CODE, BODIES, CITY, COUNTY, NATION, Document, base, local

FORM = {"name": "排水许可申请表", "type": "2", "format": "3", "necessity": "1"}
REPORT = {"name": "水质检测报告", "type": "3", "format": "1", "necessity": "3"}


def _told(found: Finding) -> tuple[str, ...]:
    item = found["item"]
    facts = orjson.dumps(found["facts"], option=orjson.OPT_SORT_KEYS, default=str).decode()
    return item["code"], item["qualifier"], found["rule"], found["place"]["pointer"], facts


def _predicted(trial: Trial) -> tuple[Counter[tuple[str, ...]], Counter[tuple[str, ...]]]:
    new, mended = (Counter(_told(found) for _, found in side) for side in (trial.new, trial.mended))
    return new, mended


def _on_lists(database: Database) -> dict[str, set[int]]:
    with database.read() as connection:
        return {slug: undoubted(connection, one, None) for slug, one in LISTS.items()}


def _tallies(database: Database) -> Any:
    with database.read() as connection:
        counted = count_again(connection)
        return counted.tallies, counted.claimed, counted.unclaimed


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(script=SCRIPTS, drawn=BASES, seed=st.booleans())
def test_predicted_is_actual(
    database: Database, script: list[list[Document]], drawn: dict[str, Any], seed: bool
) -> None:
    emptied(database)
    for documents in script:
        put(database, *documents)
    if seed:
        put(database, base(), local(CITY), local(COUNTY))
    said = {name: part for name, part in drawn.items() if part is not None}
    standard = {name: part for name, part in said.items() if name not in ("authority", "contact")}
    before, lists, everything = found_now(database), _on_lists(database), dump(database)
    trial = try_standard(database, standard, PROFILE)
    assert dump(database) == everything
    assert trial.before.tallies == _tallies(database)[0]
    outcome = put(database, standard)[0]
    new, mended = _predicted(trial)
    after = found_now(database)
    assert (new, mended) == (after - before, before - after)
    assert outcome.verb == trial.outcome.verb
    assert (trial.after.tallies, trial.after.claimed, trial.after.unclaimed) == _tallies(database)
    now = _on_lists(database)
    for slug in LISTS:
        assert set(trial.joined[slug]) == now[slug] - lists[slug]
        assert set(trial.left[slug]) == lists[slug] - now[slug]


def test_a_longer_list_of_materials_in_the_standard(
    writing_client: TestClient, database: Database
) -> None:
    put(
        database,
        base(materials=[FORM]),
        local(CITY, materials=[FORM, REPORT]),
        local(COUNTY, materials=[FORM]),
    )
    everything = dump(database)
    told = writing_client.post("/audit/what-if", json=base(materials=[FORM, REPORT])).json()
    assert dump(database) == everything
    assert told["verb"] == "changed"
    changed = {(one["change"], one["rule"], one["item"]["region"]) for one in told["findings"]}
    assert ("mended", "worse-materials", CITY) in changed
    assert ("new", "better-materials", COUNTY) in changed
    assert told["counts"] == {
        change: sum(one["change"] == change for one in told["findings"])
        for change in ("new", "mended", "altered")
    }
    agencies = {row["agency"]: row for row in told["agencies"]}
    mended = [one for one in told["findings"] if one["change"] == "mended"]
    in_city = [one for one in mended if one["item"]["region"] == CITY]
    assert agencies[BODIES[CITY][0]]["mended"] == len(in_city)
    scores = {row["agency"]: row for row in told["scores"]}[BODIES[CITY][0]]
    rose = [scores[side]["consistency"]["ratio"] for side in ("before", "after")]
    assert rose[0] < rose[1]
    before, after = (told["rates"][side]["consistency"] for side in ("before", "after"))
    assert before["numerator"] < after["numerator"]


def test_a_merge_patch_says_only_what_changes(
    writing_client: TestClient, database: Database
) -> None:
    put(database, base(materials=[FORM]), local(materials=[FORM]))
    patch = {"base_code": BASE_CODE, "issuer": NATION, "conditions": None, "materials": [REPORT]}
    headers = {"Content-Type": "application/merge-patch+json"}
    told = writing_client.post("/audit/what-if", content=orjson.dumps(patch), headers=headers)
    whole = base(issuer=NATION, conditions=None, materials=[REPORT])
    assert told.json() == writing_client.post("/audit/what-if", json=whole).json()
    assert told.json()["counts"]["new"] > 0
    other = orjson.dumps({**patch, "base_code": "009999999000"})
    refused = writing_client.post("/audit/what-if", content=other, headers=headers)
    assert refused.status_code == 422
    assert refused.json()["type"].endswith("/no-standard-to-patch")


def test_a_finding_that_changes_its_words_is_altered(
    writing_client: TestClient, database: Database
) -> None:
    put(database, base(materials=[FORM]), local(materials=[REPORT]))
    told = writing_client.post(
        "/audit/what-if", json=base(materials=[{**FORM, "name": "另一份申请表"}])
    ).json()
    altered = [one for one in told["findings"] if one["change"] == "altered"]
    assert altered
    assert all(
        one["was"] != one["message"] for one in altered if one["rule"] == "different-materials"
    )
    few = writing_client.post("/audit/what-if?limit=0", json=base(materials=[REPORT])).json()
    assert few["findings"] == []
    assert few["counts"]["mended"] > 0


def test_what_could_not_be_written_is_refused(
    writing_client: TestClient, database: Database
) -> None:
    put(database, base(), local())
    everything = dump(database)
    answer = writing_client.post("/audit/what-if", json=base(issuer="123456000000"))
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/issuer"]
    assert dump(database) == everything
    del writing_client.headers["X-API-Key"]
    assert writing_client.post("/audit/what-if", json=base()).status_code == 401
    with pytest.raises(StandardRefused) as refused:
        try_standard(database, {"base_code": "x" * 99}, PROFILE)
    assert refused.value.errors
