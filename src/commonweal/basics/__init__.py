"""What every room stands on: exact numbers, dates and periods, declared tables, findings and safe files.

In: characters, as people type them. Out: Decimal, date, Period, Record, Finding.
Never: a float, a pound computed, a framework, a book, a database.
"""
