"""The server's voice, heard by its structure."""
