"""源码指纹: a hash of the code and files that something kept was made with.

Whoever keeps what code worked out keeps the fingerprint of that code beside it: when the code
changes, so does the fingerprint, and nobody has to remember to raise a number.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

_APP = Path(__file__).resolve().parents[1]


def fingerprint(places: Iterable[str], files: Iterable[Path] = ()) -> str:
    """Return 32 hex digits for code and data below app/ (files, folders), and for other files."""
    summary = blake2b(digest_size=16)
    code = (path for place in places for path in _python_files(_APP / place))
    for path in (*sorted(code), *files):
        summary.update(path.name.encode())
        summary.update(path.read_bytes())
    return summary.hexdigest()


def _python_files(place: Path) -> Iterable[Path]:
    return place.rglob("*.py") if place.is_dir() else (place,)
