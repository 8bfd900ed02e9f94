//! What witnesses say of checkpoints: whether their cosignatures are right, and whether enough of them confirm the newest.
//!
//! Specification: `docs/witnesses.md`, "Checking". Takes a checkpoint, the lines beside it and the witnesses of the trust
//! anchor; gives who confirms it and when, and what is wrong. Needs no clock: a time is only told.

use super::finding::{Finding, What, Where};
use super::load::{file, unread};
use super::replay::State;
use crate::base::{Lang, Say, lang, limits};
use crate::format::checkpoint::{self, Checkpoint};
use crate::format::cosignature::{self, BadCosignatures};
use crate::format::layout::Place;
use crate::format::note::{Key, Note, Signature};
use crate::format::record::Tree as Head;
use crate::format::witness::{Reached, Witnesses};
use crate::store::Dir;

/// A witness confirmed a checkpoint as the newest that it knew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// The witness, as the trust anchor calls it.
    pub witness: String,
    /// When, by its own word: seconds since 1970-01-01T00:00:00Z.
    pub time: i64,
}

/// Who confirms the newest checkpoint.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Confirmed {
    /// The witnesses that do, each once with its latest time, in the order of the trust anchor.
    pub by: Vec<Confirmation>,
    /// How many witnesses the trust anchor names.
    pub named: usize,
    /// How far the quorum is reached; `None` if the trust anchor asks for none.
    pub quorum: Option<Reached>,
    /// Whether there are lines of others, which nobody checks here.
    pub others: bool,
}

impl Confirmed {
    /// The witness that confirmed last.
    pub fn last(&self) -> Option<&Confirmation> {
        self.by.iter().max_by_key(|c| c.time)
    }

    /// Whether as many confirm as the trust anchor asks for, and it asks for any.
    pub fn suffices(&self) -> bool {
        self.quorum.is_some_and(|q| q.is_met())
    }
}

/// Why a line is no cosignature of a witness.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadCosignature {
    /// The file is not one of cosignatures.
    File(BadCosignatures),
    /// The line bears the key of this witness and is not its cosignature over this checkpoint.
    Wrong(String),
    /// This witness stands in the file twice.
    Twice(String),
}

impl Say for BadCosignature {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::File(e) => {
                let e = e.fact(lang);
                lang::say!(
                    lang,
                    "ist keine Datei mit Bestätigungen von Zeugen: {e}",
                    "is no file of cosignatures: {e}"
                )
            }
            Self::Wrong(witness) => lang::say!(
                lang,
                "die Bestätigung des Zeugen „{witness}“ ist falsch oder gilt einem anderen Registerstand",
                "the cosignature of the witness \"{witness}\" is wrong, or over another checkpoint"
            ),
            Self::Twice(witness) => lang::say!(
                lang,
                "der Zeuge „{witness}“ steht zweimal da",
                "the witness \"{witness}\" stands there twice"
            ),
        }
    }
}

/// Takes the lines of a file, one after the other.
struct Judge<'a> {
    witnesses: &'a Witnesses,
    text: &'a str,
    confirmed: Confirmed,
    findings: Vec<Finding>,
}

impl<'a> Judge<'a> {
    fn new(witnesses: &'a Witnesses, text: &'a str) -> Self {
        let confirmed = Confirmed { named: witnesses.all().count(), ..Confirmed::default() };
        Self { witnesses, text, confirmed, findings: Vec::new() }
    }

    /// The lines of one file; those of others than the anchor's witnesses are noted if `noted`.
    fn lines(&mut self, at: &Where, lines: &[Signature], noted: bool) {
        let broken = |why| Finding::failure(at.clone(), What::Cosignature(why));
        let mut here: Vec<&str> = Vec::new();
        for line in lines {
            let Some(witness) = self.witnesses.named_by(line) else {
                if noted {
                    self.confirmed.others = true;
                    self.findings.push(Finding::note(at.clone(), What::Ignored(line.key.clone())));
                }
                continue;
            };
            let name = &witness.name;
            if here.contains(&name.as_str()) {
                self.findings.push(broken(BadCosignature::Twice(name.clone())));
                continue;
            }
            here.push(name);
            match witness.key.confirms(self.text, line) {
                Some(time) => self.confirms(name, time),
                None => self.findings.push(broken(BadCosignature::Wrong(name.clone()))),
            }
        }
    }

    fn confirms(&mut self, witness: &str, time: i64) {
        match self.confirmed.by.iter_mut().find(|c| c.witness == witness) {
            Some(known) => known.time = known.time.max(time),
            None => self.confirmed.by.push(Confirmation { witness: witness.to_owned(), time }),
        }
    }

