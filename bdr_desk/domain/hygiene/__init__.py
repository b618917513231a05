"""Hygiene: whether a row of a list is worth a dial, judged by named rules that show their evidence.

`judge` finds what is wrong with a row, `severity_of` says what that does to it, `RULES` holds every rule.
"""

from bdr_desk.domain.hygiene.judging import judge, severity_of
from bdr_desk.domain.hygiene.mail import likely_address
from bdr_desk.domain.hygiene.rules import RULES, Companies, Rule, Severity, Terms

__all__ = ["RULES", "Companies", "Rule", "Severity", "Terms", "judge", "likely_address", "severity_of"]
