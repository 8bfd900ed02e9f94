//! An entry of the log: when the archive says it was logged, the state of all streams, and the record.
//!
//! Specification: `docs/archive-format.md`, "Entries". The bytes are a leaf of the log.
//!
//! ```text
//! inkraft/entry/1
//! logged 2026-03-29T03:30:00+02:00
//! heads 2 <RFC 6962 root over the lines of `heads` after this entry>
//! stamp 17 <SHA-256 of checkpoints/17.tsr>        (one for each stamp since the last entry)
//!
//! <the record, a signed note>
//! ```

use crate::base::{Digest, Lang, Say, Time, lang, limits};

/// The first line of every entry.
pub const FORMAT: &str = "inkraft/entry/1";

/// An entry, with its record still as bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Claimed by the archive, never decreasing.
    pub logged: Time,
    /// Number of streams after this entry, and the root over their lines.
    pub heads: (u64, Digest),
    /// Time stamps obtained since the last entry: checkpoint size, and hash of the stamp's file.
    pub stamps: Vec<(u64, Digest)>,
    /// The record note, verbatim.
    pub record: Vec<u8>,
}

/// Why bytes are not an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadEntry {
    /// Larger than 65,535 bytes.
    TooLarge,
    /// A format that this version does not know.
    Unknown(String),
    /// A line before the blank one is malformed.
    Line,
}

impl Say for BadEntry {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::TooLarge => lang::say!(lang, "Eintrag ist zu groß", "the entry is too large"),
            Self::Unknown(f) => lang::say!(
                lang,
                "Eintrag im Format „{f}“, das diese Programmfassung nicht kennt",
                "an entry of the format \"{f}\", which this version does not know"
            ),
            Self::Line => {
                lang::say!(lang, "Kopf des Eintrags ist fehlerhaft", "the head of the entry is malformed")
            }
        }
    }
}

lang::error_that_says!(BadEntry);

impl Entry {
    /// Reads an entry; the record is not looked into.
    pub fn parse(bytes: &[u8]) -> Result<Self, BadEntry> {
        if bytes.len() > limits::ENTRY {
            return Err(BadEntry::TooLarge);
        }
        let cut = bytes.windows(2).position(|w| w == b"\n\n").ok_or(BadEntry::Line)?;
        let head = std::str::from_utf8(&bytes[..cut]).map_err(|_| BadEntry::Line)?;
        let mut lines = head.split('\n');
        let format = lines.next().unwrap_or_default();
        if format != FORMAT {
            // Only what a newer version would write asks for one; anything else is no entry at all.
            let newer = super::is_newer(format, FORMAT);
            return Err(if newer { BadEntry::Unknown(format.to_owned()) } else { BadEntry::Line });
        }
        let logged = lines.next().and_then(|l| l.strip_prefix("logged ")).and_then(|t| t.parse().ok());
        let heads = lines.next().and_then(|l| sized(l, "heads "));
        let stamps: Option<Vec<_>> = lines.map(|l| sized(l, "stamp ")).collect();
        match (logged, heads, stamps) {
            (Some(logged), Some(heads), Some(stamps)) => {
                Ok(Self { logged, heads, stamps, record: bytes[cut + 2..].to_vec() })
            }
            _ => Err(BadEntry::Line),
        }
    }

    /// The bytes of the entry.
    pub fn bytes(&self) -> Result<Vec<u8>, BadEntry> {
        let mut text = format!("{FORMAT}\nlogged {}\nheads {} {}\n", self.logged, self.heads.0, self.heads.1);
        for (size, hash) in &self.stamps {
            text += &format!("stamp {size} {hash}\n");
        }
        text.push('\n');
        let mut bytes = text.into_bytes();
        bytes.extend_from_slice(&self.record);
        if bytes.len() > limits::ENTRY { Err(BadEntry::TooLarge) } else { Ok(bytes) }
    }
}

/// `<prefix><number> <digest>`.
fn sized(line: &str, prefix: &str) -> Option<(u64, Digest)> {
    let (number, digest) = line.strip_prefix(prefix)?.split_once(' ')?;
    Some((decimal(number)?, digest.parse().ok()?))
}

/// A decimal number without leading zeros or signs.
pub fn decimal(text: &str) -> Option<u64> {
    text.parse::<u64>().ok().filter(|n| n.to_string() == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_comes_back_byte_for_byte() {
        let entry = Entry {
            logged: "2026-03-29T03:30:00+02:00".parse().unwrap(),
            heads: (2, Digest([1; 32])),
            stamps: vec![(17, Digest([2; 32]))],
            record: b"text\n\nsig\n".to_vec(),
        };
        let bytes = entry.bytes().unwrap();
        assert_eq!(Entry::parse(&bytes), Ok(entry.clone()));
        let text = String::from_utf8(bytes).unwrap();
        for bad in [
            text.replace("/1\n", "/2\n"),
            text.replace("logged ", "logged  "),
            text.replace("heads 2", "heads 02"),
            text.replace("heads 2", "heads +2"),
            text.replace("stamp", "stomp"),
            text.replace("\n\n", "\n"),
            text.replace("stamp 17", "\nstamp 17x").replacen("\n\n", "\n", 1),
        ] {
            assert!(Entry::parse(bad.as_bytes()).is_err(), "{bad}");
        }
        assert!(Entry { record: vec![0; limits::ENTRY], ..entry }.bytes().is_err());
    }
}
