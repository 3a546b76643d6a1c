"""The domain of Hashiya: articles, annotations, and the store that keeps them. Knows no terminal."""

__version__ = "0.1.0"


class HashiyaError(Exception):
    """A sentence for the person: what is wrong, with its name, and the way out."""
