"""时间: UTC in storage, Beijing time at the edge."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))


def now() -> datetime:
    """Return the time as stored: UTC without a zone, whole seconds."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def today() -> date:
    """Return the date in Beijing: what “today” means to whoever reads a date here."""
    return datetime.now(BEIJING).date()


def beijing_date(moment: datetime) -> date:
    """Return the date in Beijing of a time as stored."""
    return moment.replace(tzinfo=UTC).astimezone(BEIJING).date()
