//! Holds every file of an archive against what the log says of it.
//!
//! Specification: `docs/archive-format.md`, "Verification", steps 5 to 7. Takes the folder, the loaded log
//! and its replayed state; gives findings. Nothing is skipped: what the layout does not know is a failure,
//! what lies beyond the checkpoint is a leftover.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use super::finding::{Finding, What, Where};
use super::load::{self, Loaded, file, unread};
use super::replay::{Standing, State};
use super::stamps::Stamps;
use super::{Progress, Scope, manifest_text, review, seal, source, witnesses};
use crate::base::{Id, limits};
use crate::format::checkpoint::Checkpoint;
use crate::format::files::{self, Expected, Files};
use crate::format::heads::Heads;
use crate::format::layout::{Part, Place, TEMPORARY};
use crate::format::note::{Key, Note, Signature};
use crate::format::record::FileRef;
use crate::format::tile::TileAt;
use crate::format::witness::Witnesses;
use crate::store::{Dir, Listing};

/// How much was looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Looked {
    /// Files that were read and compared.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Signatures in PDFs that were checked.
    pub seals: u64,
}

/// Checks every file a standing record speaks of.
pub fn check_versions(
    dir: &Dir,
    state: &State,
    stamps: &Stamps,
    progress: Progress<'_>,
) -> (Looked, Vec<Finding>) {
    let files: Vec<_> =
        state.standing.values().flat_map(|s| of(s).into_iter().map(move |f| (s, f))).collect();
    let done = AtomicU64::new(0);
    let bytes = AtomicU64::new(0);
    let seals = AtomicU64::new(0);
    let findings: Vec<Finding> = files
        .par_iter()
        .flat_map_iter(|(standing, file)| {
            let read = dir.read(&file.place, file.limit);
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, files.len() as u64);
            let failure = |what| Finding::failure(load::file(&file.place), what);
            match read {
                Ok(content) => {
                    bytes.fetch_add(content.len() as u64, Ordering::Relaxed);
                    if FileRef::of(&content) != file.content {
                        return vec![failure(What::Altered)];
                    }
                    if let Some(what) = says_else(state, standing, &file.place, &content) {
                        return vec![failure(what)];
                    }
                    let (count, found) =
                        sealed(state, standing, &file.place, &content, stamps.belief(standing.index));
                    seals.fetch_add(count, Ordering::Relaxed);
                    found
                }
                Err(e) if e.is_missing() => vec![absent(state, standing, &file.place)],
                Err(e) => vec![unread(&file.place, &e)],
            }
        })
        .collect();
    // What is withheld and gone was not looked at.
    let gone = findings.iter().filter(|f| matches!(f.what, What::Withheld { .. })).count();
    let files = (files.len() - gone) as u64;
    (Looked { files, bytes: bytes.into_inner(), seals: seals.into_inner() }, findings)
}

/// How many signatures a PDF has that was sealed after it was typeset, and what was found on them.
pub(super) fn sealed(
    state: &State,
    standing: &Standing,
    place: &Place,
    content: &[u8],
    belief: seal::Belief<'_>,
) -> (u64, Vec<Finding>) {
    let files = Files::of(&standing.record.body, standing.index);
    let is_sealed = files
        .is_some_and(|f| f.pdf_place() == *place && f.typeset.is_some_and(|typeset| typeset.pdf != f.pdf));
    if !is_sealed {
        return (0, Vec::new());
    }
    let (count, faults) = seal::judge(content, state.charter_at(standing.index), belief);
    let found = faults.into_iter().map(|fault| {
        let level = if fault.is_failure() { Finding::failure } else { Finding::note };
        level(load::file(place), What::Seal(fault))
    });
    (count, found.collect())
}

/// A file that is not there: only one that is withheld may be absent.
fn absent(state: &State, standing: &Standing, place: &Place) -> Finding {
    match state.withheld(standing) {
        Some((by, withhold)) => {
            Finding::note(load::file(place), What::Withheld { by, reason: withhold.reason.clone() })
        }
        None => Finding::failure(load::file(place), What::Missing),
    }
}

