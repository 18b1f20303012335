"""广东的真实目录: imported, audited and read, it yields nothing an official would call nonsense.

The records are not part of the project; where ``../shared`` is absent these tests are skipped.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from app.auditing.filters import FindingFilter
from app.auditing.findings import every_finding
from app.auditing.runs import run_audit
from app.auditing.summary import summary
from app.importing.order import Order
from app.importing.pipeline import run_import
from app.importing.report import Report
from app.kernel.db import Database
from app.kernel.text import fold
from app.regions import load_regions
from app.surveying.drift.asking import every
from app.surveying.drift.finding import Wanted
from app.surveying.drift.standards import LINKED, Standards
from app.surveying.drift.usage import usage
from app.surveying.drift.uses import Reading, read_catalogue
from app.surveying.wording import read_name

BASE, ITEMS = "guangdong_base_catalogue_2021.csv", "guangdong_items_2021.jsonl"
PROFILE = "policy-2020"
LABELLED = Path(__file__).parents[1] / "surveying" / "labelled_names.csv"
COMPLETENESS = "missing-"
_PARENTS = (
    "SELECT count(*) FROM item i JOIN revision r ON r.item_id = i.id"
    """ WHERE i.kind = 0 AND r.own LIKE '%"parent_code":"44_______00Y"%'"""
)
_FOLLOWED = "SELECT DISTINCT b.code FROM item i JOIN item b ON b.id = i.standard_id"


def _brought_in(database: Database, folder: Path, name: str) -> Report:
    return run_import(database, Order(folder / name, name, "valid", None, False, PROFILE))


@pytest.fixture(scope="module")
def guangdong(
    sqlite_template: Path, shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """A catalogue that holds the province's base catalogue and its items."""
    path = tmp_path_factory.mktemp("guangdong") / "catalogue.db"
    shutil.copyfile(sqlite_template, path)
    database = Database(f"sqlite:///{path}", wait=5)
    with database.write() as connection:
        load_regions(connection)
    for name in (BASE, ITEMS):
        _brought_in(database, shared_data, name).refusals.close()
    yield database
    database.dispose()


@pytest.fixture(scope="module")
def findings(guangdong: Database) -> list[dict[str, Any]]:
    """All findings on the catalogue."""
    with guangdong.read() as connection:
        return list(every_finding(connection, FindingFilter(secrets=True), "zh"))


@pytest.fixture(scope="module")
def rows(shared_data: Path) -> list[dict[str, Any]]:
    """The items as the portal has them."""
    with (shared_data / ITEMS).open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def test_every_row_is_accounted_for(database: Database, shared_data: Path) -> None:
    """On both databases: what is not imported is refused with a reason, or is there twice."""
    with database.write() as connection:
        load_regions(connection)
    expected = {BASE: (1878, 1876, 2, 0), ITEMS: (2026, 2024, 0, 2)}
    for name, (number, created, unchanged, refused) in expected.items():
        report = _brought_in(database, shared_data, name)
        counts = report.batch.counts
        assert (counts.rows, counts.created, counts.changed) == (number, created, 0)
        assert (counts.unchanged, counts.refused) == (unchanged, refused)
        for error in report.refusals:
            assert "TASK_CODE" in error.reason()
            assert error.remedy()
        report.refusals.close()
    for name, (number, created, unchanged, refused) in expected.items():
        report = _brought_in(database, shared_data, name)
        counts = report.batch.counts
        assert (counts.created, counts.changed, counts.refused) == (0, 0, refused), name
        assert counts.unchanged == created + unchanged == number - refused
        report.refusals.close()
    with database.read() as connection:
        revisions = connection.execute(text("SELECT max(number) FROM revision")).scalar_one()
    assert revisions == 1
    assert run_audit(database, PROFILE, anew=True)["drift"] == 0


def test_the_full_audit_finds_what_stands(guangdong: Database) -> None:
    assert run_audit(guangdong, PROFILE)["drift"] == 0


def test_what_the_source_does_not_carry_is_said_once(guangdong: Database) -> None:
    with guangdong.read() as connection:
        whole = summary(connection)
    sources = {source["file"]: source for source in whole["sources"]}
    assert len(sources) == len(whole["sources"]) == 2
    absent = [field["pointer"] for field in sources[ITEMS]["absent"]]
    assert sources[ITEMS]["rows"] == 2026
    assert absent.count("/legal_basis") == 1
    assert {"/process/text", "/fees/charged", "/handling/project_type"} <= set(absent)
    assert not {"/name", "/conditions", "/contact/consult", "/materials"} & set(absent)
    assert "/legal_basis" in [field["pointer"] for field in sources[BASE]["absent"]]
    blamed = {row["rule"] for row in whole["mend_first"]}
    assert not blamed & {"missing-legal-basis", "missing-process-text", "missing-levels"}


