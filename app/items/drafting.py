"""事项草稿: from documents to what an item row and a revision need, all but their ids.

There are two ways. A line whose setting was accepted before (see ``lines``, ``composer``) has nothing
left to be looked at but its elements. Any other document is validated, tidied and identified; the
setting of a line that gets through is accepted from then on. Both ways write the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection

from app.elements.kinds import KINDS
from app.items.addresses import LINKS
from app.items.composer import Composed, Composer, Setting
from app.items.frames import Frame
from app.items.identity import Bodies, Identity, Places, identify
from app.items.lines import TEXTS, Line
from app.items.own import own_part, refusals
from app.items.parts import FLAWS, NOTHING, Part
from app.items.plain import PlainFrames, plain_frames
from app.items.presence import fields_filled, own_presence
from app.items.rows import date_errors
from app.items.shapes import Malformed
from app.items.values import NAME, Elements, ValueStore, tidied
from app.kernel.hashing import digest
from app.kernel.text import tidy

UNSTORABLE = (TypeError, ValueError, RecursionError)
"""What validators and writers of JSON raise at bottomless values and halves of characters."""
Arrival = tuple[int, dict[str, Any] | Line, str | None, int | None]
"""Kind, document, sheet and row of one document on its way in."""


class Draft(NamedTuple):
    """A document that passed."""

    kind: int
    own: dict[str, Any]
    own_json: bytes
    """JSON of the own part without its frames."""
    frame: Frame
    base_frame: Frame
    plain: bool
    """Whether the own part is plainly composed of its frames (see ``plain``)."""
    identity: Identity
    key: tuple[int, str, str]
    """Kind, code and qualifier: under which an item is kept."""
    elements: Elements
    flawed: int
    present: int
    hash: bytes
    sheet: str | None
    row: int | None

    @property
    def frames(self) -> PlainFrames | None:
        """The frames that a plainly composed own part is nothing but; None of all others."""
        return plain_frames(self.frame.id, self.base_frame.id) if self.plain else None


class _Waiting(NamedTuple):
    """A document whose own part is in order and whose elements wait to be settled."""

    arrival: Arrival
    own: dict[str, Any]
    composed: Composed
    setting: Setting
    plain: bool
    """Whether it is a line that needed no looking at beside its elements."""
    present: int
    parts: tuple[Part, ...]


@dataclass(slots=True)
class Drafter:
    """Drafts the documents of one write transaction."""

    values: ValueStore
    composer: Composer
    places: Places
    bodies: Bodies
    by_row_id: bool = True

    def drafts(self, batch: Iterable[Arrival]) -> list[Draft | list[Malformed]]:
        """Return for each document its draft, or why it is refused."""
        waiting = [self._look_at(arrival) for arrival in batch]
        self.values.resolve()
        self._look_up([one for one in waiting if isinstance(one, _Waiting)])
        return [one if isinstance(one, list) else self._draft(one) for one in waiting]

    def _look_up(self, waiting: Sequence[_Waiting]) -> None:
        """Ask for the frames and bodies of a batch in one question each."""
        self.composer.frames.look_up(
            frame for one in waiting for frame in (one.composed.frame, one.composed.base)
        )
        settings = (one.setting for one in waiting)
        self.bodies.look_up(one.agency_code for one in settings if one.agency_code)

    def let_go(self) -> None:
        """Forget what was met: of a large import it takes more memory than all that follows."""
        self.values.let_go()
        self.composer.let_go()

    def _look_at(self, arrival: Arrival) -> _Waiting | list[Malformed]:
        line = arrival[1]
        if line.__class__ is Line:
            setting: Setting | None = line.setting.known
            if setting is not None and _is_named(line.elements[NAME]):
                own = own_of(line)
                present = setting.present | fields_filled(tuple(own), tuple(own.get("links", ())))
                self.values.announce(line.elements)
                return _Waiting(
                    arrival, setting.own | own, self.composer.composed(own, setting), setting, True,
                    present, line.elements,
                )  # fmt: skip
        try:
            return self._read(arrival)
        except UNSTORABLE as error:
            return [Malformed("", "unstorable", "", {"detail": str(error)})]

    def _read(self, arrival: Arrival) -> _Waiting | list[Malformed]:
        kind, document, _, _ = arrival
        if isinstance(document, Line):
            whole, parts = document.document(), document.elements
            own = own_part(whole)
        else:
            whole = document
            own, parts = self.values.take_apart(whole)
        if errors := refusals(kind, whole, own):
            for part in parts:
                part.let_go()
            return errors
        own = tidied(own)
        setting = self.composer.setting_of(own)
        if isinstance(document, Line) and setting.agency_code:
            document.setting.known = setting
        beside = {name: own[name] for name in own.keys() - setting.own.keys()}
        composed = self.composer.composed(beside, setting)
        self.values.announce(parts)
        return _Waiting(arrival, own, composed, setting, False, own_presence(own), parts)

    def _draft(self, waiting: _Waiting) -> Draft | list[Malformed]:
        (kind, _, sheet, row), own, composed, _, _, present, parts = waiting
        elements = self.values.elements(parts)
        errors = elements if isinstance(elements, list) else []
        errors += date_errors(own)
        identity = self._identity(waiting, refused=bool(errors))
        if isinstance(identity, Malformed):
            errors.append(identity)
        if isinstance(elements, list) or isinstance(identity, Malformed) or errors:
            return errors
        frame, base_frame = map(self.composer.frames.kept, (composed.frame, composed.base))
        return Draft(
            kind,
            own,
            composed.rest,
            frame,
            base_frame,
            composed.plain,
            identity,
            (kind, identity.code, identity.qualifier),
            elements,
            elements.marks & FLAWS,
            present | elements.marks >> len(KINDS),
            digest(composed.rest + frame.hash + base_frame.hash + elements.hashes),
            sheet,
            row,
        )

    def _identity(self, waiting: _Waiting, *, refused: bool) -> Identity | Malformed:
        """Return the identity of a document; one that is refused makes no agency known."""
        (kind, _, _, _), own, _, setting, plain, _, _ = waiting
        bodies = NO_BODIES if refused else self.bodies
        if not plain or refused:
            return identify(kind, own, self.places, bodies, by_row_id=self.by_row_id)
        if setting.agency_id is None:
            setting.agency_id = bodies.intern(
                setting.agency_code, setting.agency_name, setting.region_id
            )
        qualifier = own.get("row_id", "") if self.by_row_id else ""
        code = own.get("handling_code") or own["code"]
        return Identity(
            code, qualifier, own["base_code"], None, setting.region_id, setting.agency_id
        )


def _is_named(name: Part) -> bool:
    """Tell whether there is a name, as ``refusals`` would."""
    if name.known is not None:
        return name.known is not NOTHING[NAME]
    return isinstance(name.value, str) and tidy(name.value) != ""


def own_of(line: Line) -> dict[str, Any]:
    """Return the own part of a line without its setting."""
    own: dict[str, Any] = {name: said for name, said in zip(TEXTS, line.texts, strict=True) if said}
    if line.version is not None:
        own["version"] = line.version
    if line.links is not None:
        own["links"] = {name: to for name, to in zip(LINKS, line.links, strict=True) if to}
    return own


class _NoBodies:
    """Takes the bodies of rows that are refused anyway."""

    def look_up(self, codes: Iterable[str]) -> None:
        """Read nothing."""
        del codes

    def intern(self, code: str | None, name: str | None, region_id: int | None) -> int:
        """Make nothing known."""
        del code, name, region_id
        return 0

    def flush(self, connection: Connection) -> int:
        """Write nothing."""
        del connection
        return 0

    def take_relined(self) -> list[int]:
        """Rename nobody."""
        return []


NO_BODIES = _NoBodies()