    /// The lines of `checkpoints/<size>.cosig`, if there is one.
    fn file(&mut self, dir: &Dir, size: u64) {
        let place = Place::CosignaturesOf(size);
        match read(dir, size) {
            Ok(lines) => self.lines(&file(&place), &lines, true),
            Err(finding) => self.findings.push(finding),
        }
    }

    /// Whether enough confirm: what is found of the newest checkpoint.
    fn decided(mut self, newest: Where) -> (Confirmed, Vec<Finding>) {
        let place = |c: &Confirmation| self.witnesses.all().position(|w| w.name == c.witness);
        self.confirmed.by.sort_by_key(place);
        let by = &self.confirmed.by;
        let quorum = self.witnesses.reached(|w| by.iter().any(|c| c.witness == w.name));
        self.confirmed.quorum = quorum;
        if let Some(Reached { have, need }) = quorum.filter(|q| !q.is_met()) {
            self.findings.push(Finding::failure(newest, What::Quorum { have, need }));
        }
        (self.confirmed, self.findings)
    }
}

/// The cosignatures that lie beside a checkpoint: none if there is no file.
fn read(dir: &Dir, size: u64) -> Result<Vec<Signature>, Finding> {
    let place = Place::CosignaturesOf(size);
    match dir.read(&place, limits::COSIGNATURES) {
        Ok(bytes) => cosignature::parse(&bytes)
            .map_err(|e| Finding::failure(file(&place), What::Cosignature(BadCosignature::File(e)))),
        Err(e) if e.is_missing() => Ok(Vec::new()),
        Err(e) => Err(unread(&place, &e)),
    }
}

/// Who confirms the newest checkpoint, which stands in the file `newest`: by the lines in it, and those beside it.
pub(super) fn of_newest(
    dir: &Dir,
    checkpoint: &Checkpoint,
    newest: &Place,
    witnesses: &Witnesses,
) -> (Confirmed, Vec<Finding>) {
    let mut judge = Judge::new(witnesses, &checkpoint.note.text);
    // What else stands in `checkpoint` is noted where its own line is judged.
    judge.lines(&file(newest), &checkpoint.note.signatures, false);
    judge.file(dir, checkpoint.tree.size);
    judge.decided(file(newest))
}

/// Who confirms a checkpoint that comes alone, with all its lines in it.
pub(super) fn of_alone(
    checkpoint: &Checkpoint,
    at: &Where,
    witnesses: &Witnesses,
) -> (Confirmed, Vec<Finding>) {
    let mut judge = Judge::new(witnesses, &checkpoint.note.text);
    judge.lines(at, &checkpoint.note.signatures, false);
    judge.decided(at.clone())
}

/// What is wrong with the lines in `checkpoint`, when that is not the newest.
pub(super) fn of_behind(checkpoint: &Checkpoint, witnesses: &Witnesses) -> Vec<Finding> {
    let mut judge = Judge::new(witnesses, &checkpoint.note.text);
    judge.lines(&file(&Place::Checkpoint), &checkpoint.note.signatures, false);
    judge.findings
}

/// What is wrong with the cosignatures of an older checkpoint.
pub(super) fn of_older(
    dir: &Dir,
    origin: &str,
    size: u64,
    state: &State,
    witnesses: &Witnesses,
) -> Vec<Finding> {
    let Some(root) = state.root(size) else { return Vec::new() };
    let text = checkpoint::text(origin, &Head { size, root });
    let mut judge = Judge::new(witnesses, &text);
    judge.file(dir, size);
    judge.findings
}

/// A checkpoint with the cosignatures that lie beside it, as outside programs read it: the archive's own line first, then
/// those of the witnesses, then all others. Only so many fit, and anybody can add lines of others.
pub fn with_cosignatures(
    dir: &Dir,
    checkpoint: &Checkpoint,
    archive: Option<&Key>,
    witnesses: &Witnesses,
) -> Result<Vec<u8>, Finding> {
    let Note { text, mut signatures } = checkpoint.note.clone();
    for line in read(dir, checkpoint.tree.size)? {
        // One line a witness: of a witness that stands in both, the one beside the checkpoint.
        let same = |s: &Signature| s.key == line.key && s.id == line.id && s.bytes.len() == line.bytes.len();
        signatures.retain(|s| !same(s));
        signatures.push(line);
    }
    let ours = |s: &Signature| archive.is_some_and(|key| key.verifies(&text, s));
    let confirms = |s: &Signature| witnesses.all().any(|w| w.key.confirms(&text, s).is_some());
    signatures.sort_by_cached_key(|s| (!ours(s), !confirms(s)));
    signatures.truncate(limits::SIGNATURES);
    Ok(Note { text, signatures }.bytes())
}
