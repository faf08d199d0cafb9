"""A template may come from anybody: it runs nothing, fetches nothing, unpacks without end never, and says only the case."""

import time
import zipfile
from io import BytesIO

import pytest
from docx import Document
from docxtpl import DocxTemplate

from tests.cases.papers.word import part, repacked, saved, template, text
from worklist.cases.papers import check
from worklist.cases.papers.filling import MOST_ROUNDS, fill
from worklist.cases.papers.writing import Writing
from worklist.errors import BadInput, TemplateRefused

EMPTY = {"debtors": [], "assets": [], "measures": [], "acts": []}
ESCAPES = [
    "{{ case.__class__ }}", "{{ case.client.name.__class__.__mro__ }}", "{{ ''.__class__ }}", "{{ case.client.name.upper() }}",
    "{{ case['client'] }}", "{{ case.client.name[0] }}", "{{ self.__init__ }}", "{{ cycler.__init__.__globals__ }}", "{{ lipsum() }}",
    "{{ range(999999999) }}", "{{ 'a' * 999999999 }}", "{{ 2 ** 99999999 }}", "{{ case.client.name|attr('__class__') }}",
    "{{ case.client.name|safe }}", "{{ '%s'|format(1) }}", "{{ case.client.name|map('upper') }}", "{{ case.client.name is callable }}",
    "{% for x in 'abc' %}{{ x }}{% endfor %}", "{% for a, b in case.debtors %}{% endfor %}", "{{ loop.cycle }}", "{{ case.filling }}",
    "{% for d in case.debtors %}{{ loop.nextitem }}{% endfor %}", "{{ case.below }}", "{{ case.title.items.__len__ }}",
    "{% for d in case.debtors %}{{ loop.__init__ }}{% endfor %}", "{{ case.client.name ~ case }}", "{{ -case.title.amount }}",
]  # fmt: skip
STATEMENTS = [
    "{% set x = 1 %}", "{% include 'a' %}", "{% import 'os' as os %}", "{% extends 'a' %}", "{% macro m() %}{% endmacro %}", "{% raw %}{% endraw %}",
    "{% block b %}{% endblock %}", "{% call m() %}{% endcall %}", "{% filter upper %}a{% endfilter %}", "{% colspan case %}", "{% cellbg case %}",
    "{% with a = 1 %}{% endwith %}", "{% autoescape false %}{% endautoescape %}", "{% do 1 %}", "{% vm %}", "{% hm %}",
]  # fmt: skip


@pytest.mark.parametrize("tag", [*ESCAPES, *STATEMENTS])
def test_a_tag_that_does_more_than_name_and_compare_is_refused(tag):
    assert check(template(tag))[0] is None


@pytest.mark.parametrize("tag", ESCAPES)
def test_it_is_refused_again_when_a_paper_is_made_from_what_was_never_checked(tag):
    with pytest.raises(TemplateRefused):
        fill(template(tag), EMPTY)


def test_the_sandbox_is_what_stops_them():
    """The control: docxtpl with Jinja alone hands out what Writ refuses."""
    paper = DocxTemplate(BytesIO(template("{{ case.__class__.__mro__[1].__name__ }}")))
    paper.render({"case": "x"})
    filled = BytesIO()
    paper.save(filled)
    assert text(filled.getvalue())[0] == "object"
    assert Writing().globals == {}


def test_what_a_case_holds_is_text_and_never_a_tag_nor_markup():
    facts = EMPTY | {"client": {"name": "A & B <w:p/> {{ case.number }} {% if x %} '\"", "domicile": "一\n二"}}
    filled = fill(template("{{ case.client.name }}"), facts).content
    assert text(filled)[0] == facts["client"]["name"]


def test_a_paper_that_repeats_without_end_is_stopped():
    many = [{"id": str(n)} for n in range(1 + int(MOST_ROUNDS**0.5))]
    nested = template("{% for a in case.acts %}{% for b in case.acts %}{% endfor %}{% endfor %}")
    assert check(nested)[1] == ()
    with pytest.raises(BadInput, match="repeats more than"):
        fill(nested, EMPTY | {"acts": many})
    deep = "{% for a in case.acts %}{% for b in case.acts %}{% for c in case.acts %}{% endfor %}{% endfor %}{% endfor %}"
    assert check(template(deep))[0] is None


def bomb(size: int) -> bytes:
    return repacked(template("a"), {"word/media/a.xml": b"0" * size})


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04" + b"\0" * 100, bomb(30_000_000), b"\xd0\xcf\x11\xe0" + b"\0" * 600])
def test_what_is_no_word_file_or_unpacks_without_end_is_refused(content):
    before = time.process_time()
    found, problems = check(content)
    assert found is None
    assert problems
    assert time.process_time() - before < 2


def test_a_file_of_many_parts_or_of_parts_with_one_name_is_refused():
    assert check(repacked(template("a"), {f"word/media/{n}.png": b"" for n in range(300)}))[0] is None
    twice = BytesIO(template("a"))
    with zipfile.ZipFile(twice, "a") as opened, pytest.warns(UserWarning, match="Duplicate name"):
        opened.writestr("word/document.xml", b"<a/>")
    assert check(twice.getvalue())[0] is None


