//! The help of every command in both languages, 80 columns wide.

use insta::assert_snapshot;

use crate::site::{Site, words};

fn help(lang: &str) -> String {
    let site = Site::empty();
    let commands = [
        "",
        "init",
        "new",
        "check",
        "preview",
        "template",
        "sign",
        "translate",
        "correct",
        "rendition",
        "effect",
        "effect commence",
        "effect postpone",
        "effect extend",
        "effect shorten",
        "repeal",
        "withdraw",
        "withhold",
        "review",
        "pending",
        "approve",
        "reject",
        "stamp",
        "cosign",
        "verify",
        "in-force",
        "history",
        "due",
        "attach",
        "key",
        "key new",
        "key import",
        "key list",
        "key rotate",
        "key retire",
        "key revoke",
        "charter",
        "charter show",
        "charter amend",
        "acknowledge",
        "confirm",
        "void",
    ];
    let help = |program: &str, line: &str| {
        let mut command = site.program(program, &words(line));
        let output = command.arg("--help").args(["--lang", lang]).env("COLUMNS", "80").output().unwrap();
        let text = site.transcript(&output);
        let text = text.strip_prefix("exit 0\n").unwrap().to_owned();
        assert!(text.lines().all(|l| l.chars().count() <= 80), "{text}");
        format!("==== {line}\n{text}")
    };
    let all: String = commands.iter().map(|c| help(env!("CARGO_BIN_EXE_inkraft"), c)).collect();
    let reader: String =
        ["", "in-force"].iter().map(|c| help(env!("CARGO_BIN_EXE_inkraft-verify"), c)).collect();
    all + "\n######## inkraft-verify\n" + &reader
}

#[test]
fn german() {
    assert_snapshot!(help("de"));
}

#[test]
fn english() {
    assert_snapshot!(help("en"));
}
