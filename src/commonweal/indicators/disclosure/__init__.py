"""The disclosure rule: small numbers of people with a protected characteristic are never published, nor worked back.

In: all figures of a frozen year, with the lines they were made from. Out: the figures as they may be published: small
counts withheld, others rounded, further ones withheld where a small one could be worked out from them.
Never: a figure on a protected characteristic that leaves `compute` as it was counted.

The rule and what it does not protect against are told in docs/explanation/disclosure.md.
"""
