"""Watchbill, put through the suite: by what any client can do, over HTTP."""
