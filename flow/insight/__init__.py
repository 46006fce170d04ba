"""What the journal tells about days gone by."""
