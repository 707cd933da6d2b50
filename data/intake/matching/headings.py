"""Headings become fields: which record a table is, and which field each of its columns.

A heading is first looked up among what a person confirmed earlier, then among the declaration's
headings (after normalising), then compared by likeness. A match below 90 of 100 is only a
suggestion. Values may veto: a column of ticks is no owner, whatever it is called.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from data.fields import Field, Record
from data.intake.matching.aside import without_used
from data.intake.matching.elsewhere import NO_FIELD, NOT_WELL, belonging
from data.intake.matching.likeness import exact_fields, likeness_of
from data.intake.matching.matched import ColumnMatch, Ignored, TableMatch
from data.intake.matching.nearly import near_fields
from data.intake.matching.phrases import Phrase, phrase
from data.intake.matching.worth import is_list_of_drills, worth_of
from data.records import RECORDS

ACCEPTED = 0.90
SKIP = ""  # instead of a field: the heading is left out
NOWHERE = "nowhere"  # instead of a field: another heading was given its field, and it has none
_AHEAD = 0.04
_WORTH_SAYING = 0.75
# A time taken for another is the worst of errors: by likeness alone it is only offered.
_WEIGHTY, _LIKE = ("instant", "duration", "objective"), 0.89
_TIMES = ("h", "min", "s", "days")
_TIMED = ("duration", "objective", "number", "count")
_ANSWERED = ("boolean", "outcome", "choice", "headcount")
_A_DAY = Field("day_on", "date", "Date", "A day.", "12 Feb 2025")
Fits = Callable[[int, Field], float | None]
"""Share of a column's distinct values that read as the field; None: nothing to judge."""
_TAKEN = frozenset(("actual time", "time actual", "measured time", "time measured"))
# Headings of a runbook's steps, from a mere number to mere words; all others are numbers.
_STEPS = (
    (),
    ("step",),
    ("task",),
    ("activity", "action", "procedure", "runbook step", "task name"),
)
_BACK = frozenset("recovery restore restored recovered restoration".split())
Said = Mapping[int, tuple[Sequence[str], bool]]
"""Column → what a person said it is, and whether it was said of this very table."""


def match_table(
    headings: Sequence[str],
    fits: Fits,
    *,
    memory: Mapping[str, Sequence[str]] | None = None,
    as_record: str | None = None,
    hint: str = "",
    given: Mapping[int, str] | None = None,
) -> TableMatch | None:
    """What a table is, by its headings; None when no record has two fields of it.

    Parameters
    ----------
    headings : one text a column; blank ones are passed over.
    fits : how well a column's values read as a field (see `Fits`).
    memory : heading → "record.field" of any records (or "field"), as people confirmed.
    as_record : the record, when a person said it.
    hint : the sheet's name and title; only breaks ties.
    given : place of a heading → field ("" to skip), as said of this very table, before everything
        else.
    """
    plain = [phrase(text) for text in headings]
    likeness = likeness_of(tuple(one.words for one in plain))
    known = {phrase(text).words: fields for text, fields in (memory or {}).items()}
    said: dict[int, tuple[Sequence[str], bool]] = {
        place: (known[one.words], False) for place, one in enumerate(plain) if one.words in known
    }
    said.update({place: ((name,), True) for place, name in (given or {}).items()})
    candidates = [RECORDS[as_record]] if as_record else list(RECORDS.values())
    best: tuple[float, TableMatch] | None = None
    each: dict[str, TableMatch] = {}
    for record in candidates:
        match = _match_record(record, headings, plain, likeness, fits, said)
        match = each[record.name] = _with_parent(match, headings, plain, likeness, fits, said)
        worth = worth_of(record, match, hint)
        if best is None or worth > best[0]:
            best = (worth, match)
    if best is None or (best[0] <= 0 and not as_record):
        return None
    whole = best[1]
    if (
        whole.record == "recovery"
        and "drill" in each
        and is_list_of_drills(whole, each["drill"], fits)
    ):
        whole = each["drill"]
    return belonging(without_used(whole, headings), fits)


