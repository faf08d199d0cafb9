"""How many random runs: all of them in `make soak`, a tenth elsewhere; and with which numbers they begin."""

import os

#: The round of a soak; every round draws other diagrams.
SEED = int(os.environ.get("WRIT_TEST_SEED", "0"))


def amount(whole: int) -> int:
    """Return how many of `whole` runs this test run makes."""
    return whole if os.environ.get("WRIT_TEST_WHOLE") else whole // 10


def batches(whole: int, size: int) -> list[range]:
    """Return the seeds of all runs, in batches that workers can share."""
    first, count = SEED * whole, amount(whole)
    return [range(at, min(at + size, first + count)) for at in range(first, first + count, size)]
