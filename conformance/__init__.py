"""Watchbill under the Model Context Protocol's own conformance suite: `make conformance`."""
