"""地址: where guides and what belongs to them are found."""

from __future__ import annotations

from urllib.parse import quote, urlencode


def guide_address(code: str, qualifier: str) -> str:
    """Return the address of a guide."""
    return f"/guides/{item_path(code, qualifier)}"


def item_path(code: str, qualifier: str) -> str:
    """Return the last part of the address of an item: its code, and which of several it is."""
    if not qualifier:
        return quoted(code)
    if qualifier.isascii() and qualifier.isalnum():
        return f"{quoted(code)}?qualifier={qualifier}"
    return f"{quoted(code)}?{urlencode({'qualifier': qualifier})}"


def quoted(code: str) -> str:
    """Return a code for use in an address; nearly all are plain, and asking that is quicker."""
    return code if code.isascii() and code.isalnum() else quote(code, safe="")
