"""Practice material: a made-up city, its office and its people, and as many made-up cases as somebody wants.

Nothing here is real. The same seed always makes the same cases, so a benchmark, a test and a lesson can be repeated.
"""
