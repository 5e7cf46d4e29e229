"""Files that hurt careless readers, made small here and large when they are opened."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFString
from reportlab.pdfgen.canvas import Canvas

from tests.pipelines.extract.drawn.layout import table
from tests.pipelines.extract.drawn.pdf import pdf
from tests.pipelines.extract.drawn.tables import REQUESTS
from tests.pipelines.extract.drawn.word import W, docx, p

OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
NOISE = random.Random(4).randbytes(60_000)  # noqa: S311 - repeatable, not secret


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return buffer.getvalue()


def word_bomb() -> bytes:
    """A DOCX of some 150 kB whose text is 150 MB."""
    return zipped({"word/document.xml": b"<a>" + b" " * 150_000_000 + b"</a>"})


def archive_of_many() -> bytes:
    """A ZIP with more members than any attachment has."""
    return zipped({f"{number}.txt": b"" for number in range(3_000)})


def archive_bomb() -> bytes:
    """A ZIP of ZIPs of 100 MB."""
    inner = zipped({"0.txt": b"0" * 100_000_000})
    return zipped({f"{number}.zip": inner for number in range(5)})


def word_with(dtd: str, text: str) -> bytes:
    """A DOCX whose document has a DTD and a paragraph."""
    body = f'<w:document xmlns:w="{W}"><w:body>{p(text)}</w:body></w:document>'
    return zipped({"word/document.xml": f"<!DOCTYPE w:document [{dtd}]>{body}".encode()})


def entities() -> bytes:
    """A billion laughs in a DOCX."""
    levels = "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10)
    )  # each ten times the one before
    return word_with(f'<!ENTITY e0 "哈">{levels}', "&e9;")


def outside_entity() -> bytes:
    """A DOCX that asks for a file of the machine that reads it."""
    return word_with('<!ENTITY f SYSTEM "file:///etc/passwd">', "&f;")


def pages(count: int) -> bytes:
    """A PDF of that many empty pages."""
    kids = " ".join(f"{number} 0 R" for number in range(3, count + 3))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {count}/MediaBox[0 0 595 842]/Kids[{kids}]>>",
        *["<</Type/Page/Parent 2 0 R>>"] * count,
    ]
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj{content}endobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(out)


def under_a_password() -> bytes:
    """A PDF that only its reader's password opens."""
    lock = StandardEncryption("secret", ownerPassword="owner")
    canvas = Canvas(buffer := io.BytesIO(), encrypt=lock)
    canvas.drawString(72, 72, "2024")
    canvas.save()
    return buffer.getvalue()


def with_javascript() -> bytes:
    """A PDF with a page that runs a script when it is opened."""
    canvas = Canvas(buffer := io.BytesIO(), invariant=1)
    canvas.drawString(72, 720, "2024")
    script = PDFString("while (true) { app.alert('open'); }")
    canvas._doc.Catalog.OpenAction = PDFDictionary(  # type: ignore[attr-defined]
        {"S": PDFName("JavaScript"), "JS": script}
    )  # reportlab has no call for it
    canvas.save()
    return buffer.getvalue()


def half(body: bytes) -> bytes:
    """A file whose download broke off."""
    return body[: len(body) // 2]


def picture(width: int, height: int) -> bytes:
    """A black PNG of so many pixels: a few kB."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1 + (width + 7) // 8) * height, 1)
    chunks = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    )


def without_meanings() -> bytes:
    """A PDF whose font gives other letters than it shows."""
    whole = pdf(table(REQUESTS))
    return whole.replace(b"/UniGB-UCS2-H", b"/Identity-H   ")


SHORT_WORD = docx(p("一、总体情况"))
