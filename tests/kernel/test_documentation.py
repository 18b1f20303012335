"""Documentation that cannot rot: links lead somewhere, lists are whole, settings are explained."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.settings import Settings
from bench import figures

ROOT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"\]\((?!https?:|mailto:|#|/)([^)#\s]+)")
PAGES = [
    page
    for pattern in ("*.md", "docs/**/*.md", "bench/*.md", "app/**/*.md", "schemas/**/*.md")
    for page in sorted(ROOT.glob(pattern))
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    broken = [link for link in LINK.findall(text) if not (page.parent / link).exists()]
    assert broken == []


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs/decisions"
    listed = set(LINK.findall((folder / "README.md").read_text(encoding="utf-8")))
    assert {page.name for page in folder.glob("0*.md")} <= listed


def test_every_page_is_in_the_index_of_pages() -> None:
    text = (ROOT / "docs/README.md").read_text(encoding="utf-8")
    listed = {link.partition("/")[0] for link in LINK.findall(text)}
    pages = {page.name for page in (ROOT / "docs").iterdir()}
    assert pages - {"README.md", "pictures"} <= listed


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_every_room_is_named(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    rooms = {one.parent.name for one in (ROOT / "app").glob("*/__init__.py")}
    tree = text.partition("## 代码" if page == "README.md" else "## Where things live")[2]
    assert rooms <= set(re.findall(r"[a-z]+", tree.partition("\n## ")[0]))


def test_every_setting_is_explained() -> None:
    text = (ROOT / "docs/running.md").read_text(encoding="utf-8")
    missing = [name for name in Settings.model_fields if f"YIZHI_{name.upper()}" not in text]
    assert missing == []


@pytest.mark.parametrize("name", figures.PAGES)
def test_the_figures_are_those_that_were_kept(name: str) -> None:
    page = (ROOT / name).read_text(encoding="utf-8")
    assert figures.written(page, figures.PAGES[name]()) == page, "python -m bench figures"


def test_the_commands_in_the_readme_exist() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"^make ([a-z-]+)", text, re.MULTILINE)) <= targets
