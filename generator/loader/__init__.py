"""Files to values: the content folder read once, with every fault of every file as a diagnostic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.exports import export_later

if TYPE_CHECKING:
    from generator.loader.content import Content
    from generator.loader.folder import load_content, load_frame
    from generator.loader.memory import Memory, Reading, Signature
    from generator.loader.picture_files import check_pictures
    from generator.loader.revisit import Revisit, look_again

__all__ = [
    "Content",
    "Memory",
    "Reading",
    "Revisit",
    "Signature",
    "check_pictures",
    "load_content",
    "load_frame",
    "look_again",
]

__getattr__ = export_later(
    __name__,
    {
        "Content": "content",
        "Memory": "memory",
        "Reading": "memory",
        "Revisit": "revisit",
        "Signature": "memory",
        "check_pictures": "picture_files",
        "load_content": "folder",
        "load_frame": "folder",
        "look_again": "revisit",
    },
)
