"""The installation: settings, wiring, users and the ground all pages stand on."""
