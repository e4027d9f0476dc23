"""The particulars of the invented authority: who, where, what was promised, and what became of it."""
