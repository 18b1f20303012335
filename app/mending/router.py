"""Working with findings over HTTP."""

from __future__ import annotations

from fastapi import APIRouter

from app.mending.rectifying import router as rectifying
from app.mending.ruling import router as ruling
from app.mending.runs import router as runs
from app.mending.sampling import router as sampling
from app.mending.trying import router as trying
from app.mending.waivers import router as waivers

router = APIRouter(tags=["核查"])
for _part in (runs, waivers, rectifying, sampling, trying, ruling):
    router.include_router(_part.router)
