"""审核引擎: keep the findings current, and recompute them all.

``Audit`` belongs to one write transaction. Whoever writes items hands its ``bench`` and
``touched`` to the items' writer and calls ``settle`` before the commit: the findings then are
those that a full run would find. A full run is the same pass without a scope.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from sqlalchemy import Connection

from app.auditing import registry
from app.auditing.beside import NOBODY, Answers
from app.auditing.comparing import Pair, compare_pairs
from app.auditing.glance import Glance
from app.auditing.judging import Bench, bench
from app.auditing.keeping import SUM, Stretches, standing, total_of
from app.auditing.naming import take_back
from app.auditing.narrow import NARROW, lay_out
from app.auditing.numbering import Numbering, numbered
from app.auditing.plan import UNCLAIMED, Plan, day, plan_for
from app.auditing.rule import Rule
from app.auditing.scope import Reach, Touched
from app.auditing.temporary import EVERY, IN_SCOPE, SCOPED, add_distinct, prepare
from app.auditing.touching import listed, note_places
from app.auditing.troubled import find_troubled
from app.auditing.unclaimed import GAPS, find_unclaimed, settle_claims
from app.elements.profiles import Profile, load_profile
from app.items.derivation import derivation
from app.items.state import State, read_state
from app.kernel.bulk import batched, bulk_insert, driver
from app.kernel.hashing import digest
from app.kernel.loading import make_indexes, set_indexes_aside


@dataclass(slots=True)
class Audit:
    """The audit of one write transaction."""

    connection: Connection
    profile: Profile
    numbering: Numbering
    bench: Bench
    plan: Plan
    rule_set: str
    touched: Touched = field(init=False)
    state: State = field(init=False)
    """Where the catalogue stood when the transaction began."""
    stood: Stretches | None = None
    """What the standing findings sum to, where a full pass found them, and nothing else."""
    _has_looked: bool = False

    def __post_init__(self) -> None:
        self.state = read_state(self.connection)
        prepare(self.connection)
        self.touched = Touched(self.connection, self.plan.neighbour_keys)

    def settle(self) -> None:
        """Bring the findings of everything this transaction touched up to date."""
        reach = self.touched.close()
        if self.touched.everything:
            self.judge_all()
            return
        claims = False
        if reach.items:
            self._judge(reach)
            self._put(standing=() if reach.moved else self.plan.grouping)
        if reach.claims and self.numbering.is_on(UNCLAIMED):
            claims = settle_claims(self.connection, self.numbering[UNCLAIMED])
        note_places(self.connection, self.state.version + 1, bases=claims)

    @property
    def is_stale(self) -> bool:
        """Whether the standing verdicts were made with other rules, profile or derivation."""
        made_with = (self.state.rule_set, self.state.profile)
        changed = made_with != (self.rule_set, self.profile.name) or self.is_outdated
        return self.state.version > 0 and changed

    @property
    def is_outdated(self) -> bool:
        """Whether other code derived what is stored, so that nothing may be judged by it yet."""
        return self.state.derivation != derivation()

    @property
    def rules_on(self) -> list[int]:
        """The numbers of the rules that this audit goes by."""
        codes = {rule.code for rule in registry.rules(self.profile)}
        return sorted(self.numbering[code] for code in codes if self.numbering.is_on(code))

    def judge_all(self) -> None:
        """Find everything again and put it in the place of the standing findings."""
        self._analyse("item", "element_value")
        self._judge()
        self._replace()
        self._analyse(*MADE)

    def judge_named(self) -> None:
        """Find again what rests on the registry of laws, because the registry has changed."""
        numbers = ", ".join(map(str, (-1, *self.plan.troubled.numbers)))
        self._execute(f"DELETE FROM finding WHERE rule_id IN ({numbers})")
        take_back(self.connection)
        find_troubled(self.connection, self.plan.troubled, scoped=False)
        self._execute(_KEEP)
        prepare(self.connection)

    def find_only(self, rules: Sequence[Rule]) -> None:
        """Find again, everywhere, what these rules find; findings of others stay as they are."""
        numbers = ", ".join(str(self.numbering[rule.code]) for rule in rules) or "-1"
        whole = self.plan
        part = plan_for(rules, self.numbering, self.profile)
        self.plan = replace(part, troubled=whole.troubled)  # it keeps house for all of its rules
        self._judge()
        self.plan = whole
        self._execute(f"DELETE FROM finding WHERE rule_id IN ({numbers})")
        self._execute(f"{_KEEP} WHERE rule_id IN ({numbers})")
        prepare(self.connection)

    def look_over(self) -> None:
        """Begin a full pass: one long statement leaves the masks of all items in ``work``.

        It rests on no verdict, only on the marks of items (see ``flaws``).
        """
        self._execute("DELETE FROM work")
        work = self.plan.work.format(items=EVERY, only="1 = 1", standards=NARROW)
        lay_out(self.connection, work)
        self._execute(work)
        self._has_looked = True

    def judge_and_measure(self, answers: Answers = NOBODY) -> int:
        """Like ``judge_all``; return how many findings were only there before or only there now.

        ``answers``: what was asked ``beside``. What the calendar alone changes is no drift.
        """
        self._judge(answers=answers)
        stands = answers.of(standing, self.connection)
        if self._row(SUM.format(table="found")) == total_of(stands):
            prepare(self.connection)  # every finding stands where it should: nothing to write
            self.stood = stands
            return 0
        drift = self._drift()
        self._replace()
        return drift

    def questions(self) -> list[str]:
        """Return what a full pass may ask beside."""
        claims = [GAPS] if self.numbering.is_on(UNCLAIMED) else []
        return [*self.plan.group_whole, *claims]

    def _put(self, standing: Iterable[int]) -> None:
        """Put what was found of the items in scope in its place; of these rules it stands.

        What is found again stays untouched: every page that is written costs a commit.
        """
        with batched(self.connection):
            self._execute(_DROP_GONE.format(standing=listed(standing)))
            add_distinct(self.connection, "finding", f"SELECT {_KEY} FROM found")

    def _analyse(self, *tables: str) -> None:
        """Tell the planner how large the catalogue is: an empty one is planned for otherwise."""
        if self._is_sqlite:
            self._execute("PRAGMA analysis_limit = 1000")
        for table in tables:
            self._execute(f"ANALYZE {table}")

    def _replace(self) -> None:
        """Not by ``TRUNCATE``: readers whose snapshot is older would then see no findings at all.

        The indexes are made anew where nobody waits for it: SQLite's readers have their own
        snapshot of them, PostgreSQL's only let go of a table that was empty (see ``loading``).
        """
        first = self._is_sqlite or not self._run("SELECT count(*) FROM finding")
        indexes = set_indexes_aside(self.connection, "finding") if first else []
        self._execute("DELETE FROM finding")
        self._execute(f"{_KEEP} ORDER BY {_KEY}")
        make_indexes(self.connection, indexes)
        prepare(self.connection)

    def _drift(self) -> int:
        """Sums tell in one scan that nothing differs; only if they do not, rows are matched."""
        dated = f"WHERE rule_id NOT IN ({', '.join(map(str, (-1, *self.plan.dated)))})"
        found, stood = (
            self._row(f"{SUM.format(table=table)} {dated}") for table in ("found", "finding")
        )
        return 0 if found == stood else self._run(_APART.format(where=dated))

    def _judge(self, reach: Reach | None = None, answers: Answers = NOBODY) -> None:
        """Fill ``found`` for the items in scope, which ``reach`` tells of; for all without it."""
        scoped = reach is not None
        if not scoped and not self._has_looked:
            self.look_over()
        self._has_looked = False
        with batched(self.connection):
            if scoped:
                form = {"items": SCOPED, "only": IN_SCOPE, "standards": "item"}
                self._execute(self.plan.work.format(**form))
            if self.plan.masks:
                add_distinct(self.connection, "unfolding", self.plan.masks)
            self._execute(self.plan.found)
            for statement in self.plan.group if reach and reach.moved else ():
                self._execute(statement)
            unanswered = driver(self.connection).cursor().execute(self.plan.unanswered)
        if pairs := unanswered.fetchall():
            self._answer(pairs)
        if not scoped:
            self._judge_groups(answers)
        if (reach is None or reach.bases) and self.numbering.is_on(UNCLAIMED):
            gaps = answers.rows_of(GAPS)
            find_unclaimed(self.connection, self.numbering[UNCLAIMED], scoped=scoped, gaps=gaps)
        find_troubled(self.connection, self.plan.troubled, scoped=scoped)

    def _judge_groups(self, answers: Answers) -> None:
        """Find what rests on several items, in the whole catalogue."""
        for query in self.plan.group_whole:
            rows = answers.rows_of(query)
            if rows is None:
                self._execute(f"INSERT INTO found {query}")
            else:
                bulk_insert(self.connection, "found", ("item_id", "rule_id", "ref"), rows)

    def _answer(self, pairs: Sequence[Pair]) -> None:
        """Compare pairs that nobody has compared yet, and find what the answers tell."""
        compare_pairs(self.connection, pairs)
        self._execute(self.plan.answered)
        self._execute("DELETE FROM found WHERE ref IS NULL")

    @property
    def _is_sqlite(self) -> bool:
        return self.connection.dialect.name == "sqlite"

    def _execute(self, sql: str) -> None:
        driver(self.connection).cursor().execute(sql)

    def _row(self, sql: str) -> tuple[int, ...]:
        return tuple(driver(self.connection).cursor().execute(sql).fetchone())

    def _run(self, sql: str) -> int:
        return int(self._row(sql)[0])


MADE = ("finding", "verdict", "element_comparison", "citation", "mention", "paper")
"""Tables that a pass fills, and small passes look into."""
_KEY = "item_id, rule_id, ref"
_KEEP = f"INSERT INTO finding ({_KEY}) SELECT {_KEY} FROM found"
_DROP_GONE = f"""
DELETE FROM finding WHERE item_id IN (SELECT item_id FROM scope_item) AND ({_KEY}) IN (
    SELECT f.item_id, f.rule_id, f.ref FROM scope_item s CROSS JOIN finding f
    WHERE f.item_id = s.item_id AND f.rule_id NOT IN ({{standing}})
    EXCEPT SELECT {_KEY} FROM found
)
"""
"""Not by NOT IN: for each finding that is gone SQLite would read all that were found."""
_APART = f"""
SELECT count(*) FROM (
    SELECT {_KEY} FROM (
        SELECT {_KEY}, 1 AS side, count(*) AS number FROM found {{where}} GROUP BY {_KEY} UNION ALL
        SELECT {_KEY}, 2 AS side, count(*) AS number FROM finding {{where}} GROUP BY {_KEY}
    ) both_sides GROUP BY {_KEY}, number HAVING count(*) = 1
) apart
"""


def open_audit(connection: Connection, profile_name: str) -> Audit:
    """Seat the rules for a write transaction."""
    profile = load_profile(profile_name)
    numbering = numbered(connection, registry.rules(profile))
    seats = replace(_bench(profile, numbering), glance=Glance())
    plan = _plan(profile, numbering, day())
    return Audit(connection, profile, numbering, seats, plan, _rule_set(numbering))


@lru_cache(maxsize=4)
def _bench(profile: Profile, numbering: Numbering) -> Bench:
    return bench(registry.rules(profile), numbering)


@lru_cache(maxsize=4)
def _plan(profile: Profile, numbering: Numbering, today: date) -> Plan:
    """Plans are kept: the rules rarely change, and the dates in them once a day."""
    del today
    return plan_for(registry.rules(profile), numbering, profile)


@lru_cache(maxsize=4)
def _rule_set(numbering: Numbering) -> str:
    """Name the rules that verdicts are made with: those there are, less those switched off."""
    version = registry.rule_set_version()
    if not numbering.disabled:
        return version
    off = digest(",".join(sorted(numbering.disabled)).encode()).hex()
    return f"{version[:31]}-{off}"
