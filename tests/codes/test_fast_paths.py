from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.codes import credit_code_ok, damaged, normalise, org_code_ok, parse, split_task_code
from app.codes.check_digits import CREDIT_ALPHABET, credit_check, org_check


@pytest.mark.parametrize(
    "body",
    [
        "11440100007483172Q",
        "11440100007482575H",
        "11440300MB2D072246",
        "114403006939513773",
        "12441500196720244T",
        "11310000MB2F30661Y",
        "114401134554137174",
    ],
)
def test_real_bodies_pass_both_checks(body: str) -> None:
    assert credit_code_ok(body)
    assert org_code_ok(body[8:17])


@pytest.mark.parametrize(
    "body", ["", "13440000515356094L", "TE440000GD030003VV", "11440100007483172q", "1144010000748"]
)
def test_what_is_no_credit_code(body: str) -> None:
    assert not credit_code_ok(body)


def test_organisation_codes_end_in_x_for_ten_and_0_for_eleven() -> None:
    assert org_check("00877868") == "5"
    assert {org_check(f"{number:08d}") for number in range(2000)} == set("0123456789X")
    assert org_check("1234") is None
    assert not org_code_ok("00877868-5")


@given(st.text(CREDIT_ALPHABET, min_size=17, max_size=17), st.integers(0, 16))
def test_changing_one_character_breaks_the_check(stem: str, place: int) -> None:
    check = credit_check(stem)
    assert check is not None
    assert credit_code_ok(stem + check)
    other = "1" if stem[place] == "0" else "0"
    assert not credit_code_ok(stem[:place] + other + stem[place + 1 :] + check)


def test_split() -> None:
    assert split_task_code("11440100007483172Q3440106043001") == (
        "11440100007483172Q",
        "3",
        "440106043001",
        "",
    )
    assert split_task_code("114403006939513773344201505200802") == (
        "114403006939513773",
        "3",
        "442015052008",
        "02",
    )


@pytest.mark.parametrize(
    "code",
    [
        "",
        "440106043001",
        "11440100007483172Q0440106043001",  # level 0
        "11440100007483172Q3X40106043001",  # a letter in the province
        "11440100007483172q3440106043001",
        "11440100007483172Q3440106043001 ",
        "11440100007483172Q3440106043001附件",
    ],
)
def test_what_does_not_split(code: str) -> None:
    assert split_task_code(code) is None


@pytest.mark.parametrize(
    "code",
    [
        "11440100007483172Q3440106043001",
        "440100000000",
        "000000000000",
        "114507210081153000",
        "1145072100811537184452004000000",
        "12E345678901234567",
        "62052400MZ-XK-0001",
        "",
    ],
)
def test_sound_codes_are_not_called_damaged(code: str) -> None:
    assert not damaged(code)


@given(st.from_regex(r"1[1-9]4[0-9]{15}[2-6]44[0-9]{8}[1-9]{2}", fullmatch=True))
def test_what_excel_does_to_a_code_is_noticed(code: str) -> None:
    digits = f"{float(code):.14e}".replace(".", "").partition("e")[0]
    written_out = digits.ljust(31, "0")
    assert damaged(written_out)
    assert damaged(f"{float(code):.5E}")
    assert damaged(repr(float(code)))


@pytest.mark.parametrize(
    "typed, meant",
    [
        (" 44010200200y\t", "44010200200Y"),
        ("４４０１０６０４３００１", "440106043001"),
        ("'440106043001", "440106043001"),
        ("440106 043001", "440106043001"),
        ("62052400MZ–XK–0001", "62052400MZ-XK-0001"),
        ("0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef"),
    ],
)
def test_normalise(typed: str, meant: str) -> None:
    assert normalise(typed) == meant
    assert normalise(meant) == meant
    assert parse(typed).text == meant
