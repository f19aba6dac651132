"""The records that travel along the straight line, all frozen.

Plans are made of `Check` and the logic it comes down to, a check ends as an
`Outcome`, and everything a renderer may know is in `Report`.
"""
