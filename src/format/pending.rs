//! A pending record (schwebende Erklärung): one that others must still sign, with its files, as one file to be mailed.
//!
//! Specification: `docs/four-eyes.md`, "The file". Takes bytes, gives the record, its signature lines so far, the files
//! that it speaks of and a rejection, and back. No file is named in it: which they are follows from the record. Whether
//! the record could stand anywhere is for `verify`.

use std::fmt::Write as _;

use base64ct::{Base64, Encoding};

use super::canonical::allowed;
use super::entry::decimal;
use super::files;
use super::layout::Place;
use super::note::{BadNote, Note, Signature};
use super::record::{BadRecord, FileRef, Record, Stream};
use crate::base::{Id, Lang, Say, Sha256, Time, lang, limits};

/// The first line of every pending record.
pub const FORMAT: &str = "inkraft/pending/1";

/// How the names of such files end.
pub const EXTENSION: &str = ".inkraft";

/// A record with the signatures so far and its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// What the text of the note says.
    pub record: Record,
    /// The record's text, and who signed it so far.
    pub note: Note,
    /// The files that it speaks of, in the order of [`files::all`]; each is what the record says.
    pub files: Vec<Vec<u8>>,
    /// That somebody rejected it; nobody's signature stands behind this.
    pub rejected: Option<Rejected>,
}

/// A note that somebody rejected a pending record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// Who.
    pub by: Id,
    /// When.
    pub at: Time,
    /// Why: a line of text ([`is_reason`]).
    pub reason: Option<String>,
}

/// Why bytes are not a pending record.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadPending {
    /// Larger than such a file may be.
    TooLarge,
    /// Of a format that this version does not know.
    Unknown(String),
    /// Not such a file, or altered; not in its one spelling.
    Spelling,
    /// The note in it is none.
    Note(BadNote),
    /// The record in it is none.
    Record(BadRecord),
    /// The file of this number, from 1, is missing or not the one that the record speaks of.
    File(usize),
}

impl Say for BadPending {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::TooLarge => {
                lang::say!(lang, "die schwebende Erklärung ist zu groß", "the pending record is too large")
            }
            Self::Unknown(f) => lang::say!(
                lang,
                "eine schwebende Erklärung im Format „{f}“, das diese Programmfassung nicht kennt",
                "a pending record of the format \"{f}\", which this version does not know"
            ),
            Self::Spelling => lang::say!(
                lang,
                "das ist keine unveränderte schwebende Erklärung",
                "this is no unaltered pending record"
            ),
            Self::Note(e) => e.fact(lang),
            Self::Record(e) => e.fact(lang),
            Self::File(n) => lang::say!(
                lang,
                "Datei {n} darin ist nicht die, von der die Erklärung spricht",
                "file {n} in it is not the one that the record speaks of"
            ),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::Unknown(_) | Self::Record(BadRecord::Unknown(_)) => lang::say!(
                lang,
                "Eine neuere Fassung von inkraft verwenden.",
                "Use a newer version of inkraft."
            ),
            _ => lang::say!(
                lang,
                "Die Datei noch einmal unverändert schicken lassen, als Anhang: auch andere Zeilenenden machen sie unbrauchbar.",
                "Have the file sent again unaltered, as an attachment: even other line ends spoil it."
            ),
        })
    }
}

lang::error_that_says!(BadPending);

impl Pending {
    /// A record with these signature lines, in whatever order, and its files, each at its place in an entry of any index.
    pub fn new(
        record: &Record,
        signatures: Vec<Signature>,
        files: Vec<(Place, Vec<u8>)>,
    ) -> Result<Self, BadPending> {
        let mut note = Note { text: record.text().map_err(BadPending::Record)?, signatures };
        note.signatures.sort_by(|a, b| a.key.cmp(&b.key));
        let mut given: Vec<_> = files.into_iter().map(|(_, bytes)| Some(bytes)).collect();
        let expected = files::all(&record.body, 0);
        let take = |(at, expected): (usize, &files::Expected)| {
            let is_it =
                |bytes: &Option<Vec<u8>>| bytes.as_ref().is_some_and(|b| FileRef::of(b) == expected.content);
            let found = given.iter_mut().find(|bytes| is_it(bytes));
            found.and_then(Option::take).ok_or(BadPending::File(at + 1))
        };
        let files = expected.iter().enumerate().map(take).collect::<Result<_, _>>()?;
        Ok(Self { record: record.clone(), note, files, rejected: None })
    }

