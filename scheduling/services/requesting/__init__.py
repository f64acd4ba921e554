"""What residents and coaches ask for: to be away today, leave, swaps; and how they can be reached."""
