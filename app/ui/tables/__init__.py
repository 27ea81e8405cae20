"""Lists: one model for all of them, one view with the house's manners."""
