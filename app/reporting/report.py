"""一份报告: what every format tells: of what, when, by which rules, how much, and each finding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from app import __version__
from app.auditing import registry
from app.auditing.filters import FindingFilter
from app.auditing.findings import every_finding
from app.auditing.heat import heat
from app.auditing.rule import Rule
from app.auditing.summary import breakdown, summary
from app.auditing.totals import total_of
from app.items.state import read_state
from app.kernel.clock import now
from app.kernel.language import Language
from app.regions import by_id


@dataclass(frozen=True, slots=True)
class Report:
    """The findings a filter lets through, on one snapshot of the catalogue.

    ``whole`` is the summary of the region or body (all its findings), ``total`` how many findings
    the filter lets through; ``findings()`` reads them page by page, in bounded memory.
    """

    connection: Connection
    wanted: FindingFilter
    language: Language
    scope: str
    made_at: str
    version: int
    rule_set: str
    profile: str
    total: int
    whole: dict[str, Any]

    def findings(self) -> Iterator[dict[str, Any]]:
        """Yield every finding as the API shows it, in the order of items."""
        return every_finding(self.connection, self.wanted, self.language)

    def agencies(self) -> list[dict[str, Any]]:
        """Return the bodies with their figures, those with most to mend first."""
        return breakdown(self.connection, "agency", self.wanted.region, self.wanted.agency)

    def heat(self) -> dict[str, Any]:
        """Return the consistency of every element in every part of the region."""
        return heat(self.connection, self.wanted.region)

    def rules(self) -> list[Rule]:
        """Return the rules that found something, in the order of the summary."""
        known = registry.all_rules()
        return [known[row["rule"]] for row in self.whole["rules"]]

    def head(self) -> dict[str, Any]:
        """Return what the report is about, without its findings."""
        return {
            "generator": f"Yizhi {__version__}",
            "made_at": self.made_at,
            "scope": self.scope,
            "catalogue_version": self.version,
            "rule_set": self.rule_set,
            "profile": self.profile,
            "total": self.total,
            "summary": self.whole,
        }


def open_report(connection: Connection, wanted: FindingFilter, language: Language) -> Report:
    """Return the report of the findings that ``wanted`` lets through."""
    state = read_state(connection)
    return Report(
        connection=connection,
        wanted=wanted,
        language=language,
        scope=_scope(connection, wanted, language),
        made_at=f"{now().isoformat()}Z",
        version=state.version,
        rule_set=state.rule_set,
        profile=state.profile,
        total=total_of(connection, wanted),
        whole=summary(connection, wanted.region, wanted.agency),
    )


def _scope(connection: Connection, wanted: FindingFilter, language: Language) -> str:
    names = []
    if wanted.region is not None and (region := by_id(connection, wanted.region)):
        names.append(region.name)
    if wanted.agency is not None:
        names.append(str(connection.execute(_AGENCY, {"id": wanted.agency}).scalar_one()))
    return " · ".join(names) or ("全部地区" if language == "zh" else "everywhere")


_AGENCY = text("SELECT name FROM agency WHERE id = :id")
