"""一望即知的联系方式: the look that spares most contacts the rules.

Of all elements only this one hardly repeats: every window has its own. But most are of one kind:
an address with its number, two landlines with their area codes, hours that are the same in half
the county. In such a contact there is nothing for a rule to find.
``tests/auditing/test_glance.py`` holds the look against the rules themselves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.auditing.rules.walking import is_suspect

KEPT = 20_000
LONGEST = 180
"""No text of a contact may be shorter than this by its standard."""
_ADDRESS = re.compile(r"[\u4e00-\u9fff]{2,60}[0-9]{1,5}号[\u4e00-\u9fff0-9A-Za-z]{0,60}")
_OTHERS = ("window", "traffic", "consult_address", "complaint_address")
_PHONE = re.compile(r"0[0-9]{2,3}-([2-8][0-9]{6,7})")


@dataclass(slots=True)
class PlainContacts:
    """The hours met in contacts in which no rule found anything."""

    _hours: set[str] = field(default_factory=set)

    def has(self, contact: Mapping[str, str | None]) -> bool:
        """Tell whether a contact is plainly in order."""
        get = contact.get
        address, hours = get("address"), get("hours")
        if hours not in self._hours or not address or not _ADDRESS.fullmatch(address):
            return False
        consult = _PHONE.fullmatch(get("consult") or "")
        complaint = _PHONE.fullmatch(get("complaint") or "")
        if not consult or not complaint or consult[1] == complaint[1]:
            return False
        others = [text for name in _OTHERS if (text := get(name))]
        if max(map(len, others), default=0) > LONGEST:
            return False
        return not is_suspect("\n".join([address, *others]))

    def learn(self, hours: str | None) -> None:
        """Note the hours of a contact in which no rule found anything."""
        if hours and len(self._hours) < KEPT:
            self._hours.add(hours)
