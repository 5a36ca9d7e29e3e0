"""Results as Markdown tables, to be read in a terminal and pasted into a document."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """A result: what was measured, the heads of the columns, the rows."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


def format_table(table: Table) -> str:
    """Write a table with its columns aligned."""
    lines = [table.heads, *table.rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(table.heads))]

    def write(cells: tuple[str, ...]) -> str:
        return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"

    rule = "| " + " | ".join("-" * width for width in widths) + " |"
    text = [f"## {table.title}", "", write(table.heads), rule, *map(write, table.rows), ""]
    return "\n".join([*text, *(f"{note}\n" for note in table.notes)])
