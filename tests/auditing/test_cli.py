"""``yizhi audit``."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.kernel.db import Database
from tests.factories import catalogue as c
from tests.factories.audited import put

run = CliRunner()
CODE = c.code_of(c.local())
SECRET = c.code_of(c.local(c.COUNTY))


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, database: Database, tmp_path: Path) -> None:
    """An installation with an item that has a catch-all material, a secret one, and a standard."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YIZHI_DATABASE_URL", database.url.render_as_string(hide_password=False))
    materials = [*c.base()["materials"], {"name": "其他材料", "necessity": "1"}]
    put(
        database,
        c.base(),
        c.local(materials=materials),
        c.local(c.COUNTY, name="不该看到的事项", secret=True),
    )


def test_a_run_finds_what_stands() -> None:
    told = json.loads(run.invoke(app, ["audit", "run", "--json"]).output)
    assert (told["drift"], told["anew"], told["items"]) == (0, False, 3)
    plain = run.invoke(app, ["audit", "run", "--anew"])
    assert plain.exit_code == 0
    assert "drift: 0\nanew: True" in plain.output
    assert run.invoke(app, ["audit", "run", "--fail-on", "error"]).exit_code == 1


def test_findings_are_lines_with_an_exact_count() -> None:
    result = run.invoke(app, ["audit", "findings", "--rule", "catch-all-material"])
    assert result.exit_code == 0
    (line,) = result.stdout.splitlines()
    assert line.split("\t")[:4] == ["错误", CODE, c.NAME, "第 3 项材料“其他材料”是兜底条款"]
    assert result.stderr == "共 1 条 findings\n"
    few = run.invoke(app, ["audit", "findings", "--limit", "2"])
    assert len(few.stdout.splitlines()) == 2
    assert int(few.stderr.split()[1]) > 2


def test_filters_are_those_of_the_interface() -> None:
    def number(*options: str) -> int:
        return len(json.loads(run.invoke(app, ["audit", "findings", "--json", *options]).output))

    whole = number()
    assert number("--region", "990100", "--agency", c.BODIES[c.CITY][0]) < whole
    assert sum(number("--severity", one) for one in ("error", "warning", "info")) == whole
    assert number("--element", "materials", "--aspect", "correctness") > 0
    assert number("--region", c.OTHER_COUNTY) == 0
    assert number("--secrets") > whole
    assert run.invoke(app, ["audit", "findings", "--severity", "grave"]).exit_code == 2


def test_what_is_asked_for_must_be_known() -> None:
    for option, value in (("--region", "110000"), ("--agency", "x"), ("--rule", "no-rule")):
        result = run.invoke(app, ["audit", "findings", option, value])
        assert type(result.exception).__name__ in {"UnknownPlace", "RuleNotFound"}


@pytest.mark.parametrize(
    "options, code",
    [
        (["--fail-on", "error"], 1),
        (["--fail-on", "info"], 1),
        (["--fail-on", "error", "--rule", "catch-all-material"], 1),
        (["--fail-on", "error", "--severity", "warning"], 0),
        (["--fail-on", "warning", "--region", c.OTHER_COUNTY], 0),
        ([], 0),
    ],
)
def test_the_exit_code_tells_of_findings(options: list[str], code: int) -> None:
    assert run.invoke(app, ["audit", "findings", *options]).exit_code == code


def test_a_sheet_of_all_findings(tmp_path: Path) -> None:
    path = tmp_path / "发现.csv"
    options = ["audit", "findings", "--csv", str(path), "--fail-on", "error"]
    assert run.invoke(app, options).exit_code == 1
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    told = json.loads(run.invoke(app, ["audit", "findings", "--json"]).output)
    assert [row["规则"] for row in rows] == [one["rule"] for one in told]
    nowhere = run.invoke(app, ["audit", "findings", "--csv", str(tmp_path / "x" / "y")])
    assert isinstance(nowhere.exception, FileNotFoundError)  # told by ``explain``


def test_the_summary() -> None:
    result = run.invoke(app, ["audit", "summary"])
    assert result.output.startswith("事项 2，其中实施清单 1，涉密 1 项不计入\n")
    for words in ("覆盖率 ", "完整率 ", "准确率 50.0%（1/2）", "先改什么，归谁改", "申请材料\t"):
        assert words in result.output
    assert json.loads(run.invoke(app, ["audit", "summary", "--json"]).output)["items"] == 2
    by_rule = run.invoke(app, ["audit", "summary", "--by", "rule"]).output
    assert "catch-all-material\t错误\t1\t" in by_rule
    by_agency = run.invoke(app, ["audit", "summary", "--by", "agency", "--region", "990100"])
    assert by_agency.output.startswith(f"{c.BODIES[c.CITY][0]}\t{c.BODIES[c.CITY][1]}\t1\t")
    assert "名称\t" in run.invoke(app, ["audit", "summary", "--by", "element"]).output


def test_one_item() -> None:
    result = run.invoke(app, ["audit", "item", CODE])
    assert result.output.startswith(f"{c.NAME}\n{CODE}  示例市住房和城乡建设局\n")
    assert "  错误\t第 3 项材料“其他材料”是兜底条款\tcatch-all-material\n" in result.output
    assert "  申请材料\t更差\t多出其他材料\n" in result.output
    assert "  收费\t无法判断\t两边都没有填写\n" in result.output
    assert "  办理结果\t无法判断\t本事项没有填写\n" in result.output
    assert type(run.invoke(app, ["audit", "item", SECRET]).exception).__name__ == "ItemNotFound"
    (secret,) = json.loads(run.invoke(app, ["audit", "item", SECRET, "--secrets", "--json"]).output)
    assert secret["item"]["name"] == "不该看到的事项"


def test_rules() -> None:
    listed = run.invoke(app, ["audit", "rules"]).output
    assert "catch-all-material\terror\t1\t" in listed
    one = json.loads(run.invoke(app, ["audit", "rules", "catch-all-material", "--json"]).output)
    assert (one["code"], one["findings"], one["enabled"]) == ("catch-all-material", 1, True)
