"""Frameworks as data: what counts, what one unit is worth, and where each figure comes from.

In: edition folders (edition.toml and CSV files). Out: checked editions, unit values, indices, findings.
Never: a quantity delivered, a pound computed, an edition changed once published, Python for one publisher.
"""
