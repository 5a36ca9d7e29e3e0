"""JSON as the files of the index hold it."""

from __future__ import annotations

import msgspec

_encoder = msgspec.json.Encoder()


def encode_json(value: object) -> bytes:
    """Give a value as JSON in UTF-8; `<` is written as its code, so that no browser can take a headline for markup."""
    return _encoder.encode(value).replace(b"<", b"\\u003c").replace(b">", b"\\u003e")
