"""Turns the particulars into rows: promises, what was done, and how it was checked."""
