"""Days end at four in the morning by the clock on the wall."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from studytui.study.days import Days


@pytest.mark.skipif("America/New_York" not in available_timezones(), reason="no time zones are installed")
@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Chatham"])
def test_a_day_begins_at_four_also_when_clocks_are_changed(zone: str):
    days = Days(ZoneInfo(zone))
    for number in range(366):
        day = date(2026, 1, 1) + timedelta(days=number)
        start = days.start(day)
        assert datetime.fromtimestamp(start, ZoneInfo(zone)).hour == 4
        assert (days.day(start), days.day(start - 1)) == (day, day - timedelta(days=1))
