"""How the service behaves as a service: requests that begin at once, hundreds of drops, years of backfills."""
