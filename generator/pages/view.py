"""The kind of value that views and their parts are."""

from __future__ import annotations

import msgspec


class View(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A frozen value of texts, numbers, truth values and tuples of views.

    A site has hundreds of thousands of them, so they are structs of msgspec: made in a quarter of a dataclass's
    time, and passed over by the search for garbage, for nothing in them leads back to them.  A cache that keeps some
    writes no names of fields.
    """
