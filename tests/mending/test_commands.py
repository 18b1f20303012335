"""Working with findings at the terminal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.kernel.db import Database
from tests.factories.audited import put
from tests.factories.catalogue import BASE_CODE, BODIES, CITY, COUNTY, NATION, base, local

run = CliRunner()
RULE = "catch-all-material"
OTHER = [{"name": "其他材料"}]
BODY = BODIES[CITY][0]


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, database: Database, tmp_path: Path) -> Path:
    """A folder to work in, and the settings of an installation over a small catalogue."""
    monkeypatch.chdir(tmp_path)  # no .env of the developer's
    monkeypatch.setenv("YIZHI_DATABASE_URL", database.url.render_as_string(hide_password=False))
    put(database, base(), local(CITY, materials=OTHER), local(COUNTY, materials=OTHER))
    return tmp_path


def _told(*words: str, code: int = 0) -> Any:
    result = run.invoke(app, [*words, "--json"])
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


def test_runs(folder: Path, database: Database) -> None:
    _told("audit", "run")
    put(database, local(CITY))
    _told("audit", "run")
    assert [one["id"] for one in _told("runs", "list")] == [2, 1]
    told = _told("runs", "compare", "1", "2", "--part", "mended", "--region", CITY)
    assert RULE in {line["rule"] for line in told["items"]}
    lines = run.invoke(app, ["runs", "compare", "1", "2", "--part", "mended"]).stdout
    assert RULE in lines
    assert run.invoke(app, ["runs", "compare", "1", "9"]).exit_code != 0


def test_waivers(folder: Path) -> None:
    grant = ("waivers", "grant", RULE, "--reason", "等待上级明确", "--approver", "某局")
    made = _told(*grant, "--expires", "2999-01-01", "--agency", BODY)
    assert made["state"] == "in-force"
    assert run.invoke(app, [*grant, "--expires", "2999-01-01"]).exit_code == 2
    assert _told("waivers", "withdraw", str(made["id"]))["state"] == "withdrawn"
    assert [one["id"] for one in _told("waivers", "list", "--state", "withdrawn")] == [made["id"]]


def test_rectification(folder: Path, database: Database) -> None:
    severities = ("--severity", "error", "--severity", "warning", "--severity", "info")
    issue = ("rectify", "issue", BODY, "--working-days", "10", "--rule", RULE)
    assert _told(*issue, *severities)["counts"]["standing"] == 1
    assert run.invoke(app, [*issue, "--severity", "grave"]).exit_code == 2
    assert _told("rectify", "check", "1", "--output", "list.xlsx", code=1)["lines"] == 1
    assert (folder / "list.xlsx").read_bytes().startswith(b"PK")
    put(database, local(CITY))
    assert _told("rectify", "check", "1", "--output", "list.csv")["done"]
    assert "已改" in (folder / "list.csv").read_text(encoding="utf-8-sig")
    assert [one["agency"] for one in _told("rectify", "list")] == [BODY]


def test_spot_check(folder: Path) -> None:
    drawn = _told("spot-check", "--seed", "一", "--size", "1")
    assert _told("spot-check", "--seed", "一", "--share", "0.5") == drawn
    assert (
        run.invoke(app, ["spot-check", "--seed", "一", "--size", "1", "--output", "a.csv"]).stdout
        == ""
    )
    assert drawn["items"][0]["code"] in (folder / "a.csv").read_text(encoding="utf-8-sig")


def test_what_if(folder: Path) -> None:
    (folder / "standard.json").write_text(json.dumps(base(materials=OTHER)))
    patch = {"base_code": BASE_CODE, "issuer": NATION, "materials": OTHER}
    (folder / "patch.json").write_text(json.dumps(patch))
    whole = _told("what-if", "standard.json")
    assert whole["counts"]["new"] > 0
    assert _told("what-if", "patch.json", "--patch")["counts"] == whole["counts"]
    assert RULE in run.invoke(app, ["what-if", "standard.json"]).stdout
    (folder / "broken.json").write_text("{")
    assert run.invoke(app, ["what-if", "broken.json"]).exit_code == 2


def test_rules(folder: Path) -> None:
    seen = _told("rules", "preview", RULE, "--off")
    assert (seen["before"], seen["after"], seen["gone"]) == (2, 0, 2)
    who = ("--who", "某局", "--why", "试点")
    assert not _told("rules", "set", RULE, "--off", *who)["enabled"]
    assert _told("rules", "set", RULE, "--severity", "info", *who)["severity"] == "info"
    assert len(_told("rules", "show", RULE)["history"]) == 2
    assert run.invoke(app, ["rules", "show", "no-such-rule"]).exit_code != 0
