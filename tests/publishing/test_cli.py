"""``yizhi guide`` and ``yizhi lists``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.kernel.db import Database
from tests.factories import catalogue as c

run = CliRunner()
CODE = c.code_of(c.local())


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, database: Database, tmp_path: Path) -> None:
    """An installation with two items and their standard."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YIZHI_DATABASE_URL", database.url.render_as_string(hide_password=False))
    time_limit = {"promised": {"number": 5, "unit": "1", "note": "不含检测"}}
    c.write(
        database,
        c.base(),
        c.local(time_limit=time_limit),
        c.local(c.COUNTY, handling={"visits": 2}),
    )


def test_a_guide_is_shown() -> None:
    result = run.invoke(app, ["guide", CODE])
    assert result.exit_code == 0
    assert result.output.startswith(f"{c.NAME}\n{CODE}  示例市住房和城乡建设局")
    assert f"【申请材料】  ← {c.NATION}" in result.output
    assert "材料类型：申请表格文书" in result.output
    assert "承诺办结时限：5个工作日（不含检测）" in result.output


def test_a_guide_as_json() -> None:
    result = run.invoke(app, ["guide", CODE, "--json", "--language", "en"])
    assert json.loads(result.output)["identity"]["type"]["label"] == "Licence or permit"


def test_the_lists() -> None:
    result = run.invoke(app, ["lists"])
    assert "at-most-one-visit\t最多跑一次\t1\t2\t0.5" in result.output
    assert len(json.loads(run.invoke(app, ["lists", "--json"]).output)) == 5


def test_members_and_those_left_out() -> None:
    members = run.invoke(app, ["lists", "at-most-one-visit"])
    assert members.output.splitlines() == [f"{CODE}\t{c.NAME}\t示例市住房和城乡建设局\t到现场 1 次"]
    left_out = run.invoke(app, ["lists", "at-most-one-visit", "--left-out", "--json"])
    assert [row["region"] for row in json.loads(left_out.output)] == [c.COUNTY]
    elsewhere = run.invoke(app, ["lists", "at-most-one-visit", "--region", "990102"])
    assert elsewhere.output == ""


def test_shares() -> None:
    result = run.invoke(app, ["lists", "at-most-one-visit", "--summary", "--json"])
    assert json.loads(result.output)["share"] == 0.5
    assert "乙区" not in run.invoke(app, ["lists", "at-most-one-visit", "--summary"]).output


def test_a_sheet(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    assert run.invoke(app, ["lists", "at-most-one-visit", "--csv", str(path)]).exit_code == 0
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    nowhere = run.invoke(app, ["lists", "at-most-one-visit", "--csv", str(tmp_path / "x" / "y")])
    assert isinstance(nowhere.exception, FileNotFoundError)  # told by ``explain``
