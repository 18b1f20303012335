"""Name drift and near-duplicates: each kind is proposed with its evidence, and nothing else is."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from starlette.testclient import TestClient
from typer.testing import CliRunner

from app.cli import app
from app.kernel.db import Database
from app.surveying.drift.finding import find, proposals
from app.surveying.drift.usage import usage, usage_again
from tests.auditing.scripts import SCRIPTS
from tests.factories import catalogue as c
from tests.factories.audited import emptied, put
from tests.factories.catalogue import (
    CITY,
    COUNTY,
    NATION,
    OTHER_COUNTY,
    PROVINCE,
    Document,
    base,
    local,
)

OTHER = "000117002001"
THIRD = "000117003001"
DRIFTED = "核发城镇污水排入排水管网的许可证"


def told(client: TestClient, query: str = "", status: int = 200) -> Any:
    """Return what ``/survey/drift`` answers."""
    answer = client.get(f"/survey/drift{query}")
    assert answer.status_code == status, answer.text
    return answer.json()


def only(client: TestClient, query: str = "") -> dict[str, Any]:
    """Return the one proposal there is."""
    (proposal,) = told(client, query)["items"]
    found: dict[str, Any] = proposal
    return found


def values(proposal: dict[str, Any]) -> dict[str, float | None]:
    """Return the parts of a score by name."""
    return {part["part"]: part["value"] for part in proposal["parts"]}


def test_a_standards_name_in_other_words_is_drift(database: Database, client: TestClient) -> None:
    c.write(
        database,
        base(),
        local(CITY),
        local(COUNTY, name=f"示例市{DRIFTED}（县级）"),
        local(OTHER_COUNTY, name=f"示例市{DRIFTED}（县级）"),
    )
    one = only(client)
    assert (one["kind"], one["title"]) == ("renamed", "同码异名")
    assert (one["items"], one["regions"], one["agencies"]) == (2, 2, 2)
    assert one["left"]["read"] == {
        "matter": "城镇污水排入排水管网",
        "act": "许可",
        "handling": "",
        "place": "示例市",
        "scope": "县级",
    }
    assert one["left"]["follows"]["name"] == one["right"]["name"] == c.NAME
    assert [(piece["kind"], piece["left"]) for piece in one["differences"]] == [
        ("place", "示例市"),
        ("scope", "县级"),
    ]
    parts = values(one)
    assert (parts["name"], parts["code"], parts["type"]) == (1.0, 1.0, 1.0)
    assert parts["legal_basis"] is None  # the local items state none: half
    assert one["score"] == round((6 + 3 + 1 + 0.5 * (2 + 2 + 1)) / 15, 4)


def test_words_that_tell_nothing_apart_are_told_all_the_same(
    database: Database, client: TestClient
) -> None:
    c.write(database, base(), local(CITY, name=f"关于{c.NAME}"))
    (piece,) = only(client)["differences"]
    assert (piece["kind"], piece["right"]) == ("filler", c.NAME)


@pytest.mark.parametrize(
    "name",
    [
        f"{c.NAME}（县级）",  # a level is no difference
        f"{c.NAME}(变更)",  # a handling item names its handling so
        "燃气经营许可",  # another matter that no base item is: for the finding, not for a proposal
    ],
)
def test_what_a_standard_allows_is_no_drift(
    database: Database, client: TestClient, name: str
) -> None:
    c.write(database, base(), local(CITY, name=name))
    assert told(client)["items"] == []


def test_the_name_of_another_base_item_stands_under_a_wrong_code(
    database: Database, client: TestClient
) -> None:
    c.write(
        database,
        base(),
        base(OTHER, name="燃气经营许可", materials=[{"name": "安全评价报告"}]),
        local(CITY, name="燃气经营许可证核发", materials=[{"name": "安全评价报告"}]),
        audited=True,
    )
    one = only(client)
    assert one["kind"] == "misfiled"
    assert (one["left"]["follows"]["code"], one["right"]["code"]) == (c.BASE_CODE, OTHER)
    assert (values(one)["code"], values(one)["materials"]) == (0.0, 1.0)
    assert one["papers"] == ["安全评价报告"]
    assert {e["element"]: e["answer"] for e in one["elements"]}["materials"] == "same"


def test_an_item_without_standard_is_led_to_the_one_in_reach(
    database: Database, client: TestClient
) -> None:
    basis = base()["legal_basis"]
    c.write(
        database,
        base(),
        base("990117001009", issuer=OTHER_COUNTY, name=DRIFTED),
        local(CITY, base_code="990199000001", name=DRIFTED, legal_basis=basis),
        local(COUNTY, base_code="990199000002", name="城镇污水接管审批"),
        audited=True,
    )
    found = {row["left"]["code"]: row for row in told(client, "?kind=unlinked")["items"]}
    one = found[c.code_of(local(CITY, base_code="990199000001"))]
    assert (one["right"]["code"], one["right"]["qualifier"]) == (c.BASE_CODE, NATION)
    assert one["laws"] == ["城镇排水与污水处理条例"]
    assert values(one)["legal_basis"] == 1.0
    assert "agency" not in values(one)
    lower = found["990117001009"]
    assert (lower["left"]["kind"], lower["right"]["code"]) == ("base", c.BASE_CODE)
    assert (lower["items"], len(found)) == (0, 2)


def test_one_matter_under_two_codes_in_one_place(database: Database, client: TestClient) -> None:
    own = "990199000001"
    c.write(
        database,
        local(CITY, base_code=own, name=DRIFTED),
        local(CITY, base_code="990199777001", name=c.NAME),
        local(COUNTY, base_code="990199888001", name=c.NAME),  # another place's is its own
    )
    one = only(client)
    assert (one["kind"], one["items"], one["regions"]) == ("duplicate", 2, 1)
    assert values(one)["agency"] == 1.0
    assert {one["left"]["region"], one["right"]["region"]} == {CITY}


def test_twins_of_one_issuer_take_what_follows_them_along(
    database: Database, client: TestClient
) -> None:
    c.write(
        database,
        base(),
        base(OTHER, name=DRIFTED),
        local(CITY),
        local(CITY, base_code=OTHER, name=DRIFTED),
        local(COUNTY),
    )
    one = only(client)
    assert (one["kind"], one["left"]["kind"], one["right"]["kind"]) == ("twin", "base", "base")
    assert (one["items"], one["regions"]) == (2, 1)
    assert only(client, f"?region={CITY}")["id"] == one["id"]
    assert told(client, f"?region={COUNTY}")["items"] == []


@pytest.mark.parametrize(
    "code, name",
    [
        ("000117001002", f"{c.NAME}变更"),  # a handling of its own
        (OTHER, f"{c.NAME}注销"),
        (OTHER, f"{c.NAME}办理进度查询"),  # an act about it
        ("000117001002", "城市污水排入排水管网许可"),  # parts of one main item were told apart
        (OTHER, "农村污水排入排水管网许可"),
        (OTHER, f"临时{c.NAME}"),
    ],
)
def test_what_names_tell_apart_is_no_twin(
    database: Database, client: TestClient, code: str, name: str
) -> None:
    c.write(database, base(), base(code, name=name))
    assert told(client, "?least=0")["items"] == []


def test_secret_and_cancelled_items_are_nobodys_to_propose(
    database: Database, client: TestClient
) -> None:
    c.write(
        database,
        base(),
        local(CITY, name=DRIFTED, secret=True),
        local(COUNTY, name=f"{DRIFTED}（县级）", status="3"),
        base(OTHER, name=DRIFTED, status="3"),
    )
    assert told(client, "?least=0") == {"items": [], "next": None, "total": 0, "by_kind": {
        "renamed": 0, "misfiled": 0, "unlinked": 0, "duplicate": 0, "twin": 0,
    }}  # fmt: skip


def _several(database: Database) -> None:
    c.write(
        database,
        base(),
        base(OTHER, name="燃气经营许可"),
        base(THIRD, name="燃气经营许可证的核发", issuer=PROVINCE),
        local(CITY, name=DRIFTED),
        local(COUNTY, base_code=OTHER, name="从事燃气经营的许可"),
        local(OTHER_COUNTY, base_code=OTHER, name=c.NAME),
    )


def test_pages_lead_through_everything_once_the_most_certain_first(
    database: Database, client: TestClient
) -> None:
    _several(database)
    whole = told(client)
    rows, cursor = [], ""
    while cursor is not None:
        page = told(client, f"?limit=1{f'&cursor={cursor}' if cursor else ''}")
        rows += page["items"]
        assert (page["total"] is None) == bool(cursor)
        cursor = page["next"]
    assert rows == whole["items"]
    assert len({row["id"] for row in rows}) == len(rows) == whole["total"] == 4
    assert sorted((row["score"] for row in rows), reverse=True) == [row["score"] for row in rows]
    assert told(client, "?cursor=abc", 422)["type"] == "/problems/invalid-cursor"


def test_filters_narrow_to_places_bodies_kinds_and_scores(
    database: Database, client: TestClient
) -> None:
    _several(database)
    kinds = {row["kind"] for row in told(client, f"?region={COUNTY}")["items"]}
    assert kinds == {"renamed"}
    assert only(client, f"?agency={c.BODIES[CITY][0]}")["left"]["name"] == DRIFTED
    assert only(client, "?kind=misfiled")["left"]["region"] == OTHER_COUNTY
    least = told(client)["items"][0]["score"]
    assert {row["score"] for row in told(client, f"?least={least}")["items"]} == {least}
    assert told(client, "?region=123456", 404)["type"] == "/problems/unknown-place"
    assert told(client, "?agency=nobody", 404)["type"] == "/problems/unknown-place"
    assert told(client, "?kind=strange", 422)["type"] == "/problems/invalid-request"


def test_proposals_follow_what_is_written(database: Database, client: TestClient) -> None:
    c.write(database, base(), local(CITY, name=DRIFTED))
    kept = only(client)["id"]
    c.write(database, local(COUNTY, name="另一名称"))
    assert only(client)["id"] == kept
    c.write(database, local(CITY))
    assert told(client)["items"] == []


def test_the_sheet_says_all_of_it_and_runs_no_formula(
    database: Database, client: TestClient
) -> None:
    c.write(database, base(name=f"={c.NAME}"), local(CITY, name=f"={DRIFTED}"))
    answer = client.get("/survey/drift?format=csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    header, row = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))
    cells = dict(zip(header, row, strict=True))
    assert (cells["建议"], cells["左名称"]) == ("同码异名", f"'={DRIFTED}")
    assert cells["左编码"].strip() == c.code_of(local(CITY))
    assert "编码 1×3" in cells["分数构成"]
    english = client.get("/survey/drift?format=csv", headers={"accept-language": "en"}).text
    assert english.splitlines()[0].startswith("\ufeffproposal,score")


def test_the_page_shows_both_sides(database: Database, client: TestClient) -> None:
    _several(database)
    for language, words in (("zh", "疑似错码"), ("en", "wrong code or wrong name")):
        headers = {"accept": "text/html", "accept-language": language}
        shown = client.get("/survey/drift", headers=headers)
        assert shown.status_code == 200
        assert words in shown.text
        assert "从事燃气经营的许可" in shown.text
    wrong = client.get("/survey/drift?least=much", headers={"accept": "text/html"})
    assert wrong.status_code == 200
    assert "/survey/drift" in client.get("/survey", headers={"accept": "text/html"}).text


def test_the_command_lists_and_writes_them(
    database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    _several(database)
    monkeypatch.setenv("YIZHI_DATABASE_URL", database.url.render_as_string(hide_password=False))
    run = CliRunner()
    listed = run.invoke(app, ["survey", "drift", "--kind", "misfiled"])
    assert listed.exit_code == 0, listed.output
    assert listed.stdout.startswith("疑似错码\t")
    sheet = tmp_path / "drift.csv"
    assert run.invoke(app, ["survey", "drift", "--csv", str(sheet)]).exit_code == 0
    assert len(sheet.read_text(encoding="utf-8-sig").splitlines()) == 5
    with database.read() as connection:
        assert len(find(connection)) == 4


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(script=SCRIPTS)
def test_what_is_followed_is_what_is_found_from_nothing(
    database: Database, script: list[list[Document]]
) -> None:
    emptied(database)
    put(database, base(), local(CITY, name=DRIFTED), local(COUNTY))
    for documents in ([], *script, [local(COUNTY, name=DRIFTED)]):
        put(database, *documents)
        with database.read() as connection:
            assert proposals(connection) == find(connection)
            assert usage(connection).counts() == usage_again(connection).counts()


def test_what_names_do_not_ask_is_not_looked_for_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(database, base(), local(CITY, name=DRIFTED), local(COUNTY))
    with database.read() as connection:
        before = proposals(connection)
    with monkeypatch.context() as patched:
        patched.setattr("app.surveying.drift.finding.beside_standards", None)
        put(database, local(CITY, name=DRIFTED, handling=c.handled(visits=2)))
        with database.read() as connection:
            assert [one.id for one in proposals(connection)] == [one.id for one in before]
    put(database, local(COUNTY, name=DRIFTED))
    with database.read() as connection:
        (after,) = proposals(connection)
    assert {cell.region for cell in after.cells} == {int(CITY), int(COUNTY)}
