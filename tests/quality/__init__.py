"""How many cells are read right, of documents of our own and of a corpus with gold values.

python -m tests.quality                      our own, by medium and form, beside the floor
python -m tests.quality --corpus FOLDER      each document beside which a .gold.json lies
"""
