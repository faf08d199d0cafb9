"""Load XML from strangers. Source: OWASP ASVS 5.0 1.5.1."""

from lxml import etree

#: Largest file that is read, in bytes.
MAX_BYTES = 5_000_000
#: Deepest nesting of elements.
MAX_DEPTH = 256
#: Most attributes of one element.
MAX_ATTRIBUTES = 100

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
OPERATON = "http://operaton.org/schema/1.0/bpmn"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"
#: Namespaces that describe the drawing and the tool; they change nothing that runs.
DRAWING = frozenset(
    {
        "http://www.omg.org/spec/BPMN/20100524/DI",
        "http://www.omg.org/spec/DD/20100524/DC",
        "http://www.omg.org/spec/DD/20100524/DI",
        "http://www.w3.org/2001/XMLSchema-instance",
        "http://camunda.org/schema/modeler/1.0",
        "http://bpmn.io/schema/bpmn/biocolor/1.0",
        "http://www.omg.org/spec/BPMN/non-normative/color/1.0",
    }
)


class Unreadable(Exception):
    """The bytes are not XML we are willing to read; the message says why and what to do."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


def load(source: bytes) -> etree._Element:
    """Return the root element of an XML file. Raises Unreadable, whatever the bytes are."""
    if len(source) > MAX_BYTES:
        raise Unreadable(f"Expected a file of at most {MAX_BYTES:,} bytes, got {len(source):,}")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(source, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise Unreadable(f"Expected well-formed XML: {error}", line) from None
    if root is None:
        raise Unreadable("Expected an XML document, got nothing")
    if root.getroottree().docinfo.doctype:
        raise Unreadable("A DOCTYPE is refused; save the file anew in Camunda Modeler")
    crowded = next((element for element in root.iter() if len(element.attrib) > MAX_ATTRIBUTES), None)
    if crowded is not None:
        raise Unreadable(f"Expected at most {MAX_ATTRIBUTES} attributes of an element", crowded.sourceline)
    if _depth(root) > MAX_DEPTH:
        raise Unreadable(f"Expected at most {MAX_DEPTH} nested elements")
    return root


def _depth(root: etree._Element) -> int:
    deepest, level = 0, [root]
    while level and deepest <= MAX_DEPTH:
        deepest, level = deepest + 1, [child for element in level for child in element]
    return deepest


def local(element: etree._Element) -> str:
    """Return the tag without its namespace ('' for an entity that was not resolved)."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def namespace(element: etree._Element) -> str:
    """Return the namespace of a tag ('' for none)."""
    return etree.QName(element).namespace or "" if isinstance(element.tag, str) else ""
