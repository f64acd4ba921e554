"""The pulse: what is asked, when, how an answer is counted, and what is left when a round closes."""