def test_a_part_that_lies_about_its_size_is_refused():
    content = bytearray(bomb(3_000_000))
    at = content.rindex(b"word/media/a.xml") - 46
    content[at + 24 : at + 28] = (10).to_bytes(4, "little")  # what the directory says it unpacks to
    assert check(bytes(content))[0] is None


TYPES = "[Content_Types].xml"


def with_part(name: str, kind: str, content: bytes = b"x") -> bytes:
    base = template("a")
    types = part(base, TYPES).replace(b"</Types>", f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'.encode())
    return repacked(base, {TYPES: types, name: content})


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("word/vbaProject.bin", "application/vnd.ms-office.vbaProject"), ("word/vbaData.xml", "application/vnd.ms-word.vbaData+xml"),
        ("word/activeX/activeX1.xml", "application/vnd.ms-office.activeX+xml"), ("word/a.html", "text/html"),
        ("word/embeddings/o.bin", "application/vnd.openxmlformats-officedocument.oleObject"),
        ("word/embeddings/a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("word/media/a.svg", "image/svg+xml"), ("word/a.odttf", "application/vnd.openxmlformats-officedocument.obfuscatedFont"),
        ("customUI/customUI.xml", "application/vnd.ms-office.customUI+xml"),
    ],
)  # fmt: skip
def test_macros_controls_and_embedded_files_are_refused_by_name(name, kind):
    assert [str(p) for p in check(with_part(name, kind))[1]] == [
        f"The template holds '{name}', which is not for a template: no macros, controls or embedded files"
    ]


def test_a_document_with_macros_or_a_template_of_word_is_refused():
    base = template("a")
    for kind in (b"application/vnd.ms-word.document.macroEnabled.main+xml", b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"):
        types = part(base, TYPES).replace(b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", kind)
        assert check(repacked(base, {TYPES: types}))[0] is None


def test_a_template_that_fetches_something_is_refused():
    base = template("a")
    rels = "word/_rels/document.xml.rels"
    outside = b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="http://x.example/t" TargetMode="External"/></Relationships>'
    for kind in (b"attachedTemplate", b"image", b"frame", b"oleObject", b"subDocument"):
        changed = repacked(base, {rels: part(base, rels).replace(b"</Relationships>", outside % kind)})
        assert [str(p) for p in check(changed)[1]] == ["The template fetches something from 'http://x.example/t' when it is opened: take the link out"]
    link = repacked(base, {rels: part(base, rels).replace(b"</Relationships>", outside % b"hyperlink")})
    assert check(link)[1] == ()


BODY = b"<w:body><w:p><w:r>%s</w:r></w:p>"


def with_body(inner: bytes, head: bytes = b"") -> bytes:
    base = template("a")
    document = part(base, "word/document.xml").replace(b"<w:body>", BODY % inner)
    return repacked(base, {"word/document.xml": document.replace(b"<w:document", head + b"<w:document", 1)})


@pytest.mark.parametrize(
    "inner",
    [
        b"<w:instrText>DDEAUTO c:\\\\cmd.exe</w:instrText>", b"<w:instrText>INCLUDE</w:instrText></w:r><w:r><w:instrText>TEXT x</w:instrText>",
        b"<w:instrText> includepicture \"http://x\"</w:instrText>", b"<w:instrText>{{ case.number }}</w:instrText>",
        b'</w:r><w:fldSimple w:instr="LINK Excel"/><w:r>', b'</w:r><w:ins w:id="1"><w:r><w:t>a</w:t></w:r></w:ins><w:r>',
    ],
)  # fmt: skip
def test_fields_that_fetch_or_run_and_tracked_changes_are_refused(inner):
    assert check(with_body(inner))[0] is None


def test_page_numbers_and_links_stay():
    assert check(with_body(b"<w:instrText> PAGE </w:instrText>"))[1] == ()
    assert check(with_body(b"<w:instrText> HYPERLINK \"http://x\" </w:instrText>"))[1] == ()


def test_entities_are_refused_in_every_encoding():
    assert check(with_body(b"<w:t>&a;</w:t>", b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'))[0] is None
    base = template("a")
    document = part(base, "word/document.xml").decode()
    for encoding in ("utf-16", "utf-7"):
        stated = document.replace("UTF-8", encoding, 1)
        assert check(repacked(base, {"word/document.xml": stated.encode(encoding)}))[0] is None


@pytest.mark.parametrize(
    "body",
    [
        "{{ case.number }}" * 500, "{" * 900_000, "{{" * 200_000, "{% if case.number %}" * 200, "{{ " + "(" * 150 + " }}", "{{ " + "not " * 40 + "case.number }}",
        "{%" + " " * 900_000, "{{ case.number " * 100, "x" * 400_000, ("x" * 20,) * 4_000, "<" * 90_000, "{{ case.number }}" * 20_000,
    ],
)  # fmt: skip
def test_no_text_keeps_the_check_busy(body):
    before = time.process_time()
    check(template(*body) if isinstance(body, tuple) else template(body))
    assert time.process_time() - before < 5


def test_a_file_from_word_keeps_its_pictures_out_of_the_tags():
    document = Document()
    document.core_properties.title = "申请书"
    document.add_paragraph("{{ case.number }}").add_run("；").italic = True
    assert check(saved(document))[1] == ()
