"""Drawing share images.  Pillow is optional, so it is imported only where there is something to draw."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from generator.kept import read_kept, write_kept
from generator.sharing.plan import FORMAT, ShareImage

if TYPE_CHECKING:
    from PIL.Image import Image as Picture
    from PIL.ImageFont import FreeTypeFont

SIZE = (1200, 630)
"""Width and height in pixels: the ratio that Open Graph readers show whole."""
TINTS = ("#b4452c", "#a8741a", "#6f7a26", "#2f7b57", "#1f7889", "#4161a8", "#7b4c95", "#a6436a")
"""The printing inks of the theme, `--tint-0` to `--tint-7` of `static/css/tokens.css`."""
_PAPER, _INK, _SOFT = "#faf7f0", "#1d1915", "#5c5347"
_MARGIN, _BAND = 80, 28
_TITLE_SIZES = (92, 80, 70, 60, 52, 44)
_TITLE_HEIGHT = 330
_LEADING = 1.16
_SMALL = 34
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


@dataclass(frozen=True, slots=True)
class Pen:
    """Pillow with one font, a TrueType or OpenType file."""

    font: Path
    _fonts: dict[int, FreeTypeFont] = field(default_factory=dict, repr=False, compare=False)
    _known: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)

    def sized(self, size: int) -> FreeTypeFont:
        """Give the font at a size in pixels."""
        if size not in self._fonts:
            from PIL import ImageFont  # noqa: PLC0415

            basic = ImageFont.Layout.BASIC  # the same on every machine, whatever text libraries it has
            self._fonts[size] = ImageFont.truetype(str(self.font), size, layout_engine=basic)
        return self._fonts[size]

    def can_draw(self, text: str) -> bool:
        """Tell whether the font has every character of a text, and it runs from left to right."""
        return all(self._has(char) for char in set(text) if not char.isspace())

    def _has(self, char: str) -> bool:
        if char not in self._known:
            small = self.sized(_SMALL)
            drawn, missing = small.getmask(char), small.getmask("\U0010fffe")
            self._known[char] = (
                unicodedata.bidirectional(char) not in _RIGHT_TO_LEFT
                and not unicodedata.combining(char)
                and (drawn.size, bytes(drawn)) != (missing.size, bytes(missing))
            )
        return self._known[char]


def find_pen(font: Path | None) -> Pen | None:
    """Give the pen with a font of the site's own, or else Source Serif; None where what it needs is not installed."""
    if not find_spec("PIL"):
        return None
    package = find_spec("font_source_serif_pro")
    if font is None and package and package.origin:
        font = Path(package.origin).parent / "files" / "SourceSerifPro-Bold.otf"
    return Pen(font) if font and font.is_file() else None


def draw_images(
    images: Iterable[ShareImage], pen: Pen, cache: Path | None = None, on_progress: Callable[[int], None] | None = None
) -> Iterator[tuple[str, bytes]]:
    """Draw images as PNG files, each with its name; one that is in the folder `cache` is not drawn again."""
    salt = _salt(pen)
    for number, image in enumerate(images):
        if cache is None:
            yield image.file, draw_image(image, pen)
        else:
            purpose = f"Broadsheet share image {salt} {image!r}\n".encode()
            file = cache / "share" / f"{hashlib.sha256(purpose).hexdigest()}.bin"
            kept = read_kept(file, purpose)
            yield image.file, _draw_and_keep(image, pen, file, purpose) if kept is None else bytes(kept)
        if on_progress:
            on_progress(number + 1)


def _salt(pen: Pen) -> str:
    import PIL  # noqa: PLC0415

    return f"{FORMAT} {PIL.__version__} {hashlib.sha256(pen.font.read_bytes()).hexdigest()}"


def _draw_and_keep(image: ShareImage, pen: Pen, file: Path, purpose: bytes) -> bytes:
    content = draw_image(image, pen)
    write_kept(file, purpose, content)
    return content


def draw_image(image: ShareImage, pen: Pen) -> bytes:
    """Draw one image as a PNG: topic, title, provider and the site's name beside a band of the topic's colour."""
    from PIL import Image, ImageDraw  # noqa: PLC0415

    canvas: Picture = Image.new("RGB", SIZE, _PAPER)
    draw = ImageDraw.Draw(canvas)
    tint, small = TINTS[image.tint % len(TINTS)], pen.sized(_SMALL)
    left, right, bottom = _BAND + _MARGIN, SIZE[0] - _MARGIN, SIZE[1] - _MARGIN
    draw.rectangle((0, 0, _BAND, SIZE[1]), fill=tint)
    draw.text((left, _MARGIN), _cut(image.topic, small, right - left), font=small, fill=tint, anchor="ls")
    size, lines = _set_title(image.title, pen, right - left)
    top = _MARGIN + _SMALL
    for number, line in enumerate(lines):
        draw.text((left, top + number * size * _LEADING), line, font=pen.sized(size), fill=_INK, anchor="la")
    draw.line((left, bottom - 2 * _SMALL, right, bottom - 2 * _SMALL), fill=_INK, width=4)
    half = (right - left) // 2 - _SMALL
    draw.text((left, bottom), _cut(image.provider, small, half), font=small, fill=_INK, anchor="ls")
    draw.text((right, bottom), _cut(image.site, small, half), font=small, fill=_SOFT, anchor="rs")
    file = BytesIO()
    canvas.quantize(64, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


def _set_title(title: str, pen: Pen, width: int) -> tuple[int, list[str]]:
    """Set a title as large as it fits: its size in pixels and its lines; one too long even when small is cut."""
    for size in _TITLE_SIZES:
        lines = _break_lines(title, pen.sized(size), width)
        room = int(_TITLE_HEIGHT // (size * _LEADING))
        if len(lines) <= room and all(pen.sized(size).getlength(line) <= width for line in lines):
            return size, lines
    size = _TITLE_SIZES[-1]
    font, room = pen.sized(size), int(_TITLE_HEIGHT // (size * _LEADING))
    lines = _break_lines(title, font, width)
    if len(lines) > room:
        lines = [*lines[: room - 1], f"{lines[room - 1]}…"]
    return size, [_cut(line, font, width) for line in lines]


def _break_lines(text: str, font: FreeTypeFont, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and font.getlength(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _cut(text: str, font: FreeTypeFont, width: int) -> str:
    """Cut a text to a width in pixels, with an ellipsis where something is left out."""
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(f"{text}…") > width:
        text = text[:-1].rstrip("… ")
    return f"{text}…"
