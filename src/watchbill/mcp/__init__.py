"""The door for agents: nine tools over the Model Context Protocol, by HTTP and by stdio."""
