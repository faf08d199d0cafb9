"""Characters that a typed text may hold. Source: OWASP ASVS 5.0, 2.2.1; Unicode Standard Annex 9, section 2.

PostgreSQL takes no NUL, no database takes half a surrogate pair, and directional controls turn words around:
a text that holds one of them would be an error of the server, or would be read as something it does not say.
"""

import re

#: Control characters without tab and the ends of lines, the controls of writing direction, halves of surrogate pairs.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def is_plain(text: str) -> bool:
    """Return whether a text holds no character that cannot be kept or turns others around."""
    return _FORBIDDEN.search(text) is None


def is_name(text: str) -> bool:
    """Return whether a text is one line that shows something: what a person or a company is called."""
    return is_plain(text) and text.isprintable() and any(not character.isspace() for character in text)
