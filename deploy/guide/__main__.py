"""``python -m deploy.guide HOME``: takes the pictures of docs/guide.md of the demo in a home.

Needs Chromium and, for letters as in print, the fonts of Debian's ``fonts-noto-cjk``.
"""

from __future__ import annotations

import argparse
import io
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from storage.config import child_environment, settings

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "pictures"
WIDE, PHONE = (1280, 800), (390, 800)
COLOURS = 256  # of the palette: flat pages of text need no more, and take a third of the bytes


@dataclass(frozen=True)
class Picture:
    """A page as it is pictured, from the element ``at`` downwards."""

    name: str
    path: str
    size: tuple[int, int] = WIDE
    at: str = ""


PICTURES = (
    Picture("overview", "/?province=云岭省&city=清河市&year=2025"),
    Picture("coverage", "/coverage?province=云岭省&city=清河市", (1280, 900)),
    Picture("evidence", "/evidence/yanqiao-market/2025"),
    Picture("agency", "/agencies/qinghe-civil-affairs?lang=en", (1280, 1000)),
    Picture("report", "/reports/qinghe-civil-affairs/2024", at="#section-3"),
    Picture("original", "/originals/{document}?cell=t3.outcome_granted.total", (1280, 900)),
    Picture("differences", "/agencies/qinghe-civil-affairs/compare?before=2024&after=2025"),
    Picture("charts", "/charts?province=云岭省&city=清河市&who=departments", at=".small-multiples"),
    Picture("ranking", "/ranking?measure=granted&year=2025&lang=en"),
    Picture("phone-coverage", "/coverage?province=云岭省&city=清河市", PHONE, at=".matrix-frame"),
    Picture("phone-report", "/reports/qinghe-civil-affairs/2024", PHONE),
)


def main() -> None:
    """Serves the demo and takes each picture."""
    parser = argparse.ArgumentParser(prog="python -m deploy.guide", description=__doc__)
    parser.add_argument("home", type=Path, help="the home that `nianbao demo` made")
    home = parser.parse_args().home.resolve()
    FOLDER.mkdir(exist_ok=True)
    with served(home) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(settings().chromium), args=["--no-sandbox"]
        )
        for picture in PICTURES:
            file = FOLDER / f"{picture.name}.png"
            file.write_bytes(_small(_taken(browser, url, picture)))
            sys.stdout.write(f"{file.relative_to(ROOT)}  {file.stat().st_size // 1024} kB\n")
        browser.close()


@contextmanager
def served(home: Path) -> Iterator[str]:
    """The site over a home on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [sys.executable, "-m", "crawler", "serve", "--port", port]
    environment = child_environment(
        NIANBAO_HOME=str(home), NIANBAO_DATABASE_URL="", NIANBAO_ARCHIVE_URL=""
    )
    with subprocess.Popen(command, cwd=ROOT, env=environment) as server:  # noqa: S603 - our own
        try:
            while not _answers(int(port)):
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _answers(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


def _taken(browser: Browser, url: str, picture: Picture) -> bytes:
    width, height = picture.size
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    path = picture.path
    if "{document}" in path:
        page.goto(f"{url}/reports/qinghe-civil-affairs/2024")
        address = page.locator("#provenance a.button").first.get_attribute("href") or ""
        path = path.replace("/originals/{document}", address)
    page.goto(url + path)
    page.wait_for_load_state("networkidle")
    if picture.at:
        page.locator(picture.at).first.evaluate("it => it.scrollIntoView({block: 'start'})")
    taken = page.screenshot()
    context.close()
    return taken


def _small(png: bytes) -> bytes:
    out = io.BytesIO()
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    main()
