"""The catalogue and the data as other tools want them; each export is a new folder."""
