//! Finds the signatures in a PDF and takes each apart: which bytes it covers, and what is signed.
//!
//! Takes the bytes of a file; gives, of every signature dictionary in it (ISO 32000-1, 12.8), the covered bytes and
//! the signature itself, or why they are not as they must be. It looks for the dictionaries in the bytes and not by
//! way of the cross-reference tables: a signature's value must lie in the plain bytes of the file, in the gap that its
//! `/ByteRange` leaves, so none can hide, no table needs to be believed or repaired, and nothing is unpacked. What the
//! pages show is not looked at: all of it is among the bytes.

use std::ops::Range;

use der::{Encode as _, Header, SliceReader};

use super::syntax::{self, Dictionary};
use super::value;
use crate::base::{Lang, Say, Time, lang};
use crate::verify::cms;
use crate::verify::x509::printable;

/// Signatures in one file: a body's officers and their renewals by time stamps stay below.
pub const MANY: usize = 64;

/// Objects that are tried, from the key backwards, as the one in which it stands.
const TRIES: usize = 4;

/// How far before `/ByteRange` its object may begin: behind the signature's value in hex, at most.
const BACK: usize = 2 * cms::MAX + 65_536;

/// Why a file is not searched for signatures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadPdf {
    /// More signatures than anybody makes.
    TooMany,
}

impl Say for BadPdf {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::TooMany => lang::say!(
                lang,
                "mehr als {MANY} Signaturen in einem PDF; sie werden nicht geprüft",
                "more than {MANY} signatures in one PDF; they are not checked"
            ),
        }
    }
}

lang::error_that_says!(BadPdf);

/// Why a signature dictionary is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadField {
    /// `/ByteRange` is not `[0 a b c]` within the file.
    ByteRange,
    /// What `/ByteRange` leaves out is not exactly the value of `/Contents`.
    Gap,
    /// `/Contents` is no string in hex, or has something else than zeros behind the signature.
    Contents,
    /// A `/SubFilter` that is not checked.
    SubFilter(String),
}

impl Say for BadField {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::ByteRange => lang::say!(
                lang,
                "/ByteRange ist nicht von der Form [0 a b c] innerhalb der Datei",
                "/ByteRange is not of the form [0 a b c] within the file"
            ),
            Self::Gap => lang::say!(
                lang,
                "was /ByteRange auslässt, ist nicht genau die Signatur (/Contents)",
                "what /ByteRange leaves out is not exactly the signature (/Contents)"
            ),
            Self::Contents => lang::say!(
                lang,
                "/Contents ist keine Signatur, hinter der nur Nullen stehen",
                "/Contents is no signature with only zeros behind it"
            ),
            Self::SubFilter(name) => lang::say!(
                lang,
                "Signaturen der Art „{name}“ werden hier nicht geprüft",
                "signatures of the kind \"{name}\" are not checked here"
            ),
        }
    }
}

/// What kind of signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A person's or a body's.
    Signature,
    /// An authority's time stamp of the whole document (ETSI EN 319 142-1).
    TimeStamp,
}

/// A signature dictionary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Where its dictionary begins in the file.
    pub start: usize,
    /// What kind it says it is.
    pub kind: Kind,
    /// When it says it was made (`/M`), if that can be read.
    pub claimed: Option<Time>,
    /// `/Reason`.
    pub reason: Option<String>,
    /// What it covers, and what is signed.
    pub parts: Result<Parts, BadField>,
}

/// What a signature covers: from the beginning of the file to `end`, but for `gap`; and the signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// The value of `/Contents`, brackets among it.
    pub gap: Range<usize>,
    /// Where the covered bytes end.
    pub end: usize,
    /// The signature: CMS in DER.
    pub der: Vec<u8>,
}

/// Finds all signature dictionaries, in the order in which they end.
pub fn find(file: &[u8]) -> Result<Vec<Field>, BadPdf> {
    const KEY: &[u8] = b"/ByteRange";
    let mut fields: Vec<Field> = Vec::new();
    let mut from = 0;
    let mut seen = 0;
    while let Some(at) = position(file, KEY, from) {
        from = at + KEY.len();
        seen += 1;
        if seen > MANY {
            return Err(BadPdf::TooMany);
        }
        if let Some((start, dictionary)) = around(file, at)
            && fields.iter().all(|f| f.start != start)
        {
            fields.push(field(file, start, &dictionary));
        }
    }
    fields.sort_by_key(|f| f.parts.as_ref().map_or(usize::MAX, |p| p.end));
    Ok(fields)
}

/// The next place of some bytes.
fn position(file: &[u8], what: &[u8], from: usize) -> Option<usize> {
    let rest = file.get(from..)?;
    rest.windows(what.len()).position(|window| window == what).map(|at| from + at)
}

