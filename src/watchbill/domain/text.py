"""What text may hold."""


def has_control(text: str, *, allowed: str) -> bool:
    """Whether a C0, C1 or surrogate code point is in the text: no store and no terminal takes those."""
    return any(
        (char < " " or "\x7f" <= char <= "\x9f" or "\ud800" <= char <= "\udfff")
        and char not in allowed
        for char in text
    )
