"""``python -m bench serving|importing|auditing|pages|planting|…|all``: measure, write it down."""

from __future__ import annotations

import argparse

from bench import auditing, figures, importing, pages, serving, validators, workbooks
from bench.generate import catalogue
from bench.planting import measuring as planting

WHAT = (
    "generate",
    "serving",
    "importing",
    "auditing",
    "workbooks",
    "pages",
    "planting",
    "validators",
    "figures",
    "all",
)
SERVING = {"items": 20_000, "rounds": 9}
BULK = {"items": 10_000, "rounds": 3}
WORKBOOKS = {"items": 100_000, "rounds": 3}
"""Of workbooks, rows."""


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("what", choices=WHAT)
    parser.add_argument("--items", type=int, help="implementation items; rows of workbooks")
    parser.add_argument("--rounds", type=int, help="rounds that a median is taken of")
    parser.add_argument("--seconds", type=float, default=1.0, help="of a round of serving")
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        help="variants of serving, addresses of pages, or incremental and reading of auditing",
    )
    parser.add_argument("--sqlite", help="pages: ask this catalogue, by its URL; it is written to")
    parser.add_argument("--postgresql", help="pages: ask this catalogue, by its URL")
    parser.add_argument("--seed", action="append", type=int, help="seeds of planting")
    parser.add_argument("--sqlite-only", action="store_true", help="leave out PostgreSQL")
    return parser.parse_args()


def _plant(asked: argparse.Namespace) -> None:
    if asked.what in ("planting", "all"):
        seeds = asked.seed or planting.SEEDS
        planting.run(planting.FAULTS, seeds, with_postgresql=not asked.sqlite_only)


def _preview(asked: argparse.Namespace) -> None:
    if asked.what in ("workbooks", "all"):
        rows, rounds = asked.items or WORKBOOKS["items"], asked.rounds or WORKBOOKS["rounds"]
        workbooks.run(rows, rounds, with_postgresql=not asked.sqlite_only)


def main() -> None:
    """Do what the command line asks."""
    asked = _arguments()
    postgresql = not asked.sqlite_only

    def wanted(what: str) -> bool:
        return asked.what in (what, "all")

    def chosen(name: str, defaults: dict[str, int]) -> int:
        return getattr(asked, name) or defaults[name]

    if asked.what == "generate":
        print(catalogue(chosen("items", BULK)).documents)
    if wanted("serving"):
        serving.run(
            chosen("items", SERVING),
            chosen("rounds", SERVING),
            asked.seconds,
            only=asked.only,
            with_postgresql=postgresql,
        )
    if wanted("importing"):
        importing.run(chosen("items", BULK), chosen("rounds", BULK), with_postgresql=postgresql)
    if wanted("auditing"):
        auditing.run(chosen("items", BULK), only=asked.only, with_postgresql=postgresql)
    _preview(asked)
    if wanted("pages"):
        pages.run(
            chosen("items", BULK),
            only=asked.only,
            with_postgresql=postgresql,
            sqlite=asked.sqlite,
            postgresql=asked.postgresql,
        )
    if wanted("validators"):
        validators.run(chosen("items", BULK))
    _plant(asked)
    if asked.what != "generate":
        figures.write()


if __name__ == "__main__":
    main()
