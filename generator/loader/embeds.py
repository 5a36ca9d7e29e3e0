"""Embeds: the one thing kept of `featuredContent` is which video of which player it shows."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qs, urlsplit

from generator.model import Embed
from generator.urls import UnsafeURLError, parse_web_url

_YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{6,20}\Z")
_VIMEO_ID = re.compile(r"[0-9]{1,20}\Z")
_YOUTUBE = frozenset(
    ("youtube.com", "www.youtube.com", "m.youtube.com", "youtube-nocookie.com", "www.youtube-nocookie.com")
)
_VIMEO = frozenset(("player.vimeo.com", "vimeo.com", "www.vimeo.com"))
_YOUTUBE_PATHS = frozenset(("embed", "v", "shorts", "live"))

_READ = 4000  # characters looked at: an embed is far shorter, and the parser's time can grow with the square


def find_frame(text: str) -> str:
    """Give the address of the first `<iframe>` in an HTML text, or the text itself where it is an address alone."""
    stripped = text.strip()
    if "<" not in stripped and not re.search(r"\s", stripped):
        return stripped
    from generator.loader.frames import FrameFinder  # noqa: PLC0415 - most sites have no embed

    finder = FrameFinder()
    finder.feed(stripped[:_READ])
    finder.close()
    return finder.src.strip()


def parse_embed(text: str) -> Embed | None:
    """Give the video an embed shows; None where its host is not allow-listed or the video's id is not one."""
    try:
        parts = urlsplit(parse_web_url(find_frame(text)))
    except UnsafeURLError:
        return None
    host = parts.hostname or ""
    segments = [segment for segment in parts.path.split("/") if segment]
    if host == "youtu.be":
        return _embed("youtube", _YOUTUBE_ID, segments[0] if segments else "")
    if host in _YOUTUBE:
        return _embed("youtube", _YOUTUBE_ID, _youtube_id(parts, segments))
    if host in _VIMEO:
        return _embed("vimeo", _VIMEO_ID, next((segment for segment in segments if segment.isdecimal()), ""))
    return None


def _youtube_id(parts: SplitResult, segments: list[str]) -> str:
    if segments[:1] == ["watch"]:
        return parse_qs(parts.query).get("v", [""])[0]
    return segments[1] if len(segments) > 1 and segments[0] in _YOUTUBE_PATHS else ""


def _embed(player: str, pattern: re.Pattern[str], video_id: str) -> Embed | None:
    return Embed(player, video_id) if pattern.match(video_id) else None
