"""What people see. The only room that knows Qt; it never speaks SQL."""
