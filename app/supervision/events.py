"""What supervision announces."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class SlipIssued:
    """A prompt, an urging or a supervision letter went out. `action`: PROMPT, URGE, SUPERVISE_L1 … L4, REASSIGN_REVIEW."""

    case_id: int
    action: str
    now: datetime
