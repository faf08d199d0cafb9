"""Word files for tests: written as Word would, read back as text, damaged as an attacker would."""

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO

from docx import Document
from docx.document import Document as Opened


def template(*paragraphs: str, title: str = "申请书", table: Sequence[Sequence[str]] = (), footer: str = "") -> bytes:
    """Return a Word file with paragraphs, a table of rows and a footer."""
    document = Document()
    document.core_properties.title, document.core_properties.subject = title, "Application"
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        drawn = document.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, text in zip(drawn.add_row().cells, row, strict=True):
                cell.text = text
    if footer:
        document.sections[0].footer.paragraphs[0].text = footer
    return saved(document)


def cut_up(*runs: str) -> bytes:
    """Return a Word file of one paragraph whose text Word has cut into runs, each in a format of its own."""
    document = Document()
    document.core_properties.title = "申请书"
    paragraph = document.add_paragraph()
    for number, text in enumerate(runs):
        paragraph.add_run(text).bold = bool(number % 2)
    return saved(document)


def saved(document: Opened) -> bytes:
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def text(content: bytes) -> list[str]:
    """Return the paragraphs of a Word file, those of its table cells and footer too."""
    document = Document(BytesIO(content))
    found = [paragraph.text for paragraph in document.paragraphs]
    found += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return found + [paragraph.text for section in document.sections for paragraph in section.footer.paragraphs]


def repacked(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return a Word file with some parts replaced or added."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return made.getvalue()


def part(content: bytes, name: str) -> bytes:
    """Return a part of a Word file."""
    with zipfile.ZipFile(BytesIO(content)) as opened:
        return opened.read(name)
