"""Working with findings over HTTP."""

from __future__ import annotations

from fastapi import APIRouter

from app.mending.runs import router as runs

router = APIRouter(tags=["核查"])
for _part in (runs,):
    router.include_router(_part.router)