/// The files that a standing record speaks of.
fn of(standing: &Standing) -> Vec<Expected> {
    files::all(&standing.record.body, standing.index)
}

/// Whether a file that is what the record hashes says something else than the record does.
pub(super) fn says_else(state: &State, standing: &Standing, place: &Place, content: &[u8]) -> Option<What> {
    match place {
        Place::Source(..) | Place::Rendition(.., Part::Source) => {
            source::differs(content, state, standing).map(What::Source)
        }
        Place::Review(..) => review::says_else(content, standing),
        Place::Pdf(..) | Place::Rendition(.., Part::Pdf(_)) => {
            let typeset = Files::of(&standing.record.body, standing.index)?.typeset?;
            let size = usize::try_from(typeset.pdf.size).unwrap_or(usize::MAX);
            let begins = content.get(..size).is_some_and(|unsealed| FileRef::of(unsealed) == typeset.pdf);
            (!begins).then_some(What::Unsealed)
        }
        _ => None,
    }
}

/// What lies in the folders, sorted by what it is.
#[derive(Default)]
struct Found {
    heads: Vec<u64>,
    tiles: Vec<TileAt>,
    bundles: Vec<(u64, u16)>,
    manifests: Vec<Id>,
    cosigned: Vec<u64>,
}

/// Checks everything but the versions' own files; of the log alone, nothing in the folder of policies.
pub fn check_rest(
    dir: &Dir,
    loaded: &Loaded,
    state: &State,
    listing: &Listing,
    witnesses: &Witnesses,
    scope: Scope,
) -> Vec<Finding> {
    let size = loaded.checkpoint.tree.size;
    let mut findings = Vec::new();
    let found = sort(listing, size, state, scope, &mut findings);
    findings.extend(load::check_tiles(dir, &loaded.tree, &found.tiles));
    findings.extend(load::check_bundles(dir, &loaded.entries, &found.bundles));
    findings.extend(check_checkpoints(dir, loaded, state));
    findings.extend(check_heads(dir, size, state, &found.heads));
    if scope == Scope::Whole {
        findings.extend(check_manifests(dir, loaded, state, &found.manifests));
    }
    // Those of the newest are judged with the log.
    let older: Vec<_> = found.cosigned.into_iter().filter(|s| *s != size).collect();
    let origin = &loaded.checkpoint.origin;
    findings.par_extend(
        older.into_par_iter().flat_map_iter(|s| witnesses::of_older(dir, origin, s, state, witnesses)),
    );
    if loaded.published < size {
        findings.push(Finding::note(file(&Place::Checkpoint), What::Behind(size)));
    }
    let other = |n: &&String| Place::of(n).is_none() && !n.starts_with(TEMPORARY);
    let beside = listing.beside.iter().filter(other);
    findings.extend(beside.map(|n| Finding::note(Where::File(n.clone()), What::Beside)));
    let torn = listing.beside.iter().filter(|n| n.starts_with(TEMPORARY));
    findings.extend(torn.map(|n| Finding::note(Where::File(n.clone()), What::Leftover)));
    findings
}

