"""What the register tells other rooms: that a row was written, or all of them."""

from django.dispatch import Signal

# Sent within the writer's transaction, with `body` and `record` (None where all records changed at once).
written = Signal()
