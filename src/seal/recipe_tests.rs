//! Runs the shell functions of `docs/verify-without-inkraft.md` on an archive made here.
//!
//! The log is put together by hand from the published formats (not with this crate's own codecs for
//! notes and tiles), so that the page is held to the formats and not to our reading of them.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use base64ct::{Base64, Encoding as _};
use tempfile::TempDir;

use super::SecretKey;
use crate::base::effect::Effect;
use crate::base::{Digest, Sha256};
use crate::format::charter::{Charter, CharterKey, Person, Role, Threshold};
use crate::format::record::{Body, FileRef, Issue, Record, Tree};

const PAGE: &str = include_str!("../../docs/verify-without-inkraft.md");
const ORIGIN: &str = "policies.example.org";
const OFFICER: &str = "policies.example.org/erika-muster/1";

/// All blocks that the page wants pasted into a shell.
fn functions() -> String {
    PAGE.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

/// A folder with an archive of so many entries, the first a charter, the last an issue.
struct Archive {
    dir: TempDir,
    officer: [u8; 32],
}

impl Archive {
    fn new(entries: usize) -> Self {
        let [archive, officer, other, third] = [(); 4].map(|()| SecretKey::generate().unwrap());
        let keys = [
            (ORIGIN, &archive, Role::Archive),
            (OFFICER, &officer, Role::Officer),
            ("policies.example.org/recovery-1/1", &other, Role::Recovery),
            ("policies.example.org/recovery-2/1", &third, Role::Recovery),
        ];
        let charter = Body::Charter(Charter {
            rules: 1,
            time_zone: "Europe/Berlin".into(),
            publishers: vec!["Kammer für \"pdf\":{\"sha256\":\"Muster\"".into()],
            people: vec![Person {
                id: "erika-muster".parse().unwrap(),
                name: "Erika Muster".into(),
                function: None,
                from: None,
                until: None,
                deputy_of: Vec::new(),
            }],
            keys: keys
                .iter()
                .map(|(name, key, role)| CharterKey {
                    name: (*name).into(),
                    public: Digest(key.public()),
                    role: *role,
                })
                .collect(),
            seals: Vec::new(),
            threshold: Threshold { sign: 1, amend: 1, special: Vec::new() },
            revoked: Vec::new(),
            acknowledged: Vec::new(),
            confirmed: Vec::new(),
            voided: Vec::new(),
        });
        let issue = Body::Issue(Box::new(Issue {
            policy: "hausordnung".parse().unwrap(),
            version: 2,
            effect: Effect::starting("2025-02-01".parse().unwrap()),
            title: "Hausordnung, \"pdf\":{\"sha256\":\"x".into(),
            language: "de".into(),
            as_of: "2025-01".parse().unwrap(),
            pdf: FileRef::of(b"%PDF-1.7 house rules"),
            typeset: None,
            label: None,
            amends: None,
            adopted: true,
            replaces: vec![],
            events: vec![],
        }));
        let mut log = vec![entry(&[("policies.example.org/recovery-1/1", &other)], charter)];
        log.extend((2..entries).map(|n| format!("filler {n}\n{}", "x".repeat(n)).into_bytes()));
        log.push(entry(&[(OFFICER, &officer)], issue));

        let dir = TempDir::new().unwrap();
        for (n, bundle) in log.chunks(256).enumerate() {
            let name =
                if bundle.len() == 256 { format!("{n:03}") } else { format!("{n:03}.p/{}", bundle.len()) };
            let bytes: Vec<u8> = bundle
                .iter()
                .flat_map(|e| [&(e.len() as u16).to_be_bytes(), e.as_slice()].concat())
                .collect();
            write(dir.path(), &format!("archive/tile/entries/{name}"), &bytes);
        }
        let leaves: Vec<_> = log.iter().map(|e| Sha256::of(&[&[0], e.as_slice()].concat())).collect();
        let text = format!("{ORIGIN}\n{}\n{}\n", log.len(), Base64::encode_string(&root(&leaves).0));
        write(dir.path(), "archive/checkpoint", note(&[(ORIGIN, &archive)], &text).as_bytes());
        write(dir.path(), "v2.pdf", b"%PDF-1.7 house rules");
        write(dir.path(), "other.pdf", b"%PDF-1.7 House rules");
        Self { dir, officer: officer.public() }
    }

    fn sh(&self, script: &str) -> Output {
        let script = format!("set -u\n{}\n{script}", functions());
        Command::new("sh").arg("-c").arg(script).current_dir(&self.dir).output().unwrap()
    }

    /// What the script writes, without the final line break; it must end with exit code 0.
    fn gives(&self, script: &str) -> String {
        let out = self.sh(script);
        let error = String::from_utf8_lossy(&out.stderr);
        assert!(out.status.success(), "{script}: {error}");
        assert_eq!(error, "", "{script}");
        String::from_utf8(out.stdout).unwrap().trim_end().to_owned()
    }
}

fn write(dir: &Path, name: &str, bytes: &[u8]) {
    let path = dir.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn note(signers: &[(&str, &SecretKey)], text: &str) -> String {
    let line = |(name, key): &(&str, &SecretKey)| {
        let id = Sha256::of(&[name.as_bytes(), b"\n\x01", &key.public()].concat());
        format!("— {name} {}\n", Base64::encode_string(&[&id.0[..4], &key.sign(text.as_bytes())].concat()))
    };
    format!("{text}\n{}", signers.iter().map(line).collect::<String>())
}

fn entry(signers: &[(&str, &SecretKey)], body: Body) -> Vec<u8> {
    let record = Record {
        origin: ORIGIN.into(),
        tree: Tree { size: 0, root: Sha256::of(b"") },
        after: None,
        signed_at: "2025-01-15T09:00:00+01:00".parse().unwrap(),
        body,
    };
    let head =
        format!("inkraft/entry/1\nlogged 2025-01-15T09:30:00+01:00\nheads 1 {}\n", Sha256::of(b"heads"));
    format!("{head}\n{}", note(signers, &record.text().unwrap())).into_bytes()
}

/// RFC 6962, 2.1, as it is written there.
fn root(leaves: &[Digest]) -> Digest {
    match leaves {
        [] => Sha256::of(b""),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            Sha256::of(&[&[1][..], &root(left).0, &root(right).0].concat())
        }
    }
}

#[test]
fn the_page_verifies_a_record_with_openssl_alone() {
    let a = Archive::new(7);
    a.gives("log_entry archive 0 > entry0; entry_note entry0 > charter");
    a.gives("log_entry archive 6 > entry6; entry_note entry6 > record");
    let entry0 = fs::read(a.dir.path().join("entry0")).unwrap();
    assert_eq!(a.gives("leaf_hash entry0"), Sha256::of(&[&[0], entry0.as_slice()].concat()).to_string());
    assert_eq!(a.gives(&format!("charter_key charter {OFFICER}")), Digest(a.officer).to_string());
    assert_eq!(
        a.gives(&format!("public_pem {}", Digest(a.officer))),
        super::public_pem(&a.officer).trim_end()
    );
    assert_eq!(a.gives("note_names record"), OFFICER);
    let verify = format!("verify_note record {OFFICER} $(charter_key charter {OFFICER})");
    assert_eq!(a.gives(&verify), "Signature Verified Successfully");
    a.gives("verify_pdf v2.pdf record");
    a.gives(&format!("verify_log archive {ORIGIN} $(charter_key charter {ORIGIN})"));
}

#[test]
fn the_page_notices_each_change() {
    let a = Archive::new(7);
    a.gives("log_entry archive 0 > entry0; entry_note entry0 > charter");
    a.gives("log_entry archive 6 > entry6; entry_note entry6 > record");
    let record = fs::read_to_string(a.dir.path().join("record")).unwrap();
    write(a.dir.path(), "changed", record.replace("2025-02-01", "2025-01-01").as_bytes());
    write(a.dir.path(), "unsigned", record.split("\n\n").next().unwrap().as_bytes());
    let key = format!("$(charter_key charter {OFFICER})");
    let archive_key = format!("$(charter_key charter {ORIGIN})");
    for script in [
        format!("verify_note changed {OFFICER} {key}"),
        format!("verify_note unsigned {OFFICER} {key}"),
        format!("verify_note record {OFFICER} {archive_key}"),
        format!("verify_note record {ORIGIN} {archive_key}"),
        format!("verify_note record {OFFICER} $(charter_key charter {OFFICER}2)"),
        "verify_pdf other.pdf record".to_owned(),
        "verify_pdf v2.pdf charter".to_owned(),
        "log_entry archive 7".to_owned(),
        "bundle_entry archive/tile/entries/000.p/7 7".to_owned(),
        format!("verify_log archive {ORIGIN} {key}"),
        format!(
            "printf x | dd of=archive/tile/entries/000.p/7 bs=1 seek=2000 conv=notrunc 2>&1; verify_log archive {ORIGIN} {archive_key}"
        ),
    ] {
        assert!(!a.sh(&script).status.success(), "{script}");
    }
}

#[test]
fn the_page_finds_entries_in_every_bundle() {
    let a = Archive::new(258);
    assert!(a.gives("log_entry archive 255").starts_with("filler 256\n"));
    assert!(a.gives("log_entry archive 256").starts_with("filler 257\n"));
    a.gives("log_entry archive 0 > entry0; entry_note entry0 > charter");
    a.gives(&format!("verify_log archive {ORIGIN} $(charter_key charter {ORIGIN})"));
    assert_eq!(a.gives("bundle_path 312349567 400000000"), "tile/entries/x001/x220/115");
    let leaves: Vec<_> = (0u8..21).map(|n| Sha256::of(&[n])).collect();
    for n in [1, 2, 3, 7, 8, 21] {
        let lines: String = leaves[..n].iter().map(|l| format!("{l}\\n")).collect();
        assert_eq!(a.gives(&format!("printf '{lines}' | tree_root")), root(&leaves[..n]).to_string(), "{n}");
    }
}
