//! The mutation matrix: `make tamper`. Every byte of every small file of an archive with a file of every kind flipped,
//! a sample of the large ones' bytes; files cut, emptied, made longer, removed, put in each other's place; and what a
//! reader pins or is handed beside the archive.
//!
//! Takes some minutes, so it is ignored in `make test`, which has a short version (`tamper_bytes.rs`) and every structured
//! attack (`tamper_*.rs`, listed in `threats.rs`). Detected means: the archive does not hold, and a failure names the
//! file. What is not detected must be one of [`MEANINGLESS`], for the reason that stands there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use inkraft::format::layout::{Part, Place};
use inkraft::verify::{Finding, Level, Proof, Report, Trust, What, Where};
use rayon::prelude::*;

use crate::rich::{CONFIRMED, Rich, SIZE};
use crate::site::{copy, snapshot};
use crate::tamper::check;

/// What may be changed without any effect, each with its justification; `docs/threats.md` repeats the list.
pub const MEANINGLESS: [(&str, &str); 10] = [
    (
        "a stamp that no entry names yet",
        "whoever can write to the folder can take it away or put another there; it proves a time only if a pinned \
         authority signed it over this checkpoint, and what nobody signed in a token proves nothing",
    ),
    (
        "a line of an unknown key in `checkpoint` or among cosignatures",
        "C2SP signed-note tells readers to pass over it; it is told as a note, `ignored-line`",
    ),
    (
        "an older `checkpoint` beside newer ones",
        "what an interrupted append leaves: the newest of `checkpoints` counts, and a note says `behind`",
    ),
    (
        "partial tiles and bundles narrower than the newest",
        "C2SP tlog-tiles lets them go; a reader needs none of them, but one that is there must be right",
    ),
    (
        "the question of a certificate of force",
        "another day, or another name that the archive does not have either, is another question, and its answer is \
         worked out anew from what is proven",
    ),
    (
        "name and signature line of a remembered checkpoint",
        "the memory is the reader's own file: only size and root are compared, and it is found by the anchor",
    ),
    (
        "a full tile or bundle beyond the size of the checkpoint",
        "what lies behind the covered part is what the next appends will write",
    ),
    (
        "cosignatures that the quorum does not need",
        "nothing that the archive signs speaks of them: those of an older checkpoint, and those that stand in `checkpoint` \
         and in `.cosig`, can be taken away; a line of a witness of the anchor that is there must be right",
    ),
    (
        "the lines of witnesses in the trust anchor, all of them taken away",
        "what is left is an anchor, and asks for nobody; whoever can shorten what the reader pinned decides what the reader \
         asks for",
    ),
    (
        "a rejection in a pending record",
        "nobody signed it (four-eyes.md): it can be taken away, and say anything, and no signature depends on it",
    ),
];

/// What was tried on a kind of file, and what came of it.
#[derive(Default, Clone)]
pub struct Tally {
    /// How many changes.
    pub tried: usize,
    /// How many were detected, with the file named.
    pub detected: usize,
    /// How many were without effect, by their place in [`MEANINGLESS`].
    pub without_effect: BTreeMap<usize, usize>,
    /// All others.
    pub missed: Vec<String>,
}

impl Tally {
    /// Counts one change.
    pub fn count(&mut self, detected: bool, excuse: Option<usize>, what: impl FnOnce() -> String) {
        self.tried += 1;
        match excuse {
            _ if detected => self.detected += 1,
            Some(why) => *self.without_effect.entry(why).or_default() += 1,
            None => self.missed.push(what()),
        }
    }

    /// Adds another.
    pub fn add(&mut self, other: Self) {
        self.tried += other.tried;
        self.detected += other.detected;
        self.missed.extend(other.missed);
        for (why, count) in other.without_effect {
            *self.without_effect.entry(why).or_default() += count;
        }
    }
}