    /// Reads a pending record; nothing that it says is judged.
    pub fn parse(bytes: &[u8]) -> Result<Self, BadPending> {
        if bytes.len() as u64 > limits::PENDING {
            return Err(BadPending::TooLarge);
        }
        let mut reader = Reader { rest: bytes };
        match reader.line() {
            Some(FORMAT) => {}
            Some(other) if super::is_newer(other, FORMAT) => {
                return Err(BadPending::Unknown(other.to_owned()));
            }
            _ => return Err(BadPending::Spelling),
        }
        let size = reader.head("record").ok_or(BadPending::Spelling)?;
        let note = reader.bytes(size).ok_or(BadPending::Spelling)?;
        let note = Note::parse(note, limits::RECORD).map_err(BadPending::Note)?;
        let record = Record::parse(&note.text).map_err(BadPending::Record)?;
        let mut files = Vec::new();
        for (at, expected) in files::all(&record.body, 0).iter().enumerate() {
            let file = reader.file(expected.content.size).ok_or(BadPending::File(at + 1))?;
            if expected.content.size > expected.limit || FileRef::of(&file) != expected.content {
                return Err(BadPending::File(at + 1));
            }
            files.push(file);
        }
        let rejected = match reader.rest {
            [] => None,
            _ => Some(reader.rejected().ok_or(BadPending::Spelling)?),
        };
        let pending = Self { record, note, files, rejected };
        if pending.bytes() == bytes { Ok(pending) } else { Err(BadPending::Spelling) }
    }

    /// The bytes of the file.
    pub fn bytes(&self) -> Vec<u8> {
        let note = self.note.bytes();
        let mut out = format!("{FORMAT}\n\nrecord {}\n", note.len()).into_bytes();
        out.extend_from_slice(&note);
        for file in &self.files {
            out.extend_from_slice(format!("\nfile {}\n", file.len()).as_bytes());
            out.extend_from_slice(Base64::encode_string(file).as_bytes());
            out.push(b'\n');
        }
        if let Some(Rejected { by, at, reason }) = &self.rejected {
            let mut text = format!("\nrejected {by} {at}\n");
            if let Some(reason) = reason {
                let _ = writeln!(text, "reason {reason}");
            }
            out.extend_from_slice(text.as_bytes());
        }
        out
    }

    /// The files, each at its place if the record becomes the entry of this index.
    pub fn placed(self, index: u64) -> Vec<(Place, Vec<u8>)> {
        let places = files::all(&self.record.body, index).into_iter().map(|f| f.place);
        places.zip(self.files).collect()
    }

    /// The PDF that the record speaks of, if it speaks of one.
    pub fn pdf(&self) -> Option<&[u8]> {
        files::Files::of(&self.record.body, 0)?;
        self.files.first().map(Vec::as_slice)
    }

    /// The name under which it waits: it stays the same while signatures are added.
    pub fn name(&self) -> String {
        let hash = Sha256::of(self.note.text.as_bytes()).to_string();
        let (kind, short) = (self.record.kind(), hash.get(..8).unwrap_or_default());
        match self.record.stream() {
            Stream::Charter => format!("{kind}-{short}{EXTENSION}"),
            Stream::Policy(id) => format!("{id}-{kind}-{short}{EXTENSION}"),
        }
    }
}

/// Whether a text can be the reason of a rejection: one line, not blank, without white space at its ends.
pub fn is_reason(text: &str) -> bool {
    (1..=limits::LINE).contains(&text.len())
        && text.trim() == text
        && text.chars().all(|c| c >= ' ' && allowed(c))
}

