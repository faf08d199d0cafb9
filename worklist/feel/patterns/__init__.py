"""Patterns of `matches`, `replace`, `split` and `extract`: the regular expressions of XPath, in bounded time.

Python's own engine may take for ever on a short pattern; this one never looks at the same place of a text twice in the
same state, and every step is counted. Source: XPath and XQuery Functions and Operators 3.1 §5.6; XML Schema 1.1 part 2 §G.
"""

from worklist.feel.patterns.pattern import Found, Pattern, compile_pattern

__all__ = ["Found", "Pattern", "compile_pattern"]
