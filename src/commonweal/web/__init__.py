"""The front of house: a site on which people keep the records, suppliers return, managers check and the body publishes.

In: forms, uploads and mailed links, from people with a role. Out: records in a database, and pages about them.
Never: a figure from a database sum, a write without its event, a page without a rule on who may see it.
"""
