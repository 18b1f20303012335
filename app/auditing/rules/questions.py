"""常见问题规则: questions and their answers."""

from __future__ import annotations

from collections.abc import Iterator

from app.auditing.rule import Place, Severity, place, value_rule
from app.auditing.rules.wording import brief
from app.elements.questions import Questions
from app.kernel.text import fold


@value_rule(
    "questions",
    Severity.INFO,
    zh="问题“{question}”与第 {first} 个问题重复",
    en="The question “{question}” repeats question {first}",
)
def duplicate_question(questions: Questions) -> Iterator[Place]:
    """同一问题列了两次。

    The same question is listed twice.

    为何要紧：两处答案日久不同，群众不知信哪个。
    如何改正：合并为一条。
    Why it matters: in time the two answers differ.
    Put right by: merging them.
    Source: practice
    """
    seen: dict[str, int] = {}
    for index, one in enumerate(questions):
        key = fold(one.question or "")
        if key and key in seen:
            yield place(
                f"/questions/{index}/question",
                question=brief(one.question or ""),
                first=seen[key] + 1,
            )
        seen.setdefault(key, index)


def _bare(text: str) -> str:
    return fold(text).strip("?!.")


@value_rule(
    "questions",
    Severity.INFO,
    zh="问题“{question}”的答案只是重复了问题",
    en="The answer to “{question}” only repeats the question",
)
def answer_repeats_question(questions: Questions) -> Iterator[Place]:
    """答案只是重复了问题。

    An answer only repeats its question.

    为何要紧：问了等于没问。
    如何改正：写出答案。
    Why it matters: the question stays open.
    Put right by: answering it.
    Source: practice
    """
    for index, one in enumerate(questions):
        if one.question and one.answer and _bare(one.question) == _bare(one.answer):
            yield place(f"/questions/{index}/answer", question=brief(one.question))
