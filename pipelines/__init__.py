"""TURN BYTES INTO RECORDS: what a page says, whose report it is, and whether its sums hold."""
