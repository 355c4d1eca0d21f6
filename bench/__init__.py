"""How fast Watchbill is, each figure beside its floor from the same run: absolute ones differ between machines."""
