"""One locale under way: its translations and its pages, held to the English ones."""
