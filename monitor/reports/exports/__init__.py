"""Tables as values: what a table is, and how its rows become JSON, CSV and spreadsheets."""
