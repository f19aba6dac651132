"""What the SQL of an extract reads, and what in it may give other rows than are meant."""
