"""Going over to the next academic year: the plan to look at, making it in one transaction, and reversing it."""
