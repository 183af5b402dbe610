"""The master index: what a match needs of a master that does not depend on the source, kept on disk."""
