"""Own parts are put together again just as they were, whatever codes and links look like."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.elements.schemas import acceptance_schema
from app.items.addresses import LINKS
from app.items.composing import (
    SERIAL,
    STANDARD,
    Shortened,
    beginning_of,
    framing,
    shortened,
    whole_own,
)
from app.items.lines import SETTING
from app.items.own import owned
from app.items.plain import is_plain
from app.items.record import RECORDS
from app.kernel.hashing import canonical_bytes
from app.sample.catalogue import implementation_items

BODY = "11990102550100479W"
BASE = "990101001001"
CODE = f"{BODY}4{BASE}"
OTHER = "89d1aa2b29d44e878580042f4d4183f9"
ROW = "4f839732fa0a582694aa22aa9b7cd153"
OWN: dict[str, Any] = {
    "agency": {"code": BODY, "name": "某局"},
    "level": "4",
    "code": CODE,
    "base_code": BASE,
    "type": "01",
    "row_id": ROW,
    "version": 3,
    "effective_date": "2022-08-01",
    "links": {"online": f"https://zwfw.example.org/apply?item={ROW[:16]}"},
}
_WORDS = st.sampled_from(
    [
        "", "a", "4404", "12345", ROW, ROW[:8], CODE, f"{CODE}01", BASE, "{", "}", "{links}", "{row_id:.4}",
        "{code}", "https://", "http://a.example.org/", "/", "?id=", "&token=", "\n", " ", "网址", "%s", "…",
        "https://12345.example.org/12345/12345", "5587", "0c44d3b1-7bf1-4d3e-9a1c-2f1e6a7b8c9d",
    ]
)  # fmt: skip
_TEXT = st.lists(_WORDS, max_size=6).map("".join)
_CODES = st.sampled_from(
    ["", CODE, f"{CODE}01", f"{CODE}0a", f"{CODE}٠١", f"{BODY}3{BASE}", f"{BODY}4", BASE, "1.2E+30"]
)
_OWN = st.fixed_dictionaries(
    {},
    optional={
        "code": _CODES,
        "handling_code": _CODES,
        "base_code": st.sampled_from(["", BASE, f"{BASE}01", BASE * 3]),
        "local_base_code": _TEXT,
        "type": st.sampled_from(["", "01", "{code}"]),
        "level": st.sampled_from(["", "4", "3", "{code}", "}"]),
        "agency": st.sampled_from([{}, {"code": BODY}, {"code": "{"}, {"name": "{code}"}]),
        "region": _TEXT,
        "row_id": st.sampled_from(["", ROW, "12345", CODE, "4404-x"]),
        "version": st.integers(0, 9),
        "effective_date": st.sampled_from(["2021-03-01", "20210301", ""]),
        "cancel_date": st.just("2031-01-01"),
        "raw": st.dictionaries(_TEXT, _TEXT, max_size=2),
        "links": st.dictionaries(st.sampled_from([*LINKS, "other"]), _TEXT, max_size=5),
    },
)


def _stored(own: dict[str, Any]) -> tuple[Shortened, bytes, bytes | None, bytes | None]:
    setting = {name: own[name] for name in SETTING if name in own}
    beside = {name: said for name, said in own.items() if name not in SETTING}
    beginning = beginning_of(setting)
    short = shortened(beside, beginning)
    frame = framing(setting, beginning, short)
    base = short.standard and dict(zip(STANDARD, short.standard, strict=True))
    if base:
        base = {name: text for name, text in base.items() if text is not None}
    return (
        short,
        canonical_bytes(short.rest),
        canonical_bytes(frame) if frame else None,
        canonical_bytes(base) if base else None,
    )


def _kept(own: dict[str, Any]) -> Shortened:
    """Return what is left of an own part, once it is sure that the whole comes out of it again."""
    short, rest, frame, base = _stored(own)
    whole = whole_own(rest, frame, base)
    assert canonical_bytes(whole) == canonical_bytes(own)
    if "links" in own:
        assert list(whole["links"]) == sorted(own["links"])
    return short


def _is_plain(own: dict[str, Any]) -> bool:
    short = _kept(own)
    return is_plain(short.rest, short.standard)


@given(_OWN)
def test_the_whole_comes_out_of_its_parts(own: dict[str, Any]) -> None:
    _kept(own)


@given(st.dictionaries(st.sampled_from(LINKS), _TEXT, min_size=1))
def test_links_come_out_as_they_were(links: dict[str, str]) -> None:
    _kept(OWN | {"links": links})


def test_of_what_is_plainly_composed_little_is_left() -> None:
    short = _kept(OWN | {"handling_code": f"{CODE}07"})
    assert short.rest == {
        "row_id": ROW,
        "version": 3,
        "effective_date": "2022-08-01",
        SERIAL: "07",
    }
    assert is_plain(short.rest, short.standard)


@pytest.mark.parametrize(
    "links, left",
    [
        ({"pc": f"https://a.example.org/#/{CODE}"}, None),
        (
            {"pc": f"https://a.example.org/{ROW}", "online": f"https://a.example.org/?id={ROW}"},
            None,
        ),
        ({"pc": "https://a.example.org/?seq=5587&token="}, "5587"),
        ({"pc": f"https://a.example.org/?v=440104&guid={OTHER}"}, OTHER),
        ({"pc": "https://a.example.org/"}, None),
        ({"pc": "https://12345.example.org/apply"},) * 2,
        ({"pc": f"https://a.example.org/{ROW}/{OTHER}"},) * 2,
        ({"pc": f"https://a.example.org/{{{ROW}}}"},) * 2,
    ],
)
def test_links_leave_no_more_than_what_tells_them_apart(
    links: dict[str, str], left: str | dict[str, str] | None
) -> None:
    assert _kept(OWN | {"links": links}).rest.get("links") == left


def test_items_of_one_body_share_its_frame_and_followers_of_one_base_item_its_own() -> None:
    other = {
        "row_id": "91" * 16,
        "links": {"online": f"https://zwfw.example.org/apply?item={'91' * 8}"},
    }
    one, two = _stored(OWN), _stored(OWN | other)
    assert one[1] != two[1]
    assert one[2:] == two[2:]
    three = _stored(OWN | {"base_code": "990101002001", "code": f"{BODY}4990101002001"})
    assert three[2] == one[2]
    assert three[3] != one[3]


@pytest.mark.parametrize(
    "said",
    [
        {"code": f"{BODY}3{BASE}"}, {"type": ""}, {"cancel_date": "2031-01-01"}, {"raw": {"x": "y"}},
        {"effective_date": "20210301"}, {"row_id": "r" * 51}, {"links": {"online": "无{"}},
        {"handling_code": f"{CODE}0a"}, {"base_code": "9" + "0" * 11, "code": f"{BODY}49" + "0" * 11},
        {"base_code": BASE * 2, "code": f"{BODY}4{BASE * 2}"}, {"local_code": "1"},
    ],
)  # fmt: skip
def test_what_only_rules_can_tell_of_is_not_plain(said: dict[str, Any]) -> None:
    assert _is_plain(OWN)
    assert not _is_plain(OWN | said)


def test_the_sample_is_kept_whole_and_most_of_it_is_plain() -> None:
    owns = [owned(document) for document in implementation_items()]
    assert sum(map(_is_plain, owns)) > len(owns) * 0.8


def test_no_record_has_a_field_of_the_name_that_serials_are_kept_under() -> None:
    for record in RECORDS.values():
        assert SERIAL not in acceptance_schema(record)["properties"]


def test_stored_parts_are_json() -> None:
    for part in _stored(OWN)[1:]:
        assert part is not None
        assert orjson.loads(part)
