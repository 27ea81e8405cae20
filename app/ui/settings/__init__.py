"""The page of one desk's settings."""
