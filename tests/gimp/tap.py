# SPDX-License-Identifier: GPL-3.0-or-later
"""Test results as TAP lines on standard output."""


class Tap:
    def __init__(self):
        self.count = 0
        self.is_good = True

    def say(self, condition, label, *details):
        """Reports one case; the details only if it failed."""
        self.count += 1
        print(f"{'ok' if condition else 'not ok'} - {label}", flush=True)
        if not condition:
            self.is_good = False
            self.explain("\n".join(details))

    @staticmethod
    def explain(text):
        for line in text.splitlines():
            print(f"# {line}", flush=True)

    def relay(self, lines):
        """Passes on the TAP lines of another program."""
        for line in lines:
            self.count += line.startswith(("ok", "not ok"))
            self.is_good = self.is_good and not line.startswith("not ok")
            print(line, flush=True)

    def finish(self):
        """Prints the plan and returns the exit code."""
        print(f"1..{self.count}")
        return 0 if self.is_good else 1
