"""PDFs for tests: with text in any script, scanned, locked, damaged and endless."""

from io import BytesIO

from pypdf import PdfReader, PdfWriter

UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end"""


def pdf(*pages: str, scanned: tuple[int, ...] = ()) -> bytes:
    """Return a PDF with a page for each text; pages whose number is in `scanned` draw a picture instead."""
    drawn = [
        b"q 100 0 0 100 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI Q" if number in scanned
        else b"BT /F 12 Tf 40 700 Td <" + text.encode("utf-16-be").hex().encode() + b"> Tj ET"
        for number, text in enumerate(pages, 1)
    ]  # fmt: skip
    kids = " ".join(f"{7 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        b"<</Type/Font/Subtype/Type0/BaseFont/Any/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Any/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000>>",
        _stream(UNICODE), b"null",
    ]  # fmt: skip
    for at, content in enumerate(drawn):
        objects += [f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>/Contents {8 + 2 * at} 0 R>>".encode(), _stream(content)]
    return _written(objects)


def _stream(content: bytes) -> bytes:
    return f"<</Length {len(content)}>>stream\n".encode() + content + b"\nendstream"


def _written(objects: list[bytes]) -> bytes:
    out, places = BytesIO(b"%PDF-1.7\n"), []
    out.seek(0, 2)
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode() + b"".join(f"{at:010} 00000 n \n".encode() for at in places))
    out.write(f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF".encode())
    return out.getvalue()


def changed(content: bytes, *, password: str = "", author: str = "", attached: str = "") -> bytes:
    """Return a PDF with a password, an author in its properties, or a file within it."""
    writer, out = PdfWriter(clone_from=PdfReader(BytesIO(content))), BytesIO()
    if author:
        writer.add_metadata({"/Author": author})
    if attached:
        writer.add_attachment("a.txt", attached.encode())
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()
