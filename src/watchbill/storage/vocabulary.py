"""The words of a workspace: how a word goes on that somebody begins, and which one is meant by one that there isn't."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, delete, func, literal, select, text, union_all

from watchbill.storage.schema import vocabulary as table

MOST = 32
"""So many words with one beginning are named one by one; more are left to the index."""
_BEGINNINGS_MAX = 16
_LAST = "\U0010ffff"
_SHORT, _LONG = 4, 8
_NEAREST = 3
_ADD = text(
    "INSERT INTO vocabulary (workspace_id, word, since) VALUES (:workspace_id, :word, :since) ON CONFLICT DO NOTHING"
)


def learn(connection: Connection, workspace_id: str, words: Iterable[str], *, since: int) -> None:
    """Add words that there are since this change; those that are there stay."""
    rows = [
        {"workspace_id": workspace_id, "word": word, "since": since} for word in sorted(set(words))
    ]
    if rows:
        connection.execute(_ADD, rows)


def forget(connection: Connection, workspace_id: str, words: Iterable[str]) -> None:
    """Remove words that no task has any more."""
    for word in sorted(set(words)):
        mine = (table.c.workspace_id == workspace_id, table.c.word == word)
        connection.execute(delete(table).where(*mine))


class Vocabulary:
    """The words of one workspace, to read; with `until`, those that there were after the change with that number."""

    def __init__(
        self, connection: Connection, workspace_id: str, *, until: int | None = None
    ) -> None:
        self._connection = connection
        self._mine = [table.c.workspace_id == workspace_id]
        if until is not None:
            self._mine.append(table.c.since <= until)

    def endings(self, beginnings: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """For each of the first 16 beginnings the words that begin so, one more than 32 at the most."""
        asked = beginnings[:_BEGINNINGS_MAX]
        parts = [
            select(literal(beginning).label("beginning"), found.c.word)
            for beginning in asked
            for found in [
                select(table.c.word)
                .where(
                    *self._mine,
                    table.c.word >= beginning,
                    table.c.word < beginning + _LAST,
                )
                .order_by(table.c.word)
                .limit(MOST + 1)
                .subquery()
            ]
        ]
        words: dict[str, list[str]] = {beginning: [] for beginning in asked}
        for beginning, word in self._connection.execute(union_all(*parts)):
            words[beginning].append(word)
        return words

    def nearest(self, word: str) -> tuple[str, ...]:
        """The words that are one slip away, or two where it has 8 letters or more; only the nearest, three at the most."""
        if len(word) < _SHORT:
            return ()
        from rapidfuzz import process  # noqa: PLC0415 -- slow to import, and few searches need it
        from rapidfuzz.distance import OSA  # noqa: PLC0415 -- the same

        slips = 2 if len(word) >= _LONG else 1
        query = select(table.c.word).where(
            *self._mine,
            func.length(table.c.word).between(len(word) - slips, len(word) + slips),
        )
        known = self._connection.execute(query.order_by(table.c.word)).scalars().all()
        found = process.extract(
            word, known, scorer=OSA.distance, score_cutoff=slips, limit=_NEAREST
        )
        return tuple(near for near, slip, _ in found if slip == found[0][1])
