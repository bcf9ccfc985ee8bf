#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the help page of the dialog out of README.md; its pictures stand beside it.

Usage: page_of_readme.py README PAGE
"""

import re
import sys
from pathlib import Path

import markdown

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>K-Means Quantize</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 16px/1.5 sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; }}
img {{ max-width: 100%; height: auto; }}
pre {{ overflow-x: auto; padding: 0.7em; background: #8882; }}
table {{ border-collapse: collapse; }}
th, td {{ border: 1px solid #8888; padding: 0.3em 0.6em; text-align: left; vertical-align: top; }}
</style>
</head>
<body>
{body}
</body>
</html>
"""


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    text = Path(sys.argv[1]).read_text(encoding="utf-8")
    # Files of the source tree are not installed: of a link to them the words stay.
    text = re.sub(r"(?<!!)\[([^\]]+)\]\((?!https?:|#)[^)]+\)", r"\1", text)
    text = re.sub(r"(\]\(|src=\"|srcset=\")data/", r"\1", text)
    body = markdown.markdown(text, extensions=["tables", "toc", "fenced_code", "md_in_html"])
    Path(sys.argv[2]).write_text(PAGE.format(body=body), encoding="utf-8")


main()
