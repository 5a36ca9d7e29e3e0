"""Draws the icons of a phone's home screen from the one SVG of the site: `make icons`.

Run it again after `static/img/icon.svg` has changed, and commit what it writes.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import resvg_py

PAPER = "#faf7f0"
ICONS = {
    "icon-192.png": (192, 1.0),
    "icon-512.png": (512, 1.0),
    # Phones cut these to shapes of their own: all that matters is inside a circle of 80 % of the width
    # (W3C Web Application Manifest, "safe zone"), and nothing is see-through.
    "icon-maskable-512.png": (512, 0.56),
    "icon-180.png": (180, 0.72),
}
"""Each file with its width in pixels and how much of it the drawing takes."""


def draw_icon(svg: str, width: int, share: float) -> bytes:
    """Draw an SVG with a square `viewBox` as a PNG of `width` pixels, on paper where it leaves a margin."""
    box = re.search(r'viewBox="0 0 (\d+) \1"', svg)
    if box is None:
        raise ValueError("the icon has no square viewBox that begins at 0 0")
    side = int(box[1])
    margin = side * (1 - share) / 2
    inner = re.sub(r"^.*?<svg\b[^>]*>|</svg>\s*$", "", svg, flags=re.DOTALL)
    moved = f'<g transform="translate({margin} {margin}) scale({share})">{inner}</g>' if margin else inner
    whole = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">{moved}</svg>'
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=whole, width=width, height=width, background=PAPER if margin else None, skip_system_fonts=True
        )
    )


def main() -> None:
    """Draw every icon beside the SVG of the folder given on the command line (`static/img`)."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "static/img")
    svg = (folder / "icon.svg").read_text("utf-8")
    for name, (width, share) in ICONS.items():
        (folder / name).write_bytes(draw_icon(svg, width, share))


if __name__ == "__main__":
    main()
