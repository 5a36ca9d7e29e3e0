"""Values that are worked out when somebody looks at them, and then kept.

A build looks at all of them in the end; a preview only at those of the page in the browser.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Generic, ParamSpec, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")
Given = ParamSpec("Given")


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

    def __iter__(self) -> Iterator[Key]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


class Later(Generic[Value]):
    """A value that is built when it is first asked for."""

    __slots__ = ("_build", "_value")

    def __init__(self, build: Callable[Given, Value], *given: Given.args, **named: Given.kwargs) -> None:
        self._build: Callable[[], Value] | None = lambda: build(*given, **named)
        self._value: Value | None = None

    @property
    def value(self) -> Value:
        """The value; what it was built from is then let go."""
        build = self._build
        if build is not None:
            self._value = build()
            self._build = None  # last: another thread may ask at the same time
        return self._value  # type: ignore[return-value]
