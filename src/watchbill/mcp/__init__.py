"""The agents' door: the same services as MCP tools, few, strict, and small enough for a small model."""
