"""How fast the office is, measured under real logins beside the floor of the same machine in the same run."""
