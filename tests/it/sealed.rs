//! Versions whose PDFs are signed, in an archive: what `verify` finds, and what it says of one such file.

use std::fs;
use std::path::Path;
use std::process::Command;

use inkraft::base::Sha256;
use inkraft::format::charter::CharterSeal;
use inkraft::format::record::{Body, FileRef};
use inkraft::verify::Level;
use serde_json::Value;

use crate::forge::filler;
use crate::paper::{Update, archived, plain, sealed, stamped};
use crate::pki::{P256, Pki, STAMPS};
use crate::tamper::{Attack, check, told};

const PDF: &str = "policies/hausordnung/3/hausordnung-v3.pdf";

fn pki() -> Pki {
    let pki = Pki::new();
    pki.own("officer", P256, &[]);
    pki.root("root", P256);
    pki.issued("stamps", P256, "root", &[STAMPS]);
    pki
}

/// The sample archive with a charter that names a certificate, and a version 3 whose PDF is this.
fn archive(pki: &Pki, pdf: &[u8]) -> Attack {
    let mut a = Attack::new();
    let mut charter = a.forge.charter.clone();
    charter.seals = vec![CharterSeal { certificate: Sha256::of(&pki.der("officer")), person: None }];
    let recovery = a.forge.keys.recovery[0].clone();
    a.forge.honest(Body::Charter(charter), &[&recovery]);
    add(&mut a, pdf);
    a
}

fn add(a: &mut Attack, pdf: &[u8]) {
    let (mut issue, files) = a.forge.typeset("hausordnung", 3, pdf);
    issue.typeset.as_mut().unwrap().pdf = FileRef::of(&plain());
    files.iter().for_each(|(place, bytes)| a.forge.put(place, bytes));
    let officer = a.forge.officer().clone();
    a.forge.honest(Body::Issue(Box::new(issue)), &[&officer]);
    a.forge.write();
}

/// Failures and notes of a check.
fn found(a: &Attack) -> (Vec<String>, Vec<String>) {
    let report = check(&a.forge.root, &a.trust);
    (told(&report, Level::Failure), told(&report, Level::Note))
}

fn at(code: &str) -> String {
    format!("{PDF}: {code}")
}

/// Exit code and standard output of the reading program, in English.
fn run(folder: &Path, args: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_inkraft-verify"));
    command.args(args).current_dir(folder).env_clear().env("LC_ALL", "en_GB.UTF-8");
    command.env("INKRAFT_STATE", folder.join("none")).env("HOME", folder);
    let output = command.output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(text).unwrap())
}

fn json(folder: &Path, args: &[&str]) -> Value {
    let (_, text) = run(folder, &[args, &["--json"]].concat());
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}: {text}"))
}

#[test]
fn a_sealed_version_holds() {
    let pki = pki();
    let mut a = archive(&pki, &sealed(&pki, &plain(), "officer"));
    assert_eq!(found(&a), (vec![], vec![at("seal-out-of-date")]));
    let (code, out) = run(&a.forge.root, &["verify"]);
    assert_eq!(code, Some(0), "{out}");
    assert!(out.contains(", 1 PDF signature checked"), "{out}");
    assert_eq!(json(&a.forge.root, &["verify"])["seals"], 1);
    // Once the authority is believed, the time is proven, and the certificate covers it.
    let mut b = archive(&pki, &stamped(&pki, &plain(), "officer", "stamps"));
    assert_eq!(found(&b).1, [at("seal-out-of-date"), at("seal-authority")]);
    let root = fs::read(pki.path("root.pem")).unwrap();
    b.trust.authorities = inkraft::verify::Authorities::parse(&root).unwrap();
    assert_eq!(found(&b), (vec![], vec![]));
    // A later charter that names the certificate no more takes nothing back.
    let mut charter = a.forge.charter.clone();
    charter.seals.clear();
    let recovery = a.forge.keys.recovery[0].clone();
    a.forge.honest(Body::Charter(charter), &[&recovery]);
    a.forge.write();
    assert_eq!(found(&a), (vec![], vec![at("seal-out-of-date")]));
}

