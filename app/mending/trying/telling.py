"""假如的说法: a trial as an API shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, text

from app.auditing.differing import Finding
from app.auditing.findings import Key
from app.auditing.rates import rates
from app.auditing.tallies import Tally
from app.auditing.tally import Count
from app.kernel.language import Language
from app.mending.heads import heads_of, told
from app.mending.trying.what_if import Trial
from app.publishing.lists.definitions import LISTS

CHANGES = ("new", "mended", "altered")


def tell(connection: Connection, trial: Trial, language: Language, limit: int) -> dict[str, Any]:
    """Return counts of everything, and up to ``limit`` changed findings in full."""
    changes = list(pair_off(trial))
    return {
        "verb": trial.outcome.verb,
        "version": trial.version,
        "counts": _counted(changes),
        "items": len({key[0] for key, _, _ in changes}),
        "rules": _grouped(changes, lambda found: (found["rule"], None), "rule"),
        "agencies": _grouped(
            changes, lambda found: (found["item"]["agency"], found["item"]["agency_name"]), "agency"
        ),
        "rates": {"before": _overall(trial.before), "after": _overall(trial.after)},
        "scores": list(_scores(connection, trial)),
        "lists": [_list(connection, trial, slug, language, limit) for slug in LISTS],
        "findings": [{"change": change, **found} for _, change, found in changes[:limit]],
    }


def pair_off(trial: Trial) -> Iterator[tuple[Key, str, Finding]]:
    """Yield every change; a finding that a rule still makes, in other words, is *altered*."""
    came: dict[tuple[int, int], list[tuple[Key, Finding]]] = defaultdict(list)
    for key, found in trial.new:
        came[key[:2]].append((key, found))
    for key, found in trial.mended:
        if came[key[:2]]:
            altered, now = came[key[:2]].pop(0)
            yield altered, "altered", {**now, "was": found["message"]}
        else:
            yield key, "mended", found
    for rest in came.values():
        for key, found in rest:
            yield key, "new", found


def _counted(changes: list[tuple[Key, str, Finding]]) -> dict[str, int]:
    counts = dict.fromkeys(CHANGES, 0)
    for _, change, _ in changes:
        counts[change] += 1
    return counts


def _grouped(changes: list[tuple[Key, str, Finding]], by: Any, name: str) -> list[dict[str, Any]]:
    groups: dict[tuple[Any, Any], list[tuple[Key, str, Finding]]] = defaultdict(list)
    for change in changes:
        groups[by(change[2])].append(change)
    rows = [
        {name: code, **({"name": title} if name == "agency" else {}), **_counted(group)}
        for (code, title), group in groups.items()
    ]
    return sorted(rows, key=lambda row: (-sum(row[one] for one in CHANGES), str(row[name])))


def _overall(count: Count) -> dict[str, Any]:
    total = Tally()
    for tally in count.tallies.values():
        total.add(tally)
    return rates(count, total, {region for region, _ in count.tallies if region is not None})


def _scores(connection: Connection, trial: Trial) -> Iterator[dict[str, Any]]:
    """Yield the bodies whose rates would change, with both."""
    names = {row.id: row for row in connection.execute(text("SELECT id, code, name FROM agency"))}
    before, after = _by_agency(trial.before), _by_agency(trial.after)
    for agency in sorted(before.keys() | after.keys()):
        then = rates(trial.before, before.get(agency, Tally()), ())
        now = rates(trial.after, after.get(agency, Tally()), ())
        if then != now:
            body = names[agency]
            yield {"agency": body.code, "name": body.name, "before": then, "after": now}


def _by_agency(count: Count) -> dict[int, Tally]:
    bodies: dict[int, Tally] = {}
    for (_, agency), tally in count.tallies.items():
        if agency is not None:
            bodies.setdefault(agency, Tally()).add(tally)
    return bodies


def _list(
    connection: Connection, trial: Trial, slug: str, language: Language, limit: int
) -> dict[str, Any]:
    joined, left = trial.joined[slug], trial.left[slug]
    heads = heads_of(connection, (*joined[:limit], *left[:limit]))
    return {
        "slug": slug,
        "title": LISTS[slug].title.say(language, {}),
        "undoubted": len(joined),
        "doubted": len(left),
        "items": [
            {"change": change, **(told(heads[one]) or {})}
            for change, ids in (("undoubted", joined), ("doubted", left))
            for one in ids[:limit]
        ],
    }
