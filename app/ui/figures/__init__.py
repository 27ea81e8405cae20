"""The figures: cards, trend, ranking and table, each mark a door to its cases."""
