"""Values of expressions: a step whose expression cannot be computed fails, naming it, its element and why.

Null that follows from null is a value like any other. Source: DMN 1.5 §10.3.2.13; docs/diagrams.md.
"""

from collections.abc import Mapping
from typing import Any

from worklist.engine.expressions import NotComputed, Text
from worklist.engine.spiff.host import StepFailed
from worklist.errors import Phrase


def computed(element: str, what: str, text: Text, variables: Mapping[str, Any], *, may_be_unset: bool = False) -> Any:
    """Return the value of an expression. `what`: how it is called in the sentence. Raises StepFailed."""
    try:
        return text.computed(variables, may_be_unset=may_be_unset)
    except NotComputed as error:
        why = Phrase("the %(what)s '%(source)s' cannot be computed: %(reason)s", what=what, source=text.source, reason=str(error))
        raise StepFailed(element, why) from error


def is_true(element: str, what: str, text: Text, variables: Mapping[str, Any]) -> bool:
    """Return whether a condition holds; null does not. Raises StepFailed for no truth value."""
    value = computed(element, what, text, variables)
    if value is not None and not isinstance(value, bool):
        raise StepFailed(element, Phrase("the %(what)s must be true or false, got %(found)s", what=what, found=repr(value)))
    return value is True


def mapped(element: str, what: str, texts: Mapping[str, Text], variables: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of parameters by name; a variable that is not set is passed on as null. Raises StepFailed."""
    return {
        name: computed(element, f"{what} {name!r}", text, variables, may_be_unset=True) for name, text in texts.items()
    }
