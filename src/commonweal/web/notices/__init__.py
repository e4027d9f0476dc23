"""The pages that the foot of every page links: accessibility, privacy, cookies, contact. Each body writes its own.

In: what somebody of the body writes, over a text to begin with. Out: public pages, and what is still to fill in.
Never: a word on how accessible the site is that nobody tested, a cookie or personal data that the page leaves out.
"""
