"""List what a language's catalogue has not yet: those words the report says in English.

    python -m tools.missing_words          every language that there is a catalogue of
    python -m tools.missing_words cy       one
"""

import sys

from commonweal.report.languages import languages, missing


def main(arguments: list[str]) -> int:
    """Print the key of each missing word, a line each."""
    for language in arguments or languages():
        for key in missing(language):
            print(f"{language} has not: {key}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
