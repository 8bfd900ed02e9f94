//! Finds the signatures in a PDF and takes each apart: which bytes it covers, and what is signed.
//!
//! Takes the bytes of a file; gives, of every signature dictionary in it (ISO 32000-1, 12.8), the covered bytes and
//! the signature itself, or why they are not as they must be. It looks for the dictionaries in the bytes and not by
//! way of the cross-reference tables: no table needs to be believed or repaired, and nothing is unpacked. Which of them
//! a viewer would show is therefore not asked, and one that this cannot read is a signature that does not hold: none in
//! plain bytes hides. One in a compressed object stream is not found. What the pages show is not looked at: all of it
//! is among the bytes.

use std::collections::BTreeMap;
use std::ops::Range;

use der::{Encode as _, Header, SliceReader};

use super::syntax::{self, Dictionary};
use super::value;
use crate::base::{Lang, Say, Time, lang, limits};
use crate::verify::cms;
use crate::verify::x509::printable;

/// Signatures in one file: a body's officers and their renewals by time stamps stay below.
pub const MANY: usize = 64;

/// Places of the key: words in texts are among them.
const MENTIONS: usize = 10_000;

/// Bytes that are read in search of dictionaries, those within each other again. Honest files stay below a tenth.
const WORK: usize = 64 << 20;

/// Bytes that all signatures of a file cover together: eight of the largest file, or 64 of a usual one.
const COVERED: usize = 8 * limits::PDF as usize;

/// Why a file is not searched for signatures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadPdf {
    /// More signatures than anybody makes.
    TooMany,
    /// They cover more bytes, together, than are hashed for one file.
    TooLarge,
    /// Too many dictionaries within each other where signatures could be.
    Tangled,
}

impl Say for BadPdf {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::TooMany => lang::say!(
                lang,
                "mehr als {MANY} Signaturen in einem PDF; sie werden nicht geprüft",
                "more than {MANY} signatures in one PDF; they are not checked"
            ),
            Self::TooLarge => lang::say!(
                lang,
                "die Signaturen erfassen zusammen mehr als {COVERED} Bytes; sie werden nicht geprüft",
                "the signatures cover more than {COVERED} bytes together; they are not checked"
            ),
            Self::Tangled => lang::say!(
                lang,
                "das PDF ist zu verschachtelt, um alle Signaturen zu finden; sie werden nicht geprüft",
                "the PDF is too tangled to find all signatures; they are not checked"
            ),
        }
    }
}

lang::error_that_says!(BadPdf);

/// Why a signature dictionary is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadField {
    /// `/ByteRange` stands in no dictionary that can be read, or in several at once.
    Unplaced,
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
            Self::Unplaced => lang::say!(
                lang,
                "/ByteRange steht in nichts, was sich als Signatur lesen lässt",
                "/ByteRange stands in nothing that can be read as a signature"
            ),
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

impl Field {
    /// One that cannot be read; `at` is the place of its key.
    fn unplaced(at: usize) -> Self {
        let parts = Err(BadField::Unplaced);
        Self { start: at, kind: Kind::Signature, claimed: None, reason: None, parts }
    }
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
    let keys = keys(file)?;
    let mut placed: BTreeMap<usize, Vec<(usize, Dictionary)>> = BTreeMap::new();
    for (start, dictionary) in dictionaries(file, &keys)? {
        // Which of several is meant, viewers would choose; so each key has the first two.
        for at in dictionary.places(KEY) {
            let all = placed.entry(at).or_default();
            if all.len() < 2 {
                all.push((start, dictionary.clone()));
            }
        }
    }
    let mut fields: Vec<Field> = Vec::new();
    for (at, is_value) in keys {
        let found = match placed.get(&at).map(Vec::as_slice) {
            Some([(start, dictionary)]) => field(file, *start, dictionary),
            None if !is_value => continue,
            _ => Field::unplaced(at),
        };
        // A key that is written twice is in one dictionary.
        if fields.iter().all(|f| f.start != found.start) {
            fields.push(found);
        }
        if fields.len() > MANY {
            return Err(BadPdf::TooMany);
        }
    }
    let covered: usize = fields.iter().filter_map(|f| Some(f.parts.as_ref().ok()?.end)).sum();
    if covered > COVERED {
        return Err(BadPdf::TooLarge);
    }
    fields.sort_by_key(|f| f.parts.as_ref().map_or(usize::MAX, |p| p.end));
    Ok(fields)
}

/// The key that every signature has, and nothing else.
const KEY: &[u8] = b"ByteRange";

/// Where the key stands, or only its word, and whether a value follows as signatures have it.
fn keys(file: &[u8]) -> Result<Vec<(usize, bool)>, BadPdf> {
    let mut keys = Vec::new();
    let slashes = file.iter().enumerate().filter(|(_, byte)| **byte == b'/');
    for (at, _) in slashes {
        if let Some(is_value) = syntax::key_at(file, at, KEY) {
            keys.push((at, is_value));
            if keys.len() > MENTIONS {
                return Err(BadPdf::TooMany);
            }
        }
    }
    Ok(keys)
}

/// Every dictionary that has the key, wherever it begins, and where that is.
fn dictionaries(file: &[u8], keys: &[(usize, bool)]) -> Result<Vec<(usize, Dictionary)>, BadPdf> {
    let mut found = Vec::new();
    let mut work = 0;
    let mut from = 0;
    for (key, _) in keys {
        // What stood before the last key and did not reach it does not reach this one either.
        from = from.max(key.saturating_sub(syntax::LONGEST));
        for (at, pair) in file.get(from..*key).unwrap_or_default().windows(2).enumerate() {
            if pair == b"<<" {
                let (dictionary, looked) = Dictionary::at(file, from + at);
                work += looked;
                if work > WORK {
                    return Err(BadPdf::Tangled);
                }
                if let Some(dictionary) = dictionary.filter(|d| d.places(KEY).next().is_some()) {
                    found.push((from + at, dictionary));
                    if found.len() > MANY {
                        return Err(BadPdf::TooMany);
                    }
                }
            }
        }
        from = *key;
    }
    Ok(found)
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
