//! A PDF that is in no record, but begins with one that is: what was added behind it.
//!
//! Specification: `docs/seal.md`, "What is checked"; `docs/json.md`. Updates of a PDF are appended to it (ISO 32000-1,
//! 7.5.6), so a file that was signed again, filled in or tampered with still begins with the one it was made from.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::pdf_seal::Signatures;
use crate::base::{Id, Lang, Sha256, lang};
use crate::format::files::Files;
use crate::verify::Log;
use crate::verify::seal::Kind;

/// The file of the archive that a PDF begins with.
pub struct Begins {
    policy: Id,
    version: u32,
    /// The entry of the record that speaks of it.
    pub entry: u64,
    /// Whether it is the PDF as archived, or only what was typeset.
    archived: bool,
    /// How many bytes it has.
    size: usize,
    /// How many bytes were added.
    added: usize,
    /// Whether they look like an update of a PDF.
    is_update: bool,
}

/// The longest file of the archive that a PDF begins with, or that it is.
pub fn find(log: &Log, bytes: &[u8]) -> Option<Begins> {
    // Each length is hashed once, on one way through the file.
    let mut sizes: BTreeMap<u64, Vec<_>> = BTreeMap::new();
    for standing in log.state.standing.values() {
        let Some(files) = Files::of(&standing.record.body, standing.index) else { continue };
        let typeset = files.typeset.map(|typeset| (typeset.pdf, false));
        for (pdf, archived) in typeset.into_iter().chain([(files.pdf, true)]) {
            sizes.entry(pdf.size).or_default().push((pdf.sha256, archived, standing, files.clone()));
        }
    }
    let mut hash = Sha256::new();
    let mut done = 0;
    let mut found = None;
    for (size, candidates) in sizes {
        let size = usize::try_from(size).ok()?;
        let Some(more) = bytes.get(done..size) else { break };
        hash.update(more);
        done = size;
        let sha256 = hash.clone().finish();
        let same = candidates.into_iter().filter(|(pdf, ..)| *pdf == sha256);
        // The same bytes may be archived in one record and typeset in another: the archived ones count, the newest.
        if let Some((_, archived, standing, files)) =
            same.max_by_key(|(_, archived, s, _)| (*archived, s.index))
        {
            let rest = &bytes[size..];
            found = Some(Begins {
                policy: files.policy.clone(),
                version: files.version,
                entry: standing.index,
                archived,
                size,
                added: rest.len(),
                is_update: rest.windows(9).any(|word| word == b"startxref"),
            });
        }
    }
    found
}

impl Begins {
    /// What was added, as a word for programs.
    fn kind(&self, signatures: &Signatures<'_>) -> &'static str {
        let whole = |kind| signatures.behind(self.size).any(|found| found == (kind, true));
        if self.is_nothing() {
            "nothing"
        } else if whole(Kind::Signature) {
            "signature"
        } else if whole(Kind::TimeStamp) {
            "time-stamp"
        } else if self.is_update {
            "update"
        } else {
            "other"
        }
    }

    /// Whether nothing stands behind it: it is that file.
    pub fn is_nothing(&self) -> bool {
        self.added == 0
    }

    /// In words.
    pub fn told(&self, signatures: &Signatures<'_>, lang: Lang) -> String {
        let Self { policy, version, entry, added, size, .. } = self;
        let what = match self.kind(signatures) {
            "signature" => lang.pick("eine weitere PDF-Signatur", "another PDF signature"),
            "time-stamp" => lang.pick("ein weiterer PDF-Zeitstempel", "another PDF time stamp"),
            "update" if signatures.behind(*size).any(|(kind, _)| kind == Kind::Signature) => lang.pick(
                "eine Änderung des PDF mit einer Signatur darin",
                "an update of the PDF with a signature in it",
            ),
            "update" => lang.pick("eine Änderung des PDF", "an update of the PDF"),
            _ => lang.pick("etwas anderes", "something else"),
        };
        let count = match added {
            1 => lang::say!(lang, "1 Byte", "1 byte"),
            n => lang::say!(lang, "{n} Bytes", "{n} bytes"),
        };
        if self.is_nothing() {
            lang::say!(
                lang,
                "Diese Datei ist Fassung {version} von {policy}, wie sie gesetzt wurde, ohne ihre Signatur; archiviert ist sie mit ihr (Eintrag {entry}).",
                "this file is version {version} of {policy} as typeset, without its signature; it is archived with it (entry {entry})."
            )
        } else if self.archived {
            lang::say!(
                lang,
                "Sie beginnt mit Fassung {version} von {policy}, wie sie archiviert ist (Eintrag {entry}); dahinter angefügt: {count}, {what}.",
                "It begins with version {version} of {policy} as archived (entry {entry}); added behind it: {count}, {what}."
            )
        } else {
            lang::say!(
                lang,
                "Sie beginnt mit Fassung {version} von {policy}, wie sie gesetzt wurde (Eintrag {entry}); dahinter, und nicht archiviert: {count}, {what}.",
                "It begins with version {version} of {policy} as typeset (entry {entry}); behind it, and not archived: {count}, {what}."
            )
        }
    }

    /// As JSON.
    pub fn json(&self, signatures: &Signatures<'_>) -> Value {
        json!({
            "policy": self.policy,
            "version": self.version,
            "entry": self.entry,
            "archived": self.archived,
            "added": self.added,
            "what": self.kind(signatures),
        })
    }
}
