"""How hosts are asked: pauses, retries that wait, and names that lead to public addresses only."""
