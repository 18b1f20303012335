"""``yizhi indicators``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.kernel.db import Database
from tests.factories import catalogue as c

run = CliRunner()


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, database: Database, tmp_path: Path) -> None:
    """An installation with two items."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YIZHI_DATABASE_URL", database.url.render_as_string(hide_password=False))
    c.write(database, c.local(), c.local(c.COUNTY, handling=c.handled(visits=3)))


def said(*words: str) -> str:
    result = run.invoke(app, ["indicators", *words])
    assert result.exit_code == 0, result.output
    return result.output


def test_all_figures() -> None:
    assert "at-most-one-visit-rate\t最多跑一次率\t0.5\t1 / 2\t目标 0.85\t未达到" in said("list")
    assert "material-reduction\t材料压减率\t–" in said("list")
    rows = json.loads(said("list", "--region", c.COUNTY, "--json"))
    figures = {row["slug"]: row["figure"] for row in rows}
    assert figures["at-most-one-visit-rate"]["value"] == 0


def test_one_figure_and_its_breakdown() -> None:
    assert said("show", "at-most-one-visit-rate").startswith("最多跑一次率  0.5  1 / 2")
    rows = said("show", "at-most-one-visit-rate", "--by", "level").splitlines()
    assert rows == ["4\t县级\t0.0\t0\t1", "3\t市级\t1.0\t1\t1"]


def test_the_items_of_a_figure(tmp_path: Path) -> None:
    code = c.code_of(c.local())
    lines = said("items", "at-most-one-visit-rate", "--part", "numerator").splitlines()
    assert [line.split("\t")[0] for line in lines] == [code]
    said("items", "at-most-one-visit-rate", "--part", "shortfall", "--csv", "items.csv")
    assert len((tmp_path / "items.csv").read_text(encoding="utf-8").splitlines()) == 2


def test_baselines_and_snapshots() -> None:
    said("baseline", "take", "年初", "--note", "清理之前")
    assert said("baseline", "list").split("\t")[0] == "年初"
    assert '"places": ' in said("snapshot", "--json")
    said("baseline", "drop", "年初")
    assert run.invoke(app, ["indicators", "baseline", "drop", "年初"]).exit_code != 0


def test_an_unknown_indicator_is_refused() -> None:
    assert run.invoke(app, ["indicators", "show", "nothing"]).exit_code != 0
