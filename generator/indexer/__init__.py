"""Articles in, digest out: topics, providers, days, ranking and related coverage, as pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.exports import export_later

if TYPE_CHECKING:
    from generator.indexer.digest import Digest, build_digest
    from generator.indexer.due import Selection, select_due
    from generator.indexer.features import Features, FeatureTable, ListedFeatures
    from generator.indexer.kept_digest import KeptDigest, Registries, keep_digest, restore_digest
    from generator.indexer.kinship import Kin, find_within_reach, pack_kin, restore_features, unpack_kin
    from generator.indexer.more import More, find_features

__all__ = [
    "Digest",
    "FeatureTable",
    "Features",
    "KeptDigest",
    "Kin",
    "ListedFeatures",
    "More",
    "Registries",
    "Selection",
    "build_digest",
    "find_features",
    "find_within_reach",
    "keep_digest",
    "pack_kin",
    "restore_digest",
    "restore_features",
    "select_due",
    "unpack_kin",
]

__getattr__ = export_later(
    __name__,
    {
        "Digest": "digest",
        "FeatureTable": "features",
        "Features": "features",
        "KeptDigest": "kept_digest",
        "Kin": "kinship",
        "ListedFeatures": "features",
        "More": "more",
        "Registries": "kept_digest",
        "Selection": "due",
        "build_digest": "digest",
        "find_features": "more",
        "find_within_reach": "kinship",
        "keep_digest": "kept_digest",
        "pack_kin": "kinship",
        "restore_digest": "kept_digest",
        "restore_features": "kinship",
        "select_due": "due",
        "unpack_kin": "kinship",
    },
)