/// The counts by kind of file and by what was done, and the table of them.
#[derive(Default)]
pub struct Table(BTreeMap<(String, &'static str), Tally>);

impl Table {
    /// Adds counts.
    pub fn add(&mut self, kind: &str, action: &'static str, tally: Tally) {
        self.0.entry((kind.to_owned(), action)).or_default().add(tally);
    }

    /// Prints the table; fails if anything was missed.
    pub fn finish(self) {
        println!("| file | change | tried | detected | without effect |\n|---|---|---:|---:|---:|");
        let mut whole = Tally::default();
        for ((kind, action), tally) in self.0 {
            let without: usize = tally.without_effect.values().sum();
            println!("| {kind} | {action} | {} | {} | {without} |", tally.tried, tally.detected);
            whole.add(tally);
        }
        let without: usize = whole.without_effect.values().sum();
        println!("| all | | {} | {} | {without} |", whole.tried, whole.detected);
        for (why, count) in &whole.without_effect {
            println!("without effect, {count}: {}", MEANINGLESS[*why].0);
        }
        let some: Vec<_> = whole.missed.iter().take(40).cloned().collect();
        assert!(some.is_empty(), "{} missed:\n{}", whole.missed.len(), some.join("\n"));
        assert_eq!(whole.tried, whole.detected + without);
    }
}

/// What every job works on: the files as they were made, and what was true of them.
struct Honest<'a> {
    rich: &'a Rich,
    files: Vec<(String, Vec<u8>)>,
    /// The stamp that proves most, with that of the newest checkpoint and without it.
    proofs: [Option<Proof>; 2],
    /// `checkpoint` without the line of a witness.
    bare: Option<Vec<u8>>,
}

/// A copy of the archive that may be changed.
struct Copy<'a> {
    of: &'a Honest<'a>,
    folder: tempfile::TempDir,
}

impl<'a> Copy<'a> {
    fn new(of: &'a Honest<'a>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(&of.rich.forge.root, folder.path());
        Self { of, folder }
    }

    fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join("archive").join(below)
    }

    fn put(&self, below: &str, bytes: &[u8]) {
        crate::forge::put(&self.path(below), bytes);
    }

    /// Verifies, and says whether the change of these files was detected, or why it has no effect.
    fn judge(&self, changed: &[&str]) -> (bool, Option<usize>, Report) {
        let report = check(self.folder.path(), &self.of.rich.trust);
        // That cosignatures are lacking is said of the checkpoint that needs them.
        let newest = Place::CosignaturesOf(SIZE).to_string();
        let lacking = |path: &str, f: &Finding| path == newest && matches!(f.what, What::Quorum { .. });
        let at = |f: &Finding| changed.iter().any(|path| names(path, &f.at) || lacking(path, f));
        let named = report.findings.iter().any(|f| f.level == Level::Failure && at(f));
        let excuse = changed.iter().find_map(|path| self.excuse(path, &report));
        (named && !report.holds(), excuse, report)
    }

    /// Whether what lies there is a part of what was there, or nothing.
    fn is_less(&self, path: &str) -> bool {
        let left = std::fs::read_to_string(self.path(path)).unwrap_or_default();
        let was = self.of.files.iter().find(|(other, _)| other == path).unwrap();
        let was = std::str::from_utf8(&was.1).unwrap();
        left.lines().all(|line| was.lines().any(|honest| honest == line))
    }

    fn excuse(&self, path: &str, report: &Report) -> Option<usize> {
        let log = report.log.as_ref().filter(|_| report.holds())?;
        let noted = |code: &str| report.findings.iter().any(|f| names(path, &f.at) && f.what.code() == code);
        match Place::of(path)? {
            Place::StampOf(size) if size == SIZE && self.of.proofs.contains(&log.stamps.newest()) => Some(0),
            Place::Checkpoint | Place::CosignaturesOf(_) if noted("ignored-line") => Some(1),
            Place::Checkpoint if noted("behind") => Some(2),
            Place::Checkpoint if std::fs::read(self.path(path)).ok() == self.of.bare => Some(7),
            Place::CosignaturesOf(CONFIRMED) if self.is_less(path) => Some(7),
            Place::Tile(at) if u64::from(at.width) < SIZE && !self.path(path).exists() => Some(3),
            Place::Entries(_, width) if u64::from(width) < SIZE && !self.path(path).exists() => Some(3),
            _ => None,
        }
    }
}

/// What a failure may name when a file was changed: the file itself; for a bundle also an entry in it.
fn names(path: &str, at: &Where) -> bool {
    match at {
        Where::File(named) => named == path,
        Where::Entry(_) => path.starts_with("tile/entries/"),
    }
}