#[test]
fn whatever_is_wrong_with_a_seal_is_found() {
    let pki = pki();
    let good = sealed(&pki, &plain(), "officer");
    let failures = |pdf: &[u8]| found(&archive(&pki, pdf)).0;
    assert_eq!(failures(&[plain(), filler(1, 99)].concat()), [at("seal-missing")]);
    assert_eq!(failures(&[&good[..], b"% more"].concat()), [at("seal-uncovered")]);
    let mut broken = good.clone();
    let last = broken.len() - 3;
    broken[last] ^= 1;
    assert_eq!(failures(&broken), [at("seal-broken")]);
    let lasting = archived(&pki, &good, "stamps");
    assert!(failures(&lasting).is_empty());
    assert_eq!(failures(&[&lasting[..], b"\n"].concat()), [at("seal-uncovered")]);
    // Nobody's certificate that the archive knows.
    let mut a = Attack::new();
    add(&mut a, &good);
    assert_eq!(found(&a), (vec![], vec![at("seal-unknown"), at("seal-out-of-date")]));
}

#[test]
fn a_signed_file_is_told_with_its_signature() {
    let pki = pki();
    let good = stamped(&pki, &plain(), "officer", "stamps");
    let a = archive(&pki, &good);
    let root = &a.forge.root;
    let file = root.join("file.pdf");
    let of = |bytes: &[u8]| {
        fs::write(&file, bytes).unwrap();
        let (code, out) = run(root, &["verify", "file.pdf"]);
        (code, out, json(root, &["verify", "file.pdf"]))
    };
    let (code, out, value) = of(&good);
    assert_eq!(code, Some(0), "{out}");
    for line in [
        "PDF signature  Erika officer: \"Freigabe der Fassung 2\" (own statement)",
        "  intact       yes, for the whole file",
        "  certificate  known, by the charter the body's own (CN=Erika officer, O=Musterkammer); it did not cover the time",
        "  time         not proven: 2026-03-29, 03:30 (own statement); time stamp of \"stamps\", 20",
    ] {
        assert!(out.contains(line), "{line}\n{out}");
    }
    let signature = &value["signatures"][0];
    assert_eq!((&signature["intact"], &signature["covers_all"]), (&true.into(), &true.into()));
    assert_eq!(signature["certificate"]["known"], true);
    assert_eq!(signature["certificate"]["sha256"], Sha256::of(&pki.der("officer")).to_string());
    assert_eq!(signature["time"]["claimed"], "2026-03-29T03:30:00+02:00");
    assert!(signature["time"].get("proven").is_none());
    // Something behind it.
    let update = b"2 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n";
    let (code, out, value) = of(&[&good[..], update].concat());
    assert_eq!(code, Some(1));
    let begins =
        "It begins with version 3 of hausordnung as archived (entry 7); added behind it: 38 bytes, an update";
    assert!(out.contains(begins), "{out}");
    assert!(out.contains("38 were added later, and no signature covers them"), "{out}");
    assert_eq!(value["begins_with"]["added"], 38);
    assert_eq!(value["begins_with"]["what"], "update");
    assert_eq!(value["signatures"][0]["covers_all"], false);
    let (_, out, value) = of(&sealed(&pki, &good, "officer"));
    assert!(out.contains("another PDF signature"), "{out}");
    assert_eq!(value["begins_with"]["what"], "signature");
    assert_eq!(value["signatures"][0]["behind"]["covered"], true);
    let (_, out, value) = of(&[&good[..], b"?"].concat());
    assert!(out.contains("added behind it: 1 byte, something else"), "{out}");
    assert_eq!(value["begins_with"]["archived"], true);
    let (_, out, value) = of(&sealed(&pki, &plain(), "stamps"));
    assert!(out.contains("begins with version 3 of hausordnung as typeset (entry 7)"), "{out}");
    assert!(out.contains("not known: CN=stamps, O=Muster, issued by CN=Erika root"), "{out}");
    assert_eq!(value["begins_with"]["archived"], false);
    // The time stamp of an authority, one with something behind it, and one within an update.
    let (_, out, value) = of(&archived(&pki, &good, "stamps"));
    assert!(out.contains("another PDF time stamp"), "{out}");
    assert_eq!(value["begins_with"]["what"], "time-stamp");
    let (_, out, value) = of(&[&archived(&pki, &good, "stamps")[..], b"\n"].concat());
    assert!(out.contains("bytes, an update of the PDF."), "{out}");
    assert_eq!(value["begins_with"]["what"], "update");
    let (_, out, value) = of(&[&sealed(&pki, &good, "officer")[..], update].concat());
    assert!(out.contains("an update of the PDF with a signature in it"), "{out}");
    assert_eq!(value["begins_with"]["what"], "update");
    let junk = b"8 0 obj\n<</Type/Sig/ByteRange[0 1 2 3]>>\nendobj\nstartxref\n0\n%%EOF\n";
    let (_, out, _) = of(&[&good[..], junk].concat());
    assert!(out.contains("bytes, an update of the PDF."), "{out}");
    // What was typeset, alone.
    let (code, out, value) = of(&plain());
    assert_eq!((code, &value["begins_with"]["what"]), (Some(1), &"nothing".into()));
    assert!(out.contains("version 3 of hausordnung as typeset, without its signature"), "{out}");
    assert!(!out.contains("no version of the archive"), "{out}");
    // Spoiled, and nothing of the archive.
    let mut spoiled = good.clone();
    spoiled[20] ^= 1;
    let (code, out, value) = of(&spoiled);
    assert_eq!((code, &value["begins_with"]), (Some(1), &Value::Null));
    assert!(out.contains("intact       no: the content was altered after it was signed"), "{out}");
}

