//! The certificate of force (Geltungsnachweis): a question, and what of an archive answers it.
//!
//! Specification: `docs/archive-format.md`, "Certificate of force". Takes bytes, gives the question, the checkpoint,
//! lines of `heads` and entries, each with its inclusion proof, and back. Whether they prove anything is for `verify`.
//!
//! ```text
//! inkraft/certificate/1
//! origin musterkammer.example
//! policy hausordnung
//! on 2018-08-01
//! known 2018-12-31
//!
//! checkpoint <bytes>
//! <the checkpoint, verbatim>
//!
//! stamp <bytes>
//! <a time stamp over it, in base64 on one line>
//!
//! head <position> <hashes>
//! <the line of heads>
//! <an inclusion proof: base64, a hash a line>
//!
//! entry <index> <bytes> <hashes>
//! <an inclusion proof>
//! <the entry, verbatim>
//! ```

use base64ct::{Base64, Encoding};

use super::entry::decimal;
use super::heads;
use super::record::Stream;
use crate::base::{Day, Digest, Id, Lang, Say, lang, limits};

/// The first line of every certificate.
pub const FORMAT: &str = "inkraft/certificate/1";

/// The keyword in the metadata of a sheet, a PDF that a certificate is attached to.
pub const SHEET: &str = "inkraft/sheet/1";

/// A question, and the parts of an archive that answer it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// The archive's frozen name.
    pub origin: String,
    /// The policy that is asked about; the archive may have none of that id.
    pub policy: Id,
    /// The day that is asked about.
    pub on: Day,
    /// Only records logged by the end of this day count; absent: all.
    pub known: Option<Day>,
    /// The checkpoint's note, with its cosignatures.
    pub checkpoint: Vec<u8>,
    /// The time stamp over the checkpoint as the archive signed it, if it has one.
    pub stamp: Option<Vec<u8>>,
    /// Lines of the heads that the last entry commits to, by position.
    pub heads: Vec<Head>,
    /// Entries of the log, by index.
    pub entries: Vec<Included>,
}

/// A line of the heads, with its inclusion proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its number among the lines, from 0.
    pub position: u64,
    /// The stream.
    pub stream: Stream,
    /// Index of the stream's last record.
    pub index: u64,
    /// SHA-256 of that record's note.
    pub record: Digest,
    /// The hashes beside the way up, from the line on.
    pub path: Vec<Digest>,
}

impl Head {
    /// The leaf hash of the line.
    pub fn leaf(&self) -> Digest {
        heads::leaf(&self.stream, self.index, &self.record)
    }
}

/// An entry of the log, with its inclusion proof where it is not chained to a later one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Included {
    /// Its index.
    pub index: u64,
    /// The entry, verbatim.
    pub bytes: Vec<u8>,
    /// The hashes beside the way up, from the entry on; empty where a later entry names its leaf hash.
    pub path: Vec<Digest>,
}

/// Why bytes are not a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadCertificate {
    /// Larger than a certificate may be.
    TooLarge,
    /// Of a format that this version does not know.
    Unknown(String),
    /// The line of this number, from 1, is not as it should be.
    Line(usize),
    /// Readable, but not in the one spelling: too much at the end, other spaces, not in order.
    Spelling,
}

impl Say for BadCertificate {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::TooLarge => lang::say!(lang, "der Nachweis ist zu groß", "the certificate is too large"),
            Self::Unknown(f) => lang::say!(
                lang,
                "ein Nachweis im Format „{f}“, das diese Programmfassung nicht kennt",
                "a certificate of the format \"{f}\", which this version does not know"
            ),
            Self::Line(n) => lang::say!(
                lang,
                "das ist kein unveränderter Geltungsnachweis; in Zeile {n} steht etwas anderes, als da stehen muss",
                "this is no unaltered certificate of force; line {n} is not what it must be"
            ),
            Self::Spelling => lang::say!(
                lang,
                "der Geltungsnachweis steht nicht in der einen Schreibweise da; er wurde verändert",
                "the certificate is not in its one spelling; it was altered"
            ),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::Unknown(_) => lang::say!(
                lang,
                "Mit einer neueren Fassung von inkraft erneut prüfen.",
                "Check again with a newer version of inkraft."
            ),
            _ => lang::say!(
                lang,
                "Die Datei unverändert übertragen: auch andere Zeilenenden machen sie unbrauchbar.",
                "Pass the file on unaltered: even other line ends spoil it."
            ),
        })
    }
}

