"""The pure engine: who is where, who is next, and what may happen to whom. See README.md."""
