"""The published report: one document, printed as pages and as a data package that a stranger can recalculate.

In: a snapshot, its figures and valued lines. Out: index.html, a page a figure, data/ with everything behind it.
Never: a number computed by a printer, an internal column, an unresolved claim beside a name, a licensed value.
"""
