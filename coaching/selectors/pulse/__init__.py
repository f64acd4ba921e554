"""Reading the pulse: who is asked, how a round stands, what came out."""
