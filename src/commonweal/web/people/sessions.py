"""Sessions in the database: gone when the browser is closed, and at the moment that was set when they began."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as Kept


class SessionStore(Kept):
    """A session that no use of it prolongs."""

    def get_expire_at_browser_close(self) -> bool:
        """Always: the cookie never outlives the window."""
        return True

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        """The end that stands in the session; for one in which nobody is signed in, some hours from now."""
        return datetime.fromisoformat(self["ends"]) if "ends" in self else super().get_expiry_date(**kwargs)
