"""Articles in, digest out: topics, providers, days, ranking and related coverage, as pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.exports import export_later

if TYPE_CHECKING:
    from generator.indexer.digest import Digest, build_digest
    from generator.indexer.due import Selection, select_due
    from generator.indexer.kinship import Kin, pack_kin, unpack_kin

__all__ = [
    "Digest",
    "Kin",
    "Selection",
    "build_digest",
    "pack_kin",
    "select_due",
    "unpack_kin",
]

__getattr__ = export_later(
    __name__,
    {
        "Digest": "digest",
        "Kin": "kinship",
        "Selection": "due",
        "build_digest": "digest",
        "pack_kin": "kinship",
        "select_due": "due",
        "unpack_kin": "kinship",
    },
)
