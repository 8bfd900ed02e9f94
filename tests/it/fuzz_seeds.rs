//! Writes the seeds of the fuzz targets: `scripts/fuzz.sh seeds`.
//!
//! Ignored, because it makes new keys each time: what it wrote stands in version control. A seed that the program
//! itself would refuse is useless, so each is seen to be read.

use std::fs;
use std::path::PathBuf;

use inkraft::base::effect::Effect;
use inkraft::format::anchor::Anchor;
use inkraft::format::canonical;
use inkraft::format::charter::Charter;
use inkraft::format::checkpoint::Checkpoint;
use inkraft::format::cosignature;
use inkraft::format::entry::Entry;
use inkraft::format::heads::Heads;
use inkraft::format::layout::Place;
use inkraft::format::note::Note;
use inkraft::format::pending::{Pending, Rejected};
use inkraft::format::record::{Body, Record};
use inkraft::format::review::Report;
use inkraft::format::tile;
use inkraft::prove;
use inkraft::verify::x509::Certificate;
use inkraft::verify::{self, cms, seal, token};

use crate::forge::{Forge, day};
use crate::paper::{Update, archived, plain, sealed};
use crate::pki::{P384, Pki, RSA, STAMPS};
use crate::rich::{CONFIRMED, Rich, SIZE};
use crate::site::snapshot;
use crate::witnesses::{Witness, with};

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
        // Garbage is an entry of the log all the same.
        let Ok(entry) = Entry::parse(bytes) else {
            put("entry", &format!("{index:02}-garbage"), bytes);
            continue;
        };
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
    for size in [1, SIZE as usize] {
        let checkpoint = &forge.checkpoints[size - 1];
        assert!(Checkpoint::parse(checkpoint).is_ok());
        put("checkpoint", &size.to_string(), checkpoint);
    }
    assert!(Heads::parse(&forge.heads.bytes()).is_some());
    put("heads", "newest", &forge.heads.bytes());
    let small = tile::bundle([b"one".as_slice(), b"", b"three"]).unwrap();
    put("bundle", "small", &[[3].as_slice(), &small].concat());
    let whole = tile::bundle(forge.entries.iter().map(Vec::as_slice)).unwrap();
    put("bundle", "log", &[[SIZE as u8].as_slice(), &whole].concat());
    let anchor = forge.anchor().text();
    assert!(Anchor::parse(anchor.as_bytes()).is_ok());
    put("anchor", "forge", anchor.as_bytes());
    confirmed(&rich);
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

/// What witnesses confirm, the anchor that names them, and a record that others must still sign.
fn confirmed(rich: &Rich) {
    let anchor = rich.trust.anchor.as_ref().unwrap().text();
    put("anchor", "witnesses", anchor.as_bytes());
    let key = Witness::new("w").listed("w");
    let shapes = format!("{key}group any any w\ngroup all all any\nquorum all\n");
    let anchor = with(&rich.forge.anchor(), &shapes).text();
    put("anchor", "groups", anchor.as_bytes());
    for (name, size) in [("older", CONFIRMED), ("newest", SIZE)] {
        let bytes = fs::read(rich.forge.dir().path(&Place::CosignaturesOf(size))).unwrap();
        assert_eq!(cosignature::parse(&bytes).unwrap().len(), 2);
        put("cosignature", name, &bytes);
    }
    let checkpoint = fs::read(rich.forge.dir().path(&Place::Checkpoint)).unwrap();
    assert_eq!(Checkpoint::parse(&checkpoint).unwrap().note.signatures.len(), 2);
    put("checkpoint", "cosigned", &checkpoint);
    let mut pending = rich.pending();
    put("pending", "issue", &pending.bytes());
    pending.rejected = Some(Rejected {
        by: "max".parse().unwrap(),
        at: rich.forge.clock(),
        reason: Some("falsch".to_owned()),
    });
    assert_eq!(Pending::parse(&pending.bytes()).as_ref(), Ok(&pending));
    put("pending", "rejected", &pending.bytes());
    // A record without files is small, and quickly tried.
    let record = rich.forge.record(Forge::restated("satzung", 12, Effect::starting(day("2031-01-01"))));
    let line = rich.forge.officer().line(&record.text().unwrap());
    put("pending", "effect", &Pending::new(&record, vec![line], Vec::new()).unwrap().bytes());
}

/// Certificates of force that hold.
fn certificates(rich: &Rich) {
    // The officer's certificates are of no matter here, and a stamp is large.
    for (name, policy) in [("answer", "satzung"), ("ruled", "benutzung"), ("absent", "nichts")] {
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
