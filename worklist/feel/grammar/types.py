"""Types in expressions: `number`, `list<string>`, `context<a: number>`, `function<number>->string`.

Source: DMN 1.5 §10.3.1.2 rules 49 to 51.
"""

from worklist.feel.grammar.names import Names
from worklist.feel.grammar.tree import Type

#: Other names of types, as Camunda Modeler and earlier standards write them, and their names in the standard.
SAME_TYPES = {
    "any": "Any", "dateTime": "date and time", "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration", "day and time duration": "days and time duration",
    "year and month duration": "years and months duration", "Null": "null",
}  # fmt: skip


class TypeGrammar(Names):
    """Reads types."""

    def type(self) -> Type:
        """Read a type. Raises FeelSyntaxError."""
        self.deeper()
        name = self.name()
        while self.take("."):
            name += "." + self.name()
        name = SAME_TYPES.get(name, name)
        found = Type(name)
        if self.sees("<") and name in {"list", "range", "context", "function"}:
            found = self._made_of(name)
        self.nesting -= 1
        return found

    def _made_of(self, name: str) -> Type:
        self.must("<")
        members, fields = list[Type](), list[str]()
        while not self.take(">"):
            if members:
                self.must(",")
            if name == "context":
                fields.append(self.name())
                self.must(":")
            members.append(self.type())
        result = None
        if name == "function":
            self.must("->")
            result = self.type()
        elif name != "context" and len(members) != 1:
            raise self.fail(f"expected one type in {name}<…>")
        return Type(name, tuple(members), tuple(fields), result)
