"""The table of what people let programs elsewhere do: each grant is one token, and what makes it new again."""

from sqlalchemy import Column, ForeignKey, Table

from watchbill.storage.column import Instant, Key, metadata

# `client` is the digest of the program's id. A refresh token has two parts, of which the digests are kept: `family`
# stays, and `latest` is another one after each use, so that one used before is known for what it is.
grants = Table(
    "grants",
    metadata,
    Column("token_id", Key, ForeignKey("tokens.id"), primary_key=True),
    Column("client", Key, nullable=False),
    Column("family", Key, nullable=False, unique=True),
    Column("latest", Key, nullable=False),
    Column("until", Instant, nullable=False),
)
