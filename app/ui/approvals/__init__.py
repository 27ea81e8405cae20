"""The approvals page: what waits for a second person, the facts at hand, the decision."""
