"""Starts the whole cloud on one machine, keeps it running, and stops it in order."""
