"""生成目录: a credible catalogue of any size as JSONL, always the same one, in bounded memory.

Regions are filled one after the other, each with nearly all the base items of its level, so the
catalogue of 10,000 items is the beginning of the catalogue of a million. Base items come first.

How much repeats decides how fast anything content-addressed is, so it is held to real records
(2,024 items of one province, none of which shares its base item with another). Own parts never
repeat. Of contacts 25 in 100 are distinct (real: 26): one for about four items of a body. What
follows the standard is as distinct as base items are: per base item about 1.4 legal bases,
conditions, processes and material lists, because a sixteenth of the followers differ, or differ in
looks, where the pool says so. Time limits and audiences are few (real: 1 in 17, 1 in 9 of items that
each are a base item); authorities are one per region and type; ways of handling are eight per base
item, more than the real lists show, whose ways of handling are few because they state little.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random

import orjson

from bench import words
from bench.places import Body, Region, bodies, regions, write_regions
from bench.standards import BASES, SEED, Standard, standards

CACHE = Path(__file__).parent / ".cache"
EDITION = "1"
"""Changes when the generated documents change, so that nobody reads stale ones."""
CLAIMED = 0.97
PER_CONTACT = 4
BLOCK = 2000
Task = tuple[Standard, int]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The files of one generated catalogue."""

    items: int
    bases: int
    documents: Path
    regions: Path

    @property
    def records(self) -> int:
        """Base items and implementation items together."""
        return self.items + self.bases


def catalogue(items: int) -> Catalogue:
    """Return the catalogue with so many implementation items; write its files if need be."""
    CACHE.mkdir(exist_ok=True)
    documents = CACHE / f"catalogue-{EDITION}-{items}.jsonl"
    places = CACHE / f"regions-{EDITION}.csv"
    if not places.exists():
        write_regions(places)
    if not documents.exists():
        partial = documents.with_suffix(".partial")
        with partial.open("wb") as file:
            lines = documents_of(items)
            while block := b"\n".join(islice(lines, BLOCK)):
                file.write(block + b"\n")
        partial.rename(documents)
    return Catalogue(items, BASES, documents, places)


def documents_of(items: int) -> Iterator[bytes]:
    """Yield the base items, then so many implementation items, each as JSON.

    Raises:
        ValueError: the province has not that many items.
    """
    yield from (standard.document for standard in standards())
    number = 0
    for number, document in enumerate(islice(implementation_items(), items), 1):  # noqa: B007 – read below
        yield document
    if number < items:
        raise ValueError(f"the province has {number} items, not {items}")


def implementation_items() -> Iterator[bytes]:
    """Yield all implementation items of the province, region by region."""
    rng = Random(SEED + 1)
    for place, region in enumerate(regions()):
        frames = _authorities(region)
        for serial, body in enumerate(bodies(region, place)):
            tasks = _tasks(region.level, serial)
            contacts = _contacts(body, len(tasks), rng)
            for standard, split in tasks:
                bits = rng.getrandbits(128)
                if bits >> 120 < 256 * CLAIMED:
                    contact = contacts[(bits >> 100) % len(contacts)]
                    frame = frames[standard.type]
                    yield _item(standard, split, body, frame + contact, bits)


@cache
def _tasks(level: str, serial: int) -> tuple[Task, ...]:
    """Return what a body does: a town's two bodies share the tasks of all lines."""
    return tuple(
        (standard, split)
        for standard in standards()
        if level in standard.levels
        and (standard.line if level != "5" else standard.line % 2) == serial
        for split in range(standard.splits)
    )


def _authorities(region: Region) -> dict[str, bytes]:
    """Return the authority fragment of each item type in a region."""
    found = {}
    for place, kind in enumerate(sorted({standard.type for standard in standards()})):
        line = words.LINES[place][0]
        value = {"body_kind": "1", "exercise_content": _exercise(region, line)}
        if kind != "20":
            value["power_source"] = "1"
        value["reconsideration"] = words.RECONSIDERATION[place % 2].format(
            government=region.government
        )
        value["litigation"] = words.LITIGATION.format(court=region.court)
        found[kind] = b',"authority":' + orjson.dumps(value)
    return found


def _exercise(region: Region, line: str) -> str:
    return words.EXERCISE[region.level].format(object=line, action="类")


def _contacts(body: Body, tasks: int, rng: Random) -> list[bytes]:
    """Return the contacts of a body: about one for four items."""
    found = []
    for window in range(max(1, tasks // PER_CONTACT)):
        street = rng.choice(words.STREETS)
        number = rng.randrange(1, 400)
        hall = f"{body.region.name}政务服务中心"
        value = {
            "address": f"{body.region.name}{street}{number}号{hall}{window % 4 + 1}楼",
            "hours": rng.choice(words.HOURS),
            "consult": f"0890-{rng.randrange(2000000, 9000000)}",
            "complaint": f"0890-{rng.randrange(2000000, 9000000)}",
            "window": f"{body.region.name}{window + 1}号窗口",
            "traffic": words.TRAFFIC.format(
                a=rng.randrange(1, 99), b=rng.randrange(100, 300), c=rng.randrange(2, 9) * 50,
                street=street,
            ),
        }  # fmt: skip
        found.append(b',"contact":' + orjson.dumps(value))
    return found


def _item(standard: Standard, split: int, body: Body, shared: bytes, bits: int) -> bytes:
    """Put one item together: its own part, the fragments chosen by its random bits, the rest."""
    code = f"{body.code}{body.region.level}{standard.code}"
    chosen = [pool[bits >> 4 * place & 15] for place, pool in enumerate(standard.pools)]
    if standard.splits > 1:
        chosen[0] = standard.split_names[split]
    serial = f'"handling_code":"{code}{split + 1:02}",' if standard.splits > 1 else ""
    town = ""
    region = body.region
    if region.level == "5":
        town = f'"town_code":"{region.code}","town_name":"{region.name}",'
    own = (
        f'{{"code":"{code}",{serial}"row_id":"{bits:032x}","base_code":"{standard.code}",'
        f'"local_base_code":"JB-{standard.code[4:9]}","type":"{standard.type}",'
        f'"level":"{region.level}","region":"{region.code}",'
        f'"agency":{{"code":"{body.code}","name":"{body.name}"}},'
        f'"status":"{_status(bits)}","version":{1 + (bits >> 90) % 6},'
        f'"effective_date":"20{18 + (bits >> 80) % 7}-0{1 + (bits >> 84) % 9}-01",'
        f'"secret":false,{town}"links":{_links(bits)}'
    )
    return b"".join((own.encode(), shared, *chosen, b"}"))


def _status(bits: int) -> int:
    """In use, or in a hundredth of the cases suspended or cancelled."""
    chance = bits >> 70 & 255
    return 1 if chance > 3 else 2 if chance > 1 else 3


def _links(bits: int) -> str:
    serial = f"{bits >> 64:016x}"
    return (
        f'{{"online":"https://zwfw.example.org/yunchuan/apply?item={serial}",'
        f'"pc":"https://zwfw.example.org/yunchuan/pc/{serial}",'
        f'"mobile":"https://m.zwfw.example.org/yunchuan/{serial}",'
        f'"appointment":"https://zwfw.example.org/yunchuan/book/{serial}"}}'
    )