lang::error_that_says!(BadCertificate);

/// Whether bytes claim to be a certificate, of whatever version.
pub fn is_certificate(bytes: &[u8]) -> bool {
    bytes.starts_with(b"inkraft/certificate/")
}

/// Whether a file may be a sheet: its metadata are neither compressed nor encrypted, so that nothing of the PDF needs
/// to be understood.
pub fn is_sheet(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-") && bytes.windows(SHEET.len()).any(|window| window == SHEET.as_bytes())
}

impl Certificate {
    /// The bytes of the file.
    pub fn bytes(&self) -> Vec<u8> {
        let Self { origin, policy, on, known, .. } = self;
        let known = known.map_or(String::new(), |day| format!("known {day}\n"));
        let mut out = format!("{FORMAT}\norigin {origin}\npolicy {policy}\non {on}\n{known}").into_bytes();
        out.extend_from_slice(format!("\ncheckpoint {}\n", self.checkpoint.len()).as_bytes());
        out.extend_from_slice(&self.checkpoint);
        if let Some(stamp) = &self.stamp {
            let (size, text) = (stamp.len(), Base64::encode_string(stamp));
            out.extend_from_slice(format!("\nstamp {size}\n{text}\n").as_bytes());
        }
        for Head { position, stream, index, record, path } in &self.heads {
            let line = heads::line(stream, *index, record);
            out.extend_from_slice(format!("\nhead {position} {}\n{line}\n", path.len()).as_bytes());
            write_path(&mut out, path);
        }
        for Included { index, bytes, path } in &self.entries {
            out.extend_from_slice(format!("\nentry {index} {} {}\n", bytes.len(), path.len()).as_bytes());
            write_path(&mut out, path);
            out.extend_from_slice(bytes);
        }
        out
    }

    /// Reads a certificate; nothing that it says is judged.
    pub fn parse(bytes: &[u8]) -> Result<Self, BadCertificate> {
        if bytes.len() as u64 > limits::CERTIFICATE {
            return Err(BadCertificate::TooLarge);
        }
        let mut reader = Reader { rest: bytes, line: 0 };
        let format = reader.line().unwrap_or_default();
        if format != FORMAT {
            let newer = super::is_newer(format, FORMAT);
            return Err(if newer { BadCertificate::Unknown(format.to_owned()) } else { reader.bad() });
        }
        let certificate = reader.certificate().ok_or_else(|| reader.bad())?;
        if certificate.bytes() == bytes { Ok(certificate) } else { Err(BadCertificate::Spelling) }
    }
}

fn write_path(out: &mut Vec<u8>, path: &[Digest]) {
    for hash in path {
        out.extend_from_slice(Base64::encode_string(&hash.0).as_bytes());
        out.push(b'\n');
    }
}

/// Longest line that is not verbatim: a format and an origin are far below.
const LINE: usize = 512;

/// What is left to read.
struct Reader<'a> {
    rest: &'a [u8],
    line: usize,
}

impl<'a> Reader<'a> {
    fn bad(&self) -> BadCertificate {
        BadCertificate::Line(self.line)
    }

    /// The next line, without its line break.
    fn line(&mut self) -> Option<&'a str> {
        self.line += 1;
        let end = self.rest.iter().take(LINE).position(|b| *b == b'\n')?;
        let (line, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest.get(1..)?;
        std::str::from_utf8(line).ok()
    }

