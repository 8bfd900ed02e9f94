//! The part of the mutation matrix that does not lie in the archive's folder: the trust anchor, the memories, the
//! certificate of force, a pending record; and the log as a thief of the archive key rewrites it.

use inkraft::format::anchor::Anchor;
use inkraft::format::certificate::Certificate;
use inkraft::format::pending::{Pending, Rejected};
use inkraft::format::tile;
use inkraft::prove;
use inkraft::store::{Dir, Memory};
use inkraft::verify::seal::Belief;
use inkraft::verify::{self, Level, Proof, Trust, What, Where};
use rayon::prelude::*;

use crate::forge::{Forge, day, put};
use crate::matrix::{Table, Tally};
use crate::rich::{Rich, SIZE};
use crate::tamper::check;

/// Bits that turn digits into digits and letters into letters, and one that makes no text.
const BITS: [u8; 5] = [0x01, 0x02, 0x04, 0x20, 0x80];

/// Changes of a file: these bits of every byte, and lengths in such steps.
fn changes(good: &[u8], bits: &[u8], step: usize) -> Vec<(&'static str, Vec<u8>)> {
    let mut all = Vec::new();
    for at in 0..good.len() {
        for bit in bits {
            let mut bad = good.to_vec();
            bad[at] ^= bit;
            all.push(("a bit", bad));
        }
    }
    all.extend((0..good.len()).step_by(step).map(|end| ("length", good[..end].to_vec())));
    all.push(("length", [good, b"\n"].concat()));
    all.push(("length", [good, good].concat()));
    all
}

#[test]
#[ignore = "minutes: make tamper"]
fn what_lies_beside_the_archive_and_what_a_thief_of_its_key_writes_is_detected() {
    let rich = Rich::new();
    let mut table = Table::default();
    anchor(&rich, &mut table);
    memory(&rich, &mut table);
    certificate(&rich, &mut table, "satzung");
    certificate(&rich, &mut table, "benutzung");
    certificate(&rich, &mut table, "nichts");
    pending(&rich, &mut table);
    beyond(&rich, &mut table);
    foreign_line(&rich, &mut table);
    rewritten(&mut table);
    table.finish();
}

fn anchor(rich: &Rich, table: &mut Table) {
    let good = rich.trust.anchor.as_ref().unwrap().text().into_bytes();
    let alone = rich.forge.anchor().text().into_bytes();
    for (action, bad) in changes(&good, &BITS, 1) {
        let mut tally = Tally::default();
        // What cannot be read as an anchor is refused before anything is verified.
        let detected = Anchor::parse(&bad).is_err() || {
            let anchor = Anchor::parse(&bad).ok();
            let report = check(&rich.forge.root, &Trust { anchor, ..rich.trust.clone() });
            let named = [Where::Entry(0), Where::File("checkpoint".to_owned())];
            !report.holds()
                && report.findings.iter().any(|f| f.level == Level::Failure && named.contains(&f.at))
        };
        tally.count(detected, (bad == alone).then_some(8), || {
            format!("anchor {action}: {}", String::from_utf8_lossy(&bad))
        });
        table.add("trust anchor", action, tally);
    }
}

fn memory(rich: &Rich, table: &mut Table) {
    let folder = tempfile::tempdir().unwrap();
    let memory = Memory::of(folder.path(), &rich.forge.anchor().first);
    for size in [5, SIZE as usize] {
        let good = &rich.forge.checkpoints[size - 1];
        let [signed, seen] = memory_trees(&memory, good);
        assert_eq!(signed, seen);
        let tree = seen.unwrap();
        for (action, bad) in changes(good, &BITS, 1) {
            let mut tally = Tally::default();
            let [signed, seen] = memory_trees(&memory, &bad);
            // A spoiled memory is an error, not an absence. What there still is, is held against the log.
            let [signs, reads] = [
                signed.map(|tree| Trust { signed: Some(tree), ..rich.trust.clone() }),
                seen.map(|tree| Trust { seen: Some(tree), ..rich.trust.clone() }),
            ];
            let remembered = |w: &What| matches!(w, What::Fork { .. } | What::Rollback { .. });
            let detected = [signs, reads].into_iter().flatten().all(|trust| {
                let log = verify::log(&rich.forge.dir(), &trust).unwrap();
                log.failures().any(|f| remembered(&f.what))
            });
            let excuse = (signed == Some(tree) && seen == Some(tree)).then_some(5);
            tally.count(detected, excuse, || format!("memory: {}", String::from_utf8_lossy(&bad)));
            table.add("memories, of who signs and who reads", action, tally);
        }
    }
}

/// What who signs and who reads remember, if both memories hold these bytes.
fn memory_trees(memory: &Memory, bytes: &[u8]) -> [Option<inkraft::format::record::Tree>; 2] {
    put(memory.path(), bytes);
    put(&memory.path().with_file_name("seen"), bytes);
    [memory.read(), memory.read_seen()].map(|read| read.ok().map(|checkpoint| checkpoint.unwrap().tree))
}

