"""A lifecycle as a picture, drawn from its table: states in a row, moves as arcs, forward above and back below."""

from html import escape

from commonweal.ledger.lifecycle import NEW, Lifecycle

BOX, GAP, HEIGHT, MIDDLE = 96, 52, 34, 150


def draw(life: Lifecycle) -> str:
    """An SVG figure without blank lines, ready to stand in a Markdown page."""
    names = (NEW, *life.names)
    left = {name: 10 + number * (BOX + GAP) for number, name in enumerate(names)}
    width = 10 + len(names) * (BOX + GAP) - GAP + 10
    moves = [(move.before, move.after) for move in life.moves]
    told = "; ".join(f"{before} to {after}" for before, after in moves)
    parts = [
        f'<figure><svg viewBox="0 0 {width} {2 * MIDDLE}" role="img" aria-label="{escape(life.title)}" '
        'fill="none" stroke="currentColor" font-family="sans-serif" font-size="14">',
        f"<title>{escape(life.title)}</title><desc>Moves: {escape(told)}.</desc>",
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0 L8 4 L0 8 Z" fill="currentColor" stroke="none"/></marker></defs>',
    ]
    parts += [_state(name, left[name]) for name in names]
    parts += [_move(left, before, after) for before, after in moves]
    return "\n".join([*parts, f"</svg><figcaption>{escape(life.title)}</figcaption></figure>"])


def _state(name: str, x: int) -> str:
    round_corner = HEIGHT // 2 if name == NEW else 3
    return (f'<rect x="{x}" y="{MIDDLE - HEIGHT // 2}" width="{BOX}" height="{HEIGHT}" rx="{round_corner}"/>'
            f'<text x="{x + BOX // 2}" y="{MIDDLE + 5}" text-anchor="middle" fill="currentColor" stroke="none">'
            f"{escape(name)}</text>")


def _move(left: dict[str, int], before: str, after: str) -> str:
    steps = (left[after] - left[before]) // (BOX + GAP)
    centre = left[before] + BOX // 2
    if steps == 0:
        y = MIDDLE + HEIGHT // 2
        return _arc(f"M{centre + 14} {y} C{centre + 34} {y + 36} {centre - 34} {y + 36} {centre - 14} {y}")
    if steps == 1:
        return _arc(f"M{left[before] + BOX} {MIDDLE} L{left[after]} {MIDDLE}")
    # Arcs that reach farther rise higher and start nearer to the corner, so that they do not lie on each other.
    side = -1 if steps > 0 else 1
    y, rise = MIDDLE + side * HEIGHT // 2, MIDDLE + side * (HEIGHT // 2 + 24 * abs(steps) + 12)
    start, end = centre + 5 * steps, left[after] + BOX // 2 - 5 * steps
    return _arc(f"M{start} {y} C{start} {rise} {end} {rise} {end} {y}")


def _arc(path: str) -> str:
    return f'<path d="{path}" marker-end="url(#tip)"/>'
