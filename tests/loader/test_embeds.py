from __future__ import annotations

import pytest

from generator.loader.embeds import parse_embed
from generator.model import Embed


@pytest.mark.parametrize(
    ("text", "embed"),
    [
        ('<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ"></iframe>', Embed("youtube", "dQw4w9WgXcQ")),
        ("<IFRAME SRC='//youtube-nocookie.com/embed/dQw4w9WgXcQ?x=1'>", Embed("youtube", "dQw4w9WgXcQ")),
        ("<p>x<iframe width=1 src=https://youtu.be/dQw4w9WgXcQ></p>", Embed("youtube", "dQw4w9WgXcQ")),
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3", Embed("youtube", "dQw4w9WgXcQ")),
        ('<iframe src="https://player.vimeo.com/video/76979871?h=8"></iframe>', Embed("vimeo", "76979871")),
        ("https://vimeo.com/channels/staffpicks/76979871", Embed("vimeo", "76979871")),
    ],
)
def test_allowed_embeds(text: str, embed: Embed) -> None:
    assert parse_embed(text) == embed


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<p>words</p>",
        "<iframe></iframe>",
        '<iframe src="https://example.org/embed/dQw4w9WgXcQ"></iframe>',
        '<iframe src="https://youtube.com.example.org/embed/dQw4w9WgXcQ"></iframe>',
        '<iframe src="https://www.youtube.com@example.org/embed/dQw4w9WgXcQ"></iframe>',
        '<iframe src="javascript:alert(1)//www.youtube.com/embed/dQw4w9WgXcQ"></iframe>',
        '<iframe src="https://www.youtube.com/embed/short"></iframe>',
        '<iframe src="https://www.youtube.com/embed/&quot;onload=alert(1)"></iframe>',
        '<iframe src="https://www.youtube.com/user/dQw4w9WgXcQ"></iframe>',
        '<iframe src="https://www.youtube.com/embed/"></iframe>',
        '<iframe src="https://player.vimeo.com/video/abc"></iframe>',
        '<iframe src="https://player.vimeo.com/video/٣٣٣٣٣"></iframe>',
        '<iframe src="https://[::1"></iframe>',
        '<script src="https://www.youtube.com/embed/dQw4w9WgXcQ"></script>',
        "<iframe src='https://www.youtube.com/embed/dQw4w9WgXcQ",
    ],
)
def test_refused_embeds(text: str) -> None:
    assert parse_embed(text) is None
