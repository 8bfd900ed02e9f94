#!/bin/sh
# What the verify-only build must not contain: a typesetter, secret-key handling, a network, a second copy.
# (`pkcs8` comes below the elliptic curves and RSA, for public keys; without `pkcs5` it opens no key file.)
set -eu
tree=$(cargo tree --no-default-features --edges normal --prefix none | awk '{print $1}' | sort -u)
count=$(printf '%s\n' "$tree" | wc -l)
for crate in typst typst-pdf krilla printpdf lopdf p12-keystore pkcs12 pkcs5 rpassword getrandom tempfile toml rustls ureq hyper tokio; do
    if printf '%s\n' "$tree" | grep -qx "$crate"; then
        echo "the verify-only build contains $crate" >&2
        exit 1
    fi
done
# The check looks at the right thing: the default build does contain them.
for crate in typst pkcs5 tempfile; do
    cargo tree --edges normal --prefix none | awk '{print $1}' | grep -qx "$crate" || {
        echo "check-tree.sh no longer finds $crate in the default build" >&2
        exit 1
    }
done
if [ "$count" -gt 100 ]; then
    echo "the verify-only build has grown to $count crates" >&2
    exit 1
fi
echo "verify-only build: $count crates, none of them forbidden"
