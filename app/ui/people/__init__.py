"""The administrator's page of people and units."""
