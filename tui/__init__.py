"""The terminal side of Hashiya."""
