//! The archive that attacks are tried on, and how their outcome is looked at.
//!
//! The sample is made once a test run by the program's own writer: a founding charter, two policies with
//! three versions (one typeset with its source, two adopted), an effect and a withdrawal.

use std::path::Path;
use std::sync::OnceLock;

use inkraft::base::effect::Effect;
use inkraft::format::record::Body;
use inkraft::verify::{self, Level, Report, Trust};
use tempfile::TempDir;

use crate::forge::{Forge, Keys, day, filler, put};
use crate::site::copy;

/// The sample archive, not to be changed.
struct Sample {
    folder: TempDir,
    keys: Keys,
}

static SAMPLE: OnceLock<Sample> = OnceLock::new();

fn sample() -> &'static Sample {
    SAMPLE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::generate();
        let mut forge = Forge::empty(folder.path(), keys.clone());
        fill(&mut forge, true, SIZE);
        put(&folder.path().join("keys/anchor"), forge.anchor().text().as_bytes());
        Sample { folder, keys }
    })
}

/// Logs the first so many of the sample's entries: through the program's writer, or by the forge alone.
fn fill(forge: &mut Forge, through_program: bool, entries: u64) {
    let keys = forge.keys.clone();
    let step = |forge: &mut Forge, body, keys: &[&_], files: Vec<(_, Vec<u8>)>| {
        if forge.tree.size() == entries {
        } else if through_program {
            forge.append(body, keys, files)
        } else {
            files.iter().for_each(|(place, bytes)| forge.put(place, bytes));
            forge.honest(body, keys);
        }
    };
    let charter = Body::Charter(forge.charter.clone());
    step(forge, charter, &keys.all(), Vec::new());
    let (issue, files) = forge.typeset("hausordnung", 1, &filler(1, 4000));
    step(forge, Body::Issue(Box::new(issue)), &[&keys.officers[0]], files);
    let (issue, mut files) = forge.typeset("datenschutz", 1, &filler(2, 4000));
    step(forge, Body::Issue(Box::new(issue)), &[&keys.officers[0]], std::mem::take(&mut files));
    let pdf = filler(3, 4000);
    let body = forge.adopted("hausordnung", 2, &pdf);
    let place = inkraft::format::layout::Place::Pdf("hausordnung".parse().unwrap(), 2);
    step(forge, body, &[&keys.officers[1]], vec![(place, pdf)]);
    let later = Forge::restated("hausordnung", 3, Effect::starting(day("2019-01-25")));
    step(forge, later, &[&keys.officers[0]], Vec::new());
    step(forge, Forge::withdrawn("datenschutz", 2), &[&keys.officers[0]], Vec::new());
}

/// Number of entries of the sample.
pub const SIZE: u64 = 6;

/// A copy of the sample that may be changed, with all its keys.
pub struct Attack {
    /// The archive's maker, in the state of the copy.
    pub forge: Forge,
    /// What a verifier trusts.
    pub trust: Trust,
    _folder: TempDir,
}

impl Attack {
    /// A fresh copy.
    pub fn new() -> Self {
        let sample = sample();
        let folder = tempfile::tempdir().unwrap();
        let mut forge = Forge::empty(folder.path(), sample.keys.clone());
        fill(&mut forge, false, SIZE);
        std::fs::remove_dir_all(folder.path()).unwrap();
        copy(sample.folder.path(), folder.path());
        let trust = forge.trust();
        Self { forge, trust, _folder: folder }
    }

    /// The sample with its last entries cut off, and everything signed and derived to match.
    pub fn cut(entries: u64) -> Self {
        let mut attack = Self::new();
        let root = attack.forge.root.clone();
        std::fs::remove_dir_all(&root).unwrap();
        attack.forge = Forge::empty(&root, sample().keys.clone());
        fill(&mut attack.forge, false, entries);
        attack.forge.write();
        attack
    }

    /// Puts other entries in the place of the log's, with every checkpoint signed anew.
    pub fn rewrite(&mut self, entries: Vec<Vec<u8>>) {
        self.forge.rewrite(entries);
        for folder in ["checkpoints", "heads", "tile"] {
            std::fs::remove_dir_all(self.path(folder)).unwrap();
        }
        self.forge.write_log();
    }

    /// Removes a file of the archive.
    pub fn remove(&self, below: &str) {
        std::fs::remove_file(self.path(below)).unwrap();
    }

    /// A path below the archive.
    pub fn path(&self, below: &str) -> std::path::PathBuf {
        self.forge.dir().root().join(below)
    }

    /// Reads a file of the archive.
    pub fn read(&self, below: &str) -> Vec<u8> {
        std::fs::read(self.path(below)).unwrap()
    }

    /// Writes a file of the archive.
    pub fn put(&self, below: &str, bytes: &[u8]) {
        put(&self.path(below), bytes);
    }

    /// Remembers the newest checkpoint, as a reader does that saw the archive before.
    pub fn seen(&mut self) -> &mut Self {
        self.trust.seen = Some(self.forge.head());
        self
    }

    /// Verifies.
    pub fn verify(&self) -> Report {
        check(&self.forge.root, &self.trust)
    }

    /// The failures, `place: code`.
    pub fn failures(&self) -> Vec<String> {
        told(&self.verify(), Level::Failure)
    }

    /// The notes, `place: code`.
    pub fn notes(&self) -> Vec<String> {
        told(&self.verify(), Level::Note)
    }
}

/// Verifies the archive in a workspace folder.
pub fn check(root: &Path, trust: &Trust) -> Report {
    verify::archive(&inkraft::store::Dir::new(&root.join("archive")), trust, &|_, _| {})
}

/// Findings of a level as `place: code`.
pub fn told(report: &Report, level: Level) -> Vec<String> {
    let found = report.findings.iter().filter(|f| f.level == level);
    found.map(|f| format!("{}: {}", f.at, f.what.code())).collect()
}

/// One attack a test: what is done to a copy of the sample, and the failures that must be found, no others.
macro_rules! attacks {
    ($($name:ident: |$attack:ident| $body:expr => [$($found:expr),* $(,)?];)*) => {$(
        #[test]
        fn $name() {
            #[allow(unused_mut)]
            let mut $attack = $crate::tamper::Attack::new();
            $body;
            let found: &[&str] = &[$($found),*];
            assert_eq!($attack.failures(), found);
            assert_eq!($attack.verify().holds(), found.is_empty());
        }
    )*};
}
pub(crate) use attacks;

#[test]
fn the_sample_holds_and_the_forge_writes_what_the_program_writes() {
    let attack = Attack::new();
    let report = attack.verify();
    assert!(report.holds(), "{:?}", report.findings);
    assert!(report.findings.is_empty(), "{:?}", report.findings);
    assert_eq!(attack.forge.tree.size(), SIZE);
    let before = crate::site::snapshot(&attack.path(""));
    attack.forge.write();
    assert_eq!(crate::site::snapshot(&attack.path("")), before);
}

#[test]
fn a_forged_large_archive_holds() {
    let folder = tempfile::tempdir().unwrap();
    let forge = Forge::versions(folder.path(), 2, 150, 500);
    let report = check(folder.path(), &forge.trust());
    assert!(report.holds(), "{:?}", report.findings);
    assert!(report.findings.is_empty(), "{:?}", report.findings);
    assert_eq!((forge.tree.size(), report.looked.files), (301, 300));
}

#[test]
fn without_an_anchor_nothing_fails_and_nothing_holds() {
    let mut attack = Attack::new();
    attack.trust.anchor = None;
    let report = attack.verify();
    assert!(!report.holds());
    assert!(told(&report, Level::Failure).is_empty());
}
