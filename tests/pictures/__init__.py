"""`make pictures`: every page of the web app, to be looked at."""
