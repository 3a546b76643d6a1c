"""The text engine: from code points to cells and back. Pure, without Textual."""
