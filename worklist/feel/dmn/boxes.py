"""Boxes: for each column of a table a set of regions. What rows have in common, and what they leave uncovered."""

from collections.abc import Iterable

#: Regions by column.
Box = tuple[frozenset[int], ...]
#: Most pieces a subtraction may leave; beyond that the answer is not known.
_MAX_PIECES = 2_000


def common(left: Box, right: Box) -> Box | None:
    """Return what two boxes have in common, None for nothing."""
    found = tuple(a & b for a, b in zip(left, right, strict=True))
    return found if all(found) else None


def without(box: Box, other: Box) -> list[Box]:
    """Return the pieces of a box that lie outside of another one."""
    shared = common(box, other)
    if shared is None:
        return [box]
    pieces, rest = [], list(box)
    for column, inside in enumerate(shared):
        outside = rest[column] - inside
        if outside:
            pieces.append((*rest[:column], outside, *rest[column + 1 :]))
        rest[column] = inside
    return pieces


def uncovered(box: Box, covers: Iterable[Box]) -> list[Box] | None:
    """Return the pieces of a box that no other one covers, None when there are too many to tell."""
    pieces = [box]
    for cover in covers:
        pieces = [piece for one in pieces for piece in without(one, cover)]
        if not pieces:
            return []
        if len(pieces) > _MAX_PIECES:
            return None
    return pieces