#[test]
fn the_charter_says_whose_a_certificate_is() {
    let pki = pki();
    // Neither `/M` nor a stamp says when.
    let update = Update { more: "/M (D:20260329033000)", ..Update::default() };
    let pdf = update.on(&plain(), |content| pki.cms(content, "officer", Pki::PADES));
    let told = |signs: bool| {
        let mut a = Attack::new();
        let mut charter = a.forge.charter.clone();
        let key = a.forge.officer().key.name.clone();
        let own = charter.people.iter().position(|p| key.contains(&format!("/{}/", p.id))).unwrap();
        let person = charter.people.iter().enumerate().find(|(i, _)| (*i == own) == signs).unwrap().1.clone();
        let certificate = Sha256::of(&pki.der("officer"));
        charter.seals = vec![CharterSeal { certificate, person: Some(person.id.clone()) }];
        let recovery = a.forge.keys.recovery[0].clone();
        a.forge.honest(Body::Charter(charter), &[&recovery]);
        add(&mut a, &pdf);
        fs::write(a.forge.root.join("file.pdf"), &pdf).unwrap();
        let (code, out) = run(&a.forge.root, &["verify", "file.pdf"]);
        assert_eq!(code, Some(0), "{out}");
        let value = json(&a.forge.root, &["verify", "file.pdf"]);
        let certificate = &value["signatures"][0]["certificate"];
        assert_eq!(certificate["person"], person.id.as_str());
        assert!(certificate.get("covered_time").is_none());
        assert!(out.contains("; whether it covered the time of the signature cannot be said"), "{out}");
        assert!(out.contains(&format!("known, by the charter that of {}", person.name)), "{out}");
        out
    };
    assert!(!told(true).contains("did not sign the record"));
    assert!(told(false).contains(", who did not sign the record (CN=Erika officer"));
}

#[test]
fn without_an_archive_the_signature_is_still_told() {
    let pki = pki();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file.pdf"), sealed(&pki, &plain(), "officer")).unwrap();
    fs::write(folder.path().join("plain.pdf"), plain()).unwrap();
    let (code, out) = run(folder.path(), &["verify", "file.pdf"]);
    assert_eq!(code, Some(1), "{out}");
    assert!(out.contains("not known without an archive: CN=Erika officer"), "{out}");
    assert!(out.contains("there is none here"), "{out}");
    let value = json(folder.path(), &["verify", "file.pdf"]);
    assert_eq!((&value["holds"], &value["signatures"][0]["intact"]), (&false.into(), &true.into()));
    let (code, out) = run(folder.path(), &["verify", "plain.pdf"]);
    assert_eq!(code, Some(2), "{out}");
    let (code, _) = run(folder.path(), &["verify", "file.pdf", "--archive", "elsewhere"]);
    assert_eq!(code, Some(2));
}
