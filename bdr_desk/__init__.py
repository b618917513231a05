"""BDR Desk: a desktop workstation for teleprospecting."""

__version__ = "0.1.0"
