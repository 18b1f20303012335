"""``yizhi laws``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.kernel.db import Database
from tests.factories.audited import found_now, put
from tests.factories.catalogue import CITY, code_of, local

run = CliRunner()
LOCAL = {"law": "示例省排水条例", "article": "第三条"}


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, database: Database, tmp_path: Path) -> None:
    """An installation with one item that cites a law the registry does not know."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YIZHI_DATABASE_URL", database.url.render_as_string(hide_password=False))
    put(database, local(CITY, legal_basis=[LOCAL]))


def test_a_list_from_a_file_is_added_shown_and_judged(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "laws.csv"
    file.write_text(
        "name,rank,ended,successor\n示例省排水条例,3,2020-01-01,示例省水条例\n甲法,九,,\n", "utf-8"
    )
    added = run.invoke(app, ["laws", "add", str(file), "--json"])
    assert added.exit_code == 1  # one row was refused
    told = json.loads(added.stdout)
    assert (told["added"], [error["line"] for error in told["errors"]]) == (1, [3])
    assert "repealed-law" in {key[2] for key in found_now(database)}

    (law,) = json.loads(run.invoke(app, ["laws", "list", "示例省", "--json"]).stdout)
    assert (law["status_name"], law["ended"]) == ("已废止", "2020-01-01")
    shown = json.loads(run.invoke(app, ["laws", "show", str(law["id"]), "--json"]).stdout)
    assert shown["uses"] == {"legal_basis": 1}
    uses = json.loads(run.invoke(app, ["laws", "uses", str(law["id"]), "--json"]).stdout)
    assert (uses["total"], uses["items"][0]["item"]["code"]) == (1, code_of(local(CITY)))
    plain = run.invoke(app, ["laws", "uses", str(law["id"])])
    assert "示例省排水条例\t第三条" in plain.stdout
    assert plain.stderr == "共 1 处\n"


def test_a_law_that_is_not_registered_is_named() -> None:
    for command in ("show", "uses"):
        result = run.invoke(app, ["laws", command, "99999"])
        assert (result.exit_code, result.stderr) == (2, "没有登记编号为 99999 的法规\n")


def test_the_shipped_list_can_be_read_at_the_terminal() -> None:
    result = run.invoke(app, ["laws", "list", "合同法", "--status", "repealed"])
    assert "已废止\t合同法\t\t1999-10-01\t2021-01-01\t民法典" in result.stdout
