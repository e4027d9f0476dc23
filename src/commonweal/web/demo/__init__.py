"""A demonstration: the two examples as records of two bodies, and one sign-in for each role.

In: the example books. Out: a site on which everybody finds work to do.
Never: on an address that another machine can reach, a rating or a question about a body that exists.
"""
