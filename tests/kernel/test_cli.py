"""The command: exit codes, JSON, sentences instead of tracebacks, and a help that is quick."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import __version__
from app.cli import app, main
from app.kernel import migrating
from app.kernel.console import show
from app.kernel.db import Database

run = CliRunner()


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, database: Database, tmp_path: Path) -> Database:
    """The settings of an installation over ``database``."""
    monkeypatch.chdir(tmp_path)  # no .env of the developer's
    monkeypatch.setenv("YIZHI_DATABASE_URL", database.url.render_as_string(hide_password=False))
    monkeypatch.setenv("YIZHI_WRITE_KEY", "k" * 32)
    return database


def test_help_names_commands_and_exit_codes() -> None:
    result = run.invoke(app, ["--help"])
    assert result.exit_code == 0
    for word in ("serve", "migrate", "doctor", "退出码"):
        assert word in result.output


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from app.cli import app; from typer.testing import CliRunner;"
        "CliRunner().invoke(app, ['--help']);"
        "print([m for m in ('sqlalchemy', 'fastapi', 'pydantic', 'jinja2') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_an_unknown_command_is_wrong_use() -> None:
    assert run.invoke(app, ["no-such-command"]).exit_code == 2


def test_migrate_there_and_back(environment: Database) -> None:
    assert run.invoke(app, ["migrate", "downgrade", "base"]).exit_code == 0
    result = run.invoke(app, ["migrate", "current", "--json"])
    assert result.exit_code == 3
    assert json.loads(result.output) == {"current": None, "head": migrating.head()}
    assert run.invoke(app, ["migrate", "upgrade"]).exit_code == 0
    assert run.invoke(app, ["migrate", "current"]).exit_code == 0


def test_doctor_finds_a_good_environment_good(environment: Database) -> None:
    result = run.invoke(app, ["doctor", "--json"])
    assert result.exit_code == 0
    assert {check["state"] for check in json.loads(result.output)} == {"ok"}


def test_doctor_says_what_to_do(environment: Database) -> None:
    migrating.downgrade(environment, "base")
    result = run.invoke(app, ["doctor"])
    assert result.exit_code == 3
    assert "yizhi migrate upgrade" in result.output


def test_doctor_on_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for url in (f"sqlite:///{tmp_path}/none.db", "postgresql://nobody@127.0.0.1:1/none"):
        monkeypatch.setenv("YIZHI_DATABASE_URL", url)
        assert run.invoke(app, ["doctor"]).exit_code == 3
    assert list(tmp_path.iterdir()) == []


def test_a_missing_database_ends_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("YIZHI_DATABASE_URL", f"sqlite:///{tmp_path}/no/folder/x.db")
    monkeypatch.setattr(sys, "argv", ["yizhi", "migrate", "current"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 3
    assert capsys.readouterr().err.startswith("数据库不可用")


def _ended(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """Run ``yizhi`` as from a shell and return its exit code."""
    monkeypatch.setattr(sys, "argv", ["yizhi", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(str(ended.value.code or 0))


@pytest.mark.parametrize(
    "words, said",
    [
        (["import", "x.csv", "--mode", "all"], "没有“x.csv”这个文件或目录"),
        (["import", "http://x.cn/a.csv", "--mode", "all"], "“http://x.cn/a.csv”是网址"),
        (["import", "undo"], "缺少 batch"),
        (["import", "undo", "x"], "batch 的值不能这样写"),
        (["import", ".", "--mode", "some"], "不能是“some”，只能是 'all', 'valid'"),
        (["import", "."], "缺少 --mode"),
        (["what-if", "."], "“.”是目录，应当是文件"),
        (["import", ".", "--mod", "all"], "没有 --mod 这个选项"),
        (["import", "undo", "1", "2"], "多出了“2”"),
        (["no-such-command"], "没有“no-such-command”这个命令"),
    ],
)
def test_wrong_use_is_told_in_chinese_first(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert _ended(monkeypatch, *words) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"用法不对：{said}")
    assert "Usage: yizhi" in told


def test_a_group_alone_shows_its_help(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _ended(monkeypatch, "migrate") == 2
    assert "用法不对" not in capsys.readouterr().err
    assert _ended(monkeypatch, "--version") == 0
    assert capsys.readouterr().out == f"{__version__}\n"


def test_an_interruption_is_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted() -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(migrating, "head", interrupted)
    assert _ended(monkeypatch, "migrate", "current") == 130
    assert capsys.readouterr().err == ""


def test_a_question_that_nobody_answers_ends_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def asked() -> int:
        raise EOFError

    monkeypatch.setattr(migrating, "head", asked)
    assert _ended(monkeypatch, "migrate", "current") == 2
    assert "没有回答" in capsys.readouterr().err


@pytest.mark.parametrize("place, why", [("no/x.csv", "没有这个文件或目录"), (".", "它是目录")])
def test_a_place_that_cannot_be_written_is_named(
    environment: Database,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    place: str,
    why: str,
) -> None:
    path = str(tmp_path / place)
    for words in (["export", "csv", path], ["audit", "findings", "--csv", path]):
        assert _ended(monkeypatch, *words) == 2
        assert capsys.readouterr().err.startswith(f"不能读写“{path}”：{why}")


@pytest.mark.parametrize(
    "setting, value, said",
    [
        ("YIZHI_PORT", "abc", "设置 YIZHI_PORT 不对"),
        ("YIZHI_DATABASE_URL", "nonsense", "设置 YIZHI_DATABASE_URL 不是能用的数据库地址"),
        ("YIZHI_DATABASE_URL", "nodb://a/b", "设置 YIZHI_DATABASE_URL 不是能用的数据库地址"),
    ],
)
def test_a_wrong_setting_is_named(
    environment: Database,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    setting: str,
    value: str,
    said: str,
) -> None:
    monkeypatch.setenv(setting, value)
    assert _ended(monkeypatch, "import", "batches") == 3
    told = capsys.readouterr().err
    assert told.startswith(said)
    assert value not in told.partition("，")[0]


def test_a_profile_that_is_none_is_told_by_the_doctor(
    environment: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YIZHI_PROFILE", "policy")
    result = run.invoke(app, ["doctor"])
    assert result.exit_code == 3
    assert "口径“policy”不存在，可以写：guofa-2022-5、policy-2020、sitong" in result.output


def test_openapi_is_written(tmp_path: Path) -> None:
    path = tmp_path / "openapi.json"
    assert run.invoke(app, ["openapi", "-o", str(path)]).exit_code == 0
    assert json.loads(path.read_text(encoding="utf-8"))["openapi"].startswith("3.")


def test_generate_writes_what_it_then_finds_right(tmp_path: Path) -> None:
    arguments = ["generate", "--root", str(tmp_path)]
    assert run.invoke(app, [*arguments, "--check"]).exit_code == 1
    assert run.invoke(app, arguments).exit_code == 0
    assert run.invoke(app, [*arguments, "--check"]).exit_code == 0
    assert (tmp_path / "docs/problems/not-found.md").is_file()


def test_people_read_tables_with_titles_and_pipes_rows_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [{"name": "某市", "items": 1200, "note": None}, {"name": "a", "items": 3, "note": "x"}]
    show(rows, columns=("name", "items", "note"))
    assert capsys.readouterr().out == "某市\t1200\t–\na\t3\tx\n"
    monkeypatch.setattr("app.kernel.console.on_terminal", lambda: True)
    show(rows, columns=("name", "items", "note"))
    assert capsys.readouterr().out == "名称  事项  说明\n某市  1200  –\na     3     x\n"
    show([], columns=("name",))
    assert capsys.readouterr().out == "名称\n"
