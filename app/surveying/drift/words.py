"""漂移的说法: what proposals, parts of scores and differences of names are called, Chinese first."""

from __future__ import annotations

from app.kernel.language import Language

KINDS = {
    "renamed": ("同码异名", "same code, other name"),
    "misfiled": ("疑似错码", "wrong code or wrong name"),
    "unlinked": ("疑似对应标准", "probable standard"),
    "duplicate": ("一事多码", "one matter, two codes"),
    "twin": ("目录重复", "doubled in the catalogue"),
}
ADVICE = {
    "renamed": (
        "改用标准的名称；是业务办理项的，写成“标准名称（办理项）”。",
        "Use the standard's name; for a handling item, with the handling in brackets.",
    ),
    "misfiled": (
        "名称是另一个基本目录事项的：看其余要素与哪一个一致，名称对就改编码，编码对就改名称。",
        (
            "The name is another base item's: see which of the two the other elements agree with, and"
            " mend the code or the name."
        ),
    ),
    "unlinked": (
        "核对后填写右边的基本编码（下级目录填写对应上级基本编码），使其依从标准。",
        "Once checked, state the base code on the right (a lower catalogue: as its upper code).",
    ),
    "duplicate": (
        "保留一个编码，另一个取消，或归为它的业务办理项；确为两个事项的，名称写出区别。",
        (
            "Keep one code and cancel the other or make it a handling item; if they are two matters,"
            " let the names say so."
        ),
    ),
    "twin": (
        "由目录的编制机关合并，或者在名称里写出区别；依它们的实施清单随之调整。",
        (
            "Whoever issues the catalogue merges them or lets the names tell them apart; what follows"
            " them follows."
        ),
    ),
}
PARTS = {
    "name": ("名称", "name"),
    "code": ("编码", "code"),
    "type": ("类型", "type"),
    "legal_basis": ("依据的法规", "laws cited"),
    "materials": ("材料", "materials"),
    "result": ("结果", "result"),
    "agency": ("主体或条线", "body or line"),
}
DIFFERENCES = {
    "place": ("地名", "place"),
    "scope": ("层级、范围", "level or scope"),
    "handling": ("办理项", "handling"),
    "act": ("行为", "act"),
    "filler": ("虚词、套话", "words that tell nothing apart"),
    "order": ("语序", "order of words"),
    "detail": ("详略", "detail"),
    "synonym": ("同义词", "synonym"),
    "more": ("多出的词", "further words"),
    "matter": ("事由", "matter"),
}
ANSWERS = {
    "same": ("相同", "same"),
    "different": ("不同", "different"),
    "unstated": ("有一方未填", "not stated on both sides"),
}


def said(words: tuple[str, str], language: Language) -> str:
    """Return the Chinese or the English of a pair."""
    return words[0 if language == "zh" else 1]
