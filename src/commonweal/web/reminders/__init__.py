"""Reminders: who is reminded of what, and on which days, in one mail a day.

In: returns, questions, results and the reporting calendar of every body, and the day. Out: mails, each noted as sent.
Never: the same reminder twice, a figure in a mail, a mail to somebody who switched reminders off.
"""
