#!/bin/sh
# Takes out of .venv what no service uses: where phone numbers are and whose they are, a tenth of an image.
# .ci/check_dependencies.py holds the services to it.
set -eu
for unused in geodata carrierdata; do
    rm -rf .venv/lib/python*/site-packages/phonenumbers/$unused
done
