"""HTTP: the page and the REST interface, on one port."""
