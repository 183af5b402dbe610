"""Names of people as lists write them: whole or split, with titles, initials, couples, notes and companies."""
