"""Dates, times, recurrences and reminders in English: from text to what they mean, with the words that say so.

`read` is the door. What people disagree about is in `Habits`; the other rules are in docs/language.md.
"""

from watchbill.language.date.read import Reading, Span, read, read_reminders
from watchbill.language.date.scan import starts_date
from watchbill.language.date.value import Habits

__all__ = ["Habits", "Reading", "Span", "read", "read_reminders", "starts_date"]
