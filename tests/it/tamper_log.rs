//! A log that was cut, reordered, rewritten or shown in an older state by whoever holds the archive key.

use inkraft::base::Digest;
use inkraft::format::checkpoint;
use inkraft::format::note::Note;
use inkraft::format::record::Tree;
use inkraft::format::tile;

use crate::forge::{Forge, Keys, Named, ORIGIN, filler};
use crate::tamper::{Attack, SIZE, attacks, told};
use inkraft::verify::Level;

/// A checkpoint file with this text, signed by the key.
fn signed(text: &str, key: &Named) -> Vec<u8> {
    Note { text: text.to_owned(), signatures: vec![key.line(text)] }.bytes()
}

attacks! {
    a_dropped_entry: |a| {
        let mut entries = a.forge.entries.clone();
        entries.remove(3);
        a.rewrite(entries);
    } => [
        // What came after was signed upon the log with it.
        "#3: void-tree", "#4: void-tree",
        "heads/4: altered", "heads/5: altered",
        "policies/datenschutz/manifest: altered", "policies/hausordnung/manifest: altered",
    ];
    swapped_entries: |a| {
        let mut entries = a.forge.entries.clone();
        entries.swap(1, 2);
        a.rewrite(entries);
    } => [
        "#1: void-tree", "#2: void-heads", "#3: void-tree", "#4: void-tree", "#5: void-tree",
        "heads/5: altered", "heads/6: altered",
        "policies/datenschutz/manifest: unknown-file", "policies/hausordnung/manifest: unknown-file",
    ];
    a_duplicated_entry: |a| {
        let mut entries = a.forge.entries.clone();
        entries.push(entries[5].clone());
        a.forge.heads_at(7);
        a.rewrite(entries);
    } => ["#6: void-after"];

    a_size_with_a_leading_zero: |a| {
        let text = checkpoint::text(ORIGIN, &a.forge.head()).replace("\n6\n", "\n06\n");
        a.put("checkpoint", &signed(&text, &a.forge.archive));
    } => ["checkpoint: bad-checkpoint"];
    an_extension_line: |a| {
        let text = checkpoint::text(ORIGIN, &a.forge.head()) + "more\n";
        a.put("checkpoint", &signed(&text, &a.forge.archive));
    } => ["checkpoint: bad-checkpoint"];
    the_checkpoint_of_another_archive: |a| {
        let key = Named { key: inkraft::format::note::Key::new("other.example", a.forge.archive.key.public), ..a.forge.archive.clone() };
        a.put("checkpoint", &signed(&checkpoint::text("other.example", &a.forge.head()), &key));
    } => ["checkpoint: other-origin"];
    a_checkpoint_signed_by_an_officer: |a| {
        let key = Named { key: inkraft::format::note::Key::new(ORIGIN, a.forge.officer().key.public), ..a.forge.officer().clone() };
        a.put("checkpoint", &signed(&checkpoint::text(ORIGIN, &a.forge.head()), &key));
    } => ["checkpoint: archive-signature"];
    a_checkpoint_with_another_root: |a| {
        let head = Tree { root: Digest([7; 32]), ..a.forge.head() };
        a.put("checkpoint", &a.forge.checkpoint(&head));
    } => ["checkpoint: root"];
    a_checkpoint_of_nothing: |a| {
        a.put("checkpoint", &a.forge.checkpoint(&Tree { size: 0, root: a.forge.root_at(0) }));
    } => ["checkpoint: root"];
    an_unsigned_checkpoint_of_nothing: |a| {
        a.put("checkpoint", format!("{}\n— x YWFhYWE=\n", checkpoint::text("x", &Tree { size: 0, root: Digest([7; 32]) })).as_bytes());
    } => ["checkpoint: root"];
    a_record_as_a_checkpoint: |a| {
        let entry = inkraft::format::entry::Entry::parse(&a.forge.entries[3]).unwrap();
        a.put("checkpoint", &entry.record);
    } => ["checkpoint: bad-checkpoint"];
    a_cosignature_among_the_archived: |a| {
        let mut bytes = a.read("checkpoints/4");
        bytes.extend_from_slice("— witness.example YWFhYWE=\n".as_bytes());
        a.put("checkpoints/4", &bytes);
    } => ["checkpoints/4: archive-signature"];
    swapped_checkpoints: |a| {
        let (one, two) = (a.read("checkpoints/3"), a.read("checkpoints/4"));
        a.put("checkpoints/3", &two);
        a.put("checkpoints/4", &one);
    } => ["checkpoints/3: root", "checkpoints/4: root"];

    a_bundle_under_a_wrong_width: |a| {
        let bundle = a.read("tile/entries/000.p/6");
        a.put("tile/entries/000.p/5", &bundle);
    } => ["tile/entries/000.p/5: altered"];
    a_tile_under_a_wrong_width: |a| {
        let tile = a.read("tile/0/000.p/6");
        a.put("tile/0/000.p/4", &tile);
    } => ["tile/0/000.p/4: altered"];
    a_bundle_only_under_a_wrong_width: |a| {
        let bundle = a.read("tile/entries/000.p/6");
        a.remove("tile/entries/000.p/6");
        a.put("tile/entries/000.p/7", &bundle);
    } => ["tile/entries/000.p/6: missing"];
    a_full_tile_of_anything_in_the_place_of_a_partial_one: |a| {
        a.remove("tile/0/000.p/6");
        a.put("tile/0/000", &[7; 8192]);
    } => ["tile/0/000: altered"];
    a_full_tile_may_stand_for_a_partial_one: |a| {
        let mut full = a.read("tile/0/000.p/6");
        a.remove("tile/0/000.p/6");
        full.resize(8192, 7);
        a.put("tile/0/000", &full);
    } => [];
    a_full_bundle_may_stand_for_a_partial_one: |a| {
        a.remove("tile/entries/000.p/6");
        let more = std::iter::repeat_n(b"x".as_slice(), 250);
        let full = tile::bundle(a.forge.entries.iter().map(Vec::as_slice).chain(more)).unwrap();
        a.put("tile/entries/000", &full);
    } => [];
    an_altered_entry_and_its_tile: |a| {
        let mut entries = a.forge.entries.clone();
        entries[5].push(b'x');
        let mut other = Attack::new();
        other.rewrite(entries);
        for file in ["tile/entries/000.p/6", "tile/0/000.p/6"] {
            a.put(file, &other.read(file));
        }
    } => ["checkpoint: root"];

    heads_of_another_size: |a| {
        let heads = a.read("heads/5");
        a.put("heads/6", &heads);
    } => ["heads/6: altered"];
    an_older_manifest: |a| {
        let older = Attack::cut(4);
        a.put("policies/hausordnung/manifest", &older.read("policies/hausordnung/manifest"));
    } => ["policies/hausordnung/manifest: altered"];
    a_false_manifest_signed_by_the_archive_key: |a| {
        let text = a.forge.manifest(&"hausordnung".parse().unwrap()).replace("2019-01-25", "2019-01-26");
        a.put("policies/hausordnung/manifest", &signed(&text, &a.forge.archive));
    } => ["policies/hausordnung/manifest: altered"];
    a_manifest_signed_by_an_officer: |a| {
        let text = a.forge.manifest(&"hausordnung".parse().unwrap());
        a.put("policies/hausordnung/manifest", &signed(&text, a.forge.officer()));
    } => ["policies/hausordnung/manifest: archive-signature"];

    another_archive_entirely: |a| {
        let root = a.forge.root.clone();
        std::fs::remove_dir_all(&root).unwrap();
        Forge::new(&root).write();
    } => ["#0: anchor"];
    the_anchor_of_another_origin: |a| {
        a.trust.anchor.as_mut().unwrap().origin = "other.example".to_owned();
    } => ["checkpoint: other-origin"];
}