/// The kind of a file, as the table names it.
fn kind(path: &str) -> &'static str {
    match Place::of(path).unwrap_or_else(|| panic!("{path}")) {
        Place::Checkpoint => "`checkpoint`",
        Place::CheckpointOf(_) => "`checkpoints/<size>`",
        Place::CosignaturesOf(SIZE) => "cosignatures, of the newest checkpoint",
        Place::CosignaturesOf(_) => "cosignatures, of an older one",
        Place::StampOf(SIZE) => "stamp, not yet named by an entry",
        Place::StampOf(_) => "stamp, named by an entry",
        Place::Tile(at) if u64::from(at.width) == SIZE => "hash tile, the newest",
        Place::Tile(_) => "hash tiles, narrower",
        Place::Entries(_, width) if u64::from(width) == SIZE => "entry bundle, the newest",
        Place::Entries(..) => "entry bundles, narrower",
        Place::Heads(_) => "`heads/<size>`",
        Place::Manifest(_) => "manifest",
        Place::Pdf(..) => "PDF of a version",
        Place::Source(..) => "source of a version",
        Place::Template(..) => "template of a version",
        Place::Asset(..) => "asset of a version",
        Place::Review(..) => "report of a review",
        Place::Rendition(.., Part::Pdf(_)) => "PDF of a rendition",
        Place::Rendition(..) => "source and template of a rendition",
        Place::Lock => panic!("{path}"),
    }
}

/// Which bits of a byte are flipped, and of which bytes: several where anybody can put another file without any key, one
/// elsewhere; of files that are compared whole or by their hash a sample, and of the newest bundle, whose entries the tree
/// hashes.
fn flips(path: &str, length: usize) -> (Vec<u8>, usize) {
    let bits = match kind(path) {
        "`checkpoint`" => vec![0x01, 0x02, 0x04, 0x20, 0x80],
        "stamp, not yet named by an entry" => vec![0x01, 0x20],
        _ => vec![0],
    };
    let sample = match kind(path) {
        "entry bundles, narrower" | "hash tiles, narrower" => 60,
        "PDF of a version" | "PDF of a rendition" | "source of a version" | "template of a version" => 150,
        "asset of a version" | "report of a review" | "source and template of a rendition" => 150,
        "stamp, named by an entry" => 300,
        "entry bundle, the newest" => 5000,
        _ => length,
    };
    let step = length.div_ceil(sample).max(1);
    (bits, step)
}

/// Bytes that one job flips.
const AT_A_TIME: usize = 250;

fn flip(honest: &Honest<'_>, path: &str, good: &[u8], from: usize) -> Tally {
    let copy = Copy::new(honest);
    let (bits, step) = flips(path, good.len());
    let mut tally = Tally::default();
    for at in (from..good.len()).step_by(step).take(AT_A_TIME) {
        for bit in &bits {
            let mut bad = good.to_vec();
            bad[at] ^= if *bit == 0 { 1 << (at % 8) } else { *bit };
            copy.put(path, &bad);
            let (detected, excuse, report) = copy.judge(&[path]);
            tally.count(detected, excuse, || format!("{path} byte {at} bit {bit:#x}: {:?}", report.findings));
        }
    }
    tally
}

fn lengths(honest: &Honest<'_>, path: &str, good: &[u8]) -> Tally {
    let copy = Copy::new(honest);
    let mut tally = Tally::default();
    let more = |tail: &[u8]| [good, tail].concat();
    for bad in [
        good[..good.len() - 1].to_vec(),
        good[1..].to_vec(),
        good[..good.len() / 2].to_vec(),
        Vec::new(),
        more(b"\n"),
        more(b"\0"),
        more(good),
        [b" ".as_slice(), good].concat(),
    ] {
        copy.put(path, &bad);
        let (detected, excuse, report) = copy.judge(&[path]);
        tally.count(detected, excuse, || format!("{path} of {} bytes: {:?}", bad.len(), report.findings));
    }
    tally
}

fn removed(honest: &Honest<'_>, path: &str) -> Tally {
    let copy = Copy::new(honest);
    std::fs::remove_file(copy.path(path)).unwrap();
    let (detected, excuse, report) = copy.judge(&[path]);
    let mut tally = Tally::default();
    tally.count(detected, excuse, || format!("{path} removed: {:?}", report.findings));
    tally
}

/// Every other file in the place of this one, and both exchanged.
fn exchanged(honest: &Honest<'_>, index: usize) -> [Tally; 2] {
    let copy = Copy::new(honest);
    let (path, good) = &honest.files[index];
    let mut tallies = [Tally::default(), Tally::default()];
    for (at, (other, bytes)) in honest.files.iter().enumerate().filter(|(_, (_, bytes))| bytes != good) {
        copy.put(path, bytes);
        let (detected, excuse, report) = copy.judge(&[path]);
        tallies[0].count(detected, excuse, || format!("{other} as {path}: {:?}", report.findings));
        if at > index {
            copy.put(other, good);
            let (detected, excuse, report) = copy.judge(&[path, other]);
            tallies[1].count(detected, excuse, || format!("{other} and {path}: {:?}", report.findings));
            copy.put(other, bytes);
        }
    }
    tallies
}

