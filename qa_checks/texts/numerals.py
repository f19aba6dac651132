"""The words for numbers, and the pieces of patterns that say how a number is written."""

from __future__ import annotations

ONES = "one two three four five six seven eight nine".split()
TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SCALES = "hundred thousand million billion trillion".split()
CARDINALS = ["zero", *ONES, *TEENS, *SCALES]
ORDINALS = {
    word: place
    for place, word in enumerate(
        (
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
            "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
        ).split(),
        start=1,
    )
}
DENOMINATORS = {
    name: parts
    for parts, words in {
        2: "half halves",
        3: "third thirds",
        4: "quarter quarters fourths",
        5: "fifth fifths",
        6: "sixth sixths",
        7: "seventh sevenths",
        8: "eighth eighths",
        9: "ninth ninths",
        10: "tenth tenths",
        12: "twelfth twelfths",
        20: "twentieth twentieths",
        100: "hundredth hundredths",
    }.items()
    for name in words.split()
}

# A number in digits or words below a hundred, as in "16 to 17 year olds" and "three-year".
SMALL = (
    rf"(?:\d{{1,3}}|(?:{'|'.join(TENS)})(?:-(?:{'|'.join(ONES)}))?"
    rf"|(?:{'|'.join(TEENS + ONES)}))"
)
# What must not follow for a number to be the name of something: digits, a unit, a scale.
NO_UNIT = r"(?!,?\d|\.\d| ?%| percent| per ?cent| percentage| pp\b| million| billion| thousand)"
# A numeral that the next words belong to: "one half", "two-thirds", "1 and a half".
NUMERAL_BEFORE = rf"(?i:(?:\d|\b(?:{'|'.join(CARDINALS + TENS)}))[ -](?:and[ -](?:a-)?)?)\Z"
