"""Taking in what people tell: one form in the order they talk, with what the desk knows beside it."""
