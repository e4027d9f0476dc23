"""`python -m commonweal` is the same command as `commonweal`."""

from commonweal.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
