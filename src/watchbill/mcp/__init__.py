"""The door for agents: seven tools over the Model Context Protocol, by HTTP and by stdio."""
