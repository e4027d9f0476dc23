"""What the register tells other rooms: that a row was written, or all of them, and what was erased."""

from django.dispatch import Signal

# Sent within the writer's transaction, with `body` and `record` (None where all records changed at once).
written = Signal()
# Sent within the transaction in which words were erased, with the `body` by its name in addresses, the `column` as
# table.column, and the `keys` of the rows.
erased = Signal()