#[test]
fn an_inserted_entry_voids_what_was_signed_upon_the_log_without_it() {
    let mut attack = Attack::new();
    let mut entries = attack.forge.entries.clone();
    entries.insert(2, b"anything".to_vec());
    attack.forge.heads_at(7);
    attack.rewrite(entries);
    let found = attack.failures();
    assert_eq!(found[..3], ["#2: void-entry", "#3: void-heads", "#4: void-tree"], "{found:?}");
}

/// A checkpoint is read before its signature can be judged, so what it claims must cost little.
#[test]
fn a_checkpoint_that_claims_very_much_is_refused_soon() {
    let attack = Attack::new();
    let head = Tree { size: 1 << 32, root: Digest([7; 32]) };
    attack.put("checkpoint", &attack.forge.checkpoint(&head));
    let found = attack.failures();
    assert_eq!(found[..2], ["checkpoint: root", "tile/entries/000: missing"]);
    assert!(found.len() <= 257, "{}", found.len());
}

/// Cut off and signed again, the archive is whole: only who saw it before knows better.
#[test]
fn a_tail_that_was_cut_off_is_a_rollback_to_who_saw_it() {
    for kept in 1..SIZE {
        let mut attack = Attack::cut(kept);
        assert!(attack.verify().holds());
        attack.trust.seen = Some(Attack::new().forge.head());
        assert_eq!(attack.failures(), ["checkpoint: rollback"]);
    }
}

