"""The symbols of BPMN as SVG: events, tasks, gateways. Source: BPMN 2.0.2 §7.3 (notation)."""

from typing import TYPE_CHECKING

from lxml import etree
from markupsafe import Markup

from worklist.handbook.model import BPMN

if TYPE_CHECKING:
    from worklist.handbook.drawing import Bounds

ARROW = Markup('<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" orient="auto">'
               '<path d="M0 0L10 5L0 10z"/></marker></defs>')  # fmt: skip
#: What an event waits for or throws → the sign within its circle, drawn in a square of 16.
SIGNS = {
    "message": '<path d="M1 3h14v10H1zM1 3l7 6l7-6"/>',
    "timer": '<circle cx="8" cy="8" r="7"/><path d="M8 3v5h4"/>',
    "signal": '<path d="M8 1l7 12H1z"/>',
    "terminate": '<circle cx="8" cy="8" r="7" class="full"/>',
    "link": '<path d="M1 6h8V2l6 6l-6 6v-4H1z"/>',
    "conditional": '<path d="M3 1h10v14H3zM5 5h6M5 8h6M5 11h6"/>',
    "error": '<path d="M2 14l4-10l4 6l4-8l-3 11l-4-6z"/>',
    "escalation": '<path d="M8 1l6 13l-6-6l-6 6z"/>',
    "compensate": '<path d="M8 3v10L1 8zM15 3v10L8 8z"/>',
    "cancel": '<path d="M3 3l10 10M13 3L3 13"/>',
}
#: Gateway → the sign within its diamond, in a square of 20.
GATEWAYS = {
    "exclusiveGateway": '<path d="M5 5l10 10M15 5L5 15" class="bold"/>',
    "parallelGateway": '<path d="M10 3v14M3 10h14" class="bold"/>',
    "inclusiveGateway": '<circle cx="10" cy="10" r="7" class="bold"/>',
    "eventBasedGateway": '<circle cx="10" cy="10" r="9"/><path d="M10 4l6 4.4l-2.3 7H6.3L4 8.400z"/>',
}
#: Chinese punctuation that never begins a line, and that never ends one. Source: GB/T 15834.
CLOSING, OPENING = "，。、；：？！）》”", "（《“"
#: Size of the letters, width of a Chinese character and height of a line, in pixels.
SIZE, CHARACTER, LINE = 11.0, 11.0, 13.0
#: Letters that are narrower or wider than most, in parts of their size; the others are 0.56, capitals 0.7. Source: the widths of Helvetica.
WIDTHS = {**dict.fromkeys("ijl'|", 0.24), **dict.fromkeys("ft,.:;/!I() ", 0.28), **dict.fromkeys("r-", 0.34), **dict.fromkeys("ckvsxyz", 0.5),
          **dict.fromkeys("mM", 0.84), "w": 0.73, "W": 0.95}  # fmt: skip


def outline(kind: str, element: etree._Element, at: "Bounds") -> Markup:
    """Return the shape of an element without its name."""
    if kind.endswith("Event"):
        return _event(kind, element, at)
    if kind in GATEWAYS:
        return _gateway(kind, at)
    corner = 0 if kind in ("participant", "lane") else 9
    style = {"callActivity": "call", "participant": "pool", "lane": "pool"}.get(
        kind, "task" if kind.endswith("ask") else "scope"
    )
    if element.get("triggeredByEvent") == "true":
        style = "scope event"
    return Markup('<rect class="{} {}" x="{}" y="{}" width="{}" height="{}" rx="{}"/>').format(
        style, kind, at.x, at.y, at.width, at.height, corner
    )


def _event(kind: str, element: etree._Element, at: "Bounds") -> Markup:
    x, y, radius = at.x + at.width / 2, at.y + at.height / 2, at.width / 2
    interrupts = "false" not in (element.get("isInterrupting"), element.get("cancelActivity"))
    style = ("end" if kind == "endEvent" else "event") + ("" if interrupts else " beside")
    circles = Markup('<circle class="{}" cx="{}" cy="{}" r="{}"/>').format(style, x, y, radius)
    if kind in ("intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"):
        circles += Markup('<circle class="{}" cx="{}" cy="{}" r="{}"/>').format(style, x, y, radius - 3)
    throws = " thrown" if kind in ("endEvent", "intermediateThrowEvent") else ""
    return circles + Markup('<g class="sign{}" transform="translate({} {})">{}</g>').format(
        throws, x - 8, y - 8, _sign(element)
    )


def _sign(element: etree._Element) -> Markup:
    for child in element:
        if isinstance(child.tag, str) and child.tag.endswith("EventDefinition"):
            return Markup(SIGNS.get(child.tag.removeprefix(BPMN).removesuffix("EventDefinition"), ""))  # noqa: S704 — our own signs
    return Markup("")


def _gateway(kind: str, at: "Bounds") -> Markup:
    x, y, half = at.x + at.width / 2, at.y + at.height / 2, at.width / 2
    points = f"{x},{y - half} {x + half},{y} {x},{y + half} {x - half},{y}"
    return Markup(
        '<polygon class="gateway" points="{}"/><g class="sign" transform="translate({} {})">{}</g>'
    ).format(
        points,
        x - 10,
        y - 10,
        Markup(GATEWAYS[kind]),  # noqa: S704 — our own signs
    )


def words(text: str, x: float, y: float, width: float, *, centred: bool = False) -> Markup:
    """Return words centred at x, wrapped to a width in pixels; y is the first line, or the middle of all."""
    lines = wrapped(text, width)
    top = y - (len(lines) - 1) * LINE / 2 if centred else y
    spans = (
        Markup('<tspan x="{}" y="{}">{}</tspan>').format(x, top + at * LINE, line)
        for at, line in enumerate(lines)
    )
    return Markup('<text class="name">{}</text>').format(Markup("").join(spans))


def upright(text: str, x: float, y: float) -> Markup:
    """Return words that run upwards, as the names of pools and lanes do."""
    return Markup('<text class="name" transform="rotate(-90 {} {})" x="{}" y="{}">{}</text>').format(
        x, y, x, y, text
    )


def wrapped(text: str, width: float) -> list[str]:
    """Return the lines of a text; Chinese may break between any two characters."""
    lines, line = [], ""
    for word in _words(text):
        if line and length(line + word) > width:
            lines.append(line.strip())
            line = ""
        line += word
    return [*lines, line.strip()]


def _words(text: str) -> list[str]:
    """Return what a line may end after: words, and Chinese characters with the punctuation that belongs to them."""
    found: list[str] = []
    word = ""
    for letter in text:
        if letter in CLOSING and found and not word:
            found[-1] += letter
        elif letter == " " or (ord(letter) > 0x2E80 and letter not in OPENING):
            found.append(word + letter)
            word = ""
        else:
            word += letter
    return [*found, word] if word else found


def length(text: str) -> float:
    """Return about how wide a text is, in pixels."""
    return sum(CHARACTER if ord(letter) > 0x2E80 else SIZE * _width(letter) for letter in text)


def _width(letter: str) -> float:
    return WIDTHS.get(letter, 0.7 if letter.isupper() else 0.56)
