"""What monitoring tells other rooms: that results were made."""

from django.dispatch import Signal

# Sent with `body` and `activities`, whose positions are new.
refreshed = Signal()
