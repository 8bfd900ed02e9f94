//! One codec for each file of an archive, and the one home of its paths.
//!
//! Specification: `docs/archive-format.md`. Every codec takes bytes and gives a value or an error;
//! none reads files. Each accepts exactly one encoding: what it parses, it writes back byte for byte.

pub mod anchor;
mod bad_charter;
mod body;
pub mod certificate;
pub mod charter;
pub mod checkpoint;
pub mod entry;
pub mod files;
pub mod heads;
pub mod layout;
pub mod merkle;
pub mod note;
pub mod pending;
pub mod record;
pub mod review;
pub mod tile;

pub use crate::base::canonical;

/// Whether a format line is that of the same thing in a later number.
pub(crate) fn is_newer(found: &str, known: &str) -> bool {
    let split =
        |f: &str| f.rsplit_once('/').and_then(|(name, n)| Some((name.to_owned(), entry::decimal(n)?)));
    matches!((split(found), split(known)), (Some((f, n)), Some((k, m))) if f == k && n > m)
}

/// Whether a name can be an archive's origin: host-like, ASCII, lower case, no spaces, no `+`
/// (C2SP signed-note forbids both in key names), at most 128 bytes, no empty path segment.
pub fn is_origin(name: &str) -> bool {
    (1..=128).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-._/".contains(&b))
        && name.split('/').all(|part| !part.is_empty() && part != "." && part != "..")
}
