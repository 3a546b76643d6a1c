"""The domain of Hashiya: articles, annotations, and the store that keeps them. Knows no terminal."""

__version__ = "0.1.0"