fn sort(listing: &Listing, size: u64, state: &State, scope: Scope, findings: &mut Vec<Finding>) -> Found {
    let mut found = Found::default();
    let known: BTreeSet<Place> = state.standing.values().flat_map(of).map(|f| f.place).collect();
    let unnamed: BTreeSet<u64> = state.unnamed(size).collect();
    let looked_at = |path: &&String| scope == Scope::Whole || !is_of_policies(path);
    for path in listing.inside.iter().filter(looked_at) {
        let name = path.rsplit('/').next().unwrap_or_default();
        let leftover = || Finding::note(Where::File(path.clone()), What::Leftover);
        let unknown = || Finding::failure(Where::File(path.clone()), What::Unknown);
        if name.is_empty() || name.starts_with(TEMPORARY) {
            findings.push(leftover());
            continue;
        }
        match Place::of(path) {
            Some(Place::CheckpointOf(s)) if (1..=size).contains(&s) => {}
            // That of the newest checkpoint is named by the next entry that stands.
            Some(Place::StampOf(s)) if state.stamps.contains_key(&s) || unnamed.contains(&s) => {}
            Some(Place::CosignaturesOf(s)) if (1..=size).contains(&s) => found.cosigned.push(s),
            Some(Place::Heads(s)) if (1..=size).contains(&s) => found.heads.push(s),
            Some(Place::Tile(at)) if covered(at, size) => found.tiles.push(at),
            Some(Place::Entries(n, width)) if covered(TileAt { level: 0, n, width }, size) => {
                found.bundles.push((n, width))
            }
            Some(Place::Manifest(id)) if state.histories.contains_key(&id) => found.manifests.push(id),
            Some(place @ (Place::Pdf(..) | Place::Source(..) | Place::Template(..) | Place::Asset(..))) => {
                // A version that no record speaks of was never committed; a file too many in a committed one
                // does not belong there.
                let committed = version_of(&place).is_some_and(|p| known.contains(&p));
                if !known.contains(&place) {
                    findings.push(if committed { unknown() } else { leftover() });
                }
            }
            // Its index says whether the entry of a rendition or a review is committed.
            Some(place @ (Place::Rendition(_, _, index, _) | Place::Review(_, index))) => {
                if !known.contains(&place) {
                    findings.push(if index < size { unknown() } else { leftover() });
                }
            }
            // Appends commit one checkpoint after the other: one beyond a gap was never left by one of them.
            Some(Place::Heads(1..) | Place::Tile(_) | Place::Entries(..)) => findings.push(leftover()),
            _ => findings.push(unknown()),
        }
    }
    found
}

/// Whether a path is in the folder of policies, or takes its place.
fn is_of_policies(path: &str) -> bool {
    path.split('/').next() == Some("policies")
}

/// The PDF of the version that a file belongs to.
fn version_of(place: &Place) -> Option<Place> {
    match place {
        Place::Pdf(id, v) | Place::Source(id, v) | Place::Template(id, v) | Place::Asset(id, v, _) => {
            Some(Place::Pdf(id.clone(), *v))
        }
        _ => None,
    }
}

fn covered(at: TileAt, size: u64) -> bool {
    let hashes = size.checked_shr(8 * u32::from(at.level)).unwrap_or(0);
    at.n.checked_mul(256)
        .and_then(|start| start.checked_add(u64::from(at.width)))
        .is_some_and(|end| end <= hashes)
}

/// Every checkpoint from size 1 on must be there, signed, with the root the log had.
fn check_checkpoints(dir: &Dir, loaded: &Loaded, state: &State) -> Vec<Finding> {
    (1..=loaded.checkpoint.tree.size)
        .into_par_iter()
        .filter_map(|size| {
            let place = Place::CheckpointOf(size);
            let checkpoint = match load::read_checkpoint(dir, &place) {
                Ok(c) => c,
                Err(f) => return Some(f),
            };
            if checkpoint.tree.size != size || Some(checkpoint.tree.root) != state.root(size) {
                return Some(Finding::failure(file(&place), What::Root));
            }
            signed_by_archive(&checkpoint, state, true).err().map(|what| Finding::failure(file(&place), what))
        })
        .collect()
}

/// Whether the checkpoint is this archive's and signed by the archive key of its time.
///
/// `alone`: no other signature lines may stand in it, as in `checkpoints/<size>`.
pub fn signed_by_archive(checkpoint: &Checkpoint, state: &State, alone: bool) -> Result<(), What> {
    let charter = state.charter_at(checkpoint.tree.size);
    let key = charter.and_then(|c| c.archive_key()).map(|k| Key::new(&k.name, k.public));
    let Some(key) = key else { return Err(What::ArchiveSignature) };
    if checkpoint.origin != key.name {
        return Err(What::Origin(checkpoint.origin.clone()));
    }
    let signed = checkpoint.note.signatures.iter().any(|s| key.verifies(&checkpoint.note.text, s));
    let crowd = alone && checkpoint.note.signatures.len() != 1;
    if signed && !crowd { Ok(()) } else { Err(What::ArchiveSignature) }
}

