"""A program's settings: reading and writing them by key, what a change would break, saving it and taking it back."""
