"""设定依据: the laws an item rests on, citation by citation."""

from __future__ import annotations

from operator import itemgetter

from pydantic import TypeAdapter

from app.elements.citations import fold_article, fold_law, fold_number
from app.elements.value import Code, IsoDate, Transform, Value, fold_fields
from app.kernel.hashing import canonical_bytes


class Citation(Value):
    """依据: one law, its number 文号, the article 条款号 and its wording 条款内容."""

    law: str | None = None
    number: str | None = None
    article: str | None = None
    text: str | None = None
    issuer: str | None = None
    kind: Code | None = None
    effective_date: IsoDate | None = None
    url: str | None = None


LegalBasis = tuple[Citation, ...]

_ADAPTER: TypeAdapter[LegalBasis] = TypeAdapter(LegalBasis)
_SPECIAL: dict[str, Transform] = {
    "law": fold_law,
    "number": fold_number,
    "article": fold_article,
    "url": lambda url: url.strip() or None,
}


def parse(data: object) -> LegalBasis:
    """Validate plain data."""
    return _ADAPTER.validate_python(data)


def canonical(value: LegalBasis) -> list[dict[str, object]]:
    """Fold looks; citations are a set: repeated ones count once, order means nothing."""
    folded = {
        canonical_bytes(fields): fields
        for citation in value
        if (fields := fold_fields(citation, _SPECIAL))
    }
    return [fields for _, fields in sorted(folded.items(), key=itemgetter(0))]
