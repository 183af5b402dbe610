"""What is compared with what, when nobody says: the profile proposed from what two lists have in common."""
