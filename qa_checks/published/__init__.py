"""Published tables: declared, found in the files, compared with the rows, and explained."""
