"""Filters as SQL. What users wrote reaches the database as bound parameters and in no other way."""

from datetime import datetime, timedelta
from typing import Any

from campaign.schemas.audience import AllOf, AnyOf, FieldIs, Filter, HasTag, LastSeen, Not, Seen

_LAST_SEEN = (
    "(SELECT max(s.at) FROM last_inbound s WHERE s.company_id = k.company_id AND s.identity = ANY(k.aliases))"
)


class Conditions:
    """Collects the parameters of a statement whose conditions on ``contact_copy k`` it writes.

    Every condition is true or false and never NULL, so that ``NOT`` means what the user means by it.
    ``at`` is the time from which days are counted back.
    """

    def __init__(self, at: datetime) -> None:
        self._at = at
        self.parameters: dict[str, Any] = {}
        self.looks_further = False
        """It is in other tables that some of the conditions look for each contact."""

    def of(self, segment: Filter | None) -> str:
        """Return the condition of a filter; of None, which is everybody, the one that always holds."""
        match segment:
            case None:
                return "TRUE"
            case AllOf():
                return f"({' AND '.join(self.of(each) for each in segment.and_)})"
            case AnyOf():
                return f"({' OR '.join(self.of(each) for each in segment.or_)})"
            case Not():
                return f"(NOT {self.of(segment.not_)})"
            case HasTag():
                return f"k.tags @> ARRAY[{self._text(segment.tag)}]"
            case FieldIs():
                return self._field(segment)
            case LastSeen():
                self.looks_further = True
                return self._seen(segment.last_seen)

    def _field(self, leaf: FieldIs) -> str:
        value = f"k.custom_fields ->> {self._text(leaf.field)}"
        if leaf.equals is not None:
            return f"COALESCE({value} = {self._text(leaf.equals)}, false)"
        if leaf.contains is not None:
            part = f"lower({self._text(leaf.contains)})"
            return f"COALESCE(strpos(lower({value}), {part}) > 0, false)"
        return f"({value}) IS {'NOT NULL' if leaf.exists else 'NULL'}"

    def _seen(self, leaf: Seen) -> str:
        since = [leaf.after, leaf.within_days and self._at - timedelta(days=leaf.within_days)]
        bounds = [f"{_LAST_SEEN} >= {self._time(each)}" for each in since if each]
        if leaf.before is not None:
            bounds.append(f"{_LAST_SEEN} < {self._time(leaf.before)}")
        return f"COALESCE({' AND '.join(bounds)}, false)"

    def _text(self, value: str) -> str:
        return f"CAST({self._bound(value)} AS text)"

    def _time(self, value: datetime) -> str:
        return f"CAST({self._bound(value)} AS timestamptz)"

    def _bound(self, value: Any) -> str:
        name = f"filter_{len(self.parameters)}"
        self.parameters[name] = value
        return f":{name}"
