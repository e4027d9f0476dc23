"""Evidence: the files that show that something was done, kept by their fingerprints where nobody can reach them.

In: uploads, of a few known sorts and sizes. Out: the same bytes, to those who may see the claim, and never run.
Never: a name used as a path, a file served from a folder, a sort believed by its name.
"""
