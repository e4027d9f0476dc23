"""People: who may sign in, what they are to a body, and what each role may do.

In: invitations, sign-ins, roles given and taken. Out: for each visit, what it may see and do, or the reason why not.
Never: a permission written anywhere but in `roles.py`, a password in clear, an answer that tells who has an account.
"""
