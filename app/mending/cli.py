"""``yizhi runs``, ``waivers``, ``rectify``, ``spot-check``, ``what-if`` and ``rules``: findings at work."""

from __future__ import annotations

import typer

from app.mending.rectifying import cli as rectifying
from app.mending.ruling import cli as ruling
from app.mending.runs import cli as runs
from app.mending.sampling import cli as sampling
from app.mending.trying import cli as trying
from app.mending.waivers import cli as waivers

app = typer.Typer()
for _room in (runs, waivers, rectifying, sampling, trying, ruling):
    app.add_typer(_room.app)
