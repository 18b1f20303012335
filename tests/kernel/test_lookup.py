from __future__ import annotations

from collections.abc import Sequence

from app.kernel.lookup import Lookup

KNOWN = {f"k{number}": [number] for number in range(10)}


def lookup(asked: list[str], few: int) -> Lookup[str, list[int]]:
    def some(keys: Sequence[str]) -> dict[str, list[int]]:
        asked.append(" ".join(keys))
        return {key: list(KNOWN[key]) for key in keys if key in KNOWN}

    def everything() -> dict[str, list[int]]:
        asked.append("everything")
        return {key: list(value) for key, value in KNOWN.items()}

    return Lookup(some, everything, list, few)


def test_few_keys_are_asked_for_once_each_and_many_all_at_once() -> None:
    asked: list[str] = []
    found = lookup(asked, few=3)
    for key in ("k1", "k2", "none", "k1", "none", "k4", "k5", "no such", "no such"):
        assert found[key] == KNOWN.get(key, [])
    assert asked == ["k1", "k2", "none", "everything"]


def test_keys_that_are_going_to_be_asked_for_are_read_in_one_question() -> None:
    asked: list[str] = []
    found = lookup(asked, few=4)
    found.look_up(("k1", "none", "k1", "k2"))
    found.look_up(("k2", "k1"))
    assert (found["k1"], found["none"], found["k2"]) == ([1], [], [2])
    found.look_up(("k3", "k4"))
    found.look_up(("k5",))
    assert asked == ["k1 none k2", "everything"]


def test_what_the_writer_changed_stays_when_everything_is_read() -> None:
    asked: list[str] = []
    found = lookup(asked, few=2)
    found["k1"].append(7)
    found["new"] = [8]
    found.complete()
    found.complete()
    assert (found["k1"], found["new"], found["k2"]) == ([1, 7], [8], [2])
    assert asked == ["k1", "everything"]