#[test]
fn another_history_is_a_fork_to_who_saw_the_first() {
    for more in [1, 2] {
        let mut attack = Attack::cut(SIZE - 1);
        let seen = Attack::new().forge.head();
        for version in 1..=more {
            attack.forge.issue("neu", version, &filler(7, 100));
        }
        attack.forge.write();
        assert!(attack.verify().holds());
        attack.trust.seen = Some(seen);
        assert_eq!(attack.failures(), ["checkpoint: fork"]);
    }
}

#[test]
fn what_was_seen_before_is_continued() {
    for size in 1..=SIZE {
        let mut attack = Attack::new();
        attack.trust.seen = Some(Tree { size, root: attack.forge.root_at(size) });
        assert!(attack.verify().holds());
    }
}

/// Like an append that was interrupted before its last step.
#[test]
fn an_older_checkpoint_beside_the_newest_is_told() {
    let mut attack = Attack::new();
    attack.seen();
    attack.put("checkpoint", &attack.read("checkpoints/5"));
    let report = attack.verify();
    assert!(report.holds());
    assert_eq!(told(&report, Level::Note), ["checkpoint: behind"]);
    assert_eq!(report.log.unwrap().tree(), attack.forge.head());
    // Without the newer ones it is a rollback, and what lies beyond is not the archive's.
    attack.remove("checkpoints/6");
    assert!(attack.failures().contains(&"checkpoint: rollback".to_owned()));
    assert!(!attack.verify().holds());
}

/// C2SP tells readers to ignore lines of keys that they do not know; we say so.
#[test]
fn an_unknown_line_of_the_newest_checkpoint_is_told() {
    let attack = Attack::new();
    let mut bytes = attack.read("checkpoint");
    bytes.extend_from_slice("— witness.example YWFhYWE=\n".as_bytes());
    attack.put("checkpoint", &bytes);
    let report = attack.verify();
    assert!(report.holds());
    assert_eq!(told(&report, Level::Note), ["checkpoint: ignored-line"]);
}

/// Two archives of one name by the same people: the anchor tells them apart.
#[test]
fn the_same_keys_founding_twice_are_two_archives() {
    let folder = tempfile::tempdir().unwrap();
    let keys = Keys::generate();
    let mut first = Forge::empty(folder.path(), keys.clone());
    first.now += 60;
    let charter = inkraft::format::record::Body::Charter(first.charter.clone());
    first.honest(charter, &keys.all());
    let other = tempfile::tempdir().unwrap();
    let second = Forge::with(other.path(), keys);
    second.write();
    let report = crate::tamper::check(other.path(), &first.trust());
    assert_eq!(told(&report, Level::Failure), ["#0: anchor"]);
}
