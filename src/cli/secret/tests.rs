//! Sources of a passphrase, each with one fault.

use std::io::Write as _;

use clap::Parser as _;
use tempfile::NamedTempFile;

use super::*;
use crate::base::Say;

fn file(bytes: &[u8]) -> (PassphraseSource, NamedTempFile) {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    (PassphraseSource { passphrase_file: Some(file.path().to_owned()), passphrase_fd: None }, file)
}

fn read(source: &PassphraseSource) -> Result<Given, SecretError> {
    source.read_with("?", &mut |_| panic!("nobody is to be asked"))
}

fn is(given: &Given, text: &str) -> bool {
    given.passphrase.is(&Passphrase::new(text).unwrap())
}

#[test]
fn the_first_line_of_a_file_is_the_passphrase() {
    for bytes in ["correct horse", "correct horse\n", "correct horse\r\nsecond\n", "\u{feff}correct horse\n"]
    {
        let (source, _file) = file(bytes.as_bytes());
        let given = read(&source).unwrap();
        assert!(is(&given, "correct horse"), "{bytes:?}");
        assert_eq!(given.warning, None);
    }
}

#[test]
fn a_file_that_holds_none_is_refused() {
    let (empty, _a) = file(b"\nsecond\n");
    assert_eq!(read(&empty).unwrap_err(), SecretError::Passphrase(PassphraseError::Empty));
    let (long, _b) = file("ß".repeat(10_000).as_bytes());
    assert_eq!(read(&long).unwrap_err(), SecretError::Passphrase(PassphraseError::TooLong));
    let (utf16, _c) = file(b"\xff\xfeh\0o\0");
    assert!(matches!(read(&utf16), Err(SecretError::NotText { .. })));
    let missing = PassphraseSource { passphrase_file: Some("/no/such/file".into()), passphrase_fd: None };
    assert!(read(&missing).unwrap_err().fact(Lang::De).contains("/no/such/file"));
}

#[cfg(unix)]
#[test]
fn a_file_that_others_may_read_is_warned_about() {
    use std::os::unix::fs::PermissionsExt as _;
    let (source, file) = file(b"correct horse\n");
    for (mode, warns) in [(0o600, false), (0o640, true), (0o604, true)] {
        std::fs::set_permissions(file.path(), std::fs::Permissions::from_mode(mode)).unwrap();
        assert_eq!(read(&source).unwrap().warning.is_some(), warns, "{mode:o}");
    }
}

#[cfg(unix)]
#[test]
fn a_descriptor_gives_a_line_and_leaves_the_next_one() {
    use std::os::fd::AsRawFd as _;
    let (reader, mut writer) = io::pipe().unwrap();
    writer.write_all(b"first line\nsecond line\n").unwrap();
    drop(writer);
    let source = PassphraseSource { passphrase_file: None, passphrase_fd: Some(reader.as_raw_fd() as u32) };
    assert!(is(&read(&source).unwrap(), "first line"));
    assert!(is(&read(&source).unwrap(), "second line"));
    assert_eq!(read(&source).unwrap_err(), SecretError::Passphrase(PassphraseError::Empty));
    let closed = PassphraseSource { passphrase_file: None, passphrase_fd: Some(9_999) };
    assert!(matches!(read(&closed), Err(SecretError::Io { .. })));
}

fn read_new(source: &PassphraseSource, typed: &[&str]) -> (Result<Given, SecretError>, Vec<String>) {
    let (mut typed, mut prompts) = (typed.iter(), Vec::new());
    let given = source.read_new_with("Passphrase: ", Lang::De, &mut |prompt| {
        prompts.push(prompt.to_owned());
        Ok(Zeroizing::new(typed.next().unwrap().to_string()))
    });
    (given, prompts)
}

#[test]
fn a_new_passphrase_is_asked_twice_on_the_terminal_only() {
    let terminal = PassphraseSource::default();
    let (given, prompts) = read_new(&terminal, &["schl\u{fc}ssel", "schlu\u{308}ssel"]);
    assert!(is(&given.unwrap(), "schl\u{fc}ssel"));
    assert_eq!(prompts, ["Passphrase: ", "Noch einmal: "]);
    let (given, _) = read_new(&terminal, &["correct horse", "correct house"]);
    assert_eq!(given.unwrap_err(), SecretError::Differ);
    let (given, prompts) = read_new(&terminal, &["1234567"]);
    assert_eq!(given.unwrap_err(), SecretError::Passphrase(PassphraseError::TooShort));
    assert_eq!(prompts.len(), 1);
    let (source, _file) = file(b"correct horse\n");
    assert!(read_new(&source, &[]).0.is_ok());
}

#[test]
fn the_options_exclude_each_other_and_take_no_passphrase() {
    #[derive(Debug, clap::Parser)]
    struct Command {
        #[command(flatten)]
        source: PassphraseSource,
    }
    let parse = |args: &str| Command::try_parse_from(args.split(' '));
    assert_eq!(parse("x --passphrase-fd 3").unwrap().source.passphrase_fd, Some(3));
    assert!(parse("x --passphrase-file f --passphrase-fd 3").is_err());
    assert!(parse("x --passphrase-fd -1").is_err());
    assert!(parse("x --passphrase secret").is_err());
}

/// Opens with what is typed; gives what came of it, and how often somebody was asked.
fn open(source: &PassphraseSource, typed: &[&str]) -> (Result<usize, Failure>, usize) {
    let (mut typed, mut asked, mut tried) = (typed.iter(), 0, 0);
    let mut out = Out::new(Lang::De, false, Path::new("/"));
    let opened = source.open_with(
        "?",
        &mut out,
        |passphrase| {
            tried += 1;
            let wrong = !passphrase.is(&Passphrase::new("correct horse").unwrap());
            if wrong { Err(Failure::silent(2).wrong_passphrase(true)) } else { Ok(tried) }
        },
        &mut |_| {
            asked += 1;
            Ok(Zeroizing::new(typed.next().unwrap().to_string()))
        },
    );
    (opened, asked)
}

#[test]
fn a_wrong_passphrase_is_asked_for_again_on_the_terminal_only() {
    let terminal = PassphraseSource::default();
    for (typed, tries) in [
        (&["correct horse"][..], 1),
        (&["correct house", "correct horse"], 2),
        (&["a", "b", "correct horse"], 3),
    ] {
        let (opened, asked) = open(&terminal, typed);
        assert_eq!((opened.unwrap(), asked), (tries, tries));
    }
    let (opened, asked) = open(&terminal, &["a", "b", "c", "correct horse"]);
    assert!(opened.unwrap_err().is_wrong_passphrase() && asked == 3);
    // Whoever types nothing is not asked again.
    let (opened, asked) = open(&terminal, &["a", ""]);
    assert!(!opened.unwrap_err().is_wrong_passphrase() && asked == 2);
    let (source, _file) = file(b"correct house\ncorrect horse\n");
    let (opened, asked) = open(&source, &[]);
    assert!(opened.unwrap_err().is_wrong_passphrase() && asked == 0);
}

#[test]
fn what_is_not_about_the_passphrase_is_not_asked_for_again() {
    let mut asked = 0;
    let opened = PassphraseSource::default().open_with(
        "?",
        &mut Out::new(Lang::De, false, Path::new("/")),
        |_| Err::<(), _>(Failure::silent(2)),
        &mut |_| {
            asked += 1;
            Ok(Zeroizing::new("x".to_owned()))
        },
    );
    assert!(opened.is_err() && asked == 1);
}
