"""The window of an enterprise's liaison: the own orders, and nothing else."""
