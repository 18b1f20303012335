"""``yizhi mappings`` at the terminal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from app.cli import app
from app.kernel.db import Database
from tests.factories.files import seeded
from tests.importing.kept.test_kept_mappings import FILE
from tests.importing.proposing.strangers import JIANGXI


@pytest.fixture
def file(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that no mapping knows, beside a catalogue that the command finds."""
    database = Database(sqlite_url)
    seeded(database)
    database.dispose()
    monkeypatch.setenv("YIZHI_DATABASE_URL", sqlite_url)
    path = tmp_path / "a.csv"
    path.write_text(FILE)
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def told(*words: object) -> Any:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_proposal_is_shown_with_what_it_leaves_open(file: Path) -> None:
    result = run("mappings", "propose", file)
    assert result.exit_code == 1
    assert "承诺期 → 承诺办结时限" in result.stdout
    assert "2 个值中有 2 个读作N 个工作日" in result.stdout
    assert "--values 办件性质=swapped" in result.stderr
    assert "排水许可证核发" in result.stderr
    assert "没有保存" in result.stdout
    assert {one["state"] for one in told("mappings", "list")} == {"shipped"}


def test_saved_settled_confirmed_used_and_removed(file: Path) -> None:
    assert run("mappings", "propose", file, "--save", "old-city").exit_code == 1
    undecided = run("import", file, "--mode", "valid", "--mapping", "old-city")
    assert undecided.exit_code == 2
    assert "办件性质" in undecided.stderr
    assert run("mappings", "confirm", "old-city").exit_code == 2
    saved = told(
        "mappings", "confirm", "old-city", "--values", "办件性质=swapped",
        "--set", "办理部门=委托部门", "--by", "某科",
    )  # fmt: skip
    assert (saved["state"], saved["version"], saved["author"]) == ("confirmed", 2, "某科")
    assert saved["mapping"]["fields"]["/authority/entrusted_by"] == {"from": "办理部门"}
    (report,) = told("import", file, "--mode", "valid")
    assert (report["mapping"], report["counts"]["created"]) == ("old-city@2", 2)
    shown = run("mappings", "show", "old-city").stdout
    assert "办件性质 → /handling/project_type，值表" in shown
    assert "第 1 版 draft" in shown
    assert run("mappings", "remove", "old-city").exit_code == 0
    assert run("mappings", "remove", "old-city").exit_code == 2
    assert run("import", file, "--mode", "valid").exit_code == 2


def test_everything_may_be_said_at_once(file: Path) -> None:
    made = told(
        "mappings", "propose", file, "--save", "old-city", "--confirm", "--title", "某市旧系统",
        "--values", "办件性质=1=承诺件", "--values", "办件性质=2=即办件",
    )  # fmt: skip
    assert made["saved"]["state"] == "confirmed"
    assert made["saved"]["title"] == "某市旧系统"


@pytest.mark.parametrize(
    "change",
    [("--set", "承诺期=没有的字段"), ("--values", "承诺期=swapped"), ("--values", "甲=1=2")],
)
def test_what_cannot_be_done_is_said(file: Path, change: tuple[str, str]) -> None:
    result = run("mappings", "propose", file, *change)
    assert result.exit_code == 2
    assert result.stderr


def test_a_mapping_is_given_a_correspondence(file: Path, tmp_path: Path) -> None:
    rows = "".join(f"{code},排水许可,某市水务局\n" for code in JIANGXI)
    file.write_text(f"事项编码,事项名,办理部门\n{rows}")
    told("mappings", "propose", file, "--save", "place", "--confirm")
    table = tmp_path / "table.csv"
    table.write_text("地方,国家\n000001001000,000117001001\n000001002000,000117001001\n")
    given = told("mappings", "correspond", "place", table)
    assert given == {"name": "place", "version": 2, "codes": 2, "several": 0, "none": 0}
    result = run("import", file, "--mode", "valid")
    assert result.exit_code == 1
    assert "新增 2" in result.stdout
    assert "对照表里没有对应" in result.stderr
