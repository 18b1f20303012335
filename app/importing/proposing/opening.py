"""陌生文件: opened with looser words than a known one, to find its header row and its sheets."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from app.elements.schemas import RECORDS
from app.elements.standard import fold_header
from app.importing.proposing.likeness import known_names
from app.importing.proposing.lists import list_named
from app.importing.readers.known import default_layout
from app.importing.readers.layout import Layout

_LIKE_A_HEADER = re.compile(
    r"(?:编码|编号|代码|名称|全称|简称|时限|期限|电话|热线|地址|地点|类型|类别|性质|材料|依据|对象|层级|级别"
    r"|次数|说明|方式|形式|部门|单位|机构|主体|区划|日期|时间|标准|条件|流程|环节|费用|天数|备注|序号|状态|范围|份数)$"
    r"|^(?:是否|可否|能否)"
)
_LONGEST = 20


@lru_cache(maxsize=1)
def stranger() -> Layout:
    """Return what a reader must know to find its way in a file whose headers nobody knows."""
    usual = default_layout()
    names = frozenset(name for record in RECORDS for name in known_names(record))
    return replace(
        usual,
        known=lambda header: usual.known(header) or _like_a_header(header, names),
        part_of=lambda sheet: usual.part_of(sheet) or list_named(sheet),
    )


def _like_a_header(header: str, names: frozenset[str]) -> bool:
    folded = fold_header(header)
    return folded in names or (len(folded) <= _LONGEST and bool(_LIKE_A_HEADER.search(folded)))
