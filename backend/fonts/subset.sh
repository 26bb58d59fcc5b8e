#!/bin/sh
# Makes the subsets in this folder from Debian's fonts-noto-core with fonttools; README.md says more.
set -eu
cd "$(dirname "$0")"
from=/usr/share/fonts/truetype/noto

# NAME FEATURES RANGES
subset() {
  pyftsubset "$from/$1.ttf" --output-file="$1.subset.ttf" --layout-features="$2" --unicodes="$3" \
    --no-hinting --name-IDs=0,1,2,3,4,5,6,13,14 --notdef-outline --no-recommended-glyphs
}

text=U+0020-007E,U+00A0-036F,U+0370-03FF,U+0400-052F,U+1AB0-1AFF,U+1C80-1C8F,U+1D00-1DFF,U+1E00-1FFF
text=$text,U+2000-206F,U+2070-20CF,U+20D0-20FF,U+2100-218F,U+2C60-2C7F,U+2DE0-2DFF,U+2E00-2E7F
text=$text,U+A640-A69F,U+A700-A7FF,U+AB30-AB6F,U+FB00-FB06,U+FE20-FE2F,U+FFFD
subset NotoSans-Regular kern,mark,mkmk,ccmp,locl "$text"
subset NotoSans-Bold kern U+0020-007E,U+2026
subset NotoSansHebrew-Regular kern,mark,mkmk,ccmp,locl U+0020,U+0590-05FF,U+20AA,U+25CC,U+FB1D-FB4F
subset NotoSansArabic-Regular '*' \
  U+0020,U+0600-06FF,U+0750-077F,U+0870-08FF,U+200C-200F,U+25CC,U+2E41,U+FB50-FDFF,U+FE70-FEFC
subset NotoSansMath-Regular '' U+2190-21FF,U+2200-22FF,U+00AC,U+00B1,U+00D7,U+00F7
subset NotoSansSymbols2-Regular '' U+2300-23FF,U+25A0-25FF,U+2600-27BF,U+2B00-2BFF