/// A file more in every folder of the archive.
fn added(honest: &Honest<'_>) -> Tally {
    let copy = Copy::new(honest);
    let mut tally = Tally::default();
    let folders = honest.files.iter().flat_map(|(path, _)| Path::new(path).ancestors().skip(1));
    let folders: std::collections::BTreeSet<_> = folders.filter(|f| !f.as_os_str().is_empty()).collect();
    for folder in folders {
        let path = format!("{}/x", folder.to_str().unwrap());
        copy.put(&path, b"x");
        let report = check(copy.folder.path(), &honest.rich.trust);
        let named =
            report.findings.iter().any(|f| f.level == Level::Failure && f.at == Where::File(path.clone()));
        tally.count(named && !report.holds(), None, || format!("{path} added: {:?}", report.findings));
        std::fs::remove_file(copy.path(&path)).unwrap();
    }
    tally
}

/// The archive's files, and what is true of them.
fn honest(rich: &Rich) -> Honest<'_> {
    let root = rich.forge.dir().root().to_owned();
    let files = snapshot(&root).into_iter().filter(|(path, _)| path.is_file());
    let named = files
        .map(|(path, bytes)| (path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/"), bytes));
    let mut files: Vec<_> = named.collect();
    files.sort();
    let newest = |trust: &Trust| check(&rich.forge.root, trust).log.unwrap().stamps.newest();
    let with = newest(&rich.trust);
    let stamp = rich.forge.dir().path(&Place::StampOf(SIZE));
    let kept = std::fs::read(&stamp).unwrap();
    std::fs::remove_file(&stamp).unwrap();
    let without = newest(&rich.trust);
    std::fs::write(&stamp, kept).unwrap();
    assert!(with.is_some() && without.is_some() && with != without);
    let bare = rich.forge.checkpoints.last().cloned();
    Honest { rich, files, proofs: [with, without], bare }
}

#[test]
fn the_archive_with_a_file_of_every_kind_holds() {
    let rich = Rich::new();
    let report = check(&rich.forge.root, &rich.trust);
    assert!(report.holds(), "{:?}", report.findings);
    let codes: Vec<_> = report.findings.iter().map(|f| f.what.code()).collect();
    assert!(codes.iter().all(|code| ["withheld", "acknowledged"].contains(code)), "{:?}", report.findings);
    let log = report.log.as_ref().unwrap();
    assert_eq!((log.state.disputed.len(), log.state.voided.len(), log.confirmed.by.len()), (1, 1, 2));
    assert!(log.confirmed.suffices());
    assert_eq!(rich.forge.tree.size(), SIZE);
    let honest = honest(&rich);
    let kinds: std::collections::BTreeSet<_> = honest.files.iter().map(|(path, _)| kind(path)).collect();
    assert_eq!(kinds.len(), 19, "{kinds:?}");
}

#[test]
#[ignore = "minutes: make tamper"]
fn whatever_is_changed_is_detected_and_named() {
    let began = std::time::Instant::now();
    let rich = Rich::new();
    let honest = honest(&rich);
    let mut table = Table::default();

    let jobs = honest.files.iter().flat_map(|(path, good)| {
        let step = flips(path, good.len()).1 * AT_A_TIME;
        (0..good.len()).step_by(step).map(move |from| (path, good, from))
    });
    let jobs: Vec<_> = jobs.collect();
    let done: Vec<_> = jobs.par_iter().map(|(p, good, from)| (*p, flip(&honest, p, good, *from))).collect();
    done.into_iter().for_each(|(path, tally)| table.add(kind(path), "a bit", tally));

    let more = |i: usize| {
        let (path, good) = &honest.files[i];
        (lengths(&honest, path, good), removed(&honest, path), exchanged(&honest, i))
    };
    let done: Vec<_> = (0..honest.files.len()).into_par_iter().map(more).collect();
    for ((path, _), (lengths, removed, [replaced, swapped])) in honest.files.iter().zip(done) {
        table.add(kind(path), "length", lengths);
        table.add(kind(path), "removed", removed);
        table.add(kind(path), "another file in its place", replaced);
        table.add(kind(path), "exchanged with another", swapped);
    }
    table.add("any folder", "a file more", added(&honest));
    println!("{} files, {} s", honest.files.len(), began.elapsed().as_secs());
    table.finish();
}
