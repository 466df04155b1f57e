"""A number before a key: that many times."""

from __future__ import annotations

from textual import events
from textual.widget import Widget

MOST_TIMES = 9_999
"""Times that a key is carried out at most."""


class Count:
    """The digits typed so far, for the widget that has the keys."""

    def __init__(self, host: Widget) -> None:
        self._host = host
        self._digits = ""

    async def take(self, event: events.Key) -> bool:
        """Collect a digit, or carry out the key that follows digits; True if the key was taken."""
        character = event.character or ""
        if character in "0123456789" and character and (self._digits or character != "0"):
            self._digits += character
            return True
        times, self._digits = min(int(self._digits or 1), MOST_TIMES), ""
        if times == 1 or event.key == "escape":
            return times > 1
        # Now, and not by way of the app: keys that were typed meanwhile would come between.
        screen = self._host.screen
        active = screen.active_bindings.get(event.key)
        for _ in range(times):
            if active is None or self._host.app.screen is not screen:
                break
            await self._host.app.run_action(active.binding.action, default_namespace=active.node)
        return True
