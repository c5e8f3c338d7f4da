"""Prints the files of a config drive, an ISO 9660 image on standard input, as JSON {path: base64}."""

import base64
import io
import json
import sys

import pycdlib

iso = pycdlib.PyCdlib()
iso.open_fp(io.BytesIO(sys.stdin.buffer.read()))
kind = "joliet_path" if iso.has_joliet() else "rr_path" if iso.has_rock_ridge() else "iso_path"
files = {}
for folder, _, names in iso.walk(**{kind: "/"}):
    for name in names:
        path = f"{folder.rstrip('/')}/{name}"
        data = io.BytesIO()
        iso.get_file_from_iso_fp(data, **{kind: path})
        files[path] = base64.b64encode(data.getvalue()).decode()
iso.close()
json.dump(files, sys.stdout)
