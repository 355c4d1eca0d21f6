"""The command line: the same services, on the local store or on a server."""
