"""抽查的网页: a form to draw a sample with, and what it drew, to be looked at item by item."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from app.auditing.asking import agency_of, region_of
from app.kernel.clock import today
from app.kernel.http import get_database, get_language
from app.mending.sampling.drawing import By, Draw, draw_sample, shown
from app.web.places import taking_part
from app.web.rendering import asked, respond
from app.web.words import choices

MOST_SHOWN = 200
STRATA: dict[By, tuple[str, str]] = {
    "none": ("不分层", "none"),
    "region": ("地区", "region"),
    "agency": ("实施主体", "agency"),
    "type": ("事项类型", "type"),
}


class SampleQuery(BaseModel):
    """抽查的条件, as the form asks them; without a seed nothing is drawn."""

    seed: str | None = Field(default=None, max_length=100)
    size: int = Field(default=20, ge=1, le=5000)
    by: By = "none"
    region: str | None = None
    agency: str | None = None
    type: str | None = Field(default=None, max_length=8)
    level: int | None = Field(default=None, ge=1, le=7)
    version: int | None = Field(default=None, ge=0, le=2**62)

    def draw(self, reader: Connection, seed: str) -> Draw:
        """Return what is to be drawn.

        Raises:
            UnknownPlace: there is no such region or body.
        """
        place, body = region_of(reader, self.region), agency_of(reader, self.agency)
        return Draw(seed, self.size, None, self.by, place, body, self.type, self.level)


def sample(request: Request) -> Response:
    """抽查样本: the same seed, version and filters draw the same items, whoever asks."""
    wanted, language = SampleQuery.model_validate(asked(request)), get_language(request)
    with get_database(request).read() as reader:
        drawn: dict[str, Any] | None = None
        if wanted.seed:
            found = draw_sample(reader, wanted.draw(reader, wanted.seed), wanted.version)
            drawn = shown(reader, found, language)
        return respond(
            request,
            "sample.html",
            drawn=drawn,
            rows=drawn["items"][:MOST_SHOWN] if drawn else [],
            proposed=f"{today().isoformat()} ",
            wanted=wanted,
            strata=STRATA,
            options={
                "type": choices("item-type", language),
                "level": choices("level", language),
            },
            regions=taking_part(reader),
        )
