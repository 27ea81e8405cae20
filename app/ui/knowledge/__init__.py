"""What an operator says to a caller: the law, and who else is competent."""
