"""What changes who has access, one transaction each."""
