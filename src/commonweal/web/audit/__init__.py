"""The audit trail: every write is one event, and every event holds the fingerprint of the one before.

In: who did what to which row, with what stood there before and after, and why. Out: a chain that shows any tampering.
Never: a foreign key, a person's name, a personal value in the chain itself, an event that is changed or taken away.
"""
