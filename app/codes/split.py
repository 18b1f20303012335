"""Fast paths for bulk work: clean a code, split an 实施编码, spot a code that Excel destroyed.

They answer yes or no in about a microsecond; ``parse`` explains.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

NATIONAL_LENGTHS = frozenset({12, 14, 18, 31, 33, 34, 43, 48})
"""基本 12 · 基层业务办理项 14 · 信用代码 18 · 实施 31 · 业务办理项 33 · 材料 34 · 办件 43 and 48."""

_BODY = re.compile(r"[0-9A-Z]{18}")
_BASE = re.compile(r"[0-9]{2}[0-9A-Z]{10}")
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012–—\u2015\u2212", "-"))
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+E\+?|E\+)[0-9]{1,3}", re.IGNORECASE)

TaskCodeParts = tuple[str, str, str, str]
"""实施主体 (18), 行使层级 (1), 基本编码 (12), 业务办理项序号 (2, or empty)."""


def half_width(code: str) -> str:
    """Return ``code`` in half width without blanks, with one kind of hyphen."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", code)).translate(_DASHES)


def normalise(code: str) -> str:
    """Return the code that was meant: no blanks, half width, capitals where the shape is national.

    Codes of local schemes keep their case and their hyphens: there they may carry meaning.
    """
    if not (code.isascii() and code.isalnum()):
        code = half_width(code).lstrip("'")
    return code.upper() if len(code) in NATIONAL_LENGTHS and code.isalnum() else code


def split_task_code(code: str) -> TaskCodeParts | None:
    """Split a normalised 实施编码 (31) or 业务办理项编码 (33); None for any other shape.

    Check digits are not looked at: real bodies fail them, and a split must not depend on that.
    """
    if len(code) not in {31, 33} or not code.isascii():
        return None
    body, level, base, suffix = code[:18], code[18], code[19:31], code[31:]
    if (
        "1" <= level <= "9"
        and _is_body(body)
        and _is_base(base)
        and (not suffix or suffix.isalnum())
    ):
        return body, level, base, suffix
    return None


def damaged(code: str) -> bool:
    """Tell whether Excel kept this code as a number and lost its digits.

    Either scientific notation is left (``1.14507E+30``) or, written out, the 15 to 17 digits that
    a number can hold followed by noughts: no 实施编码 has level 0 and base 000000000000.
    """
    if code.endswith("0000000000000"):
        return len(code) >= 31 and code.isdigit()
    return ("." in code or "+" in code) and _SCIENTIFIC.fullmatch(code) is not None


@lru_cache(maxsize=65536)
def _is_body(body: str) -> bool:
    return _BODY.fullmatch(body) is not None


@lru_cache(maxsize=65536)
def _is_base(base: str) -> bool:
    return _BASE.fullmatch(base) is not None
