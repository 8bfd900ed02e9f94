//! `cosign`: takes in what witnesses gave: their confirmations of a checkpoint.
//!
//! Specification: `docs/witnesses.md`. Nothing is signed, and nothing is written that does not verify by a witness of the
//! trust anchor. What others signed cannot be checked here and is left out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::archive_args::{ArchiveArgs, in_zone, is_archive, open, shown};
use super::commit::patience;
use super::out::{Failure, Out};
use super::workspace::Workspace;
use super::{Env, report};
use crate::archive::add_cosignatures;
use crate::base::{Lang, Say, lang, limits};
use crate::format::checkpoint::{self, Checkpoint};
use crate::format::cosignature::{self, BadCosignatures};
use crate::format::layout::Place;
use crate::format::note::{Note, Signature};
use crate::format::record::Tree;
use crate::format::witness::Witnesses;
use crate::store::{Dir, Lock, ReadError, read_file};
use crate::verify::{self, Finding, Level, Log, What};

/// Take in what witnesses gave: their confirmations of a state of the archive
///
/// A witness is asked with archive/checkpoint. What it gives back is a file with one or more signature lines, or the checkpoint with such lines in it. Lines alone are of the newest state; those in a checkpoint are of that one.
///
/// Only confirmations by witnesses that the trust anchor names are taken in; if one of them is wrong, none is. Others are left out.
///
/// Exit codes: 0 taken in, or there already; 1 one is wrong, or the archive does not hold; 2 it could not be done.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  inkraft cosign witness-1.txt witness-2.txt\n  inkraft cosign checkpoint.cosigned"
)]
pub struct Args {
    /// What a witness gave
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// Why nothing was taken in. The archive is unchanged.
#[derive(Debug)]
enum NotCosigned {
    /// A file is neither signature lines nor a checkpoint.
    Unreadable(PathBuf, BadCosignatures),
    /// The checkpoint of another archive.
    Origin(PathBuf, String),
    /// A checkpoint beyond the log here: its size, and that of the log.
    Larger(PathBuf, u64, u64),
    /// A checkpoint that is not of this log.
    Forked(PathBuf, u64),
    /// A line by the key of this witness is not its cosignature over the checkpoint of this size.
    Wrong(PathBuf, String, u64),
    /// Nothing is by a witness of the anchor; the names that stand there.
    Nobody(Vec<String>),
    /// More cosignatures than fit beside a checkpoint.
    TooMany(BadCosignatures),
}

impl Say for NotCosigned {
    fn fact(&self, lang: Lang) -> String {
        match self {
            Self::Unreadable(path, why) => {
                let (path, why) = (path.display(), why.fact(lang));
                lang::say!(
                    lang,
                    "{path} ist weder eine Bestätigung von Zeugen noch ein Registerstand: {why}",
                    "{path} is neither a witness's confirmation nor a checkpoint: {why}"
                )
            }
            Self::Origin(path, origin) => {
                let path = path.display();
                lang::say!(
                    lang,
                    "{path} gehört zu einem anderen Archiv ({origin})",
                    "{path} belongs to another archive ({origin})"
                )
            }
            Self::Larger(path, size, here) => {
                let path = path.display();
                lang::say!(
                    lang,
                    "{path} bestätigt den Stand {size}, dieses Archiv hat erst {here} Einträge: es ist eine ältere Kopie",
                    "{path} confirms the size {size}, but this archive has {here} entries: it is an older copy"
                )
            }
            Self::Forked(path, size) => {
                let path = path.display();
                lang::say!(
                    lang,
                    "{path} ist der Stand {size} eines anderen Registers als dieses hier",
                    "{path} is the size {size} of another log than this one"
                )
            }
            Self::Wrong(path, witness, size) => {
                let path = path.display();
                lang::say!(
                    lang,
                    "{path}: die Bestätigung des Zeugen „{witness}“ ist falsch oder gilt nicht dem Stand {size}",
                    "{path}: the cosignature of the witness \"{witness}\" is wrong, or not over the size {size}"
                )
            }
            Self::Nobody(names) => {
                let names = names.join(", ");
                lang::say!(
                    lang,
                    "keine Bestätigung eines Zeugen, den der Vertrauensanker nennt (es unterschrieben: {names})",
                    "no confirmation by a witness that the trust anchor names (signed by: {names})"
                )
            }
            Self::TooMany(why) => why.fact(lang),
        }
    }

