"""Review: what was reported is checked by somebody else, and a period is approved and locked.

In: claims that were sent, with what the checks say of them. Out: decisions with their reasons, samples, locked periods.
Never: a claim decided on by its maker, a decision without a reason, a locked period that changes.
"""
