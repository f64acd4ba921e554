"""What is broken on purpose, on the parts that production runs on."""