def test_every_item_follows_its_base_item(guangdong: Database) -> None:
    """The parents (…00Y) are kept as codes of main items; nobody's standard is one of them."""
    with guangdong.read() as connection:
        alone = "SELECT count(*) FROM item WHERE kind = 1 AND standard_id IS NULL"
        assert connection.execute(text(alone)).scalar_one() == 0
        assert connection.execute(text(_PARENTS)).scalar_one() > 600
        followed = connection.execute(text(_FOLLOWED)).scalars().all()
        rates = summary(connection)["rates"]
    assert len(followed) == 1876
    assert not [code for code in followed if code.endswith("00Y")]
    assert rates["consistency"]["ratio"] == rates["coverage"]["ratio"] == 1.0


def test_no_finding_objects_to_codes_of_parents(findings: list[dict[str, Any]]) -> None:
    objections = [
        found
        for found in findings
        if found["place"]["pointer"] in {"/code", "/base_code", "/parent_code", "/handling_code"}
        and not found["rule"].startswith(COMPLETENESS)
    ]
    assert objections == []


def test_none_is_read_as_none(
    findings: list[dict[str, Any]], rows: list[dict[str, Any]], guangdong: Database
) -> None:
    """无 as a limit is no number that cannot be read, as a condition it is said to be none."""
    rules = Counter(found["rule"] for found in findings)
    without = sum((row.get("受理条件") or "").strip() == "无" for row in rows)
    told = sum(
        found["rule"] == "no-condition" and found["facts"]["text"] == "无" for found in findings
    )
    assert told == without - sum(
        "TASK_CODE" not in row and row.get("受理条件") == "无" for row in rows
    )
    for rule in ("limit-without-number", "no-material-as-material", "placeholder-text"):
        assert rules[rule] == 0
    with guangdong.read() as connection:
        names = connection.execute(text("SELECT folded FROM name_text")).scalars().all()
    assert "无" not in names


def test_double_brackets_produce_no_nonsense(
    findings: list[dict[str, Any]], rows: list[dict[str, Any]]
) -> None:
    """法律援助律师执业许可(（占编人员）) is how the portal writes a sub-item, and no fault."""
    doubled = {row["TASK_NAME"] for row in rows if "(（" in (row.get("TASK_NAME") or "")}
    assert len(doubled) > 30
    said = {
        found["rule"]
        for found in findings
        if found["item"]["name"] in doubled and found["element"] == "name"
    }
    assert said <= {"unproven-name"}
    shown = {found["item"]["name"] for found in findings}
    assert doubled <= shown


def test_nothing_but_missing_fields_blocks_publication(findings: list[dict[str, Any]]) -> None:
    grave = {found["rule"] for found in findings if found["severity"] == "error"}
    assert all(rule.startswith(COMPLETENESS) for rule in grave)


def test_the_page_about_guangdong_says_what_is_found(findings: list[dict[str, Any]]) -> None:
    """docs/guangdong.md states exact counts; they are those of today's rules."""
    page = Path(__file__).resolve().parents[2] / "docs" / "guangdong.md"
    counts = Counter(found["rule"] for found in findings)
    stated = dict(_stated(page.read_text(encoding="utf-8")))
    assert stated == counts


def _stated(page: str) -> Iterator[tuple[str, int]]:
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) > 3 and cells[1].startswith("`"):
            yield cells[1].strip("`"), int(cells[3].replace(",", ""))


def test_the_proposals_on_names_are_those_the_page_tells(guangdong: Database) -> None:
    with guangdong.read() as connection:
        found = list(every(connection, Wanted(), "zh"))
    page = Path(__file__).resolve().parents[2] / "docs" / "guangdong.md"
    text_ = page.read_text(encoding="utf-8")
    assert len(found) == 5
    for row in found:
        left, right = (f"{row[side]['name']}（{row[side]['code']}）" for side in ("left", "right"))
        assert f"| {left} | {right} | {row['score']:.2f} |" in text_


def test_other_spellings_lead_to_the_right_base_item(guangdong: Database) -> None:
    """Held-out names, written as elsewhere, among all base items of the province."""
    with guangdong.read() as connection:
        catalogue = read_catalogue(connection, usage(connection))
    known = {fold(catalogue.readings[one.name].text): one for one in catalogue.bases.values()}
    with LABELLED.open(encoding="utf-8", newline="") as file:
        pairs = [
            (known[fold(row["one"])], row["other"])
            for row in csv.DictReader(file)
            if (row["part"], row["label"]) == ("held-out", "same")
            and fold(row["one"]) in known
            and fold(row["other"]) not in known
        ]
    asked = {-place: Reading(name, read_name(name)) for place, (_, name) in enumerate(pairs, 1)}
    standards = Standards(replace(catalogue, readings={**catalogue.readings, **asked}))
    led = [standards.like(-place, LINKED)[:1] for place in range(1, len(pairs) + 1)]
    right = sum(found == [base] for found, (base, _) in zip(led, pairs, strict=True))
    wrong = sum(bool(found) for found in led) - right
    assert (len(pairs), right, wrong) == (116, 87, 2)  # as docs/survey.md tells


def test_every_finding_leads_to_a_field_and_a_row(findings: list[dict[str, Any]]) -> None:
    assert len(findings) > 50_000
    for found in findings:
        assert found["place"]["title"], found["place"]
        assert found["place"]["file"] in {BASE, ITEMS}
        assert found["place"]["row"]
        assert found["message"]
        assert found["remedy"]
