"""The doors.

In: x. Out: y.
Never: z.
"""
