"""The doors: what people already have becomes records, and records go back in the form that people use.

In: a file (its bytes and its name) and a book. Out: an arrival: a receipt that adds up, and what is new or changed.
Never: a row lost or cut, a guess at an unclear cell, a change to a book before somebody agreed, half of an import.
"""
