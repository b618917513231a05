"""`bdr-desk` and `python -m bdr_desk`."""

import sys


def main() -> int:
    from bdr_desk.app import main as start

    return start(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
