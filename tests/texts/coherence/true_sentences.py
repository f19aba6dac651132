"""True sentences of official statistics, made at random from numbers that hold together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from random import Random
from string import ascii_lowercase

NOUNS = [
    "homes",
    "inspections",
    "local authorities",
    "children's homes",
    "places",
    "children",
]
STATES = ["outstanding", "good", "adequate", "inadequate", "in London", "run by charities"]
WORDS = "no one two three four five six seven eight nine ten eleven twelve".split()
PERCENT_WORDS = ["%", " per cent"]
_OFTEN = 0.7


class Writer:
    """Writes true sentences; each call of ``write`` gives another."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self._facts: dict[str, int] = {}

    def write(self) -> str:
        return self.random.choice(TEMPLATES)(self)

    def count(self, number: int) -> str:
        if number <= 12 and self.random.random() < 0.4:
            return WORDS[number]
        return f"{number:,}" if self.random.random() < 0.9 else f"{number}"

    def percent(self, value: Decimal) -> str:
        places = self.random.choice([0, 0, 1, 2])
        how = self.random.choice([ROUND_HALF_UP, ROUND_HALF_EVEN])
        rounded = value.quantize(Decimal(1).scaleb(-places), rounding=how)
        return f"{rounded}{self.random.choice(PERCENT_WORDS)}"

    def whole(self) -> int:
        return self.random.choice([8, 20, 65, 121, 125, 152, 940, 4010, 14259, 31125])

    def fact(self, name: str) -> int:
        """A number that stays the same wherever the text says it."""
        return self._facts.setdefault(name, self.whole())

    def share(self) -> tuple[int, int, str]:
        whole = self.whole()
        part = self.random.randint(1, whole - 1)
        return part, whole, self.percent(Decimal(100 * part) / whole)

    def noun(self) -> str:
        return self.random.choice(NOUNS)

    def state(self) -> str:
        return self.random.choice(STATES)

    def place(self) -> str:
        """A name that no other sentence has."""
        return "".join(self.random.choices(ascii_lowercase, k=8)).capitalize()

    def ends(self) -> tuple[int, int]:
        first = self.whole()
        return first, max(1, first + self.random.randint(-first // 3, first // 2))


def _share_in_brackets(writer: Writer) -> str:
    part, whole, percent = writer.share()
    count, of = writer.count(part), writer.count(whole)
    noun, state = writer.noun(), writer.state()
    return writer.random.choice(
        [
            f"In all, {percent} of {noun} ({count} of {of}) were {state}.",
            f"{percent} ({count} out of {of}) were {state}.",
            f"There were {count} of the {of} {noun} that were {state} ({percent}).",
            f"We found {count} ({percent}) of the {of} {noun} to be {state}.",
            f"Of the {of} {noun}, {count} ({percent}) were {state}.",
            f"There were {of} {noun}. Of these, {count} ({percent}) were {state}.",
            f"Of the {of} {noun}, {percent} were {state}.",
            f"{percent} of the {of} {noun} ({count}) were {state}.",
            f"We saw {of} {noun}, {count} of which ({percent}) were {state}.",
            f"In all, {percent} of {noun} ({part}/{whole}) were {state}.",
            f"A total of {count} of the {of} {noun} were {state}, or {percent}.",
            f"A total of {count} of the {of} {noun} were {state}, representing {percent}.",
            f"Of the {of} {noun}, {count} (or {percent}) were {state}.",
            f"Of the {of} {noun}, {count}, or {percent}, were {state}.",
            f"There were {of} {noun}, of which {count} ({percent}) were {state}.",
            f"There were {of} {noun}, of which {percent} ({count}) were {state}.",
            f"There were {of} {noun}. Of these {noun}, {percent} ({count}) were {state}.",
            f"We saw {of} {noun} with staff. Of these staff, {count} (40%) were new.",
            f"There were {count} new {noun}, accounting for {percent} of the total of {of}.",
            f"New {noun} made up {percent} ({count}) of the {of} {noun}.",
        ]
    )


def _nested(writer: Writer) -> str:
    part, whole, _ = writer.share()
    inner = writer.random.randint(1, part)
    percent = writer.percent(Decimal(100 * inner) / part)
    return (
        f"Of the {writer.count(whole)} {writer.noun()}, {writer.count(part)} opened this year, "
        f"of which {writer.count(inner)} ({percent}) were {writer.state()}."
    )


def _change(writer: Writer) -> str:
    first, second = writer.ends()
    if first == second:
        return f"The number stayed at {writer.count(first)}."
    up = second > first
    growth = writer.percent(abs(Decimal(100 * (second - first)) / first))
    apart = writer.count(abs(second - first))
    before, after = writer.count(first), writer.count(second)
    verb, noun = ("rose", "an increase") if up else ("fell", "a fall")
    way, more = ("up", "more") if up else ("down", "fewer")
    return writer.random.choice(
        [
            f"The number {verb} by {growth} from {before} in March 2020 to {after} in March 2021.",
            f"It {verb} from {before} {writer.noun()} to {after}, {way} {growth}.",
            f"It went from {before} to {after} ({way} {growth}).",
            f"It went from {before} to {after}, {noun} of {apart}.",
            f"There was {noun} of {growth}, from {before} to {after}.",
            f"It {verb} {growth} to {after} from {before}.",
            f"There were {before} {writer.noun()} last year. It {verb} by {apart} to {after}.",
            f"There were {after} {writer.noun()}, {way} from {before} in 2020.",
            f"There were {after} {writer.noun()}, {way} {growth} from {before} in 2020.",
            f"There were {after} {writer.noun()} ({way} {growth} on {before} in 2020).",
            f"There were {after} homes, compared with {before} in 2020, {noun} of {growth}.",
            f"There were {writer.count(writer.whole())} places in {after} homes, {way} {growth} "
            f"on {before}.",
            f"It {verb} by {apart} ({growth}) from {before} to {after}.",
            f"There were {after} homes, {noun} of {apart} compared with 31 March 2016 ({before}).",
            f"There were {after} homes, of all types, {noun} of {growth} on last year ({before}).",
            f"The number of homes that they run {verb} by {growth}, from {before} as at 31 March "
            f"2017 to {after} as at 31 March 2018.",
            f"There were {after} homes, {way} from {before} in 2013, {noun} of {apart}.",
            f"There were {after} homes, {way} by {apart} ({growth}) since 31 March 2024.",
            f"The number of homes {verb} by {apart} ({growth}) since 31 March 2024, to {after}.",
            f"It {verb} from {before} in 2022 to {after} in 2023. This {growth} {noun.split()[1]} "
            "is the largest.",
            f"We saw {writer.count(writer.whole())} homes with {after} places. This is {noun} of "
            f"{growth} since 2023, when there were {before} places.",
            f"We saw {after} homes. This was {noun} on the year before, when there were {before}.",
            f"It went from {before} to {after}, a change of {growth}.",
            f"There was a change of {apart}, from {before} to {after}.",
            f"It {verb} from {before} to {after}, {apart} {more} than in 2020.",
            f"There were {apart} {more} homes than then ({after}, {way} from {before}).",
            f"There was {noun} from {before} homes in 2020 to {after} in 2021.",
            f"It {verb} to {after}, from {before}.",
            f"There were {after} homes, {noun} on the {before} in 2020.",
            f"There were {after} homes compared with {before} in 2020, {noun}.",
            f"The number remained the same, at {after}, as in 2020 ({after}).",
            f"There were {after} homes, {noun} of {growth} ({apart}) since 2020.",
            f"There were {after} homes, {way} {apart} homes or {growth} since 2020.",
            f"There were {after} homes, {apart} ({growth}) {more} than in 2020.",
            f"There were {after} homes, {way} {apart}, or {growth}, from the {before} in 2020.",
            f"There were {after} homes. That was {way} {apart}, or {growth}, from the total of "
            f"{before} in 2020.",
            f"There were {after} homes, {growth} {more} than the {before} in 2020.",
            f"There were {after} homes, which is {apart} {more} than in 2020 ({before}).",
            f"There were {after} homes, {more} than the {before} in 2020.",
            f"There were {after} homes. This is {apart} {more} than in 2020 ({before}).",
            f"There were {after} homes. This is {more} than in 2020, when there were {before}.",
            f"There were {after} homes. This is {way} from {before} in 2020.",
            f"Homes {verb} by {growth} ({before} to {after}).",
            f"{writer.place()} {verb} by {growth} (from {before} in May to {after} in June).",
            f"Homes {verb} by {growth} ({after} from {before}) on the year before.",
            f"There was {noun} ({growth}) from {before} to {after}.",
            f"There were {after} homes, {noun} ({growth}) on the year before ({before}).",
            f"There was {noun} in {writer.place()} homes to {after} in May from {before}.",
            f"There were {after} homes, {apart} {more} than the average of 10 years.",
            f"There were {after} homes, {growth} {more} than planned, in 12 areas.",
            f"There were {after} homes (with new ones), {noun} on the 2020 total of {before}.",
            f"There were {after} first homes, {way} from a ten-year {'low' if up else 'high'} of "
            f"{before}.",
            f"We saw the number {'increase' if up else 'fall'} from {before} homes to {after}.",
            f"There were {before} homes in 2020 compared with {after} in 2021, {noun} of {growth}.",
            f"There were {before} homes in 2020, compared with {after} in 2021, {noun}.",
            f"There were {after} homes, {noun} of {growth} compared to the year before when there "
            f"were {before}.",
            f"There were {after} homes, {apart} {more} than in 2020, when there were {before}.",
            f"The number was {'rising' if up else 'falling'} by {growth} from {before} to {after}.",
        ]
    )


def _points(writer: Writer) -> str:
    whole = writer.whole()
    exact = [Decimal(100 * writer.random.randint(0, whole)) / whole for _ in range(2)]
    first, second = (value.quantize(Decimal(1), rounding=ROUND_HALF_UP) for value in exact)
    apart = abs(exact[1] - exact[0]).quantize(Decimal("0.1"), rounding=ROUND_HALF_EVEN)
    way = "up" if exact[1] >= exact[0] else "down"
    if exact[0] and exact[1]:
        growth = writer.percent(abs(100 * (exact[1] - exact[0]) / exact[0]))
        noun = "an increase" if exact[1] >= exact[0] else "a fall"
        other = writer.percent(Decimal(writer.random.randint(1, 99)))
        if writer.random.random() < _OFTEN:
            return writer.random.choice(
                [
                    f"The share went from {first}% to {second}%. This was {noun} of {growth}.",
                    f"The share was {first}% in 2020 and {second}% in 2021, {noun} of {growth}.",
                    f"The share went from {first}% to {second}%, and places rose by {other}.",
                    f"Homes rose by {other}. Of them {first}% were {writer.state()}.",
                ]
            )
    return writer.random.choice(
        [
            f"The share went from {first}% to {second}%, {way} {apart} percentage points.",
            f"In all {first}% closed, compared with {second}% then, a gap of {apart} percentage "
            "points.",
        ]
    )


def _total(writer: Writer) -> str:
    parts = [writer.random.randint(1, 60) for _ in range(writer.random.randint(2, 5))]
    listed = [
        f"{writer.count(part)} were {state}" for part, state in zip(parts, STATES, strict=False)
    ]
    words = f"{', '.join(listed[:-1])} and {listed[-1]}"
    whole = writer.count(sum(parts))
    left_out = writer.count(sum(parts) + writer.random.randint(1, 40))
    plain = [f"{part}" for part in parts]
    return writer.random.choice(
        [
            f"There were {whole} {writer.noun()}. Of these, {words}.",
            f"There were {left_out} {writer.noun()}. Of these, {words}.",
            f"Of the {left_out} {writer.noun()}, {words}.",
            f"There were {left_out} {writer.noun()}: {words}.",
            f"{writer.place()} ({parts[0]}) and Leeds ({parts[1]}) together had "
            f"{parts[0] + parts[1]}.",
            f"We made {whole} visits, made up of {', '.join(plain[:-1])} and {plain[-1]}.",
            f"The total is {' + '.join(plain)} = {sum(parts)}.",
        ]
    )


def _fraction(writer: Writer) -> str:
    half = writer.random.randint(51, 58)
    return writer.random.choice(
        [
            f"More than half of the homes ({half}%) were {writer.state()}.",
            f"Almost half ({100 - half}%) were {writer.state()}.",
            f"About three quarters ({writer.random.randint(71, 78)}%) were {writer.state()}.",
            f"A third of homes ({writer.random.choice([33, 33, 34])}%) were {writer.state()}.",
            f"The number doubled from {half} to {2 * half}.",
            f"The number halved from {2 * half} to {half}.",
            f"There were {2 * half} homes, double the {half} in 2020.",
            f"There were {3 * half} homes, more than twice the number in 2020 ({half}).",
            f"The number more than doubled, from {half} to {3 * half}.",
            f"The number tripled to {3 * half} from {half}.",
            f"The number rose by a third from {3 * half} to {4 * half}.",
            f"The number fell by a quarter, from {4 * half} to {3 * half}.",
            f"There were twice as many homes ({2 * half}) as in 2020 ({half}).",
            f"One in five homes ({writer.random.randint(18, 22)}%) were {writer.state()}.",
            f"Two thirds of homes ({2 * half} of {3 * half}) were {writer.state()}.",
            f"Half of the {2 * half} homes ({half}) were {writer.state()}.",
            f"More than {half} homes ({half + 1}) and fewer than {half} ({half - 1}) closed.",
            f"At least {half}% ({half}%) and up to {half} homes ({half}) were {writer.state()}.",
            f"Almost all homes ({half} of {half + 1}) and all others ({half} of {half}) closed.",
            f"Not all homes ({half} of {half + 1}) and none of the others (0 of {half}) closed.",
            f"Thirty-seven (37) homes and {half} (37) others were {writer.state()}.",
            f"{half + 20}% were good or outstanding (20% outstanding and {half}% good).",
            f"{half + 20}% were good or outstanding (20% in London and {half}% elsewhere).",
        ]
    )


def _ordered(writer: Writer) -> str:
    whole = writer.whole()
    part, *others = sorted((writer.random.randint(1, whole - 1) for _ in range(3)), reverse=True)
    high, middle, low = (writer.percent(Decimal(100 * item) / whole) for item in (part, *others))
    if high == low or part == others[-1]:
        return f"The rate was {high} for all."
    noun, other = writer.random.sample(NOUNS, 2)
    place, next_place = writer.place(), writer.place()
    return writer.random.choice(
        [
            f"More {noun} ({high}) than {other} ({low}) were {writer.state()}.",
            f"The {noun} ({low}) were less likely to close than {other} ({high}).",
            f"A lower share of {noun} ({low}) were {writer.state()}, compared with {other} "
            f"({high}).",
            f"The rate was higher for {noun} than for {other} ({high} compared with {low}).",
            f"There were fewer {noun} ({others[-1]}) than {other} ({part}).",
            f"The {noun} ({low}) were no more likely to close than {other} ({high}).",
            f"The highest rate was in {place} ({high}), followed by {next_place} ({middle}) and "
            f"others ({low}).",
            f"The lowest rate was in {place}, at {low}, followed by {next_place} with {middle}.",
            f"The most common grade in {place} was good ({high}), followed by adequate ({low}).",
        ]
    )


def _rest(writer: Writer) -> str:
    whole = writer.random.randint(30, 90)
    first = writer.random.randint(3, 12)
    second = writer.random.randint(3, 12)
    left = whole - first - second
    percents = [first, second, 100 - first - second]
    return writer.random.choice(
        [
            f"{percents[0]}% were good, {percents[1]}% poor and the remaining {percents[2]}% new.",
            f"Overall {percents[0]}% were good and {percents[1]}% poor. The other {percents[2]}% "
            "were new.",
            f"Of the {whole} homes, {first} were good, {second} poor and the remaining {left} new.",
            f"There were {whole} homes in 12 regions. Of these, {first} were good and {second} "
            f"poor; the rest ({left}) were new.",
            f"Most of the {whole} homes were good and the remaining {first} were not.",
            f"In the year {whole} homes opened and {first} closed, a net gain of {whole - first}.",
            f"There were {whole} closures and {first} new homes, a net loss of {whole - first}.",
        ]
    )


def _dated(writer: Writer) -> str:
    day = dt.date(2009, 6, 1) + dt.timedelta(days=writer.random.randint(0, 6000))
    noun = writer.noun()
    monday = day - dt.timedelta(days=day.weekday())
    return writer.random.choice(
        [
            f"It was published on {day:%A} {day.day} {day:%B %Y}.",
            f"It began in the week beginning {monday.day} {monday:%B %Y}.",
            f"As at {day.day} {day:%B %Y}, there were {writer.count(writer.fact(f'{day}'))} homes.",
            f"In {day.year}, {writer.count(writer.fact(f'{day.year} {noun}'))} {noun} opened.",
        ]
    )


def _defined(writer: Writer) -> str:
    kind = writer.random.choice(["safeguarding", "fostering services", "secure homes"])
    whole = writer.fact(kind)
    part = writer.random.randint(1, whole)
    return writer.random.choice(
        [
            f"There were {writer.count(whole)} inspections of {kind}.",
            f"Of the {writer.count(whole)} inspections of {kind}, {writer.count(part)} "
            f"({writer.percent(Decimal(100 * part) / whole)}) were {writer.state()}.",
        ]
    )


def _other(writer: Writer) -> str:
    part, whole, percent = writer.share()
    other = writer.percent(Decimal(writer.random.randint(1, 99)))
    return writer.random.choice(
        [
            f"Of the {writer.count(whole)} {writer.noun()}, {writer.count(part)} closed; "
            f"turnover of staff was {other}.",
            f"Around {other} of places ({writer.count(part)} of {writer.count(whole)}) are let.",
            f"It rose by {other} ({writer.count(part)} of the {writer.count(whole)} are new).",
            f"{writer.count(part).capitalize()} of {writer.count(whole)} {writer.noun()} closed "
            f"(up {other} on last year).",
            f"Table {part % 9 + 1} shows {percent} for {writer.noun()} and {other} for others.",
            f"In {writer.state()} there were {writer.count(part)} {writer.noun()}.",
            f"There were {writer.count(whole)} {writer.noun()} and {writer.count(part)} others.",
        ]
    )


TEMPLATES: list[Callable[[Writer], str]] = [
    _share_in_brackets,
    _nested,
    _change,
    _points,
    _total,
    _fraction,
    _ordered,
    _rest,
    _dated,
    _defined,
    _other,
]
