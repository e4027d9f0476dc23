"""Returns: each period asks those who promised what they have done, one measure a page, and keeps what was sent.

In: a period, answers in the supplier's own words and numbers. Out: claims in the register, and a receipt for each.
Never: a claim written before it was sent, an answer overwritten unseen, a question about what was not promised.
"""
