"""Lists from other programs and to them: each format is a file here, `arriving` makes one change of what was read."""
