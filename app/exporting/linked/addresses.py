"""地址: of things under the base address of an installation."""

from __future__ import annotations

from urllib.parse import quote

from app.kernel.hashing import digest


class Addresses:
    """The addresses of things under the base address of an installation."""

    def __init__(self, base: str) -> None:
        self.base = base.rstrip("/")

    def of(self, *parts: str) -> str:
        """Return the address of a thing by its parts."""
        return "/".join((self.base, *(quote(part, safe="") for part in parts)))

    def code(self, table: str, code: str) -> str:
        """Return the address of a member of a code list."""
        return f"{self.base}/codelists/{quote(table)}#{quote(code, safe='')}"

    def law(self, name: str) -> str:
        """Return the address of a law by its name."""
        return f"{self.base}/laws/by-name/{digest(name.encode()).hex()[:16]}"
