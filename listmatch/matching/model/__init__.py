"""The relationship model: what two rows are to each other, learned from the lists, calibrated, kept as a document."""
