"""Rows to domain values and back: the only room that speaks SQL. Everything here is synchronous."""
