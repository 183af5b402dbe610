"""Lists: uploading, preparing, recognising the next list of a family, and exclusion lists."""
