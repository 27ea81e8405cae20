"""The one way to the office's PostgreSQL: the embedded server, connections, SCRAM verifiers and error kinds."""
