"""The assistant: a client of the MCP server like any other agent, with or without a language model."""
