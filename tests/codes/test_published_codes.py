from __future__ import annotations

import csv
from pathlib import Path

from app.codes import CodeKind, credit_code_ok, normalise, parse, split_task_code

KINDS = {
    "实施编码": CodeKind.IMPLEMENTATION,
    "业务办理项编码": CodeKind.HANDLING,
    "基本编码": CodeKind.BASE,
    "基本编码(主项)": CodeKind.BASE,
}
CHECKS = {"ok": set(), "check": {"check-digit"}, "charset": {"body-not-credit-code"}}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_all_published_codes_split_as_recorded(shared_data: Path) -> None:
    for row in rows(shared_data / "codes_guangdong.csv"):
        code = parse(row["code"])
        assert code.kind is KINDS[row["kind"]], row
        assert code.text == row["code"]
        assert code.is_main_item == row["code"].endswith("00Y"), row
        if row["uscc18"]:
            recorded = (row["uscc18"], row["level1"], row["base12"], row["handle_suffix2"])
            assert split_task_code(row["code"]) == recorded
            parts = tuple(code.value(key) or "" for key in ("body", "level", "base", "serial"))
            assert parts == recorded


def test_remarks_on_published_bodies_are_those_recorded(shared_data: Path) -> None:
    about_checks = {"check-digit", "body-not-credit-code"}
    for row in rows(shared_data / "codes_guangdong.csv"):
        if not row["uscc18"]:
            continue
        found = {remark.code for remark in parse(row["code"]).problems} & about_checks
        assert found == CHECKS[row["uscc_check"]], row
        assert credit_code_ok(row["uscc18"]) == (row["uscc_check"] == "ok")


def test_provincial_and_national_codes_of_one_item_share_the_body(shared_data: Path) -> None:
    for row in rows(shared_data / "guangdong_province_vs_national_codes.csv"):
        provincial = split_task_code(normalise(row["省业务办理项编码"]))
        national = split_task_code(normalise(row["国家业务办理项编码"]))
        assert provincial is not None
        assert national is not None
        assert provincial[:2] == national[:2]
        assert provincial[2] == row["省基本编码"]
        assert national[2] == row["国家基本编码"]
        assert national[2].startswith("00")