fn certificate(rich: &Rich, table: &mut Table, policy: &str) {
    let gathered =
        prove::gather(&rich.forge.dir(), &policy.parse().unwrap(), &rich.trust.witnesses()).unwrap();
    let good = gathered.asked(day("2030-06-01"), Some(day("2030-12-31")));
    let honest = verify::certificate(&good.bytes(), &rich.trust).unwrap();
    let proof = honest.log.stamps.newest();
    assert!(proof.is_some());
    let tried = |(action, bad): &(&'static str, Vec<u8>)| {
        let mut tally = Tally::default();
        match verify::certificate(bad, &rich.trust) {
            Err(found) => tally.count(!found.what.code().is_empty(), None, String::new),
            Ok(held) => {
                let excuse = excuse(&good, &held.certificate, &proof, &held.log.stamps.newest());
                tally.count(false, excuse, || format!("certificate of {policy}, {action}"));
            }
        }
        (*action, tally)
    };
    let done: Vec<_> = changes(&good.bytes(), &[0x01, 0x20], 7).par_iter().map(tried).collect();
    done.into_iter().for_each(|(action, tally)| table.add("certificate of force", action, tally));
}

/// Why a certificate may hold although it is not the one that was made.
fn excuse(
    good: &Certificate,
    held: &Certificate,
    proof: &Option<Proof>,
    held_proof: &Option<Proof>,
) -> Option<usize> {
    let question = Certificate { on: good.on, known: good.known, ..held.clone() };
    // That there is no policy of one name proves the same of every name between the same two lines.
    let absent = good.heads.iter().all(|head| head.stream.as_str() != good.policy.to_string());
    let between = Certificate { policy: good.policy.clone(), ..question.clone() };
    if question == *good || (absent && between == *good) {
        return Some(4);
    }
    let stamp = Certificate { stamp: good.stamp.clone(), ..held.clone() };
    (stamp == *good && (held_proof == proof || held_proof.is_none())).then_some(0)
}

/// A record that others must still sign, as it is mailed.
fn pending(rich: &Rich, table: &mut Table) {
    let log = verify::log(&rich.forge.dir(), &rich.trust).unwrap();
    let logged = rich.forge.clock();
    // Whether who gets it is told that something is wrong with it: with its form, its signatures or its files.
    let refused = |bytes: &[u8]| {
        let Ok(pending) = Pending::parse(bytes) else { return true };
        let Ok(missing) = verify::missing(&log, &pending.note, logged) else { return true };
        assert_eq!((missing.have, missing.need), (1, 2));
        let belief = Belief { authorities: &rich.trust.authorities, existed: rich.trust.now };
        let (record, files) = (pending.record.clone(), pending.placed(log.tree().size));
        !verify::pending_files(&log, &record, logged, &files, belief).is_empty()
    };
    let mut good = rich.pending();
    assert!(!refused(&good.bytes()));
    good.rejected = Some(Rejected {
        by: "max".parse().unwrap(),
        at: logged,
        reason: Some("Abschnitt 3 fehlt".to_owned()),
    });
    let signed = Pending { rejected: None, ..good.clone() }.bytes();
    assert!(!refused(&good.bytes()) && good.bytes().starts_with(&signed));
    let tried = |(action, bad): &(&'static str, Vec<u8>)| {
        let mut tally = Tally::default();
        let excuse = bad.starts_with(&signed).then_some(9);
        tally.count(refused(bad), excuse, || format!("pending record, {action}"));
        (*action, tally)
    };
    let done: Vec<_> = changes(&good.bytes(), &[0x01, 0x20], 7).par_iter().map(tried).collect();
    done.into_iter().for_each(|(action, tally)| table.add("pending record", action, tally));
}

/// A full tile or bundle in the place of the newest partial one: what it covers counts, what lies behind does not.
fn beyond(rich: &Rich, table: &mut Table) {
    let folder = tempfile::tempdir().unwrap();
    crate::site::copy(&rich.forge.root, folder.path());
    let at = |below: &str| folder.path().join("archive").join(below);
    let entries = rich.forge.entries.iter().map(Vec::as_slice);
    let bundle =
        tile::bundle(entries.chain(std::iter::repeat_n(b"later".as_slice(), 256 - SIZE as usize))).unwrap();
    let mut hashes = std::fs::read(at(&format!("tile/0/000.p/{SIZE}"))).unwrap();
    hashes.resize(8192, 7);
    let covered = rich.forge.entries.iter().map(|e| e.len() + 2).sum::<usize>();
    for (partial, full, good, covered) in [
        ("tile/entries/000.p", "tile/entries/000", bundle, covered),
        ("tile/0/000.p", "tile/0/000", hashes, SIZE as usize * 32),
    ] {
        let partial = &format!("{partial}/{SIZE}");
        let kept = std::fs::read(at(partial)).unwrap();
        std::fs::remove_file(at(partial)).unwrap();
        put(&at(full), &good);
        assert!(check(folder.path(), &rich.trust).holds());
        for byte in (0..good.len()).step_by(31) {
            let mut bad = good.clone();
            bad[byte] ^= 1;
            put(&at(full), &bad);
            let report = check(folder.path(), &rich.trust);
            let mut tally = Tally::default();
            let excuse = (byte >= covered && report.holds()).then_some(6);
            tally.count(!report.holds() && !report.findings.is_empty(), excuse, || {
                format!("{full} byte {byte}")
            });
            table.add("a full tile in the place of a partial one", "a bit", tally);
        }
        std::fs::remove_file(at(full)).unwrap();
        put(&at(partial), &kept);
    }
}

