"""A centre's shared server: set up, upgrade, people, check, backup, restore and the worker."""
