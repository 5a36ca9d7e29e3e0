"""What is known of the last build when the next one is printed."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from generator.publishing.ahead import TakeLaid
from generator.publishing.ledger import Ledger


class LastBuild(msgspec.Struct, frozen=True):
    """The ledger of the last build, and the files that are no longer in the output folder as it left them.

    `take_laid` gives the drafts of some of its pages (`laying_ahead`).
    """

    ledger: Ledger
    displaced: Collection[str]
    take_laid: TakeLaid
