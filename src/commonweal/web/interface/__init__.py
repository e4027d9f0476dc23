"""The interface: what people do on the pages, for programs that were given a token, by the same rules and writers.

In: requests with a token, and the pages on which tokens are made and taken away. Out: JSON, and one form of errors.
Never: a right that the token's person has not at this moment, a session, a token in an address, a float.
"""
