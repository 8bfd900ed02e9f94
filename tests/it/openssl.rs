//! Runs the shell functions of `docs/verify-without-inkraft.md` on archives that the program made.
//!
//! `src/seal/recipe_tests.rs` holds the page to the formats; here it is held to what lies on disk. Needs a
//! POSIX shell and openssl 3.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::worked_example::{Log, OFFICER, ORIGIN};

const PAGE: &str = include_str!("../../docs/verify-without-inkraft.md");

/// Whether a script succeeds behind the functions of the page; its output.
pub fn sh(folder: &Path, script: &str) -> (bool, String) {
    let functions: String = PAGE.split("```sh\n").skip(1).map(|r| r.split("```").next().unwrap()).collect();
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("set -u\n{functions}\n{script}")).current_dir(folder);
    let output = command.output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&text).trim_end().to_owned())
}

/// What the page tells its reader to run, for entry 1 of an archive.
struct Checks {
    origin: String,
    officer: String,
    pdf: String,
}

impl Checks {
    fn of(origin: &str, officer: &str) -> Self {
        let pdf = "archive/policies/hausordnung/1/hausordnung-v1.pdf".to_owned();
        Self { origin: origin.to_owned(), officer: officer.to_owned(), pdf }
    }

    fn log(&self) -> String {
        let Self { origin, .. } = self;
        format!(
            "log_entry archive 0 > entry0 && entry_note entry0 > charter || exit 3\n\
             verify_log archive {origin} \"$(charter_key charter {origin})\""
        )
    }

    fn note(&self) -> String {
        let Self { officer, .. } = self;
        format!(
            "log_entry archive 0 > entry0 && entry_note entry0 > charter || exit 3\n\
             log_entry archive 1 > entry1 && entry_note entry1 > record || exit 3\n\
             [ \"$(note_names record)\" = {officer} ] || exit 4\n\
             verify_note record {officer} \"$(charter_key charter {officer})\""
        )
    }

    fn pdf(&self) -> String {
        format!(
            "log_entry archive 1 > entry1 && entry_note entry1 > record && verify_pdf {} record",
            self.pdf
        )
    }

    /// The archive in the folder `archive` holds, and copies of it with one fault each do not.
    fn hold_here_and_not_when_spoiled(&self, folder: &Path) {
        assert_eq!(sh(folder, &self.log()), (true, String::new()));
        assert_eq!(sh(folder, &self.note()), (true, "Signature Verified Successfully".to_owned()));
        assert_eq!(sh(folder, &self.pdf()), (true, String::new()));

        // A title, so that lengths and lines stay as they are.
        let bundle = "archive/tile/entries/000.p/3";
        let fails = |script: String| !sh(folder, &script).0;
        let other = spoiled(folder, bundle, "\"title\":\"Hausordnung\"", "\"title\":\"Hausordnunh\"");
        assert!(fails(self.log()) && fails(self.note()));
        other.restore();
        let other = spoiled(folder, "archive/checkpoint", "\n3\n", "\n2\n");
        assert!(fails(self.log()));
        other.restore();
        let other = spoiled(folder, &self.pdf, "%PDF", "%PdF");
        assert!(fails(self.pdf()));
        other.restore();
        assert_eq!(sh(folder, &self.log()), (true, String::new()));
    }
}

/// A file that was changed in one place.
struct Spoiled {
    path: PathBuf,
    whole: Vec<u8>,
}

impl Spoiled {
    fn restore(self) {
        fs::write(self.path, self.whole).unwrap();
    }
}

fn spoiled(folder: &Path, file: &str, from: &str, to: &str) -> Spoiled {
    let path = folder.join(file);
    let whole = fs::read(&path).unwrap();
    let at = whole.windows(from.len()).position(|w| w == from.as_bytes()).unwrap();
    fs::write(&path, [&whole[..at], to.as_bytes(), &whole[at + from.len()..]].concat()).unwrap();
    Spoiled { path, whole }
}

#[test]
fn openssl_alone_verifies_the_worked_example() {
    let workspace = Log::example().workspace();
    let first = sh(workspace.path(), "log_entry archive 0 > entry0 && leaf_hash entry0").1;
    let anchor = fs::read_to_string(workspace.path().join("keys/anchor")).unwrap();
    assert_eq!(anchor.lines().last().unwrap(), format!("first {first}"));
    Checks::of(ORIGIN, OFFICER).hold_here_and_not_when_spoiled(workspace.path());
    let translation = "archive/policies/hausordnung/1/renditions/2/hausordnung-v1-en.pdf";
    let entry = "log_entry archive 2 > entry2 && entry_note entry2 > record";
    assert!(sh(workspace.path(), &format!("{entry} && verify_pdf {translation} record")).0);
    let name = "policies/hausordnung/manifest";
    let manifest = format!(
        "log_entry archive 0 > entry0 && entry_note entry0 > charter && \
         verify_note archive/{name} {ORIGIN} \"$(charter_key charter {ORIGIN})\""
    );
    assert_eq!(sh(workspace.path(), &manifest), (true, "Signature Verified Successfully".to_owned()));
}

#[cfg(feature = "author")]
#[test]
fn openssl_alone_verifies_a_record_of_a_real_archive() {
    use crate::site::{self, Site};

    let site = Site::new();
    site.draft("hausordnung", &site::policy("Hausordnung", "2018-07-25")).signed("sign hausordnung");
    site.translation("hausordnung", "en", &site::translation("House rules"));
    site.signed("translate hausordnung --to en");
    let officer = format!("{}/erika-muster/1", site::ORIGIN);
    Checks::of(site::ORIGIN, &officer).hold_here_and_not_when_spoiled(&site.path("regelwerk"));
}

#[test]
fn a_certificate_is_taken_apart_and_its_proofs_lead_where_they_must() {
    let workspace = Log::example().workspace();
    let made = Command::new(env!("CARGO_BIN_EXE_inkraft-verify"))
        .args(["prove", "hausordnung", "--on", "2018-08-01", "-o", "certificate.txt"])
        .current_dir(workspace.path())
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let check = "rm -rf parts && mkdir parts && certificate_split certificate.txt parts || exit 3
         verify_entry parts 0 && verify_entry parts 2 && verify_head parts 0 && verify_head parts 1 || exit 4
         entry_note parts/entry-0 > charter && entry_note parts/entry-2 > record || exit 5
         [ \"$(cat parts/head-1)\" = \"hausordnung 2 $(file_hash record)\" ] || exit 6
         verify_note parts/checkpoint musterkammer.example \"$(charter_key charter musterkammer.example)\"";
    let good = sh(workspace.path(), check);
    assert_eq!(good, (true, "Signature Verified Successfully".to_owned()));
    let certificate = fs::read_to_string(workspace.path().join("certificate.txt")).unwrap();
    // A hash of a proof, a letter of an entry, the number of a line: none leads to the root any more.
    for (from, to) in [
        ("\nbVE4iMv8", "\nbVE4iMv9"),
        ("\"House rules\"", "\"House rulez\""),
        ("\nhausordnung 2 ", "\nhausordnung 1 "),
    ] {
        let spoiled = certificate.replace(from, to);
        assert_ne!(spoiled, certificate, "{from}");
        fs::write(workspace.path().join("certificate.txt"), spoiled).unwrap();
        assert!(!sh(workspace.path(), check).0, "{from}");
    }
}
