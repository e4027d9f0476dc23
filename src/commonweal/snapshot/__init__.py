"""A snapshot: one book frozen on a day with its framework versions, every judgement made, and a fingerprint.

In: a checked book and a day. Out: Parquet tables of lines, unit values and net factors, and a manifest.
Never: a pound, a change to a snapshot once written, a file that does not match its fingerprint.
"""
