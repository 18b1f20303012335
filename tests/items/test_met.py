"""Keys met before are never taken for new ones; of new ones hardly any is taken for met."""

from __future__ import annotations

from app.items.met import Met


def test_what_was_met_is_told_and_what_was_not_hardly_ever() -> None:
    met = Met()
    keys = [(1, f"{number:031}", "") for number in range(50_000)]
    mistaken = sum(map(met.meet, keys))
    assert mistaken < 200
    assert all(map(met.meet, keys))
