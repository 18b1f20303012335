"""Problems: what went wrong, as RFC 9457 ``application/problem+json``.

A problem is a class. Its name gives ``type`` (``ItemNotFound`` → ``/problems/item-not-found``), the
first line of its docstring gives the title (Chinese, then English), the rest of the docstring is
its page. ``zh`` and ``en`` are templates of the detail; the facts that fill them are given when it
is raised::

    class ItemNotFound(Problem):
        \"\"\"没有这个事项 No such item.\"\"\"

        status = 404
        zh = "没有编码为“{code}”的事项"
        en = "There is no item with the code “{code}”"

    raise ItemNotFound(code=code)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from inspect import cleandoc
from typing import TYPE_CHECKING, Any, ClassVar, NotRequired, TypedDict

import orjson

from app.kernel.language import Language

if TYPE_CHECKING:
    from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_TITLE = re.compile(r"^(?P<zh>.*[\u3400-\u9fff][”）。]*)[\s·]+(?P<en>[“(]?[A-Za-z0-9].*)$")

FieldError = TypedDict(
    "FieldError",
    {"pointer": str, "code": str, "detail": str, "in": NotRequired[str]},
)
"""One fault of what was sent: a JSON pointer, a hyphenated code, a sentence; ``in`` says which part
of the request the pointer walks (body unless stated: query, path, header)."""


class Problem(Exception):
    """出了问题 Something went wrong."""

    status: ClassVar[int] = 500
    zh: ClassVar[str] = ""
    en: ClassVar[str] = ""

    def __init__(
        self,
        detail: str | None = None,
        *,
        errors: Iterable[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        **facts: Any,
    ) -> None:
        self.facts = facts
        self.errors = list(errors)
        self.headers = dict(headers or {})
        self._detail = detail
        super().__init__(self.detail())

    @classmethod
    def slug(cls) -> str:
        """Return the name as it stands in ``type`` and in the address of the page."""
        return _WORD.sub("-", cls.__name__).lower()

    @classmethod
    def title(cls, language: Language = "zh") -> str:
        """Return the first line of the docstring, in one language where it has two."""
        line = cleandoc(cls.__doc__ or cls.__name__).partition("\n")[0].rstrip(".。")
        match = _TITLE.match(line)
        return match[language].strip() if match else line

    def detail(self, language: Language = "zh") -> str:
        """Return the sentence about this case: as given, or the template filled with facts."""
        if self._detail is not None:
            return self._detail
        template = self.zh if language == "zh" else self.en or self.zh
        return template.format_map(self.facts)

    def document(self, language: Language = "zh") -> dict[str, Any]:
        """Return the problem as it is sent."""
        body: dict[str, Any] = {
            "type": f"/problems/{self.slug()}",
            "title": self.title(language),
            "status": self.status,
        }
        body |= {"detail": text} if (text := self.detail(language)) else {}
        body |= {"facts": self.facts} if self.facts else {}
        return body | ({"errors": self.errors} if self.errors else {})

    def response(self, language: Language = "zh") -> Response:
        """Return the problem as an HTTP response."""
        from starlette.responses import Response  # readers of files know problems, and no HTTP

        headers = {
            "Content-Language": language,
            "Vary": "Accept-Language",
            "Cache-Control": "no-store",
        }
        content = orjson.dumps(self.document(language), default=str)
        return Response(content, self.status, headers | self.headers, MEDIA_TYPE)


def all_problems(root: type[Problem] = Problem) -> Iterator[type[Problem]]:
    """Yield every problem that loaded modules declare, by their addresses' order."""
    found = {root}
    waiting = [root]
    while waiting:
        for child in waiting.pop().__subclasses__():
            found.add(child)
            waiting.append(child)
    yield from sorted(found - {root}, key=lambda problem: problem.slug())


def documented(*problems: type[Problem]) -> dict[int | str, dict[str, Any]]:
    """Return OpenAPI ``responses`` for a route that may answer with these problems."""
    responses: dict[int | str, dict[str, Any]] = {}
    for problem in problems:
        entry = responses.setdefault(problem.status, _empty_response())
        entry["description"] += ("；" if entry["description"] else "") + problem.title()
        entry["content"][MEDIA_TYPE]["examples"][problem.slug()] = {
            "summary": problem.title(),
            "value": example(problem),
        }
    return responses


def example(problem: type[Problem]) -> dict[str, Any]:
    """Return what a case of ``problem`` looks like, with its facts left as their names."""
    body: dict[str, Any] = {
        "type": f"/problems/{problem.slug()}",
        "title": problem.title(),
        "status": problem.status,
    }
    return body | ({"detail": problem.zh} if problem.zh else {})


def _empty_response() -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": "", "content": {MEDIA_TYPE: {"schema": schema, "examples": {}}}}


SCHEMA: dict[str, Any] = {
    "title": "问题",
    "description": "RFC 9457 problem details",
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {
            "type": "string",
            "description": "问题种类的地址",
            "examples": ["/problems/not-found"],
        },
        "title": {"type": "string", "description": "问题种类"},
        "status": {"type": "integer", "description": "HTTP 状态码"},
        "detail": {"type": "string", "description": "这一次的情形"},
        "facts": {"type": "object", "description": "说明中用到的事实"},
        "errors": {
            "type": "array",
            "description": "逐处错误",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {
                    "in": {"type": "string", "enum": ["body", "query", "path", "header", "cookie"]},
                    "pointer": {"type": "string", "description": "JSON 指针"},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}
"""The JSON Schema of a problem document, for the OpenAPI description."""
