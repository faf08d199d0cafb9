"""`python -m worklist` is `writ`."""

from worklist.cli import main

main()
