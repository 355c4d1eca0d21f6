"""Other programs' configuration files: where they are, and how an entry gets into them and out again."""
