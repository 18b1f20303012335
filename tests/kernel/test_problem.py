"""Problems: one class gives the address, both titles, the sentence and the documentation."""

from __future__ import annotations

import re
from pathlib import Path

import orjson

from app.generated import load_all
from app.kernel.pages import check, problem_page, write
from app.kernel.problem import Problem, all_problems, documented


class LampBroken(Problem):
    """灯坏了 Lamp broken.

    The lamp does not shine.
    """

    status = 418
    zh = "“{room}”的灯坏了"
    en = "The lamp of “{room}” is broken"


class LampMissing(Problem):
    """没有灯 Lamp missing."""

    status = 418


def test_the_name_gives_the_address() -> None:
    assert LampBroken.slug() == "lamp-broken"


def test_the_docstring_gives_both_titles() -> None:
    assert LampBroken.title("zh") == "灯坏了"
    assert LampBroken.title("en") == "Lamp broken"


def test_facts_fill_the_sentence_in_either_language() -> None:
    problem = LampBroken(room="库房")
    assert problem.detail("zh") == "“库房”的灯坏了"
    assert problem.detail("en") == "The lamp of “库房” is broken"
    assert str(problem) == "“库房”的灯坏了"


def test_a_given_sentence_goes_before_the_template() -> None:
    assert LampBroken("看不见", room="库房").detail() == "看不见"


def test_the_document_has_the_members_of_rfc_9457() -> None:
    fault = {"pointer": "/lamps/0", "code": "dark", "detail": "不亮"}
    problem = LampBroken(room="库房", errors=[fault])  # type: ignore[list-item]
    response = problem.response("en")
    assert response.media_type == "application/problem+json"
    assert response.status_code == 418
    assert orjson.loads(bytes(response.body)) == {
        "type": "/problems/lamp-broken",
        "title": "Lamp broken",
        "status": 418,
        "detail": "The lamp of “库房” is broken",
        "facts": {"room": "库房"},
        "errors": [fault],
    }


def test_problems_of_one_status_share_a_response() -> None:
    (status, response), *others = documented(LampBroken, LampMissing).items()
    assert not others
    assert status == 418
    assert response["description"] == "灯坏了；没有灯"
    examples = response["content"]["application/problem+json"]["examples"]
    assert list(examples) == ["lamp-broken", "lamp-missing"]


def test_a_page_tells_all_that_the_class_tells() -> None:
    page = problem_page(LampBroken)
    for part in ("灯坏了", "Lamp broken", "418", "The lamp does not shine.", "“{room}”的灯坏了"):
        assert part in page


def test_pages_are_written_checked_and_cleared(tmp_path: Path) -> None:
    root = tmp_path
    page = problem_page(LampBroken)
    assert [d.state for d in check(root, {"docs/a.md": page})] == ["missing"]
    write(root, {"docs/a.md": page, "docs/b.md": page})
    assert check(root, {"docs/a.md": page, "docs/b.md": page}) == []
    (root / "docs/notes.md").write_text("by hand", encoding="utf-8")
    assert [d.state for d in check(root, {"docs/a.md": page + "more"})] == ["stale", "leftover"]
    write(root, {"docs/a.md": page})
    assert sorted(path.name for path in (root / "docs").iterdir()) == ["a.md", "notes.md"]


def _shipped_problems() -> list[type[Problem]]:
    load_all()
    return [problem for problem in all_problems() if problem.__module__.startswith("app.")]


def test_every_problem_has_both_titles_and_a_status() -> None:
    for problem in _shipped_problems():
        assert re.search(r"[\u4e00-\u9fff]", problem.title("zh")), problem
        assert not re.search(r"[\u4e00-\u9fff]", problem.title("en")), problem
        assert 400 <= problem.status < 600, problem


def test_no_two_problems_share_an_address() -> None:
    slugs = [problem.slug() for problem in _shipped_problems()]
    assert len(slugs) == len(set(slugs))
