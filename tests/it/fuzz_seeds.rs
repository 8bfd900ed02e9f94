//! Writes the seeds of the fuzz targets: `scripts/fuzz.sh seeds`.
//!
//! Ignored, because it makes new keys each time: what it wrote stands in version control. A seed that the program
//! itself would refuse is useless, so each is seen to be read.

use std::fs;
use std::path::PathBuf;

use inkraft::format::anchor::Anchor;
use inkraft::format::canonical;
use inkraft::format::charter::Charter;
use inkraft::format::checkpoint::Checkpoint;
use inkraft::format::entry::Entry;
use inkraft::format::heads::Heads;
use inkraft::format::layout::Place;
use inkraft::format::note::Note;
use inkraft::format::record::{Body, Record};
use inkraft::format::review::Report;
use inkraft::format::tile;
use inkraft::prove;
use inkraft::verify::x509::Certificate;
use inkraft::verify::{self, cms, seal, token};

use crate::forge::day;
use crate::paper::{Update, archived, plain, sealed};
use crate::pki::{P384, Pki, RSA, STAMPS};
use crate::rich::Rich;
use crate::site::snapshot;

/// What the CMS signatures and time stamps are about; `fuzz/src/lib.rs` has the same.
const CONTENT: &[u8] = b"what the seeds of the fuzz targets are about\n";

fn put(target: &str, name: &str, bytes: &[u8]) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(name), bytes).unwrap();
}

#[test]
#[ignore = "writes fuzz/seeds anew"]
fn write_the_seeds() {
    let rich = Rich::new();
    let forge = &rich.forge;
    for (index, bytes) in forge.entries.iter().enumerate() {
        let entry = Entry::parse(bytes).unwrap();
        let note = Note::parse(&entry.record, 60_000).unwrap();
        let record = Record::parse(&note.text).unwrap();
        let name = format!("{index:02}-{}", record.kind());
        put("entry", &name, bytes);
        put("note", &name, &entry.record);
        put("record", &name, note.text.as_bytes());
        if let Body::Charter(charter) = &record.body {
            let text = canonical::write(charter).unwrap();
            assert!(canonical::read::<Charter>(&text).is_ok());
            put("charter", &name, text.as_bytes());
        }
    }
    for size in [1, 14] {
        let checkpoint = &forge.checkpoints[size - 1];
        assert!(Checkpoint::parse(checkpoint).is_ok());
        put("checkpoint", &size.to_string(), checkpoint);
    }
    assert!(Heads::parse(&forge.heads.bytes()).is_some());
    put("heads", "14", &forge.heads.bytes());
    let small = tile::bundle([b"one".as_slice(), b"", b"three"]).unwrap();
    put("bundle", "small", &[[3].as_slice(), &small].concat());
    let whole = tile::bundle(forge.entries.iter().map(Vec::as_slice)).unwrap();
    put("bundle", "log", &[[14].as_slice(), &whole].concat());
    let anchor = forge.anchor().text();
    assert!(Anchor::parse(anchor.as_bytes()).is_ok());
    put("anchor", "forge", anchor.as_bytes());
    let report = fs::read(forge.dir().path(&Place::Review("hausordnung".parse().unwrap(), 6))).unwrap();
    assert!(Report::parse(&report).is_ok());
    put("review", "one", &report);
    for (name, text) in [("object", "{\"a\":[1,\"x\\n\",true],\"b\":{\"c\":null}}"), ("text", "\"ü\\u0007\"")]
    {
        assert!(canonical::read::<serde_json::Value>(text).is_ok());
        put("canonical", name, text.as_bytes());
    }
    let root = forge.dir().root().to_owned();
    for (n, (path, _)) in snapshot(&root).into_iter().filter(|(p, _)| p.is_file()).enumerate() {
        let path = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
        assert!(Place::of(&path).is_some(), "{path}");
        put("layout", &format!("{n:03}"), path.as_bytes());
    }
    certificates(&rich);
    signatures(&rich.pki);
}

/// Certificates of force that hold.
fn certificates(rich: &Rich) {
    // The officer's certificates are of no matter here, and a stamp is large.
    for (name, policy) in [("answer", "satzung"), ("absent", "nichts")] {
        let gathered =
            prove::gather(&rich.forge.dir(), &policy.parse().unwrap(), &rich.trust.witnesses()).unwrap();
        let bytes = gathered.asked(day("2030-06-01"), None).bytes();
        verify::certificate(&bytes, &rich.trust).unwrap();
        put("certificate", name, &bytes);
        put("force", name, &bytes);
    }
}

/// What openssl makes: signatures, time stamps, certificates, PDFs.
fn signatures(pki: &Pki) {
    pki.own("p384", P384, &[]);
    pki.own("rsa", RSA, &[]);
    pki.issued("tsa-rsa", RSA, "root", &[STAMPS]);
    let pss = "-cades -md sha256 -keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen:digest";
    for (name, signer, how) in [
        ("p256", "officer", Pki::PADES),
        ("p384", "p384", "-cades -md sha384"),
        ("rsa", "rsa", Pki::PADES),
        ("pss", "rsa", pss),
    ] {
        let der = pki.cms(CONTENT, signer, how);
        cms::check_detached(&der, &[CONTENT]).unwrap();
        put("cms", name, &der);
    }
    for (name, authority) in [("p256", "tsa"), ("rsa", "tsa-rsa")] {
        let der = pki.token(CONTENT, authority, "-sha256 -cert");
        token::check(&der, CONTENT).unwrap();
        put("token", name, &der);
    }
    for name in ["officer", "p384", "rsa", "root", "tsa"] {
        let der = pki.der(name);
        assert!(Certificate::parse(&der).is_some());
        put("x509", name, &der);
    }
    put("x509", "pem", &pki.read("root.pem"));
    let small = Update { room: 1100, ..Update::default() };
    let signed = small.on(&plain(), |content| pki.cms(content, "officer", Pki::PADES));
    let stamped = crate::paper::stamped(pki, &plain(), "officer", "tsa");
    for (name, file) in [
        ("stamped", stamped),
        ("second", sealed(pki, &signed, "rsa")),
        ("archived", archived(pki, &signed, "tsa")),
        ("signed", signed),
    ] {
        assert!(seal::read(&file).unwrap().iter().all(|s| s.signed.is_ok()), "{name}");
        put("pdf", name, &file);
    }
    put("pdf", "unsigned", &plain());
}
