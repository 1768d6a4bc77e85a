"""The nation and its agencies held against the period before and the same period of the year before."""
