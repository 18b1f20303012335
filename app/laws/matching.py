"""认出法规: which law of the registry a citation means."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, select

from app.laws.models import Law

_BEFORE_ANY = date.min
FEW = 50


class _Version(NamedTuple):
    number_key: str
    id: int
    effective: date


class LawIndex:
    """法规索引: every law of the registry by name and number; loaded once per indexing."""

    def __init__(self, connection: Connection, keys: Collection[str] | None = None) -> None:
        """Read the registry; with few ``keys`` that will be asked for, only those laws."""
        self._by_key: dict[str, list[_Version]] = {}
        self._by_number: dict[str, int | None] = {}
        statement = select(Law.id, Law.key, Law.number_key, Law.effective)
        if keys is not None and len(keys) <= FEW and "" not in keys:
            statement = statement.where(Law.key.in_(sorted(keys)))
        for row in connection.execute(statement.order_by(Law.id)):
            version = _Version(row.number_key, row.id, row.effective or _BEFORE_ANY)
            self._by_key.setdefault(row.key, []).append(version)
            if row.number_key:
                taken = row.number_key in self._by_number
                self._by_number[row.number_key] = None if taken else row.id
        for versions in self._by_key.values():
            versions.sort(key=lambda version: version.effective, reverse=True)

    def find(self, key: str, number: str) -> int | None:
        """Return the law of a folded name and a folded number, None when it is not known.

        A number that names one version means that one; any other number (an amending decree, a
        misprint) or none means the newest, so that nothing old is claimed without proof. A number
        without a name means the only law that bears it.
        """
        if not key:
            return self._by_number.get(number) if number else None
        versions = self._by_key.get(key)
        if not versions:
            return None
        named = (one for one in versions if one.number_key and one.number_key in number)
        return next(named, versions[0]).id
