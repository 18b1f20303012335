"""全国交换表: every column has its place in the standard, or a reason why not."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from app.elements.fields import Field
from app.elements.standard import load_standard

TABLES = re.compile(
    r"up_task_(directory|(general|public)_(basic|extend|material|fee_project|questions))"
)

# Columns without a field, and why.
LEFT_OUT = {
    "id": "the exchange database's own row number",
    "cd_batch": "of the transport: written by the exporter",
    "cd_operation": "of the transport: written by the exporter",
    "cd_time": "of the transport: written by the exporter",
    "data_source": "of the transport: written by the exporter",
    "order_num": "order of the list itself",
    "extend_field": "a bag for one platform's private use, without meaning between platforms",
    "fee_project.remark": "no such field in an item's fee; its sense belongs in the standard",
    # a row of a member table has an id of its own; the item's is task_guid
    "extend.row_guid": "id of the row, not of the item",
    "material.row_guid": "id of the row, not of the item",
    "fee_project.row_guid": "id of the row, not of the item",
    "questions.row_guid": "id of the row, not of the item",
}


def reason_to_leave_out(table: str, column: str) -> str | None:
    part = re.sub(r"^up_task_(general_|public_)?", "", table)
    return LEFT_OUT.get(column) or LEFT_OUT.get(f"{part}.{column}")


@pytest.fixture(scope="module")
def columns(shared_data: Path) -> dict[str, dict[str, str]]:
    with (shared_data / "exchange_tables.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if TABLES.fullmatch(row["table"])]
    return {f"{row['table']}.{row['column']}": row for row in rows}


@pytest.fixture(scope="module")
def placed() -> dict[str, Field]:
    return {
        column: one
        for record in ("implementation", "base")
        for one in load_standard(record).fields
        for column in one.exchange
        if record == "implementation" or column.startswith("up_task_directory.")
    }


def test_every_column_is_placed_or_left_out_for_a_reason(
    columns: dict[str, dict[str, str]], placed: dict[str, Field]
) -> None:
    unplaced = {
        name for name in columns.keys() - placed.keys() if not reason_to_leave_out(*name.split("."))
    }
    assert unplaced == set()


def test_nothing_is_both_placed_and_left_out(placed: dict[str, Field]) -> None:
    assert [name for name in placed if reason_to_leave_out(*name.split("."))] == []


def test_no_column_is_invented(
    columns: dict[str, dict[str, str]], placed: dict[str, Field]
) -> None:
    assert placed.keys() - columns.keys() == set()


def test_no_column_has_two_places() -> None:
    for record in ("implementation", "base"):
        seen: dict[str, str] = {}
        for one in load_standard(record).fields:
            for column in one.exchange:
                assert seen.setdefault(column, one.pointer) == one.pointer


def test_texts_are_as_wide_as_their_columns(
    columns: dict[str, dict[str, str]], placed: dict[str, Field]
) -> None:
    # wider than the column: 14 characters are in use, and row ids are 50 wide in their own table
    wider = {"entrust_name": 200, "catalog_code": 14, "task_guid": 50}
    for name, one in placed.items():
        width = re.fullmatch(r"varchar\((\d+)\)", columns[name]["type"])
        if width and one.json_type == "string" and not one.enumeration:
            assert one.max_length == wider.get(name.partition(".")[2], int(width[1])), name
        if width and one.multiple:
            assert one.width == int(width[1]), name


def test_required_columns_are_owed(
    columns: dict[str, dict[str, str]], placed: dict[str, Field]
) -> None:
    """What the exchange demands is demanded, or stands for it through its owner or its text."""
    other_ways = {
        "row_guid": "this catalogue gives every item an identity",
        "task_guid": "this catalogue gives every item an identity",
        "anticipate_day": "“无” has no number; the limit itself is owed",
        "promise_day": "the limit itself is owed",
        "promise_explain": "demanded in one copy of the tables, optional in another",
    }
    for name, one in placed.items():
        if columns[name]["nullable"] == "NO" and name.partition(".")[2] not in other_ways:
            assert one.obligation != "optional", name
