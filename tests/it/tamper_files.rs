//! Files that are missing, cut, too many, exchanged or not files at all.

use std::fs;

use crate::site::snapshot;
use crate::tamper::{Attack, attacks};

attacks! {
    a_missing_newest_checkpoint: |a| a.remove("checkpoint") => ["checkpoint: missing"];
    a_missing_checkpoint: |a| a.remove("checkpoints/3") => ["checkpoints/3: missing"];
    a_missing_bundle: |a| a.remove("tile/entries/000.p/6") => ["tile/entries/000.p/6: missing"];
    a_missing_hash_tile: |a| a.remove("tile/0/000.p/6") => ["tile/0/000.p/6: missing"];
    a_needless_partial_bundle_may_go: |a| a.remove("tile/entries/000.p/3") => [];
    a_needless_partial_tile_may_go: |a| a.remove("tile/0/000.p/3") => [];
    missing_heads: |a| a.remove("heads/6") => ["heads/6: missing"];
    missing_heads_before: |a| a.remove("heads/5") => ["heads/5: missing"];
    a_missing_manifest: |a| a.remove("policies/hausordnung/manifest") =>
        ["policies/hausordnung/manifest: missing"];
    a_missing_pdf: |a| a.remove("policies/hausordnung/2/hausordnung-v2.pdf") =>
        ["policies/hausordnung/2/hausordnung-v2.pdf: missing"];
    a_missing_pdf_of_a_withdrawn_version: |a| a.remove("policies/datenschutz/1/datenschutz-v1.pdf") =>
        ["policies/datenschutz/1/datenschutz-v1.pdf: missing"];
    a_missing_source: |a| a.remove("policies/hausordnung/1/source/policy.json") =>
        ["policies/hausordnung/1/source/policy.json: missing"];
    a_missing_template: |a| a.remove("policies/hausordnung/1/source/template.typ") =>
        ["policies/hausordnung/1/source/template.typ: missing"];

    an_extra_checkpoint: |a| a.put("checkpoints/06", b"x") => ["checkpoints/06: unknown-file"];
    a_checkpoint_of_size_zero: |a| a.put("checkpoints/0", b"x") => ["checkpoints/0: unknown-file"];
    a_checkpoint_beyond_a_gap: |a| a.put("checkpoints/9", b"x") => ["checkpoints/9: unknown-file"];
    a_planted_next_checkpoint: |a| a.put("checkpoints/7", b"x") => ["checkpoints/7: bad-checkpoint"];
    an_extra_tile: |a| a.put("tile/0/x", b"x") => ["tile/0/x: unknown-file"];
    an_extra_entry_file: |a| a.put("tile/entries/0", b"x") => ["tile/entries/0: unknown-file"];
    an_extra_folder_of_tiles: |a| a.put("tile/data/000", b"x") => ["tile/data/000: unknown-file"];
    extra_heads: |a| a.put("heads/x", b"x") => ["heads/x: unknown-file"];
    heads_of_size_zero: |a| a.put("heads/0", b"x") => ["heads/0: unknown-file"];
    older_heads_must_follow_too: |a| a.put("heads/3", b"x") => ["heads/3: altered"];
    an_extra_policy_file: |a| a.put("policies/index.html", b"x") => ["policies/index.html: unknown-file"];
    a_manifest_without_records: |a| a.put("policies/neu/manifest", b"x") =>
        ["policies/neu/manifest: unknown-file"];
    an_extra_file_of_a_policy: |a| a.put("policies/hausordnung/x.pdf", b"x") =>
        ["policies/hausordnung/x.pdf: unknown-file"];
    a_second_pdf_of_a_version: |a| a.put("policies/hausordnung/1/hausordnung.pdf", b"x") =>
        ["policies/hausordnung/1/hausordnung.pdf: unknown-file"];
    an_asset_that_no_record_names: |a| a.put("policies/hausordnung/1/source/assets/logo.svg", b"x") =>
        ["policies/hausordnung/1/source/assets/logo.svg: unknown-file"];
    a_source_of_an_adopted_version: |a| a.put("policies/hausordnung/2/source/policy.json", b"{}") =>
        ["policies/hausordnung/2/source/policy.json: unknown-file"];

    swapped_pdfs: |a| {
        let (one, two) = ("policies/hausordnung/1/hausordnung-v1.pdf", "policies/hausordnung/2/hausordnung-v2.pdf");
        let (first, second) = (a.read(one), a.read(two));
        a.put(one, &second);
        a.put(two, &first);
    } => [
        "policies/hausordnung/1/hausordnung-v1.pdf: altered",
        "policies/hausordnung/2/hausordnung-v2.pdf: altered",
    ];
    a_valid_pdf_under_another_id: |a| {
        let pdf = a.read("policies/hausordnung/1/hausordnung-v1.pdf");
        a.put("policies/datenschutz/1/datenschutz-v1.pdf", &pdf);
    } => ["policies/datenschutz/1/datenschutz-v1.pdf: altered"];
    swapped_manifests: |a| {
        let (one, two) = ("policies/hausordnung/manifest", "policies/datenschutz/manifest");
        let (first, second) = (a.read(one), a.read(two));
        a.put(one, &second);
        a.put(two, &first);
    } => ["policies/datenschutz/manifest: altered", "policies/hausordnung/manifest: altered"];
    a_manifest_with_a_second_signature: |a| {
        let mut manifest = String::from_utf8(a.read("policies/hausordnung/manifest")).unwrap();
        let line = manifest.lines().last().unwrap().to_owned();
        manifest += &format!("{line}\n");
        a.put("policies/hausordnung/manifest", manifest.as_bytes());
    } => ["policies/hausordnung/manifest: archive-signature"];
    a_folder_in_the_place_of_a_file: |a| {
        a.remove("heads/6");
        a.put("heads/6/x", b"x");
    } => ["heads/6: missing", "heads/6/x: unknown-file"];
}