def _match_record(
    record: Record,
    headings: Sequence[str],
    plain: Sequence[Phrase],
    likeness: list[dict[tuple[str, str], float]],
    fits: Fits,
    said: Said,
) -> TableMatch:
    """The best assignment of columns to one record's fields, most certain first."""
    ignored: dict[int, Ignored] = {}

    def ignore(column: int, why: str, name: str | None = None, score: float = 0.0) -> None:
        if column not in ignored or score > ignored[column].confidence:
            ignored[column] = Ignored(column, headings[column], why, name, score)

    offers = _offers(record, headings, plain, likeness, fits, said, ignore)
    taken: dict[str, ColumnMatch] = {}
    columns: dict[int, ColumnMatch] = {}
    second: dict[int, float] = {}
    for score, _, column, name, why in offers:
        if column in columns:
            second[column] = max(second.get(column, 0.0), score)
            continue
        if score < ACCEPTED:
            ignore(column, NOT_WELL, name, score)
            continue
        if name not in taken:
            taken[name] = columns[column] = _column(
                record, plain[column], headings, column, name, score, why
            )
            continue
        parts = _split_parts(record.field(name), plain[taken[name].column], plain[column])
        if parts is None:
            title = record.field(name).title
            ignore(column, f"“{taken[name].heading}” already is {title}", name, score)
            continue
        columns[taken[name].column] = taken[name] = replace(taken[name], part=parts[0])
        columns[column] = _column(
            record, plain[column], headings, column, name, score, why, parts[1]
        )
    _join_dates(record, headings, plain, fits, taken, columns)
    sure_columns = tuple(
        columns[c] for c in sorted(columns)
        if not (columns[c].confidence < 1 and second.get(c, 0) > columns[c].confidence - _AHEAD)
    )  # fmt: skip
    kept = {one.column for one in sure_columns}
    for column, text in enumerate(headings):
        if column in kept or not text.strip() or _is_companion(record, text):
            ignored.pop(column, None)
        elif column in columns:
            two = columns[column]  # two fields are about as near
            ignored.pop(column, None)
            ignore(column, NOT_WELL, two.field, two.confidence)
        else:
            ignore(column, NO_FIELD)
    return TableMatch(
        record.name,
        min((one.confidence for one in sure_columns), default=0.0),
        sure_columns,
        tuple(ignored[c] for c in sorted(ignored)),
    )


def _offers(
    record: Record,
    headings: Sequence[str],
    plain: Sequence[Phrase],
    likeness: list[dict[tuple[str, str], float]],
    fits: Fits,
    said: Said,
    ignore: Callable[..., None],
) -> list[tuple[float, float, int, str, str]]:
    """(score, share of values that fit, column, field, why) of all that may be, the surest first.

    What a person said comes before everything, and its values have no veto.
    """
    offers: list[tuple[float, float, int, str, str]] = []
    back = _halves_of_restored(plain, fits) if record.name == "recovery" else frozenset()
    taken = _times_beside_targets(plain, fits) if record.name == "recovery" else frozenset()
    for column, one in enumerate(plain):
        if not one.words or _is_companion(record, headings[column]):
            continue
        if column in said:
            answers, is_final = said[column]
            if SKIP in answers:
                ignore(column, "skipped, as you asked")
                continue
            if NOWHERE in answers:
                ignore(column, "no field, as another heading was given it")
                continue
            named = [name.rpartition(".") for name in answers]
            mine = next((last for target, _, last in named
                         if target in ("", record.name) and record.has(last)), None)  # fmt: skip
            if mine is not None:
                offers.append((1.01, 1.0, column, mine, "remembered"))
                continue
            if is_final:
                continue  # it is another record's
        scores = {
            f: min(s, _LIKE) if record.field(f).kind in _WEIGHTY else s
            for (r, f), s in likeness[column].items()
            if r == record.name
        }
        exact = {name for owner, name in exact_fields(one) if owner == record.name}
        for name, score in near_fields(headings[column], record.name).items():
            scores[name] = max(score, scores.get(name, 0.0))
        scores.update(dict.fromkeys(exact, 1.0))
        if column in back:
            scores, exact = {"restored_at": 1.0}, {"restored_at"}
        if column in taken:
            scores, exact = {"recovery_time_seconds": 1.0}, {"recovery_time_seconds"}
        for name, score in scores.items():
            target_field = record.field(name)
            if name in record.key and _is_its_words(record, column, plain):
                continue  # "Gap" beside "Gap ID" says what it is, the other which
            if name == "title" and _is_its_number(record, column, plain):
                continue
            if one.is_answer and target_field.kind not in _ANSWERED:
                continue  # "Completed (Y/N)" is no time of completion
            share = fits(column, target_field)
            if one.unit in _TIMES and target_field.kind not in _TIMED:
                score = min(score, 0.95)  # "Impact (min)" is a time, whatever else is an impact
            sure = score >= 0.95 and name in exact
            if share is not None and share < (0.25 if sure else 0.7):
                if score >= _WORTH_SAYING:
                    why = f"its values do not look like {target_field.title.casefold()}"
                    ignore(column, why, name, score)
                continue
            title = phrase(target_field.title).words == one.words
            why = "exact" if title else "synonym" if sure else f"{score:.0%} alike"
            offers.append((score, share if share is not None else 0.5, column, name, why))
    offers.sort(key=lambda offer: (-offer[0], -offer[1], offer[2]))
    return offers


