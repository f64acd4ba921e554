"""What people do with their meetings, each in one transaction."""