    /// The words of the next line behind this one.
    fn words<const N: usize>(&mut self, first: &str) -> Option<[&'a str; N]> {
        let line = self.line()?.strip_prefix(first)?.strip_prefix(' ')?;
        let words: Vec<_> = line.split(' ').collect();
        words.try_into().ok()
    }

    fn bytes(&mut self, count: u64) -> Option<Vec<u8>> {
        let (bytes, rest) = self.rest.split_at_checked(usize::try_from(count).ok()?)?;
        self.rest = rest;
        self.line += bytes.iter().filter(|b| **b == b'\n').count();
        Some(bytes.to_vec())
    }

    fn path(&mut self, hashes: &str) -> Option<Vec<Digest>> {
        // A log has at most 2^32 entries: no proof is longer than its levels.
        let count = decimal(hashes).filter(|n| *n <= 32)?;
        let hash = |text: &str| Some(Digest(Base64::decode_vec(text).ok()?.try_into().ok()?));
        (0..count).map(|_| self.line().and_then(hash)).collect()
    }

    fn certificate(&mut self) -> Option<Certificate> {
        let [origin] = self.words("origin").filter(|[origin]| super::is_origin(origin))?;
        let [policy] = self.words("policy")?;
        let [on] = self.words("on")?;
        let next = self.line()?;
        let known = match next.strip_prefix("known ") {
            Some(day) => {
                self.line().filter(|line| line.is_empty())?;
                Some(day.parse().ok()?)
            }
            None => next.is_empty().then_some(None)?,
        };
        let [length] = self.words("checkpoint")?;
        let checkpoint = self.bytes(decimal(length)?.min(limits::CHECKPOINT))?;
        let stamp = if self.rest.starts_with(b"\nstamp ") { Some(self.stamp()?) } else { None };
        let (mut heads, mut entries) = (Vec::new(), Vec::<Included>::new());
        while !self.rest.is_empty() {
            self.line().filter(|line| line.is_empty())?;
            if self.rest.starts_with(b"head ") {
                heads.push(self.head()?);
            } else {
                entries.push(self.entry()?);
            }
            if entries.len() > limits::SHOWN {
                return None;
            }
        }
        let in_order = heads.is_sorted_by(|a, b| a.position < b.position)
            && entries.is_sorted_by(|a, b| a.index < b.index);
        let (origin, policy, on) = (origin.to_owned(), policy.parse().ok()?, on.parse().ok()?);
        in_order.then_some(Certificate { origin, policy, on, known, checkpoint, stamp, heads, entries })
    }

    fn stamp(&mut self) -> Option<Vec<u8>> {
        self.line().filter(|line| line.is_empty())?;
        let [size] = self.words("stamp")?;
        let size = decimal(size).filter(|n| *n <= limits::STAMP)?;
        let text = String::from_utf8(self.bytes(size.div_ceil(3) * 4)?).ok()?;
        self.line().filter(|end| end.is_empty())?;
        Base64::decode_vec(&text).ok()
    }

    fn head(&mut self) -> Option<Head> {
        let [position, hashes] = self.words("head")?;
        let (stream, index, record) = heads::parse_line(self.line()?)?;
        Some(Head { position: place(position)?, stream, index, record, path: self.path(hashes)? })
    }

    fn entry(&mut self) -> Option<Included> {
        let [index, length, hashes] = self.words("entry")?;
        let path = self.path(hashes)?;
        let bytes = self.bytes(decimal(length).filter(|n| *n <= limits::ENTRY as u64)?)?;
        Some(Included { index: place(index)?, bytes, path })
    }
}

