"""Days as a reader counts them: in local time, and one ends at four in the morning, not within a long night."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

ROLLOVER_HOUR = 4


class Days:
    """Turns times (seconds since 1970) into days and back; `zone` is the local one unless given."""

    def __init__(self, zone: tzinfo | None = None, rollover: int = ROLLOVER_HOUR) -> None:
        self._zone = zone
        self._rollover = rollover

    def day(self, at: float) -> date:
        """The day that a time belongs to."""
        return (datetime.fromtimestamp(at, self._zone) - timedelta(hours=self._rollover)).date()

    def start(self, day: date) -> float:
        """When a day begins: by the clock on the wall, also on one of 23 or 25 hours."""
        return datetime.combine(day, time(self._rollover), self._zone).timestamp()

    def end(self, day: date) -> float:
        """When the next day begins."""
        return self.start(day + timedelta(days=1))
