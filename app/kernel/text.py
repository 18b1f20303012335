"""Text as people type it: what is kept, and what counts as the same.

``tidy`` cleans what nobody meant to type (control characters, exotic spaces at the ends).
``fold`` decides sameness: two texts that differ only in looks fold to the same string.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b-\u200f\u2060\ufe0f\ufeff]")
_BLANKS = str.maketrans({"\u00a0": " ", "\u3000": " ", "\u2002": " ", "\u2003": " "})

# After NFKC: characters that people use for the same thing.
_LOOKALIKES = {
    "【": "(", "】": ")", "〔": "(", "〕": ")", "﹝": "(", "﹞": ")", "〖": "(", "〗": ")",
    "[": "(", "]": ")", "{": "(", "}": ")", "<": "《", ">": "》", "〈": "《", "〉": "》",
    "“": '"', "”": '"', "„": '"', "‟": '"', "「": '"', "」": '"', "『": '"', "』": '"',
    "‘": "'", "’": "'", "`": "'", "′": "'", "″": '"', "〝": '"', "〞": '"',
    "—": "-", "–": "-", "―": "-", "‐": "-", "‑": "-", "−": "-", "~": "-", "─": "-", "━": "-",
    "。": ".", "、": ",", "，": ",", "；": ";", "：": ":", "！": "!", "？": "?",
    "•": "·", "・": "·", "‧": "·", "∙": "·", "．": ".",
}  # fmt: skip
_LOOKALIKE = re.compile(f"[{re.escape(''.join(_LOOKALIKES))}]")
_REPEATS = re.compile(r"([-.,;:()《》])\1+")
ENDINGS = ".,;: "
_SHORT = 200


def tidy(text: str) -> str:
    """Drop control characters, turn no-break and ideographic spaces into spaces, strip the ends."""
    if text.isprintable() and "\ufe0f" not in text:  # only plain blanks, nothing invisible
        return text.strip()
    return _CONTROL.sub("", text).translate(_BLANKS).strip()


def _fold(text: str) -> str:
    if text.isascii():
        return _fold_marks(text).casefold()
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFKC", _fold_marks(text))


def _fold_marks(text: str) -> str:
    if text.isalnum():
        return text
    text = _LOOKALIKE.sub(_lookalike, _CONTROL.sub("", text))
    text = "".join(text.split())
    if _REPEATS.search(text):
        text = _REPEATS.sub(r"\1", text)
    return text.strip(ENDINGS)


def _lookalike(found: re.Match[str]) -> str:
    return _LOOKALIKES[found[0]]


_fold_short = lru_cache(maxsize=65536)(_fold)


def fold(text: str) -> str:
    """Fold what is only looks: width, spaces, brackets, quotes, dashes, end punctuation, case.

    Short texts repeat and are remembered; long ones hardly do, and would fill the memory.
    """
    return _fold_short(text) if len(text) <= _SHORT else _fold(text)