def _is_companion(record: Record, heading: str) -> bool:
    """Whether a heading is the name of a stored column beside a field, as exports write it."""
    name = heading.strip()
    return any(column.name == name and column.name != column.field for column in record.columns)


def _is_its_words(record: Record, column: int, plain: Sequence[Phrase]) -> bool:
    """Whether a column headed with the record's own name stands beside one of its numbers."""
    if record.name == "task":  # "Activity" beside "Step", "Step" beside "No"
        mine = _wordiness(plain[column].words)
        others = [rank for one in plain if (rank := _wordiness(one.words)) is not None]
        return mine is not None and mine > min(others)
    if plain[column].words != record.name or not record.has("title"):
        return False
    numbered = {f"{record.name} {word}" for word in ("id", "no", "ref", "number", "reference")}
    return any(one.words in numbered for one in plain)


def _wordiness(words: str) -> int | None:
    """How far a heading of a runbook's step asks for words rather than for its number."""
    if ("task", "task") not in exact_fields(Phrase(words)):
        return None
    return next((rank for rank, texts in enumerate(_STEPS) if words in texts), 0)


def _is_its_number(record: Record, column: int, plain: Sequence[Phrase]) -> bool:
    """Whether a runbook's column names its steps, so that it is not what they do."""
    if record.name != "task" or _wordiness(plain[column].words) is None:
        return False
    return not _is_its_words(record, column, plain)


def _halves_of_restored(plain: Sequence[Phrase], fits: Fits) -> frozenset[int]:
    """`Recovery date` and `Recovery time`: beside a date, such a time is a moment, no duration."""
    halves: dict[str, int] = {}
    for column, one in enumerate(plain):
        stem, _, half = one.words.rpartition(" ")
        if stem in _BACK and half in ("date", "time") and one.unit is None:
            halves.setdefault(half, column)
    if len(halves) < 2:
        return frozenset()
    restored = RECORDS["recovery"].field("restored_at")
    shares = fits(halves["date"], _A_DAY), fits(halves["time"], restored)
    is_moment = all(share is None or share > 0.5 for share in shares)
    return frozenset(halves.values()) if is_moment else frozenset()


def _times_beside_targets(plain: Sequence[Phrase], fits: Fits) -> frozenset[int]:
    """`Actual time` beside an `RTO` of each system is the time its recovery took.

    Not where it may be a moment: clock times (`14:20`) beside targets that are none.
    """
    recovery = RECORDS["recovery"]
    owned = [{name for owner, name in exact_fields(one) if owner == "recovery"} for one in plain]
    targets = [column for column, names in enumerate(owned) if "rto_seconds" in names]
    if len(targets) != 1 or not any("system" in names for names in owned):
        return frozenset()
    if any("recovery_time_seconds" in names for names in owned):
        return frozenset()

    def is_clock(column: int) -> bool:
        return (fits(column, recovery.field("restored_at")) or 0.0) > 0.5

    return frozenset(
        column
        for column, one in enumerate(plain)
        if one.words in _TAKEN and (not is_clock(column) or is_clock(targets[0]))
    )


