"""What unbound numbers of a text may be: numbers of cubes that fit, the likeliest first."""
