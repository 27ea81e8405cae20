"""What is kept and what is true: vocabulary, calendar, clocks, tables and the doors into the database."""
