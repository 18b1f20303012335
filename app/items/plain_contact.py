"""一望即知的联系方式: contacts in which rules can object to nothing but the hours.

Of all elements only this one hardly repeats: every window has its own. But most are of one kind:
an address with its number, two landlines with their area codes, hours that are the same in half
the county. One expression over the canonical JSON tells, when a contact is written; its hours are
kept beside it as a number. What rules say of one such contact they say of all with these hours.

This rests on the assumption that no rule weighs the hours against anything else in a contact.
``tests/auditing/test_glance.py`` holds the look against the rules themselves.
"""

from __future__ import annotations

import re

from app.kernel.hashing import digest

LONGEST = 180
"""No text of a contact may be shorter than this by its standard."""
_BEYOND_DOUBT = (
    r'[^"\\0-9<>&#?\[烫找异页锟tTvV\u0080-\u00b6\u00b8-\u00ff\u0130\u0131\u017f\u212a\ufffd]'
)
"""Of whatever the rules for any text look for (``is_suspect`` in ``auditing.rules.walking``), at least
one character is kept out; numbers are apart."""
_TEXT = (
    rf'(?=[^"]{{0,{LONGEST}}}"){_BEYOND_DOUBT}*+'
    rf"(?:(?![0-9]*(?:404|502))[0-9]++{_BEYOND_DOUBT}*+)*+"
)
_ADDRESS = rf'(?=[\u4e00-\u9fff]{{2,60}}[0-9]{{1,5}}号[\u4e00-\u9fff0-9A-Za-z]{{0,60}}"){_TEXT}'
_PHONE = r"0[0-9]{2,3}-([2-8][0-9]{6,7})"
_ANOTHER_PHONE = r'0[0-9]{2,3}-(?!\1")[2-8][0-9]{6,7}'
_PLAIN = re.compile(
    rf'\{{"address":"{_ADDRESS}","complaint":"{_PHONE}"(?:,"complaint_address":"{_TEXT}")?+'
    rf',"consult":"{_ANOTHER_PHONE}"(?:,"consult_address":"{_TEXT}")?+,"hours":"([^"\\]++)"'
    rf'(?:,"traffic":"{_TEXT}")?+(?:,"window":"{_TEXT}")?+\}}'
)


def plain_hours(content: str) -> int | None:
    """Return the hours of a plain contact, given as canonical JSON, as a number; None of others."""
    found = _PLAIN.fullmatch(content)
    return found and int.from_bytes(digest(found[2].encode())[:8], "big", signed=True)