    fn advice(&self, lang: Lang) -> Option<String> {
        Some(match self {
            Self::Unreadable(..) => lang::say!(
                lang,
                "Die Datei unverändert so ablegen, wie der Zeuge sie gegeben hat: Zeilen, die mit „— “ beginnen.",
                "Keep the file just as the witness gave it: lines that begin with \"— \"."
            ),
            Self::Origin(..) => {
                lang::say!(
                    lang,
                    "Dem Zeugen archive/checkpoint geben.",
                    "Give the witness archive/checkpoint."
                )
            }
            Self::Larger(..) | Self::Forked(..) => lang::say!(
                lang,
                "Hier nichts unterschreiben. Den neuesten Stand holen und mit `inkraft verify` prüfen; wer einen anderen bestätigt bekam, hat ein zweites Register geführt.",
                "Sign nothing here. Fetch the newest state and check it with `inkraft verify`; whoever had another one confirmed kept a second log."
            ),
            Self::Wrong(..) => lang::say!(
                lang,
                "Den Zeugen mit dem heutigen archive/checkpoint erneut fragen. Ist die Bestätigung älter, den Registerstand mit angeben, in dem sie steht.",
                "Ask the witness again with today's archive/checkpoint. If the confirmation is older, give the checkpoint that it stands in."
            ),
            Self::Nobody(_) => lang::say!(
                lang,
                "Zeugen stehen im Vertrauensanker (keys/anchor), je mit einer Zeile `witness`; siehe docs/witnesses.md.",
                "Witnesses stand in the trust anchor (keys/anchor), a line `witness` each; see docs/witnesses.md."
            ),
            Self::TooMany(_) => return None,
        })
    }
}

/// What was given, by the size of the checkpoint that it is over.
type Given = BTreeMap<u64, Vec<Signature>>;

/// Runs the command.
pub fn run(args: Args, env: &Env, out: &mut Out) -> Result<u8, Failure> {
    let workspace = Workspace::find(env)?;
    let dir = workspace.archive();
    let from = ArchiveArgs::default();
    if !is_archive(dir.root()) {
        // Says so in the words of the reading commands; makes no folder for the lock.
        open(dir.root(), &from, env)?;
    }
    let files: Vec<_> = args
        .files
        .iter()
        .map(|path| {
            Ok((shown(&env.cwd.join(path), env), read_file(&env.cwd.join(path), limits::CHECKPOINT)?))
        })
        .collect::<Result<_, ReadError>>()?;
    let lock = dir.lock(patience(out))?;
    let opened = open(dir.root(), &from, env)?;
    let checked = verify::archive(&opened.dir, &opened.trust, &|_, _| {});
    // What this command is there to mend.
    let mends = |f: &&Finding| matches!(f.what, What::Quorum { .. } | What::Cosignature(_));
    let failed = checked.findings.iter().filter(|f| f.level == Level::Failure && !mends(f));
    let failures: Vec<Finding> = failed.cloned().collect();
    let log = match checked.log {
        Some(log) if failures.is_empty() => log,
        _ => return Err(report::refuse_to_act(out, &failures)),
    };
    report::must_be_anchored(&log, out.lang)?;
    let witnesses = opened.trust.witnesses();
    let given = given(&files, &log, &witnesses, out)?;
    for (size, lines) in given {
        let taken = Taken { dir: &dir, lock: &lock, log: &log, witnesses: &witnesses, size };
        taken.take_in(lines, out)?;
    }
    // As every reader will see it now.
    let log = verify::log(&dir, &opened.trust).map_err(|f| report::refuse_to_act(out, &f))?;
    if let Some(row) = super::witnessed::row(&log, out.lang) {
        let size = log.tree().size;
        out.say(&lang::say!(out.lang, "Neuester Stand ({size}): {row}", "Newest state ({size}): {row}"));
    }
    Ok(0)
}

/// Sorts what was given by what it confirms; a wrong one stops everything.
fn given(
    files: &[(PathBuf, Vec<u8>)],
    log: &Log,
    witnesses: &Witnesses,
    out: &mut Out,
) -> Result<Given, Failure> {
    let mut given = Given::new();
    let mut others = Vec::new();
    for (path, bytes) in files {
        let (tree, lines) = one(path, bytes, log)?;
        let text = checkpoint::text(log.origin(), &tree);
        for line in lines {
            match witnesses.named_by(&line) {
                Some(witness) if witness.key.confirms(&text, &line).is_some() => {
                    given.entry(tree.size).or_default().push(line);
                }
                Some(witness) => {
                    let wrong = NotCosigned::Wrong(path.clone(), witness.name.clone(), tree.size);
                    return Err(Failure::new(wrong).code(1));
                }
                // The archive's own line, of a whole checkpoint.
                None if line.key == log.origin() => {}
                None => others.push(line.key),
            }
        }
    }
    others.sort();
    others.dedup();
    if given.is_empty() {
        return Err(NotCosigned::Nobody(others).into());
    }
    for name in others {
        out.warn(&lang::say!(
            out.lang,
            "Ausgelassen: „{name}“ ist kein Zeuge des Vertrauensankers.",
            "Left out: \"{name}\" is no witness of the trust anchor."
        ));
    }
    Ok(given)
}

/// The lines of one file, and the checkpoint of this log that they are over.
fn one(path: &Path, bytes: &[u8], log: &Log) -> Result<(Tree, Vec<Signature>), Failure> {
    let wrong = |e: NotCosigned| Failure::new(e).code(1);
    let Ok(Checkpoint { origin, tree, note }) = Checkpoint::parse(bytes) else {
        let lines = cosignature::lines(bytes);
        let lines = lines.map_err(|e| NotCosigned::Unreadable(path.to_owned(), e))?;
        return Ok((log.tree(), lines));
    };
    let path = path.to_owned();
    if origin != log.origin() {
        return Err(wrong(NotCosigned::Origin(path, origin)));
    }
    let here = log.tree().size;
    if tree.size > here {
        return Err(wrong(NotCosigned::Larger(path, tree.size, here)));
    }
    if tree.size == 0 || log.state.root(tree.size) != Some(tree.root) {
        return Err(wrong(NotCosigned::Forked(path, tree.size)));
    }
    Ok((tree, note.signatures))
}

/// A checkpoint whose cosignatures are taken in.
struct Taken<'a> {
    dir: &'a Dir,
    lock: &'a Lock,
    log: &'a Log,
    witnesses: &'a Witnesses,
    size: u64,
}

