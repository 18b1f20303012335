"""Generated pages: written from declarations, so that they cannot rot.

A room that has pages to give has a module ``pages`` with a function ``pages() -> dict[str, str]``:
path from the top of the repository → text. ``yizhi generate`` writes them all,
``yizhi generate --check`` tells which are not what the code says.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from inspect import cleandoc
from pathlib import Path

from app.kernel.problem import Problem, all_problems, example

MARK = "<!-- 由代码生成，请勿手改：make generate -->"


@dataclass(frozen=True, slots=True)
class Drift:
    """A page that is not what the code says: ``missing``, ``stale`` or ``leftover``."""

    path: str
    state: str


def write(root: Path, pages: Mapping[str, str]) -> list[Drift]:
    """Make the files under ``root`` be ``pages``; return what was changed."""
    drifts = check(root, pages)
    for drift in drifts:
        path = root / drift.path
        if drift.state == "leftover":
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(pages[drift.path], encoding="utf-8")
    return drifts


def check(root: Path, pages: Mapping[str, str]) -> list[Drift]:
    """Return how the files under ``root`` differ from ``pages``."""
    drifts = [
        Drift(path, "stale" if (root / path).is_file() else "missing")
        for path, text in sorted(pages.items())
        if not (root / path).is_file() or (root / path).read_text(encoding="utf-8") != text
    ]
    return drifts + [Drift(path, "leftover") for path in _leftovers(root, pages)]


def _leftovers(root: Path, pages: Mapping[str, str]) -> list[str]:
    """Return marked pages, in the folders we write to, that nothing generates any more."""
    folders = {(root / path).parent for path in pages if path.endswith(".md")}
    return sorted(
        path.relative_to(root).as_posix()
        for folder in folders
        for path in folder.glob("*.md")
        if path.relative_to(root).as_posix() not in pages
        and path.read_text(encoding="utf-8").startswith(MARK)
    )


def pages() -> dict[str, str]:
    """Return a page for every problem, and their list."""
    problems = list(all_problems())
    result = {f"docs/problems/{problem.slug()}.md": problem_page(problem) for problem in problems}
    return result | {"docs/problems/README.md": _index(problems)}


def problem_page(problem: type[Problem]) -> str:
    """Return the page of one problem: title, status, sentence, what it means, an example."""
    _, _, prose = cleandoc(problem.__doc__ or "").partition("\n")
    body = json.dumps(example(problem), ensure_ascii=False, indent=2)
    sentences = "\n".join(f"> {text}" + "  " for text in (problem.zh, problem.en) if text)
    parts = [
        MARK,
        f"# {problem.title('zh')} {problem.title('en')}",
        f"`{problem.slug()}` · HTTP {problem.status}",
        sentences,
        prose.strip(),
        f"```json\n{body}\n```",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _index(problems: list[type[Problem]]) -> str:
    rows = "\n".join(
        f"| [`{p.slug()}`]({p.slug()}.md) | {p.status} | {p.title('zh')} | {p.title('en')} |"
        for p in problems
    )
    return (
        f"{MARK}\n\n# 问题一览 Problems\n\n"
        "Every failure is answered as `application/problem+json` (RFC 9457). `type` is one of:\n\n"
        f"| type | HTTP | 标题 | Title |\n|---|---|---|---|\n{rows}\n"
    )
