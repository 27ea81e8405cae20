"""The administrator's page of lists, calendar, approvals, numbers and settings."""
