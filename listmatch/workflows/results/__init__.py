"""What comes of a finished job: figures, words, reports and files, delivered whole; and why a row got its verdict."""
