"""The filter language: `due:today tag:home -project:Work p1 "pay rent" sort:due`. docs/filter.md has every term.

Plain words stay what they are: each has to begin a word of the title or the description.
"""

from watchbill.domain.filter.parser import Query, parse
from watchbill.domain.filter.writer import to_text

__all__ = ["Query", "parse", "to_text"]
