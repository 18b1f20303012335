"""``python -m bench generate|importing|auditing``: measure, and write down what was found."""

from __future__ import annotations

import argparse

from bench import auditing, importing
from bench.generate import catalogue


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("what", choices=("generate", "importing", "auditing", "all"))
    parser.add_argument("--items", type=int, default=10_000, help="implementation items")
    parser.add_argument("--rounds", type=int, default=3, help="imports per figure")
    parser.add_argument("--sqlite-only", action="store_true", help="leave out PostgreSQL")
    return parser.parse_args()


def main() -> None:
    """Do what the command line asks."""
    asked = _arguments()
    postgresql = not asked.sqlite_only
    if asked.what == "generate":
        print(catalogue(asked.items).documents)
    if asked.what in ("importing", "all"):
        importing.run(asked.items, asked.rounds, with_postgresql=postgresql)
    if asked.what in ("auditing", "all"):
        auditing.run(asked.items, with_postgresql=postgresql)


if __name__ == "__main__":
    main()
