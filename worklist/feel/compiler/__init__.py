"""From tree to closures, one module per family of nodes."""

from worklist.feel.compiler import arithmetic, basics, calls, cells, logic, loops
from worklist.feel.compiler.core import Compiler, Notes, Run

__all__ = ["Compiler", "Notes", "Run", "arithmetic", "basics", "calls", "cells", "logic", "loops"]