#[cfg(unix)]
attacks! {
    a_link_in_the_place_of_a_pdf: |a| {
        let pdf = a.path("policies/hausordnung/2/hausordnung-v2.pdf");
        fs::rename(&pdf, a.forge.root.join("moved")).unwrap();
        std::os::unix::fs::symlink(a.forge.root.join("moved"), &pdf).unwrap();
    } => ["policies/hausordnung/2/hausordnung-v2.pdf: unreadable"];
    a_link_in_the_place_of_a_folder: |a| {
        fs::rename(a.path("checkpoints"), a.forge.root.join("moved")).unwrap();
        std::os::unix::fs::symlink(a.forge.root.join("moved"), a.path("checkpoints")).unwrap();
    } => ["checkpoints: unknown-file"];
    a_link_in_the_place_of_a_version: |a| {
        fs::rename(a.path("policies/hausordnung/2"), a.forge.root.join("moved")).unwrap();
        std::os::unix::fs::symlink(a.forge.root.join("moved"), a.path("policies/hausordnung/2")).unwrap();
    } => ["policies/hausordnung/2: unknown-file"];
}

/// What an interrupted append leaves is told and does no harm.
#[test]
fn leftovers_and_neighbours_are_notes() {
    let attack = Attack::new();
    for path in ["heads/9", "tile/0/001", "tile/entries/000.p/7", "policies/hausordnung/3/hausordnung-v3.pdf"]
    {
        attack.put(path, b"x");
    }
    attack.put("policies/.inkraft-x", b"x");
    attack.put(".htaccess", b"x");
    assert!(attack.failures().is_empty());
    assert_eq!(
        attack.notes(),
        [
            ".htaccess: beside",
            "heads/9: leftover",
            "policies/.inkraft-x: leftover",
            "policies/hausordnung/3/hausordnung-v3.pdf: leftover",
            "tile/0/001: leftover",
            "tile/entries/000.p/7: leftover",
        ]
    );
}

/// Every file, cut by its last byte, longer by one, and emptied.
#[test]
fn every_file_of_another_length_is_named() {
    let attack = Attack::new();
    let root = attack.path("");
    let mut tried = 0;
    for (path, good) in snapshot(&root).into_iter().filter(|(p, _)| p.is_file()) {
        let path = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        if path.starts_with('.') {
            continue;
        }
        let longer = [good.as_slice(), b"\n"].concat();
        for bad in [&good[..good.len() - 1], &longer, b""] {
            attack.put(&path, bad);
            let found = attack.failures();
            tried += 1;
            assert!(found.iter().any(|f| f.starts_with(&format!("{path}: "))), "{path}: {found:?}");
        }
        attack.put(&path, &good);
    }
    println!("{tried} files of another length, all named");
    assert!(attack.verify().holds());
}
