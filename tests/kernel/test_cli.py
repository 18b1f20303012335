"""The command: exit codes, JSON, sentences instead of tracebacks, and a help that is quick."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app, main
from app.kernel import migrating
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
