"""The Agent Damage Suite: seventeen ways in which agents hurt task lists, as cases that any product can be put through."""