impl Taken<'_> {
    /// Writes them beside those that are there, and says so.
    fn take_in(&self, lines: Vec<Signature>, out: &mut Out) -> Result<(), Failure> {
        let (size, log) = (self.size, self.log);
        let root = log.state.root(size).unwrap_or(log.tree().root);
        let text = checkpoint::text(log.origin(), &Tree { size, root });
        let mut all = lines;
        all.extend(self.known(&text));
        let told = all.clone();
        let bytes = cosignature::file(all).map_err(NotCosigned::TooMany)?;
        let published = self.published(&bytes)?;
        let same =
            |place: &Place, new: &[u8]| self.dir.read(place, limits::CHECKPOINT).is_ok_and(|b| b == new);
        let is_there = same(&Place::CosignaturesOf(size), &bytes)
            && published.as_ref().is_none_or(|note| same(&Place::Checkpoint, note));
        if is_there {
            out.say(&lang::say!(
                out.lang,
                "Nichts zu tun: Diese Bestätigungen des Stands {size} liegen schon da.",
                "Nothing to do: these confirmations of the size {size} are there already."
            ));
            return Ok(());
        }
        add_cosignatures(self.dir, self.lock, size, &bytes, published.as_deref())?;
        self.told(&told, &text, out);
        Ok(())
    }

    /// The right ones that lie beside the checkpoint already, or stand in it, and those of others beside it. What is wrong
    /// is dropped.
    fn known(&self, text: &str) -> Vec<Signature> {
        let beside = self.dir.read(&Place::CosignaturesOf(self.size), limits::COSIGNATURES);
        let beside = beside.ok().and_then(|bytes| cosignature::lines(&bytes).ok()).unwrap_or_default();
        let is_right = |s: &Signature, others: bool| match self.witnesses.named_by(s) {
            Some(witness) => witness.key.confirms(text, s).is_some(),
            None => others,
        };
        let mut known: Vec<_> = beside.into_iter().filter(|s| is_right(s, true)).collect();
        if self.size == self.log.tree().size {
            let inside = self.log.loaded.checkpoint.note.signatures.iter();
            known.extend(inside.filter(|s| is_right(s, false)).cloned());
        }
        known
    }

    /// What `checkpoint` becomes, if it is of this size: the archive's line, and the cosignatures.
    fn published(&self, cosignatures: &[u8]) -> Result<Option<Vec<u8>>, Failure> {
        if self.log.loaded.published != self.size || self.log.tree().size != self.size {
            return Ok(None);
        }
        let own = self.dir.read(&Place::CheckpointOf(self.size), limits::CHECKPOINT)?;
        let mut note = Note::parse(&own, limits::CHECKPOINT as usize)?;
        note.signatures.extend(cosignature::parse(cosignatures).map_err(NotCosigned::TooMany)?);
        Ok(Some(note.bytes()))
    }

    fn told(&self, lines: &[Signature], text: &str, out: &mut Out) {
        let (lang, size) = (out.lang, self.size);
        let zone = self.log.state.charter().map_or("UTC", |c| c.time_zone.as_str());
        for witness in self.witnesses.all() {
            let Some(time) = lines.iter().filter_map(|line| witness.key.confirms(text, line)).max() else {
                continue;
            };
            let (day, clock) =
                in_zone(time, zone).map_or_else(|_| Default::default(), |t| (t.day().short(lang), t.clock()));
            let name = &witness.name;
            out.say(&lang::say!(
                lang,
                "Stand {size}: bestätigt von „{name}“ am {day}, {clock} Uhr",
                "Size {size}: confirmed by \"{name}\" on {day}, {clock}"
            ));
        }
    }
}
