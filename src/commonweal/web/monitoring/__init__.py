"""Monitoring: what is due by now, what was reported and checked, what is late, and what was done about it.

In: the register's rows, frozen provisionally by a job whenever they change. Out: results with their time, and pages.
Never: a sum made by the database, a page that waits for figures, a figure without the time it was made.
"""
