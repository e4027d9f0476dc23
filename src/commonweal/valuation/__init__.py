"""What each line is worth: quantity × £ per unit, rounded once; then × the share counted, rounded once.

In: a snapshot's lines, unit values and net factors. Out: valued lines and their sums, with how many had a value.
Never: a judgement, a division, a float (but for the simulated interval), a line without a value or a reason.
"""
