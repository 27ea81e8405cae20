"""The work page: the lists of cases, with a look at the one in front."""