/// A line of a key that nobody knows in `checkpoint`, as a witness leaves one; every bit of both lines.
fn foreign_line(rich: &Rich, table: &mut Table) {
    let folder = tempfile::tempdir().unwrap();
    crate::site::copy(&rich.forge.root, folder.path());
    let place = folder.path().join("archive/checkpoint");
    let key = crate::forge::Named::new("witness/1");
    let own = std::fs::read(&place).unwrap();
    let text = String::from_utf8(own.clone()).unwrap();
    let signed = text[..text.find("\n\n").unwrap() + 1].to_owned();
    let note = inkraft::format::note::Note { text: signed.clone(), signatures: vec![key.line(&signed)] };
    let line = note.bytes().split_off(signed.len() + 1);
    let good = [own.as_slice(), &line].concat();
    // The archive's own part: of a witness's line the name can be changed too, and it is then another unknown key's.
    let signed = rich.forge.checkpoints.last().unwrap();
    let ignored = |report: &verify::Report| report.findings.iter().any(|f| f.what.code() == "ignored-line");
    for (action, bad) in changes(&good, &[0x01, 0x20], 1).into_iter().filter(|(action, _)| *action == "a bit")
    {
        put(&place, &bad);
        let report = check(folder.path(), &rich.trust);
        let named =
            |f: &verify::Finding| f.level == Level::Failure && f.at == Where::File("checkpoint".to_owned());
        let detected = !report.holds() && report.findings.iter().any(named);
        let excuse = (report.holds() && ignored(&report) && bad.starts_with(signed)).then_some(1);
        let mut tally = Tally::default();
        tally.count(detected, excuse, || format!("checkpoint with a foreign line: {:?}", report.findings));
        table.add("`checkpoint` with a line of an unknown key", action, tally);
    }
}

/// What a thief of the archive key can make of the log: everything is signed and hashed to match.
fn rewritten(table: &mut Table) {
    let mut rich = Rich::new();
    let honest = rich.forge.entries.clone();
    let seen = rich.forge.head();
    let dir = Dir::new(&rich.forge.root.join("archive"));
    let mut tried = |action, entries: Vec<Vec<u8>>, trust: &Trust| {
        let forge: &mut Forge = &mut rich.forge;
        forge.rewrite(entries);
        for folder in ["checkpoints", "heads", "tile"] {
            // Heads of a longer log than the last one was are not there.
            let _ = std::fs::remove_dir_all(dir.root().join(folder));
        }
        forge.write_log();
        // Without a memory: an entry must be named. With one the newest checkpoint, too.
        let report = check(&forge.root, trust);
        let named = |f: &verify::Finding| {
            f.level == Level::Failure
                && (matches!(f.at, Where::Entry(_))
                    || matches!(f.what, What::Fork { .. } | What::Rollback { .. }))
        };
        let mut tally = Tally::default();
        let detected = !report.holds() && report.findings.iter().any(named);
        tally.count(detected, None, || format!("log: {action}: {:?}", report.findings));
        table.add("log, rewritten with the archive key", action, tally);
    };
    let anchored = rich.trust.clone();
    let remembering = Trust { seen: Some(seen), ..anchored.clone() };
    for at in 0..honest.len() {
        let with = |change: &dyn Fn(&mut Vec<Vec<u8>>)| {
            let mut entries = honest.clone();
            change(&mut entries);
            entries
        };
        // The last one is a tail: only who saw it knows.
        let last = at + 1 == honest.len();
        tried("dropped", with(&|e| drop(e.remove(at))), if last { &remembering } else { &anchored });
        tried("tail cut off", with(&|e| e.truncate(at.max(1))), &remembering);
        tried("garbage inserted", with(&|e| e.insert(at, b"garbage".to_vec())), &anchored);
        tried("garbage appended", with(&|e| e.push(vec![at as u8; at * 100])), &anchored);
        tried("appended again", with(&|e| e.push(e[at].clone())), &anchored);
        tried("a byte changed", with(&|e| e[at][30] ^= 1), &anchored);
        for other in at + 1..honest.len() {
            tried("exchanged", with(&|e| e.swap(at, other)), &anchored);
            tried("doubled elsewhere", with(&|e| e.insert(other, e[at].clone())), &anchored);
        }
    }
}