/// What is left to read.
struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// The next line, without its line break.
    fn line(&mut self) -> Option<&'a str> {
        let end = self.rest.iter().take(limits::LINE + 256).position(|b| *b == b'\n')?;
        let line = self.bytes(end)?;
        self.bytes(1)?;
        std::str::from_utf8(line).ok()
    }

    fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(bytes)
    }

    /// A blank line and a line of this word and a number.
    fn head(&mut self, word: &str) -> Option<usize> {
        self.line().filter(|line| line.is_empty())?;
        let number = self.line()?.strip_prefix(word)?.strip_prefix(' ')?;
        usize::try_from(decimal(number)?).ok()
    }

    /// A file of this size.
    fn file(&mut self, size: u64) -> Option<Vec<u8>> {
        let count = self.head("file").filter(|count| *count as u64 == size)?;
        let text = self.bytes(count.div_ceil(3).checked_mul(4)?)?;
        self.bytes(1).filter(|end| *end == b"\n")?;
        Base64::decode_vec(std::str::from_utf8(text).ok()?).ok()
    }

    fn rejected(&mut self) -> Option<Rejected> {
        self.line().filter(|line| line.is_empty())?;
        let (by, at) = self.line()?.strip_prefix("rejected ")?.split_once(' ')?;
        let (by, at) = (by.parse().ok()?, at.parse().ok()?);
        let reason = match self.rest {
            [] => None,
            _ => Some(self.line()?.strip_prefix("reason ").filter(|text| is_reason(text))?.to_owned()),
        };
        self.rest.is_empty().then_some(Rejected { by, at, reason })
    }
}

#[cfg(test)]
mod tests {
    use super::super::record::{Body, Issue, Repeal, Tree, Typeset};
    use super::*;
    use crate::base::effect::Effect;
    use crate::base::{AsOf, Digest};

    fn line(key: &str) -> Signature {
        Signature { key: key.to_owned(), id: [1; 4], bytes: vec![2; 64] }
    }

    fn record(body: Body) -> Record {
        let tree = Tree { size: 1, root: Digest([0; 32]) };
        let signed_at = "2018-07-02T10:00:00+02:00".parse().unwrap();
        Record { origin: "o.example".into(), tree, after: None, signed_at, body }
    }

    const PDF: &[u8] = b"%PDF-1.7 typeset, sealed";

    /// An issue with PDF, source and template, signed by two, in the order of their files' places.
    fn issue() -> Pending {
        let (source, template) = (b"{}".to_vec(), b"#set page()".to_vec());
        let typeset = Typeset {
            pdf: FileRef::of(&PDF[..16]),
            by: "typst".into(),
            source: FileRef::of(&source),
            template: FileRef::of(&template),
            assets: Vec::new(),
        };
        let policy: Id = "p".parse().unwrap();
        let record = record(Body::Issue(Box::new(Issue {
            policy: policy.clone(),
            version: 1,
            effect: Effect::starting("2018-07-25".parse().unwrap()),
            title: "P".into(),
            language: "de".into(),
            as_of: "2018-07".parse::<AsOf>().unwrap(),
            pdf: FileRef::of(PDF),
            typeset: Some(typeset),
            label: None,
            amends: None,
            adopted: false,
            replaces: Vec::new(),
            events: Vec::new(),
        })));
        let files = vec![
            (Place::Template(policy.clone(), 1), template),
            (Place::Pdf(policy.clone(), 1), PDF.to_vec()),
            (Place::Source(policy, 1), source),
        ];
        Pending::new(&record, vec![line("o.example/b/1"), line("o.example/a/1")], files).unwrap()
    }

    fn repeal() -> Pending {
        let effect = Effect::starting("2019-01-01".parse().unwrap());
        let policy = "p".parse().unwrap();
        let body = Body::Repeal(Repeal { policy, effect, successors: Vec::new(), events: Vec::new() });
        Pending::new(&record(body), vec![line("o.example/a/1")], Vec::new()).unwrap()
    }

    fn rejected(reason: Option<&str>) -> Pending {
        let at = "2018-07-03T09:00:00+02:00".parse().unwrap();
        let by = "max".parse().unwrap();
        Pending { rejected: Some(Rejected { by, at, reason: reason.map(str::to_owned) }), ..issue() }
    }

    #[test]
    fn a_pending_record_comes_back_byte_for_byte() {
        for pending in [issue(), repeal(), rejected(None), rejected(Some("Abschnitt 3 fehlt"))] {
            assert_eq!(Pending::parse(&pending.bytes()), Ok(pending));
        }
        let issue = issue();
        assert_eq!(issue.pdf(), Some(PDF));
        assert_eq!(repeal().pdf(), None);
        // Signatures are sorted, files stand in the record's order wherever they were given.
        assert_eq!(issue.note.signatures[0].key, "o.example/a/1");
        let places: Vec<_> = issue.clone().placed(7).iter().map(|(p, _)| p.to_string()).collect();
        let source = "policies/p/1/source";
        let expected = [
            "policies/p/1/p-v1.pdf".into(),
            format!("{source}/policy.json"),
            format!("{source}/template.typ"),
        ];
        assert_eq!(places, expected);
    }

