"""申请材料: one text that lists materials, as materials."""

from __future__ import annotations

import re
from functools import lru_cache

from app.elements.material_names import split_name
from app.elements.materials import Material, Materials
from app.elements.spelled.blanks import clean, is_blank, says_none
from app.elements.spelled.lists import split_numbered, split_outside_brackets
from app.kernel.text import fold

_NEEDLESS = re.compile(
    r"(?:本事项|该事项|办理)?(?:无[需须]?|不(?:需要?|用|必|须))"
    r"(?:申请人|群众)?(?:提供|提交|递交|携带|准备)?(?:任何|其他|纸质)?(?:申请|申报|办理)?材料?"
)
_NAME_ENDS = re.compile(
    r"(?:书|表|证|证明|证书|证件|原件|复印件|件|照片|材料|报告|图|图纸|执照|簿|本|卡|函|批复|合同|协议|章程|名单|清单"
    r"|方案|文件|决议|票据|凭证|申请|意见|记录|说明|资料|样本|发票|委托|承诺|决定|通知|纪要|公章)(?:\([^()]*\))?$"
)
_HEADING = re.compile(r"[:：]$")
_EDGES = " \t\n、，,；;。."


@lru_cache(maxsize=8192)
def read_materials(text: str) -> Materials | None:
    """Read the materials of one text; 无 and 无需材料 as none, None where the cell is blank.

    Copies and necessity written into a name (原件1份, （必要）) go to their fields.
    """
    if is_blank(text):
        return None
    shown = clean(text)
    if says_none(shown) or _NEEDLESS.fullmatch(fold(shown)):
        return ()
    return tuple(_material(entry) for entry in _entries(shown))


@lru_cache(maxsize=8192)
def read_materials_if_any(text: str) -> Materials | None:
    """Read materials from a source that writes 无 also where it does not know."""
    return read_materials(text) or None


def _entries(shown: str) -> list[str]:
    parts = [
        entry.strip(_EDGES)
        for line in split_outside_brackets(shown, "；;\n")
        for entry in split_numbered(line)
    ]
    entries = [part for part in parts if part and not _HEADING.search(part)]
    return _split_names(entries[0]) if len(entries) == 1 else entries


def _split_names(entry: str) -> list[str]:
    """Split 身份证、户口簿、照片 where every piece is plainly the name of a document."""
    pieces = [piece.strip(_EDGES) for piece in split_outside_brackets(entry, "、，,")]
    plain = all(
        len(piece) <= 30 and _NAME_ENDS.search(fold(split_name(piece)[0])) for piece in pieces
    )
    return pieces if plain else [entry]


def _material(entry: str) -> Material:
    name, stated = split_name(entry)
    return Material.model_validate({"name": name, **stated})
