"""Sketches as OFD packages."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from tests.pipelines.extract.drawn.layout import HEIGHT, WIDTH, Sketch, Stroke, Text

MM = 25.4 / 72
NAMESPACE = "http://www.ofdspec.org/2016"


def ofd(
    *pages: Sketch, namespace: str = "http://www.ofdspec.org/2016", steps: bool = True
) -> bytes:
    """An OFD with these pages; ``steps`` writes where each character stands."""
    files = {
        "OFD.xml": "<OFD><DocBody><DocRoot>/Doc_0/Document.xml</DocRoot></DocBody></OFD>",
        "Doc_0/Document.xml": "<Document><CommonData><PageArea>"
        f"<PhysicalBox>0 0 {WIDTH * MM:.2f} {HEIGHT * MM:.2f}</PhysicalBox></PageArea></CommonData>"
        "<Pages>"
        + "".join(f'<Page ID="{n}" BaseLoc="P{n}/C.xml"/>' for n in range(len(pages)))
        + "</Pages></Document>",
    }
    for number, page in enumerate(pages):
        objects = [_path(s) for s in page.strokes] + [_text(t, steps) for t in page.texts]
        files[f"Doc_0/P{number}/C.xml"] = (
            f"<Page><Content><Layer><PageBlock>{''.join(objects)}</PageBlock></Layer></Content></Page>"
        )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, xml in files.items():
            root, _, rest = xml.partition(">")
            package.writestr(name, f'{root} xmlns="{namespace}">{rest}')
    return buffer.getvalue()


def _path(s: Stroke) -> str:
    return (
        f'<PathObject Boundary="{s.x0 * MM:.3f} {s.y0 * MM:.3f} 1 1"><AbbreviatedData>'
        f"M 0 0 L {(s.x1 - s.x0) * MM:.3f} {(s.y1 - s.y0) * MM:.3f}"
        "</AbbreviatedData></PathObject>"
    )


def _text(t: Text, steps: bool) -> str:
    size = t.size * MM
    delta = f' DeltaX="g {len(t.text) - 1} {size:.3f}"' if steps and len(t.text) > 1 else ""
    return (
        f'<TextObject Boundary="{t.x * MM:.3f} {(t.y - t.size) * MM:.3f} 99 9" Size="{size:.3f}">'
        f'<TextCode X="0" Y="{size:.3f}"{delta}>{escape(t.text)}</TextCode></TextObject>'
    )
