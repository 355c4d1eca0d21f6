"""How well the language is understood: `make evals`, or `make evals DATA=FOLDER`."""