/// The checkpoint as it lies in `checkpoints/<size>`: with the archive's signature alone.
pub fn archived(checkpoint: &Checkpoint, state: &State) -> Vec<u8> {
    let charter = state.charter_at(checkpoint.tree.size);
    let key = charter.and_then(|c| c.archive_key()).map(|k| Key::new(&k.name, k.public));
    let Note { text, signatures } = checkpoint.note.clone();
    let ours = |s: &Signature| key.as_ref().is_some_and(|k| k.verifies(&text, s));
    let signatures = signatures.into_iter().filter(ours).take(1).collect();
    Note { text, signatures }.bytes()
}

/// Signature lines of `checkpoint` that are neither the archive's nor those of known witnesses.
pub fn ignored_lines(checkpoint: &Checkpoint, state: &State, witnesses: &Witnesses) -> Vec<Finding> {
    let charter = state.charter_at(checkpoint.tree.size);
    let key = charter.and_then(|c| c.archive_key()).map(|k| Key::new(&k.name, k.public));
    let ours = |s: &Signature| key.as_ref().is_some_and(|k| k.verifies(&checkpoint.note.text, s));
    let known = |s: &Signature| ours(s) || witnesses.named_by(s).is_some();
    let lines = checkpoint.note.signatures.iter().filter(|s| !known(s));
    lines.map(|s| Finding::note(file(&Place::Checkpoint), What::Ignored(s.key.clone()))).collect()
}

/// The newest two must be there; whichever is there must be what the entry before it commits to.
fn check_heads(dir: &Dir, size: u64, state: &State, present: &[u64]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for s in (size.saturating_sub(1).max(1)..=size).filter(|s| !present.contains(s)) {
        findings.push(Finding::failure(file(&Place::Heads(s)), What::Missing));
    }
    for s in present {
        let place = Place::Heads(*s);
        let bytes = match dir.read(&place, limits::HEADS) {
            Ok(bytes) => bytes,
            // An append tidies older ones away, perhaps just now.
            Err(e) if e.is_missing() && s.saturating_add(1) < size => continue,
            Err(e) => {
                findings.push(unread(&place, &e));
                continue;
            }
        };
        let committed = state.sizes.get(*s as usize).map(|at| at.heads);
        if Heads::parse(&bytes).map(|h| h.commitment()) != committed {
            findings.push(Finding::failure(file(&place), What::Altered));
        }
    }
    findings
}

fn check_manifests(dir: &Dir, loaded: &Loaded, state: &State, present: &[Id]) -> Vec<Finding> {
    let ids: Vec<_> = state.histories.keys().collect();
    ids.par_iter()
        .filter_map(|id| {
            let place = Place::Manifest((*id).clone());
            // After an interrupted append the manifest may still be that of the size before.
            let behind = loaded.published < loaded.checkpoint.tree.size;
            let before = manifest_text(state, id, loaded.published);
            if !present.contains(id) {
                return (!behind || before.is_some()).then(|| Finding::failure(file(&place), What::Missing));
            }
            let bytes = match dir.read(&place, limits::MANIFEST) {
                Ok(bytes) => bytes,
                Err(e) => return Some(unread(&place, &e)),
            };
            let note = match Note::parse(&bytes, limits::MANIFEST as usize) {
                Ok(note) => note,
                Err(_) => return Some(Finding::failure(file(&place), What::Altered)),
            };
            let newest = manifest_text(state, id, loaded.checkpoint.tree.size);
            let (text, size) = match newest {
                Some((text, size)) if text == note.text => (text, size),
                _ => match before.filter(|(text, _)| behind && *text == note.text) {
                    Some(old) => old,
                    None => return Some(Finding::failure(file(&place), What::Altered)),
                },
            };
            // The key of its time, or a later one: an append that was interrupted may be finished by that.
            let keys = state.charter_at(size).into_iter().chain(state.charters.range(size..).map(|(_, c)| c));
            let mut keys = keys.filter_map(|c| c.archive_key()).map(|k| Key::new(&k.name, k.public));
            let signed = matches!(note.signatures.as_slice(), [one] if keys.any(|k| k.verifies(&text, one)));
            (!signed).then(|| Finding::failure(file(&place), What::ArchiveSignature))
        })
        .collect()
}
