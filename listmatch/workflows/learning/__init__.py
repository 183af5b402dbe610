"""Training and refining a model on what an owner knows: labelled pairs, decisions, models of Splink."""
