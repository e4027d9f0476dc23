"""The published figures: each a rule in a module of its own, with everything that lies behind it.

In: a snapshot's cells and its small tables. Out: figures with standing, period, kind, coverage, range and lines.
Never: a sum across kinds, standings, units, price years or kinds of period; a percentage without its parts; HTML.
"""