/// A place in the log or among its heads.
fn place(text: &str) -> Option<u64> {
    decimal(text).filter(|n| *n < limits::ENTRIES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Certificate {
        let head = |position, stream, path: &[Digest]| Head {
            position,
            stream,
            index: 4,
            record: Digest([5; 32]),
            path: path.to_vec(),
        };
        let entry = |index, bytes: &[u8], path: &[Digest]| Included {
            index,
            bytes: bytes.to_vec(),
            path: path.to_vec(),
        };
        Certificate {
            origin: "o.example".to_owned(),
            policy: "p".parse().unwrap(),
            on: "2018-08-01".parse().unwrap(),
            known: Some("2018-12-31".parse().unwrap()),
            checkpoint: b"note\n".to_vec(),
            stamp: Some(vec![7; 4]),
            heads: vec![
                head(0, Stream::Charter, &[Digest([1; 32]), Digest([2; 32])]),
                head(1, Stream::Policy("p".parse().unwrap()), &[]),
            ],
            entries: vec![entry(0, b"one\n\nentry 9 9 9\n", &[]), entry(4, b"", &[Digest([3; 32])])],
        }
    }

    #[test]
    fn a_certificate_comes_back_byte_for_byte() {
        let without = Certificate { known: None, stamp: None, heads: Vec::new(), ..sample() };
        for certificate in [sample(), without] {
            assert_eq!(Certificate::parse(&certificate.bytes()), Ok(certificate.clone()));
        }
    }

    #[test]
    fn only_one_spelling_is_read() {
        let bytes = sample().bytes();
        let text = String::from_utf8(bytes.clone()).unwrap();
        let bad = |bytes: &[u8]| Certificate::parse(bytes).unwrap_err();
        for (from, to) in [
            ("origin o.example", "origin O.example"),
            ("origin o.example", "origin  o.example"),
            ("policy p\n", "policy P\n"),
            ("on 2018-08-01", "on 2018-8-1"),
            ("known 2018-12-31\n", "known 2018-12-31\n\n"),
            ("known 2018-12-31\n", "known 2018-02-30\n"),
            ("checkpoint 5", "checkpoint 05"),
            ("checkpoint 5", "checkpoint 4"),
            ("checkpoint 5", "checkpoint 99999999999999999999"),
            ("stamp 4", "stamp 04"),
            ("stamp 4", "stamp 5"),
            ("stamp 4", "stamp 3"),
            ("stamp 4", "stamp 65537"),
            ("BwcHBw==", "BwcHBx=="),
            ("BwcHBw==", "BwcHBw"),
            ("BwcHBw==\n", "BwcHBw==\n\nstamp 4\nBwcHBw==\n"),
            ("head 0 2", "head 2 2"),
            ("head 0 2", "head 0 1"),
            ("head 0 2", "head 0 33"),
            ("@charter 4", "@charter 04"),
            ("entry 4 0 1", "entry 0 0 1"),
            ("entry 4 0 1", "entry 18446744073709551615 0 1"),
            ("entry 4 0 1", "entry 4294967296 0 1"),
            ("head 1 0", "head 4294967296 0"),
            ("entry 4 0 1", "entry 4 1 1"),
            ("entry 4 0 1", "entry 4 0 1 "),
            ("\n\nentry 4", "\nentry 4"),
            ("\n\nhead 0", "\r\n\r\nhead 0"),
        ] {
            let changed = text.replacen(from, to, 1);
            assert_ne!(changed, text, "{from}");
            bad(changed.as_bytes());
        }
        assert_eq!(bad(&[&bytes[..], b"\n"].concat()), BadCertificate::Line(29));
        assert_eq!(
            bad(text.replace("certificate/1", "certificate/2").as_bytes()),
            BadCertificate::Unknown("inkraft/certificate/2".to_owned())
        );
        // Cut between two blocks it is a certificate of less; that it proves less is for `verify`.
        let cuts: Vec<_> =
            (0..bytes.len()).filter_map(|end| Certificate::parse(&bytes[..end]).ok()).collect();
        assert_eq!(
            cuts.iter().map(|c| (c.stamp.is_some(), c.heads.len(), c.entries.len())).collect::<Vec<_>>(),
            [(false, 0, 0), (true, 0, 0), (true, 1, 0), (true, 2, 0), (true, 2, 1)]
        );
    }
}
