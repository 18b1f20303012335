"""The words of import errors: per code, reason and remedy, Chinese first, English second.

Every message tells what happened to *this* file and what to do now; facts in braces.
"""

from __future__ import annotations

from app.importing.said.of_files import OF_FILES
from app.importing.said.of_rows import OF_ROWS

WORDS = {**OF_ROWS, **OF_FILES}


def words(code: str, part: str, language: str) -> str:
    """The template of one part ("reason" or "remedy") of a code's message."""
    text: str = getattr(WORDS[code], f"{part}_{language}")
    return text
