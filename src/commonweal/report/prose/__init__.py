"""Numbers in what people write: references become printed figures, and every number typed by hand is found.

In: the Markdown of sections and stories, the figures. Out: Markdown with linked figures, and findings.
Never: a number computed, a number let through because it looked harmless, a page changed on disk.
"""
