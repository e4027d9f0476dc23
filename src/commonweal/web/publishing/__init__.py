"""Publishing: figures are frozen, a report is prepared, previewed, checked, approved by two people and published.

In: a body's records on a day, approvals, the release before. Out: static files at an address that stays.
Never: a report other than the one that was approved, an approval by whoever prepared it, a published file that changes.
"""
