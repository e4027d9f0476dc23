"""Contract registers in the Open Contracting Data Standard (OCDS 1.1), in and out.

In: releases, packages and record packages of UK portals; a ledger. Out: an arrival of rows; a package of releases.
Never: a schema fetched, a contact's name read, a weight made up, a value guessed for one that a notice leaves out.
"""
