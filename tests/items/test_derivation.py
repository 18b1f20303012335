"""What code makes of content alone, and the code whose change has it made again."""

from __future__ import annotations

import grimp
from sqlalchemy import text

from app.items.derivation import PLACES, derivation
from app.items.state import read_state
from app.kernel.db import Database
from tests.factories.catalogue import base, write

DERIVING = (
    "app.elements.sense", "app.items.composing", "app.items.plain", "app.items.plain_contact",
    "app.items.presence", "app.items.mentions.indexing", "app.items.mentions.reading",
)  # fmt: skip
STORING = {
    "app.kernel.bulk",
    "app.kernel.db",
    "app.kernel.loading",
    "app.kernel.shipped",
    "app.laws.models",
}
"""Where it is read from and kept, which makes nothing of it."""


def test_every_module_that_derives_is_part_of_the_fingerprint() -> None:
    graph = grimp.build_graph("app")
    modules = set(DERIVING).union(*map(graph.find_upstream_modules, DERIVING)) - STORING
    files = {f"{module.removeprefix('app.').replace('.', '/')}" for module in modules}
    places = tuple(place.removesuffix(".py") for place in PLACES)
    assert {file for file in files if not file.startswith(places)} == set()


def test_a_catalogue_notes_what_its_first_write_was_derived_by(database: Database) -> None:
    write(database, base())
    with database.write() as connection:
        assert read_state(connection).derivation == derivation()
        connection.execute(text("UPDATE catalogue_state SET derivation = 'older'"))
    write(database, base(name="另一名称"))
    with database.read() as connection:
        assert read_state(connection).derivation == "older"
