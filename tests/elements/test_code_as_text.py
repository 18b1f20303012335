"""Codes and dates are texts; where a workbook has a number or a date, its text is meant."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from app.elements import handling, legal_basis


@pytest.mark.parametrize(
    "given, kept",
    [
        ("2020", "2020"),
        (2020, "2020"),
        (date(2020, 1, 2), "2020-01-02"),
        (datetime(2020, 1, 2, 3, 4), "2020-01-02"),  # noqa: DTZ001
    ],
)
def test_what_is_no_text_is_kept_as_its_text(given: Any, kept: str) -> None:
    (citation,) = legal_basis.parse([{"effective_date": given, "kind": given}])
    assert (citation.effective_date, citation.kind) == (kept, kept)
    assert handling.parse({"channels": ["1", given]}).channels == ("1", kept)


@pytest.mark.parametrize("given", [True, 1.5, ["1"], {"code": "1"}])
def test_anything_else_is_refused_once_and_where_it_stands(given: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        handling.parse({"channels": ["1", given]})
    (error,) = refused.value.errors(include_url=False)
    assert (error["type"], error["loc"]) == ("string_type", ("channels", 1))