    #[test]
    fn the_name_stays_while_signatures_are_added() {
        let (before, mut after) = (issue(), issue());
        after.note.signatures.pop();
        assert_eq!(before.name(), after.name());
        assert!(
            before.name().starts_with("p-issue-") && before.name().len() == "p-issue-12345678.inkraft".len()
        );
    }

    #[test]
    fn files_that_the_record_does_not_speak_of_are_not_taken() {
        let record = issue().record;
        let (place, line) = (Place::Pdf("p".parse().unwrap(), 1), line("o.example/a/1"));
        let made = Pending::new(&record, vec![line], vec![(place, PDF[1..].to_vec())]);
        assert_eq!(made, Err(BadPending::File(1)));
    }

    /// One fault each, and what it is called.
    #[test]
    fn whatever_is_spelt_otherwise_is_refused() {
        let good = String::from_utf8(rejected(Some("Abschnitt 3 fehlt")).bytes()).unwrap();
        let long = format!("reason {}\n", "x".repeat(limits::LINE + 1));
        let faults: [(&str, &str, BadPending); 24] = [
            ("pending/1", "pending/2", BadPending::Unknown("inkraft/pending/2".into())),
            ("pending/1", "pending/01", BadPending::Spelling),
            ("inkraft/", "inkraft /", BadPending::Spelling),
            ("\n\nrecord", "\nrecord", BadPending::Spelling),
            ("\nrecord ", "\nrecord 0", BadPending::Spelling),
            ("\nrecord ", "\nrecord 9999", BadPending::Spelling),
            ("\nrecord ", "\nrecord  ", BadPending::Spelling),
            ("— o.example/a/1", "— o.example+a/1", BadPending::Note(BadNote::Line(1))),
            (
                "\"format\":\"inkraft/record/1\"",
                "\"format\":\"inkraft/record/2\"",
                BadPending::Record(BadRecord::Unknown("inkraft/record/2".into())),
            ),
            ("\nfile 24\n", "\nfile 25\n", BadPending::File(1)),
            ("\nfile 24\n", "\nfile 024\n", BadPending::File(1)),
            ("\nfile 24\n", "\nfile 18446744073709551615\n", BadPending::File(1)),
            ("\nfile 24\n", "\nfiles 24\n", BadPending::File(1)),
            ("\nfile 2\n", "\nfile 11\n", BadPending::File(2)),
            ("\ne30=\n", "\ne30\n", BadPending::File(2)),
            ("\ne30=\n", "\ne31=\n", BadPending::File(2)),
            ("\ne30=\n", "\ne3A=\n", BadPending::File(2)),
            ("\nrejected max", "\nrejected Max", BadPending::Spelling),
            ("max 2018-07-03T09", "max 2018-07-03T9", BadPending::Spelling),
            ("\nreason Ab", "\nreason  Ab", BadPending::Spelling),
            ("fehlt\n", "fehlt \n", BadPending::Spelling),
            ("fehlt\n", "fehlt\n\n", BadPending::Spelling),
            ("reason Abschnitt 3 fehlt\n", "reason \n", BadPending::Spelling),
            ("reason Abschnitt 3 fehlt\n", long.as_str(), BadPending::Spelling),
        ];
        assert!(Pending::parse(good.as_bytes()).is_ok());
        for (from, to, expected) in faults {
            let bad = good.replacen(from, to, 1);
            assert_ne!(bad, good, "{from:?}");
            assert_eq!(Pending::parse(bad.as_bytes()), Err(expected), "{from:?} to {to:?}");
        }
        // No part can be left out, and none added.
        for cut in 0..good.len() {
            let cut = &good.as_bytes()[..cut];
            assert!(
                Pending::parse(cut).is_err()
                    || Pending::parse(cut) == Ok(issue())
                    || Pending::parse(cut) == Ok(rejected(None))
            );
        }
        assert!(Pending::parse(&[good.as_bytes(), b"\n"].concat()).is_err());
        assert!(Pending::parse(good.replace('\n', "\r\n").as_bytes()).is_err());
    }

    #[test]
    fn a_text_that_turns_or_hides_is_no_reason() {
        for bad in ["", " x", "x ", "a\nb", "a\u{202e}b", "a\u{85}b", "a\u{1}b"] {
            assert!(!is_reason(bad), "{bad:?}");
        }
        assert!(is_reason("Anlage 2 fehlt: „x“"));
    }
}
