"""The cursors that pages are asked with: the same in every store."""

from graph.errors import UsageError


def offset(cursor: str | None) -> int:
    """Where a page begins. Raises UsageError for what is no cursor."""
    if cursor is None:
        return 0
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 12):
        raise UsageError(
            "This cursor was not given out by this list; start again without it.",
            "该翻页位置不是由此列表给出的；请去掉它重新开始。",
        )
    return int(cursor)
