"""The preview's memory of the files it has read: an edited article is the one file that is read again."""

from __future__ import annotations

from collections.abc import Iterable

from generator.loader import Reading, Signature


class SessionMemory:
    """Remembers each file's last reading.

    A file whose time, size and inode are the same is not opened; one that differs in these alone
    is opened and not parsed.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[Signature, Reading]] = {}
        self._doubted: set[str] = set()

    def get(self, path: str, signature: Signature) -> Reading | None:
        """Give the reading of a file in this state, or None."""
        found = self._known.get(path)
        if found is None or found[0].zone != signature.zone:
            return None
        if signature.digest:
            if found[0].digest != signature.digest:
                return None
            self.put(path, signature, found[1])
            return found[1]
        return found[1] if found[0].stat == signature.stat and path not in self._doubted else None

    def put(self, path: str, signature: Signature, reading: Reading) -> None:
        """Keep the reading of a file."""
        self._known[path] = signature, reading
        self._doubted.discard(path)

    def doubt(self, paths: Iterable[str]) -> None:
        """Open these files next time whatever their times say: somebody wrote them."""
        self._doubted.update(paths)
