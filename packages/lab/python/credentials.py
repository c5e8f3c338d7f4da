"""Writes the lab's TLS certificates and its password files, as JSON on standard input says:
    {"certificates": [{"cert": path, "key": path}], "passwords": [{"file": path, "username", "password"}]}
Passwords never appear on a command line.
"""

import datetime
import ipaddress
import json
import os
import sys

import bcrypt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

# The lowest cost that bcrypt knows: each request to a BMC is checked against the file.
BCRYPT_ROUNDS = 4


def write(path, data):
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)


def certificate(cert, key):
    """One self-signed certificate, also usable as its own CA."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Ironworks lab BMC")])
    now = datetime.datetime.now(datetime.timezone.utc)
    public = private.public_key()
    built = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.SubjectAlternativeName(
            [x509.IPAddress(ipaddress.ip_address("127.0.0.1")), x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.KeyUsage(
            digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False,
            key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False,
            decipher_only=False), critical=True)
        .sign(private, hashes.SHA256())
    )
    write(key, private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    write(cert, built.public_bytes(serialization.Encoding.PEM))


wanted = json.load(sys.stdin)
for entry in wanted.get("certificates", []):
    certificate(**entry)
for entry in wanted["passwords"]:
    digest = bcrypt.hashpw(entry["password"].encode(), bcrypt.gensalt(BCRYPT_ROUNDS))
    write(entry["file"], entry["username"].encode() + b":" + digest + b"\n")
