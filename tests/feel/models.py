"""DMN files for tests, short to write."""

from collections.abc import Iterable
from xml.sax.saxutils import escape

MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/"
NAMESPACES = (
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd", "http://www.omg.org/spec/DMN/20180521/MODEL/", MODEL,
    "https://www.omg.org/spec/DMN/20211108/MODEL/", "https://www.omg.org/spec/DMN/20230324/MODEL/",
)  # fmt: skip


def definitions(*parts: str, namespace: str = MODEL, attributes: str = "") -> bytes:
    """Return a file with these elements."""
    return (
        f'<definitions xmlns="{namespace}" xmlns:camunda="http://camunda.org/schema/1.0/dmn" id="d" name="d" '
        f'namespace="n" {attributes}>{"".join(parts)}</definitions>'
    ).encode()


def decision(id_: str, logic: str, requires: Iterable[str] = (), extra: str = "") -> str:
    """Return a decision. `requires`: ids of decisions, of inputs (`i:` before) and of functions (`f:` before)."""
    return f'<decision id="{id_}" name="{id_}">{extra}{"".join(map(requirement, requires))}{logic}</decision>'


def requirement(id_: str) -> str:
    """Return what requires an element."""
    kind, _, rest = id_.rpartition(":")
    if kind == "f":
        return f'<knowledgeRequirement><requiredKnowledge href="#{rest}"/></knowledgeRequirement>'
    tag = "requiredInput" if kind == "i" else "requiredDecision"
    return f'<informationRequirement><{tag} href="#{rest}"/></informationRequirement>'


def literal(text: str) -> str:
    """Return a literal expression."""
    return f"<literalExpression>{cell(text)}</literalExpression>"


def cell(text: str) -> str:
    """Return the text of an expression."""
    return f"<text>{escape(text)}</text>"


def table(
    inputs: Iterable[str], outputs: Iterable[str], rows: Iterable[str], policy: str = "UNIQUE", aggregation: str = ""
) -> str:
    """Return a decision table. Rows are cells between bars: `"A" | > 5 | "yes"`.

    `inputs`: an expression, a colon, its type, or the expression alone; `outputs`: a name, or a name, a colon and its
    values, and behind a bar the default.
    """
    collected = f' aggregation="{aggregation}"' if aggregation else ""
    columns = list(inputs)
    body = "".join(_input(number, one) for number, one in enumerate(columns, 1)) + "".join(map(_output, outputs))
    body += "".join(_rule(number, row, len(columns)) for number, row in enumerate(rows, 1))
    return f'<decisionTable hitPolicy="{policy}"{collected}>{body}</decisionTable>'


def _input(number: int, text: str) -> str:
    expression, _, type_ = text.partition(" : ")
    typed = f' typeRef="{type_}"' if type_ else ""
    return f'<input id="i{number}" label="{escape(expression)}"><inputExpression{typed}>{cell(expression)}</inputExpression></input>'


def _output(text: str) -> str:
    declared, _, default = text.partition(" | ")
    name, _, values = declared.partition(" : ")
    inner = f"<outputValues>{cell(values)}</outputValues>" if values else ""
    inner += f"<defaultOutputEntry>{cell(default)}</defaultOutputEntry>" if default else ""
    return f'<output id="o_{name}" name="{name}">{inner}</output>'


def _rule(number: int, row: str, inputs: int) -> str:
    cells = [part.strip() for part in row.split(" | ")]
    entries = [f"<inputEntry>{cell(one)}</inputEntry>" for one in cells[:inputs]]
    entries += [f"<outputEntry>{cell(one)}</outputEntry>" for one in cells[inputs:]]
    return f'<rule id="r{number}">{"".join(entries)}<annotationEntry>{cell(f"note {number}")}</annotationEntry></rule>'
