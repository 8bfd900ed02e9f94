//! What the program says of archives that were tampered with: exit codes and messages.

use std::process::Command;

use inkraft::format::layout::Place;

use crate::forge::{Forge, filler};
use crate::tamper::Attack;

/// Exit code and standard output of the reading program, in English.
fn run(attack: &Attack, args: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_inkraft-verify"));
    command.args(args).current_dir(&attack.forge.root).env_clear().env("LC_ALL", "en_GB.UTF-8");
    command.env("INKRAFT_STATE", attack.forge.root.join("none")).env("HOME", &attack.forge.root);
    let output = command.output().unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

const READING: [&[&str]; 4] =
    [&["verify"], &["in-force", "hausordnung"], &["in-force"], &["history", "hausordnung"]];

#[test]
fn the_sample_is_read() {
    let attack = Attack::new();
    for args in READING {
        let (code, out) = run(&attack, args);
        assert!(matches!(code, Some(0 | 3)), "{args:?}: {code:?} {out}");
    }
}

#[test]
fn an_entry_of_a_newer_version_is_not_judged() {
    let mut a = Attack::new();
    let record = a.forge.record(a.forge.adopted("hausordnung", 3, b"x"));
    let note = Forge::sign(&record, &[a.forge.officer()]);
    let entry = String::from_utf8(a.forge.entry(&record, &note).bytes().unwrap()).unwrap();
    a.forge.raw(entry.replace("inkraft/record/1", "inkraft/record/2").into_bytes());
    a.forge.write_log();
    for args in READING {
        let (code, out) = run(&a, args);
        assert_eq!(code, Some(2), "{args:?}: {out}");
        assert!(out.contains("entry 6") && out.contains("inkraft/record/2"), "{args:?}: {out}");
        assert!(out.contains("newer version of inkraft"), "{args:?}: {out}");
    }
}

#[test]
fn a_void_entry_of_any_policy_ends_every_answer() {
    let mut a = Attack::new();
    let record = a.forge.record(a.forge.adopted("neu", 1, b"x"));
    let note = Forge::sign(&record, &[&a.forge.keys.recovery[0]]);
    a.forge.log(&record, &note);
    a.forge.issue("hausordnung", 3, &filler(9, 100));
    a.forge.put(&Place::Pdf("neu".parse().unwrap(), 1), b"x");
    a.forge.write();
    for args in READING {
        let (code, out) = run(&a, args);
        assert_eq!(code, Some(1), "{args:?}: {out}");
        assert!(out.contains("entry 6"), "{args:?}: {out}");
    }
}
