"""What leaves the house: slides, documents, workbooks, one web page."""
