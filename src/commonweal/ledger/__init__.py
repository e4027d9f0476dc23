"""The ledger: what was promised, done and accepted, as a book that a person can read and git can diff.

In: a folder of CSV tables, TOML and Markdown, and checked editions. Out: typed records and findings.
Never: a pound, a rounding of a claim, a guess for what a source leaves out.
"""
