"""The tags in the text of a Word file: found whole although Word cuts them up, and looked at before Jinja reads them."""

import re
from collections.abc import Iterator

from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError

from worklist.cases.papers.grammar import Reading, read
from worklist.cases.papers.package import TOO_LARGE, Package, Part
from worklist.cases.papers.writing import Writing
from worklist.errors import Phrase

#: Parts whose tags are filled.
FILLED = ("document.main", "header", "footer", "footnotes")
#: Most tags of a part, longest tag in characters, most bytes of a part that is filled: docxtpl reads it many times over.
MOST_TAGS, LONGEST, LARGEST_TEXT = 600, 200, 500_000
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
#: A tag that prints one value of the case, whatever stands around it.
NAMES_THE_CASE = re.compile(r"\{\{ *case(\.[a-z_]+)+ *\}\}")
#: First words of a tag with percent signs; before them `p`, `tr` or `tc`: the whole paragraph, table row or cell is meant.
WORDS = {"for", "endfor", "if", "elif", "else", "endif"}
WHOLE = {"p", "tr", "tc", "r"}
#: What is left of a tag that was not closed, or was typed with Chinese braces.
BROKEN = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|｛｛|｝｝|｛%|%｝|｛％|％｝|\{％|％\}")


def check(package: Package) -> Reading:
    """Return what a template says and every tag in it that is broken or names what is not there."""
    found = Reading()
    for part in package.parts:
        if part in package.of_kind(*FILLED):
            _check_part(part, found)
        elif "wordprocessingml" in part.kind and BROKEN.search(_text(part.xml.decode())):
            found.wrong(Phrase("Tags are filled in the text, headers, footers and footnotes only; found one in '%(part)s'", part=part.name[:80]))
    return found


def _check_part(part: Part, found: Reading) -> None:
    if len(part.xml) > LARGEST_TEXT:
        found.wrong(TOO_LARGE)
        return
    text = _text(part.xml.decode())
    if text.count("{") > 2 * MOST_TAGS + 100:
        found.wrong(Phrase("Expected at most %(most)s tags, found more in '%(part)s'", most=MOST_TAGS, part=part.name[:80]))
        return
    if problems := list(_broken(text)) or list(_unpaired(TAG.findall(text))):
        found.problems += problems + [problem for problem in _names_of(text).problems if problem not in problems]
        return
    source = DocxTemplate(None).patch_xml(part.xml.decode())
    body = source[source.find("<w:body") :] if "<w:body" in source else source
    try:
        reading = read(Writing().parse(body))
    except TemplateSyntaxError as error:
        found.wrong(Phrase("The tags do not fit together: %(reason)s", reason=str(error.message)[:200]))
        return
    except RecursionError:
        found.wrong(Phrase("A tag holds too many brackets within each other"))
        return
    found.problems += [problem for problem in reading.problems if problem not in found.problems]
    found.used |= reading.used


def _names_of(text: str) -> Reading:
    """Return what the tags say that stand whole by themselves and name the case itself, where others are broken."""
    whole = [tag for tag in TAG.findall(text) if NAMES_THE_CASE.fullmatch(tag)]
    return read(Writing().parse("".join(whole)))


def _text(xml: str) -> str:
    """Return the text of a part: a line for each paragraph, what Word cut up put together."""
    lines = re.sub(r"</w:p>|<w:br/>|<w:tab/>", "\n", xml)
    plain = re.sub(r"<[^>]*>", "", lines)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("&quot;", '"')


def _broken(text: str) -> Iterator[Phrase]:
    for line in text.splitlines():
        tags = TAG.findall(line)
        for tag in tags:
            yield from _odd(tag)
        if BROKEN.search(rest := TAG.sub("", line)):
            yield Phrase(
                "A tag is not whole: write {{ name }} or {%% if … %%} in one paragraph, with half-width braces; found '%(found)s'",
                found=_around(rest),
            )


def _odd(tag: str) -> Iterator[Phrase]:
    inner = tag[2:-2].strip()
    first, *others = inner.split() or [""]
    if len(tag) > LONGEST or not inner:
        yield Phrase("A tag is empty or too long: '%(tag)s'", tag=tag[:60])
    elif tag.startswith("{%"):
        word = others[0] if tag[2:3] != " " and first in WHOLE and others else first
        if word not in WORDS:
            yield Phrase("The tag %(tag)s is not known; there are for, if, elif, else, endif and endfor", tag=tag[:60])
    elif tag.startswith("{{") and tag[2:3] != " " and first in WHOLE:
        yield Phrase("Write %(tag)s with a space after the braces: {{ name }}", tag=tag[:60])
    elif BROKEN.search(inner):
        yield Phrase("A tag stands within a tag: %(tag)s", tag=tag[:60])


def _unpaired(tags: list[str]) -> Iterator[Phrase]:
    """Yield a repetition or condition without its end, and an end without its beginning."""
    opened: list[tuple[str, str]] = []
    for tag in tags:
        words = tag[2:-2].strip("- ").split() if tag.startswith("{%") else []
        word = next((one for one in words if one in WORDS), "")
        if word in {"for", "if"}:
            opened.append((f"end{word}", tag))
        elif word.startswith("end"):
            closes, of = opened.pop() if opened else ("", "")
            if closes != word:
                yield Phrase("The tag %(tag)s closes nothing that was opened before it", tag=tag[:60]) if not of else _open(of, closes)
                return
    if opened:
        yield _open(opened[-1][1], opened[-1][0])


def _open(tag: str, end: str) -> Phrase:
    return Phrase("The tag %(tag)s is not closed: {%% %(end)s %%} is missing", tag=tag[:60], end=end)


def _around(text: str) -> str:
    found = BROKEN.search(text)
    start = max(0, found.start() - 15) if found else 0
    return text[start : start + 50].strip()