def _join_dates(
    record: Record, headings: Sequence[str], plain: Sequence[Phrase], fits: Fits,
    taken: dict[str, ColumnMatch], columns: dict[int, ColumnMatch],
) -> None:  # fmt: skip
    """`Date` beside `Time`, `Server up date` beside `Server up time`: the halves of one instant."""
    for name, first in list(taken.items()):
        words = plain[first.column].words.split()
        if first.part or record.field(name).kind != "instant":
            continue
        if words == ["date"] and record.name == "drill":
            _join_start(record, headings, plain, fits, first, taken, columns)
        if "time" not in words:
            continue
        wanted = " ".join("date" if word == "time" else word for word in words)
        for column, one in enumerate(plain):
            if column in columns or one.words != wanted or fits(column, _A_DAY) == 0:
                continue
            columns[first.column] = taken[name] = replace(first, part="time")
            columns[column] = _column(
                record, one, headings, column, name, 1.0, "the date beside it", "date"
            )
            break


def _join_start(
    record: Record, headings: Sequence[str], plain: Sequence[Phrase], fits: Fits,
    date: ColumnMatch, taken: dict[str, ColumnMatch], columns: dict[int, ColumnMatch],
) -> None:  # fmt: skip
    """`Date` beside `Start` of a drill: the day and the clock time of one instant."""
    for column, one in enumerate(plain):
        if (
            column not in columns
            and "date" not in one.words.split()
            and (record.name, date.field) in exact_fields(one)
            and not fits(column, _A_DAY)
            and fits(column, record.field(date.field)) != 0
        ):
            columns[date.column] = taken[date.field] = replace(date, part="date")
            columns[column] = _column(
                record, one, headings, column, date.field, 1.0, "the time beside its date", "time"
            )
            return


def _column(
    record: Record,
    one: Phrase,
    headings: Sequence[str],
    column: int,
    name: str,
    score: float,
    why: str,
    part: str = "",
) -> ColumnMatch:
    return ColumnMatch(
        column, headings[column], record.name, name, round(min(score, 1.0), 2), why,
        one.unit, one.zone, one.currency, part,
    )  # fmt: skip


def _split_parts(target: Field, first: Phrase, second: Phrase) -> tuple[str, str] | None:
    """("date", "time") or the reverse when two columns are the halves of one instant."""
    if target.kind != "instant":
        return None
    one, other = set(first.words.split()), set(second.words.split())
    if "date" in one and "time" in other and "date" not in other:
        return ("date", "time")
    if "time" in one and "date" in other and "date" not in one:
        return ("time", "date")
    return None


def _with_parent(
    match: TableMatch,
    headings: Sequence[str],
    plain: Sequence[Phrase],
    likeness: list[dict[tuple[str, str], float]],
    fits: Fits,
    said: Said,
) -> TableMatch:
    """The match with left-over columns given to the parent record (a result row's drill date)."""
    record = RECORDS[match.record]
    if record.parent is None:
        return match
    free = {one.column for one in match.ignored}
    own = {one.field for one in match.columns}
    parent = _match_record(
        RECORDS[record.parent],
        [text if i in free else "" for i, text in enumerate(headings)],
        [one if i in free else phrase("") for i, one in enumerate(plain)],
        likeness, fits, said,
    )  # fmt: skip
    keys = RECORDS[record.parent].key
    extra = tuple(
        one
        for one in parent.columns
        if one.confidence >= 1 and one.field not in keys and one.field not in own
    )
    taken = {one.column for one in extra}
    return replace(
        match,
        columns=match.columns + extra,
        ignored=tuple(one for one in match.ignored if one.column not in taken),
    )
