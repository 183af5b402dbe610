"""The colours of the report's figures: one meaning each, apart for every kind of colour vision.

From Okabe and Ito, *Color Universal Design* (2008): blue, orange and grey differ in lightness as well as in hue and so
stay apart for red-green and blue-yellow blindness and in black-and-white print. Charts say everything in words too.

Blue is what was found (matched rows; in a dedupe, duplicates), orange what waits for a person, grey all other rows.
"""

MATCHED = "#0072b2"
REVIEW = "#e69f00"
UNMATCHED = "#999999"
INK = "#222222"
RULE = "#dddddd"
PAPER = "#ffffff"
