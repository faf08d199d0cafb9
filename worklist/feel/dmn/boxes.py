"""Boxes: for each column of a table a set of regions. What rows have in common, and what they leave uncovered."""

from collections.abc import Iterable

#: Regions by column.
Box = tuple[frozenset[int], ...]
#: Most pieces a subtraction may leave; beyond that the answer is not known.
_MAX_PIECES = 2_000


def common(left: Box, right: Box) -> Box | None:
    """Return what two boxes have in common, None for nothing."""
    for a, b in zip(left, right, strict=True):
        if a.isdisjoint(b):
            return None
    return tuple(a & b for a, b in zip(left, right, strict=True))


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


class Patience:
    """What the questions about all tables of a file may cost, so that no file keeps a deployment waiting.

    `cells`: how often cells may be tried; `pairs`: how many rows may be compared; `pieces`: how much may be subtracted.
    """

    def __init__(self, cells: int = 200_000, pairs: int = 500_000, pieces: int = 300_000) -> None:
        self.cells, self.pairs, self.pieces = cells, pairs, pieces

    def tries(self, count: int) -> bool:
        """Take so many trials of cells; False, and nothing taken, when there are not so many left."""
        enough = count <= self.cells
        self.cells -= count if enough else 0
        return enough

    def compares(self, count: int) -> bool:
        """Take so many comparisons of rows; False, and nothing taken, when there are not so many left."""
        enough = count <= self.pairs
        self.pairs -= count if enough else 0
        return enough

    def subtracts(self, pieces: int) -> bool:
        """Take so many subtractions; False when there are too many of them."""
        self.pieces -= pieces
        return self.pieces >= 0 and pieces <= _MAX_PIECES


def uncovered(box: Box, covers: Iterable[Box], patience: Patience) -> list[Box] | None:
    """Return the pieces of a box that no other one covers, None when that takes too long to tell."""
    pieces = [box]
    for cover in covers:
        if not patience.subtracts(len(pieces)):
            return None
        pieces = [piece for one in pieces for piece in without(one, cover)]
        if not pieces:
            return []
    return pieces
