"""Every error has words in both languages, and they can be filled with its facts."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from app.importing.errors import RowError, SourceError
from app.importing.words import WORDS

CODE_IN_SOURCE = re.compile(
    r'(?:SourceError|RowError|Failed|BadCell|_refused)\(\s*(?:row, )?"([a-z-]+)"'
)


@pytest.mark.parametrize("code", WORDS)
def test_words_are_there_and_name_the_same_facts(code: str) -> None:
    entry = WORDS[code]
    assert all(entry)
    fields = {name for text in entry for _, name, _, _ in string.Formatter().parse(text) if name}
    facts = dict.fromkeys(fields, "x")
    row = RowError(code, facts)
    for language in ("zh", "en"):
        assert row.reason(language)
        assert row.remedy(language)
    assert re.search(r"[\u4e00-\u9fff]", entry.reason_zh + entry.remedy_zh)
    assert not re.search(r"[\u4e00-\u9fff]", entry.reason_en + entry.remedy_en)


def test_every_code_that_is_raised_has_words() -> None:
    folder = Path(__file__).resolve().parents[2] / "app" / "importing"
    sources = [
        path.read_text()
        for part in ("readers", "mappings")
        for path in (folder / part).glob("*.py")
    ]
    codes = {code for source in sources for code in CODE_IN_SOURCE.findall(source)}
    assert len(codes) > 15
    assert codes <= WORDS.keys()


def test_every_code_that_the_items_refuse_with_has_words() -> None:
    folder = Path(__file__).resolve().parents[2] / "app" / "items"
    sources = [path.read_text() for path in folder.glob("*.py")]
    codes = {
        code for source in sources for code in re.findall(r'Malformed\([^,]+, "([a-z-]+)"', source)
    }
    assert len(codes) >= 11
    assert codes <= WORDS.keys()


def test_long_values_are_cut_in_words_not_in_facts() -> None:
    error = RowError(
        "unreadable-value",
        {"title": "x", "title_en": "x", "example": "y"},
        column="c",
        value="长" * 500,
    )
    assert len(error.reason()) < 120
    assert error.as_dict()["value"] == "长" * 500
    assert error.as_dict("en")["reason"].startswith("“")


def test_a_source_error_reads_in_both_languages() -> None:
    error = SourceError("too-large", "a.json", size="300 MB", limit="256 MB")
    assert "300 MB" in error.reason()
    assert "JSONL" in error.remedy("en")
    assert error.as_dict()["code"] == "too-large"
    assert "a.json" in str(error)
