"""English to meaning, without a model: what is asked, and which task is meant."""
