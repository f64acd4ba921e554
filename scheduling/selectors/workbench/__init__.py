"""What the coordinator sees while working on a draft: prices, reasons, who fits, history, who else is there."""
