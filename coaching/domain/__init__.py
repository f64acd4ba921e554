"""What coaching means without a database: clinics on the clock, whom to ask, who needs whom."""
