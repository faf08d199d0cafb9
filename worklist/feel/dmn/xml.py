"""Walking over the XML of a DMN file, noting what is wrong with it."""

from collections.abc import Callable
from typing import TypeAlias, TypeVar

from lxml import etree

from worklist.feel.errors import DmnError, DmnProblem, FeelSyntaxError
from worklist.feel.expression import Expression, compile_cell, compile_expression
from worklist.feel.grammar.tree import Type
from worklist.feel.grammar.types import SAME_TYPES
from worklist.feel.types import Types

#: Largest file, in bytes.
MAX_BYTES = 5_000_000
#: The namespaces of DMN 1.1 to 1.5.
NAMESPACES = frozenset({
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd", "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/", "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "https://www.omg.org/spec/DMN/20230324/MODEL/",
})  # fmt: skip
_CAMUNDA = "http://camunda.org/schema/1.0/dmn"
_SAME_LANGUAGE = frozenset({"feel", "feel-scala", "friendly enough expression language"})
#: Types of Camunda Platform's columns, and their names in the standard.
_COLUMN_TYPES = {"integer": "number", "long": "number", "double": "number"}
Element: TypeAlias = etree._Element
T = TypeVar("T")


def load(source: bytes) -> Element:
    """Return the root element of a file. Raises DmnError for what is no XML, too large, or has a DOCTYPE."""
    if len(source) > MAX_BYTES:
        raise DmnError([DmnProblem(None, None, f"expected at most {MAX_BYTES:,} bytes, got {len(source):,}")])
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(source, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DmnError([DmnProblem(getattr(error, "lineno", None), None, f"expected well-formed XML: {error}")]) from None
    if root.getroottree().docinfo.doctype:
        raise DmnError([DmnProblem(1, None, "a DOCTYPE is refused; save the file anew in Camunda Modeler")])
    if etree.QName(root).localname != "definitions" or etree.QName(root).namespace not in NAMESPACES:
        message = "expected the definitions of DMN 1.1 to 1.5; save the file anew in Camunda Modeler"
        raise DmnError([DmnProblem(root.sourceline, root.get("id"), message)])
    return root


class Document:
    """A file being read: its elements, the names and types it defines, its problems."""

    def __init__(self, root: Element) -> None:
        self.root, self.problems = root, list[DmnProblem]()
        self.space = etree.QName(root).namespace or ""
        #: Names that hold signs or words of FEEL; names of functions; item definitions.
        self.names: frozenset[str] = frozenset()
        self.functions: frozenset[str] = frozenset()
        self.types = Types()

    def refuse(self, element: Element, message: str) -> None:
        """Note a problem of an element, or of the nearest one around it that has an id."""
        owner: Element | None = element
        while owner is not None and not owner.get("id"):
            owner = owner.getparent()
        self.problems.append(DmnProblem(element.sourceline, None if owner is None else owner.get("id"), message))

    def all(self, element: Element, *tags: str) -> list[Element]:
        """Return the children with one of these tags, in order."""
        wanted = {f"{{{self.space}}}{tag}" for tag in tags}
        return [child for child in element if child.tag in wanted]

    def find(self, element: Element, *tags: str) -> Element | None:
        """Return the first child with one of these tags."""
        return next(iter(self.all(element, *tags)), None)

    def within(self, tag: str) -> list[Element]:
        """Return all elements of the file with a tag."""
        return list(self.root.iter(f"{{{self.space}}}{tag}"))

    def tag(self, element: Element) -> str:
        """Return the tag without its namespace, empty for elements of other namespaces."""
        name = etree.QName(element)
        return name.localname if name.namespace == self.space else ""

    def text(self, element: Element | None) -> str:
        """Return the `<text>` of an element, empty without one."""
        inner = None if element is None else self.find(element, "text")
        return "" if inner is None else (inner.text or "").strip()

    def reference(self, element: Element, tag: str) -> str:
        """Return the id behind `<tag href="#id">`, empty without one; a reference into another file is a problem."""
        inner = self.find(element, tag)
        if inner is None:
            return ""
        href = str(inner.get("href", ""))
        if "#" not in href or not href.startswith("#"):
            self.refuse(inner, f"expected a reference into this file such as #id, got {href!r}")
            return ""
        return href[1:]

    def name(self, element: Element) -> str:
        """Return the name of an element, its id without one."""
        return str(element.get("name") or element.get("id") or "")

    def camunda(self, element: Element, attribute: str) -> str:
        """Return an attribute of Camunda's."""
        return str(element.get(f"{{{_CAMUNDA}}}{attribute}", ""))

    def properties(self, element: Element) -> dict[str, str]:
        """Return the extension properties of an element, by name."""
        path = f"{{{self.space}}}extensionElements/{{{_CAMUNDA}}}properties/{{{_CAMUNDA}}}property"
        return {str(one.get("name")): str(one.get("value", "")) for one in element.iterfind(path) if one.get("name")}

    # -- expressions -----------------------------------------------------------------------

    def expression(self, element: Element, text: str) -> Expression | None:
        """Compile an expression; what cannot be read is a problem."""
        dialect = self._dialect(element)
        if dialect is None:
            return None
        if dialect == "juel":
            text = text.strip().removeprefix("${").removeprefix("#{").removesuffix("}")
        return self._read(
            element, text, lambda: compile_expression(text, dialect, self.names, self.functions, self.types)
        )

    def cell(self, element: Element, text: str) -> Expression | None:
        """Compile the tests of a cell; what cannot be read is a problem."""
        if self._dialect(element) is None:
            return None
        return self._read(element, text, lambda: compile_cell(text, self.names, self.functions, self.types))

    def _dialect(self, element: Element) -> str | None:
        language = str(element.get("expressionLanguage") or self.root.get("expressionLanguage") or "feel")
        short = language.rstrip("/").rsplit("/", 1)[-1].lower()
        if short in _SAME_LANGUAGE or "spec/feel" in language.lower():
            return "feel"
        if short in {"juel", "el"}:
            return "juel"
        self.refuse(element, f"expected the expression language feel, got {language!r}; no scripts are executed")
        return None

    def _read(self, element: Element, text: str, how: Callable[[], T]) -> T | None:
        try:
            return how()
        except FeelSyntaxError as error:
            self.refuse(element, f"{text!r} cannot be read: {error}")
            return None

    def type_of(self, element: Element | None) -> Type | None:
        """Return the declared type of an element, None without one."""
        if element is None:
            return None
        child = self.find(element, "typeRef")
        text = str(element.get("typeRef") or (child.text if child is not None else "") or "").strip()
        if ":" in text:
            text = text.rpartition(":")[2]
        text = _COLUMN_TYPES.get(text, text)
        return Type(SAME_TYPES.get(text, text)) if text else None

    def known_type(self, element: Element | None) -> Type | None:
        """Return the declared type of an element; one nobody defines is a problem."""
        found = self.type_of(element)
        if element is not None and found is not None and not self.types.knows(found):
            self.refuse(element, f"the type {found} is not known")
            return None
        return found
