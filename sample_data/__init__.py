"""SayPro's workbooks and logs, as a person would have written them, and what makes them."""
