"""Days as a reader counts them: in local time, and one ends at four in the morning, not within a long night."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

ROLLOVER_HOUR = 4


class Days:
    """Turns times (seconds since 1970) into days and back; `zone` is the local one unless given."""

    def __init__(self, zone: tzinfo | None = None, rollover: int = ROLLOVER_HOUR) -> None:
        self._zone = zone
        self._rollover = timedelta(hours=rollover)

    def day(self, at: float) -> date:
        """The day that a time belongs to."""
        return (datetime.fromtimestamp(at, self._zone) - self._rollover).date()

    def start(self, day: date) -> float:
        """When a day begins."""
        return datetime.combine(day, time(), self._zone).timestamp() + self._rollover.total_seconds()

    def end(self, day: date) -> float:
        """When the next day begins."""
        return self.start(day + timedelta(days=1))
