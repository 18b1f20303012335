"""常见问题: questions people ask, and the answers."""

from __future__ import annotations

from pydantic import TypeAdapter

from app.elements.value import Value, fold_fields


class Question(Value):
    """常见问题 and 解答."""

    question: str | None = None
    answer: str | None = None


Questions = tuple[Question, ...]

_ADAPTER: TypeAdapter[Questions] = TypeAdapter(Questions)


def parse(data: object) -> Questions:
    """Validate plain data."""
    return _ADAPTER.validate_python(data)


def canonical(value: Questions) -> list[dict[str, object]]:
    """Fold looks; the order is the reader's path and is kept."""
    return [folded for question in value if (folded := fold_fields(question))]
