"""Load runs: real services, a mix of requests at a fixed rate, and what they took. Run by `make load`, not by the tests."""
