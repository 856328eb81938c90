SELECT blackout_remove($1)
