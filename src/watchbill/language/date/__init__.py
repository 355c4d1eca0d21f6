"""Dates, times, recurrences and reminders in English: from text to what they mean, with the words that say so.

`read` is the door. What people disagree about is in `Habits`; the other rules are in docs/language.md.
"""

from watchbill.language.date.read import Reading, Reminder, Span, read
from watchbill.language.date.scan import starts_date
from watchbill.language.date.value import Habits

__all__ = ["Habits", "Reading", "Reminder", "Span", "read", "starts_date"]
