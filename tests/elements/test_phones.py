"""Telephone numbers in texts."""

from __future__ import annotations

import pytest

from app.elements.readers import Phone, read_phones


@pytest.mark.parametrize(
    "text,kind,area,number,extension",
    [
        ("020-38350000转1", "landline", "020", "38350000", "1"),
        ("020-12333–8", "hotline", "020", "12333", "8"),
        ("0777—6420000", "landline", "0777", "6420000", ""),
        ("（0755）82000000", "landline", "0755", "82000000", ""),
        ("020 82000000", "landline", "020", "82000000", ""),
        ("020--82000000", "landline", "020", "82000000", ""),
        ("０２０－８２００００００", "landline", "020", "82000000", ""),
        ("+86-20-82000000", "landline", "020", "82000000", ""),
        ("6420000", "landline", "", "6420000", ""),
        ("12345", "hotline", "", "12345", ""),
        ("020-12333-9-0", "hotline", "020", "12333", "9-0"),
        ("020-12345", "hotline", "020", "12345", ""),
        ("110", "hotline", "", "110", ""),
        ("95598", "hotline", "", "95598", ""),
        ("13800000000", "mobile", "", "13800000000", ""),
        ("400-800-0000", "service", "", "400-800-0000", ""),
        ("82000000（工作日）", "landline", "", "82000000", ""),
        ("咨询电话：82000000", "landline", "", "82000000", ""),
        ("020-82000-27", "", "", "", ""),
        ("020-820000001", "", "", "", ""),
    ],
)
def test_one_number(text: str, kind: str, area: str, number: str, extension: str) -> None:
    (phone,) = read_phones(text)
    assert phone[2:] == (kind, area, number, extension)


@pytest.mark.parametrize(
    "text,count",
    [
        ("020-82000000、020-82000001、020-82000002", 3),
        ("020-82000000/82000001；12345", 3),
        ("82000000,82000001 或 82000002", 3),
        ("020-82000000/001", 1), ("电话（省厅：020-82000000", 1), ("电话：020-82000000）", 1),
        ("无", 0), ("", 0), ("请到窗口咨询", 0), ("某市某路305号", 0), ("邮政编码：510000", 0),
        ("上午08:30-12:00", 0), ("电子邮箱：a1@example.org", 0), ("https://example.org/5/12345", 0),
    ],
)  # fmt: skip
def test_several_numbers(text: str, count: int) -> None:
    assert len(read_phones(text)) == count


def test_labels() -> None:
    phones = read_phones("省厅：020-82000000；广州：020-82000001；深圳：0755-82000002")
    assert [phone.label for phone in phones] == ["省厅", "广州", "深圳"]
    assert {phone.kind for phone in phones} == {"landline"}
    assert phones[0] == Phone("省厅:020-82000000", "省厅", "landline", "020", "82000000")
