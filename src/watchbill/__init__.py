"""Watchbill: a self-hosted task list that people and AI agents share safely."""

__version__ = "0.1.0"
