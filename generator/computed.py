"""Values that are worked out when somebody looks at them, and then kept.

A build looks at all of them in the end; a preview only at those of the page in the browser.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar, TypeVarTuple, Unpack

Key = TypeVar("Key")
Value = TypeVar("Value")
Given = TypeVarTuple("Given")


class Computed(Mapping[Key, Value]):
    """A mapping of known keys whose values `compute` gives from the key, each once."""

    __slots__ = ("_compute", "_keys", "_values")

    def __init__(self, keys: Iterable[Key], compute: Callable[[Key], Value]) -> None:
        self._keys = dict.fromkeys(keys)
        self._compute = compute
        self._values: dict[Key, Value] = {}

    def __getitem__(self, key: Key) -> Value:
        try:
            return self._values[key]
        except KeyError:
            if key not in self._keys:
                raise
        value = self._values[key] = self._compute(key)
        return value

    def of(self, keys: Sequence[Key]) -> list[Value]:
        """Give the values of some keys, in their order; mostly all are known."""
        known = self._values
        try:
            return [known[key] for key in keys]
        except KeyError:
            return [self[key] for key in keys]

    def take(self, known: Mapping[Key, Value]) -> None:
        """Take values that are known; those of the mapping's own keys are not worked out then."""
        self._values.update(known)

    def __iter__(self) -> Iterator[Key]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


class Later(Generic[Value]):
    """A value that is built when it is first asked for."""

    __slots__ = ("_build", "_given", "_value")

    def __init__(self, build: Callable[[Unpack[Given]], Value], *given: *Given) -> None:
        self._build: Callable[..., Value] | None = build
        self._given: tuple[object, ...] = given
        self._value: Value | None = None

    @property
    def value(self) -> Value:
        """The value; what it was built from is then let go."""
        given, build = self._given, self._build  # in this order, for the same reason as below
        if build is not None:
            self._value = build(*given)
            self._build = None  # last: another thread may ask at the same time
            self._given = ()
        return self._value  # type: ignore[return-value]

    def once(self) -> Value:
        """Give the value without keeping it, unless it is kept already."""
        given, build = self._given, self._build  # in this order, as above
        return self.value if build is None else build(*given)
