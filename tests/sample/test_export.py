"""``python -m app.sample export``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.sample.__main__ import main
from app.sample.catalogue import base_items, implementation_items, manifest, regions


def _lines(path: Path) -> list[object]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_files_hold_what_the_catalogue_holds(tmp_path: Path) -> None:
    assert main(["export", str(tmp_path / "sample")]) == 0
    folder = tmp_path / "sample"
    assert _lines(folder / "base.jsonl") == base_items()
    assert _lines(folder / "items.jsonl") == implementation_items()
    planted = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert planted == [entry._asdict() for entry in manifest()]
    rows = (folder / "regions.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == len(regions()) + 1


def test_usage_is_told_when_the_command_is_not_understood(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([]) == 2
    assert "export" in capsys.readouterr().err
