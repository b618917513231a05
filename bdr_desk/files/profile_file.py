"""Ideal profiles as TOML or JSON files.

industries = ["Freight", "Logistics"]
size_from = 50
seniorities = ["chief", "vp", "director"]
countries = ["US", "CA"]
weights = { industry = 5 }
"""

import json
import tomllib
from pathlib import Path
from typing import Any

from bdr_desk.errors import FileProblem
from bdr_desk.files.text_file import read_text

_ADVICE = "Put that right in the file and try again: bdr-desk profile show --json prints the form."


def read_profile_file(path: Path) -> dict[str, Any]:
    """What the file says, unchecked. Raises FileProblem."""
    text = read_text(path)
    try:
        data = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except (json.JSONDecodeError, tomllib.TOMLDecodeError) as error:
        raise FileProblem(f"{path.name} is neither TOML nor JSON: {error}.", _ADVICE) from error
    except RecursionError as error:
        raise FileProblem(f"{path.name} is nested too deeply to be read.", _ADVICE) from error
    if not isinstance(data, dict):
        raise FileProblem(f"{path.name} is no ideal profile.", _ADVICE)
    return data
