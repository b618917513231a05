"""`bdr-desk` and `python -m bdr_desk`."""

import gc
import sys


def main() -> int:
    # What a start imports stays for good: looking through it for garbage over and over costs a fifth of the start.
    gc.disable()
    from bdr_desk.app import main as start

    return start(sys.argv[1:])


if __name__ == "__main__":
    if getattr(
        sys, "frozen", False
    ):  # as one program file, its second process for long lists starts here as well
        import multiprocessing

        multiprocessing.freeze_support()
    sys.exit(main())
