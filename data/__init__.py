"""What Drillboard knows and keeps: the declaration, the intake of spreadsheets, the store."""
