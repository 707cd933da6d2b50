"""What stands in the sample files, typed as people of SayPro's office would have typed it."""
