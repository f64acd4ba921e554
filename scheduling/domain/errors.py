"""What is said when a problem cannot be taken as it is."""


class ProblemError(ValueError):
    """A problem is ill-formed. The message is one line and names the place."""

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))
