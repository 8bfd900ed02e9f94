//! Attacks of the list in `docs/threats.md` that no other file of `tamper_*` plays.

use std::fs::File;
use std::process::Command;

use inkraft::base::limits;
use inkraft::format::record::Body;

use crate::forge::filler;
use crate::tamper::{Attack, attacks};

attacks! {
    a_stream_listed_twice: |a| {
        let heads = String::from_utf8(a.read("heads/6")).unwrap();
        let line = heads.lines().last().unwrap().to_owned();
        a.put("heads/6", format!("{heads}{line}\n").as_bytes());
    } => ["heads/6: altered"];
    a_stream_left_out: |a| {
        let heads = String::from_utf8(a.read("heads/6")).unwrap();
        let kept: String = heads.lines().skip(1).map(|line| format!("{line}\n")).collect();
        a.put("heads/6", kept.as_bytes());
    } => ["heads/6: altered"];
    a_manifest_of_nothing: |a| {
        // Signed by the archive key, but over another policy's text.
        let text = a.forge.manifest(&"datenschutz".parse().unwrap());
        let note = crate::forge::Forge::sign_text(text, &[&a.forge.archive]);
        a.put("policies/hausordnung/manifest", &note.bytes());
    } => ["policies/hausordnung/manifest: altered"];
}

/// A file of any size costs no more than reading as much as it may have.
#[test]
fn oversized_files_are_not_read() {
    for (path, limit) in [
        ("checkpoint", limits::CHECKPOINT),
        ("checkpoints/3", limits::CHECKPOINT),
        ("tile/0/000.p/6", limits::TILE),
        ("tile/entries/000.p/6", limits::BUNDLE),
        ("heads/6", limits::HEADS),
        ("policies/hausordnung/manifest", limits::MANIFEST),
        ("policies/hausordnung/2/hausordnung-v2.pdf", limits::PDF),
        ("policies/hausordnung/1/source/policy.json", limits::SOURCE),
    ] {
        let a = Attack::new();
        // A hole of zeros takes no room.
        File::options().write(true).open(a.path(path)).unwrap().set_len(limit + 1).unwrap();
        let found = a.failures();
        let named = |code: &str| found.contains(&format!("{path}: {code}"));
        assert!(named("unreadable") || named("altered"), "{path}: {found:?}");
    }
}

/// Whoever holds the archive key takes out the amendment that revoked a key, and logs what that key signs.
#[test]
fn the_revocation_removed_from_the_log() {
    let mut a = Attack::new();
    let (mut charter, keys) = (a.forge.charter.clone(), a.forge.keys.clone());
    charter.keys.retain(|key| key.name != keys.officers[1].key.name);
    let honest = a.forge.officer().clone();
    let revoked = a.forge.honest(Body::Charter(charter), &[&keys.recovery[0]]) as usize;
    let body = a.forge.adopted("hausordnung", 3, &filler(9, 100));
    a.forge.honest(body, &[&honest]);
    let seen = a.forge.head();
    let mut entries = a.forge.entries.clone();
    entries.remove(revoked);
    a.rewrite(entries);
    // What an honest officer signed after it, was signed upon the log with it.
    assert!(a.failures().contains(&format!("#{revoked}: void-tree")), "{:?}", a.failures());
    // Where nothing was signed after it, only who saw it knows.
    let entries = a.forge.entries[..revoked].to_vec();
    a.rewrite(entries);
    assert!(!a.failures().iter().any(|f| f.starts_with('#')));
    a.trust.seen = Some(seen);
    assert!(a.failures().contains(&"checkpoint: rollback".to_owned()), "{:?}", a.failures());
}

/// An anchor from the archive's own folder says nothing about which archive was meant.
#[test]
fn an_anchor_from_the_thing_under_check_never_gives_exit_0() {
    let a = Attack::new();
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_inkraft-verify"));
        command.args(args).current_dir(&a.forge.root).env_clear().env("LC_ALL", "en_GB.UTF-8");
        command.env("INKRAFT_STATE", a.forge.root.join("none")).env("HOME", &a.forge.root);
        command.output().unwrap().status.code()
    };
    assert_eq!(run(&["verify"]), Some(0), "beside the archive it is taken");
    a.put("anchor", a.forge.anchor().text().as_bytes());
    assert_eq!(run(&["verify", "--trust", "archive/anchor"]), Some(1));
    std::fs::remove_file(a.forge.root.join("keys/anchor")).unwrap();
    a.put("keys/anchor", a.forge.anchor().text().as_bytes());
    for args in [["verify", "--trust", "archive/keys/anchor"].as_slice(), &["verify"]] {
        assert_eq!(run(args), Some(1), "{args:?}");
    }
}
