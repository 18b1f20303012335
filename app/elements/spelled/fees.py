"""收费: what people write about fees in one cell.

“不收费” states that there is none; “是” that there is one. A list of names becomes fee items; an
amount is read only where one name stands with one amount. Anything else becomes one item that
quotes the text. Both-free-and-paid paragraphs (首次免收；换领缴工本费) are charged.
"""

from __future__ import annotations

import re
from functools import lru_cache

from app.elements.fees import Fee, Fees
from app.elements.prose import fold_title
from app.elements.spelled.blanks import clean, is_blank, says_none
from app.elements.spelled.flags import read_yes_no
from app.elements.spelled.lists import drop_numbering, split_outside_brackets
from app.kernel.text import fold

_FREE_WORD = re.compile(r"不收|免收|免征|免费|不涉及|不予收取|无收费|零收费|无需[缴交收]费")
_FREE_THROUGHOUT = re.compile(
    r"(?:本|该|此|事项|项目|业务|办理|申请|均|全部|一律|暂时?|现行?|目前|已|不予|,)*"
    r"(?:不(?:予|再)?收|免[收征费]|不涉及|无收费|零收费|无需[缴交收]费)"
)
_PAID_WORD = re.compile(r"[缴交]纳?[^免]{0,6}费|\d元|工本费|按[^,.;]{0,30}(?:标准|收取)|收取")
_NEGATED = re.compile(
    r"(?:免(?:收|征|缴|交|除)?|不(?:再|予|得)?收取?|停征|取消)[^,.;]{0,12}?(?:工本费|费用?)"
)
_NAME = re.compile(r"[\w()《》\-·]{2,40}?(?:费|金|税|收费)(?:\([^()]*\))?")
_PRICED = re.compile(
    r"(?P<name>\D{2,40}?)[:为]?(?P<amount>\d{1,9}(?:\.\d{1,4})?)元(?:[/每](?P<unit>[^,.;:\d]{1,8}))?"
)


@lru_cache(maxsize=4096)
def read_fees(text: str) -> Fees | None:
    """Read 0, 否, 不收费, 是, 证书工本费10元/证, 报名费、考试费, a paragraph; None where blank."""
    if is_blank(text):
        return None
    shown = clean(text)
    folded = fold(shown)
    if says_none(shown) or read_yes_no(shown) is False or _is_free(folded):
        return Fees(charged=False, items=())
    if read_yes_no(shown):
        return Fees(charged=True)
    items = _named_items(shown)
    if items:
        return Fees(charged=True, items=items)
    charged = True if _charges(folded) else None
    return Fees(charged=charged, items=(Fee(standard=shown),))


def _is_free(folded: str) -> bool:
    """Free throughout: says so of all cases, and nothing else in the text is to be paid."""
    return bool(_FREE_THROUGHOUT.match(folded)) and not _charges(folded)


def _charges(folded: str) -> bool:
    return bool(_PAID_WORD.search(_NEGATED.sub("", folded)))


def _named_items(shown: str) -> tuple[Fee, ...]:
    """Read a list whose every entry is the name of a fee, or such a name and one amount."""
    entries = [drop_numbering(part) for part in split_outside_brackets(shown, "、；;\n")]
    fees = [_named_item(entry) for entry in entries if entry]
    return tuple(fee for fee in fees if fee) if fees and all(fees) else ()


def _named_item(entry: str) -> Fee | None:
    folded = fold_title(entry)
    if _FREE_WORD.search(folded):
        return None
    if match := _PRICED.fullmatch(folded):
        amount = float(match["amount"])
        whole = int(amount) if amount.is_integer() else amount
        return Fee(name=match["name"], standard=entry, amount=whole, unit=match["unit"])
    return Fee(name=entry) if _NAME.fullmatch(folded) else None
