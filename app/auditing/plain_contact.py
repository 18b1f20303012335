"""一望即知的联系方式: the look that spares most contacts the rules, and even parsing.

Of all elements only this one hardly repeats: every window has its own. But most are of one kind:
an address with its number, two landlines with their area codes, hours that are the same in half
the county. In such a contact there is nothing for a rule to find, and one expression over its
canonical JSON tells.
``tests/auditing/test_glance.py`` holds the look against the rules themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

KEPT = 20_000
LONGEST = 180
"""No text of a contact may be shorter than this by its standard."""
_BEYOND_DOUBT = (
    r'[^"\\0-9<>&#?\[烫找异页锟tTvV\u0080-\u00b6\u00b8-\u00ff\u0130\u0131\u017f\u212a\ufffd]'
)
"""Of whatever ``is_suspect`` looks for, at least one character is kept out; numbers are apart."""
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


@dataclass(slots=True)
class PlainContacts:
    """The hours met in contacts in which no rule found anything."""

    _hours: set[str] = field(default_factory=set)

    def has(self, content: str) -> bool:
        """Tell whether a contact, as canonical JSON, is plainly in order."""
        found = _PLAIN.fullmatch(content)
        return found is not None and found[2] in self._hours

    def learn(self, hours: str | None) -> None:
        """Note the hours of a contact in which no rule found anything."""
        if hours and len(self._hours) < KEPT:
            self._hours.add(hours)
