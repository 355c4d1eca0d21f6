"""The shapes on the wire that REST and MCP share."""
