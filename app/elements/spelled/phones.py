"""电话: the telephone numbers in a text, one by one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from app.elements.spelled.blanks import clean, is_blank, says_none

_DASHES = str.maketrans(dict.fromkeys("—–―\u2010\u2011\u2212－~", "-"))
_AREA_GAP = re.compile(r"(?<!\d)(\(?0\d{2,3}\)?)[\s-]+(?=[1-9]\d{4,7}(?!\d))")
_COUNTRY = re.compile(
    r"(?<![\d-])\(?(?:\+|00)?86\)?[\s-]*\(?0?(10|2\d|[3-9]\d{2})\)?[\s-]*(?=[2-9]\d{6,7}(?!\d))"
)
_HALVES = re.compile(r"(?<=\d{4})\s+(?=\d{4}(?!\d))")
_PIECES = re.compile(r"[、,;/\s]+|或者?|和|及")
_LABEL = re.compile(r"^(.*?)[:(]?(?=[\d+(][\d\-()+.*#转分机ext]*$)")
_NOTE = re.compile(r"\([^\d()]+\)?$")
_ADDRESS = re.compile(r"https?://[^\s、，；)）]+", re.IGNORECASE)
_NOT_A_PHONE = re.compile(r"邮政?编码?|邮箱|微信|QQ|网址|传真|[@\d/]|[a-z]{3}", re.IGNORECASE)
_EXTENSION = r"(?:(?:-|转|转分机|分机|ext\.?)(?P<extension>\d{1,6}(?:-\d{1,3})*))?"
_AREA = r"(?:\+?86-?)?(?:\(?(?P<area>0\d{2,3}|(?<=86-)[1-9]\d{1,2}(?=-))\)?-?)?"
_SHORT = 6
_SHAPES = (
    ("hotline", re.compile(rf"{_AREA}(?P<number>1[0-2]\d|12\d{{3}}|9[56]\d{{3,4}}|11\d{{3}}){_EXTENSION}")),
    ("service", re.compile(rf"(?P<area>)(?P<number>[48]00-?\d{{3}}-?\d{{4}}|[48]00-?\d{{4}}-?\d{{3}}){_EXTENSION}")),
    ("mobile", re.compile(r"(?:\+?86-?)?(?P<area>)(?P<number>1[3-9]\d{9})(?P<extension>(?!))?")),
    ("landline", re.compile(rf"{_AREA}(?P<number>[2-9]\d{{6,7}}){_EXTENSION}")),
)  # fmt: skip


class Phone(NamedTuple):
    """电话: one number as typed and in parts; ``kind`` is "" where it is no telephone number."""

    text: str
    label: str = ""
    kind: str = ""
    area: str = ""
    number: str = ""
    extension: str = ""


@lru_cache(maxsize=16384)
def read_phones(text: str) -> tuple[Phone, ...]:
    """Read 省厅：020-38350000转1；0777—6420000 as two numbers; () where there is none.

    What is no attempt at a number (addresses, hours, postcodes, mail) is left out, and so is a
    short piece after a number (…000/001): another ending of it.
    """
    if is_blank(text) or says_none(text):
        return ()
    folded = unicodedata.normalize("NFKC", clean(text)).translate(_DASHES).replace("。", ";")
    folded = _HALVES.sub("", re.sub(r"-{2,}", "-", _ADDRESS.sub(";", folded)))
    folded = _COUNTRY.sub(r"0\1-", folded)
    found: list[Phone] = []
    for piece in _PIECES.split(_AREA_GAP.sub(r"\1-", folded)):
        phone = _read_one(piece)
        if phone and (phone.kind or not found or len(piece) > _SHORT):
            found.append(phone)
    return tuple(found)


def _read_one(piece: str) -> Phone | None:
    """Read one piece; None where it is not written like a number at all."""
    bare = _NOTE.sub("", piece)
    if bare.count(")") > bare.count("("):
        bare = bare.rstrip(")")
    label = _LABEL.match(bare)
    if label is None or _NOT_A_PHONE.search(label[1]):
        return None
    rest = bare[label.end() :]
    for kind, shape in _SHAPES:
        if match := shape.fullmatch(rest):
            parts = (match["area"] or "", match["number"], match["extension"] or "")
            return Phone(piece, label[1], kind, *parts)
    return Phone(piece, label[1])
