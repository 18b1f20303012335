"""看上去不同: spellings that differ only in looks, as real sources have them.

None of them may count as a difference from the standard; that is what they are here for.
"""

from __future__ import annotations

from collections.abc import Callable

from app.sample.shipped import Document, draw

HALF_WIDTH = str.maketrans({"，": ",", "；": ";", "：": ":", "（": "(", "）": ")"})
DIGITS = {"一": "1", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7", "八": "8"}


def half_width_conditions(document: Document) -> None:
    """Half-width punctuation in running text."""
    document["conditions"] = document["conditions"].translate(HALF_WIDTH)


def conditions_in_paragraphs(document: Document) -> None:
    """Blanks from a word processor at the beginning and a line break at the end."""
    document["conditions"] = f"　　{document['conditions']}\n"


def materials_in_another_order(document: Document) -> None:
    """The same materials, the last one first."""
    materials = document["materials"]
    document["materials"] = [*materials[-1:], *materials[:-1]]


def half_width_materials(document: Document) -> None:
    """Half-width brackets in the names of materials."""
    for material in document["materials"]:
        material["name"] = material["name"].translate(HALF_WIDTH)


def laws_in_title_marks(document: Document) -> None:
    """《》 around the law, brackets around its number."""
    for citation in document["legal_basis"]:
        citation["law"] = f"《{citation['law']}》"
        citation["number"] = f"（{citation['number']}）"


def articles_in_digits(document: Document) -> None:
    """第8条 for 第八条, where one numeral makes the article."""
    for citation in document["legal_basis"]:
        article = citation["article"]
        if len(article) == 3 and article[1] in DIGITS:
            citation["article"] = f"第{DIGITS[article[1]]}条"


def laws_in_another_order(document: Document) -> None:
    """The same bases, the last one first."""
    document["legal_basis"].reverse()


def limits_as_printed(document: Document) -> None:
    """“20(工作日)”, as one portal prints its limits."""
    raw = document.setdefault("raw", {})
    for name in ("statutory", "promised"):
        stated = document["time_limit"][name]
        if stated["unit"] == "1":
            stated["text"] = f"{stated['number']}(工作日)"
            raw[f"/time_limit/{name}"] = stated["text"]


def codes_in_another_order(document: Document) -> None:
    """Sets of codes as somebody clicked them together."""
    for element, name in (("audience", "objects"), ("handling", "channels"), ("handling", "depth")):
        codes = document[element].get(name)
        if codes:
            document[element][name] = codes[::-1]


LOOKS: dict[str, tuple[int, Callable[[Document], None]]] = {
    "half-width-conditions": (10, half_width_conditions),
    "paragraphs": (6, conditions_in_paragraphs),
    "materials-order": (14, materials_in_another_order),
    "half-width-materials": (8, half_width_materials),
    "title-marks": (9, laws_in_title_marks),
    "digits": (8, articles_in_digits),
    "laws-order": (8, laws_in_another_order),
    "limits-as-printed": (12, limits_as_printed),
    "codes-order": (10, codes_in_another_order),
}
"""How often, out of a hundred documents, each is met."""


def spell(document: Document, key: str) -> None:
    """Give a document the spellings that fall to it."""
    for purpose, (share, change) in LOOKS.items():
        if draw(purpose, key) < share:
            change(document)
