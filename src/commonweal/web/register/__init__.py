"""The register: a body's records in the database, table by table as `ledger/tables.py` declares them.

In: whole sets of records, forms, accepted files. Out: the same records as a `Book`, for one contract or for all.
Never: a column that the ledger does not declare, a row that is overwritten unseen, a sum.
"""
