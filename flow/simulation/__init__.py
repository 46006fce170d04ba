"""A synthetic day: made-up patients and staff who use the door exactly as people do."""
