"""Finding cases: text folded one way for what is stored and for what is asked."""