/// The dictionary of the object in which a key stands, not deeper in it, and where it begins.
fn around(file: &[u8], key: usize) -> Option<(usize, Dictionary)> {
    let from = key.saturating_sub(BACK);
    let before = file.get(from..key)?;
    let objects = before.windows(3).enumerate().rev().filter(|(_, window)| *window == b"obj");
    let starts = objects.filter_map(|(at, _)| syntax::object(file, from + at)).take(TRIES);
    starts
        .filter_map(|start| Some((start, Dictionary::at(file, start)?)))
        .find(|(_, dictionary)| dictionary.has_at(b"ByteRange", key))
}

fn field(file: &[u8], start: usize, dictionary: &Dictionary) -> Field {
    let entry = |key: &str| dictionary.get(key.as_bytes()).and_then(|place| file.get(place));
    let kind = entry("SubFilter").and_then(syntax::name).unwrap_or_default();
    let text = |key| entry(key).and_then(value::text);
    Field {
        start,
        kind: if kind == b"ETSI.RFC3161" { Kind::TimeStamp } else { Kind::Signature },
        claimed: text("M").and_then(|m| date(&m)),
        reason: text("Reason").map(|reason| printable(&reason)),
        parts: match kind.as_slice() {
            b"ETSI.CAdES.detached" | b"adbe.pkcs7.detached" | b"ETSI.RFC3161" => parts(file, dictionary),
            other => Err(BadField::SubFilter(printable(&String::from_utf8_lossy(other)))),
        },
    }
}

fn parts(file: &[u8], dictionary: &Dictionary) -> Result<Parts, BadField> {
    let range = dictionary.get(b"ByteRange").and_then(|place| value::numbers(file.get(place)?));
    let Some(&[0, before, behind, more]) = range.as_deref() else { return Err(BadField::ByteRange) };
    let end = behind.checked_add(more).filter(|end| *end <= file.len()).ok_or(BadField::ByteRange)?;
    let contents = dictionary.get(b"Contents").ok_or(BadField::Contents)?;
    if contents != (before..behind) || dictionary.end > end {
        return Err(BadField::Gap);
    }
    let held = file.get(contents.clone()).and_then(value::hex_string).ok_or(BadField::Contents)?;
    let size = signature_size(&held).filter(|size| *size <= cms::MAX).ok_or(BadField::Contents)?;
    match held.split_at_checked(size) {
        Some((der, zeros)) if zeros.iter().all(|b| *b == 0) => {
            Ok(Parts { gap: contents, end, der: der.to_vec() })
        }
        _ => Err(BadField::Contents),
    }
}

/// How long the DER value is that begins here.
fn signature_size(bytes: &[u8]) -> Option<usize> {
    let header = Header::peek(&SliceReader::new(bytes).ok()?).ok()?;
    let head = usize::try_from(header.encoded_len().ok()?).ok()?;
    head.checked_add(usize::try_from(header.length()).ok()?)
}

/// A date (7.9.4), `D:20260329033000+02'00'`, with its offset: without one it is no time.
fn date(text: &str) -> Option<Time> {
    let text = text.strip_prefix("D:")?;
    let (local, offset) = text.split_at_checked(14)?;
    let part = |range: Range<usize>| local.get(range);
    let offset = match offset {
        "Z" | "Z00'00'" | "Z00'00" => "+00:00".to_owned(),
        other => {
            let (hours, minutes) = other.split_at_checked(3)?;
            let minutes = minutes.strip_prefix('\'')?;
            format!("{hours}:{}", minutes.strip_suffix('\'').unwrap_or(minutes))
        }
    };
    let offset = if offset == "-00:00" { "+00:00" } else { &offset };
    let (year, month, day) = (part(0..4)?, part(4..6)?, part(6..8)?);
    let (hour, minute, second) = (part(8..10)?, part(10..12)?, part(12..14)?);
    format!("{year}-{month}-{day}T{hour}:{minute}:{second}{offset}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_has_its_offset() {
        let told = |text| date(text).map(|t| t.to_string());
        let same = Some("2026-03-29T03:30:00+02:00".to_owned());
        assert_eq!(told("D:20260329033000+02'00'"), same);
        assert_eq!(told("D:20260329033000+02'00"), same);
        assert_eq!(told("D:20260329033000Z").as_deref(), Some("2026-03-29T03:30:00+00:00"));
        for bad in [
            "D:20260329033000",
            "D:2026",
            "20260329033000Z",
            "D:20261329033000Z",
            "D:2026032903300ü+02'00'",
            "",
        ] {
            assert_eq!(told(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_signature_ends_where_its_header_says() {
        assert_eq!(signature_size(&[0x30, 0x82, 1, 2, 0]), Some(4 + 258));
        assert_eq!(signature_size(&[0x30, 3]), Some(5));
        for bad in [&[][..], &[0x30], &[0x30, 0x80, 0, 0], &[0x30, 0x81, 3]] {
            assert_eq!(signature_size(bad), None, "{bad:?}");
        }
    }
}
