"""One cell's value becomes one typed value, or one problem."""
