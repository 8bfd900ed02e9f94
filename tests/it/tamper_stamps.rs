//! Time stamps that were changed, exchanged, left out or made by somebody else; and what expired authorities prove.
//!
//! Specification: `docs/stamps.md`, "Checking".

use std::fs;

use inkraft::base::Sha256;
use inkraft::base::effect::Effect;
use inkraft::format::layout::Place;
use inkraft::verify::{self, Authorities, Level, Log, Trust};
use tempfile::TempDir;

use crate::forge::{Forge, day};
use crate::pki::{P256, Pki, RSA, STAMPS};
use crate::tsa::{authority, real_now, reply};

/// An archive whose clock is the real one, and authorities `root` (pinned) and others.
struct Stamped {
    forge: Forge,
    pki: Pki,
    _folder: TempDir,
}

/// Days, in seconds.
const DAY: i64 = 24 * 3600;

impl Stamped {
    /// A founding charter and a version, an hour ago; nothing stamped yet.
    fn new(key: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let keys = crate::forge::Keys::generate();
        let mut forge = Forge::empty(folder.path(), keys);
        forge.now = real_now() - 3 * 3600;
        let (charter, signers) = (forge.charter.clone(), forge.keys.clone());
        forge.honest(inkraft::format::record::Body::Charter(charter), &signers.all());
        forge.issue("hausordnung", 1, b"%PDF-1.7 eins");
        Self { forge, pki: authority(key), _folder: folder }
    }

    /// A token over the newest checkpoint.
    fn token(&self, signer: &str) -> Vec<u8> {
        let about = self.forge.checkpoints.last().unwrap();
        fs::write(self.pki.path("about"), about).unwrap();
        self.pki.sh("openssl ts -query -data about -sha256 -cert -no_nonce -out q 2>/dev/null");
        let response = reply(&self.pki, signer, &self.pki.read("q"));
        fs::write(self.pki.path("r"), response).unwrap();
        self.pki.sh("openssl ts -reply -in r -token_out -out t 2>/dev/null");
        self.pki.read("t")
    }

    fn size(&self) -> u64 {
        self.forge.tree.size()
    }

    /// Stamps the newest checkpoint; the next entry names it.
    fn stamp(&mut self, signer: &str) -> Vec<u8> {
        let token = self.token(signer);
        self.forge.put(&Place::StampOf(self.size()), &token);
        self.forge.stamps = vec![(self.size(), Sha256::of(&token))];
        token
    }

    /// Logs another record, now.
    fn next(&mut self) {
        self.forge.now = real_now();
        let (date, officer) = (day("2019-01-25"), self.forge.officer().clone());
        self.forge.honest(Forge::restated("hausordnung", 1, Effect::starting(date)), &[&officer]);
    }

    /// What is found, so many seconds from now, with these certificates pinned.
    fn found(&self, roots: &[&str], after: i64) -> (Vec<String>, Log) {
        self.forge.write();
        let pem: Vec<u8> = roots.iter().flat_map(|r| self.pki.read(&format!("{r}.pem"))).collect();
        let authorities =
            if roots.is_empty() { Authorities::default() } else { Authorities::parse(&pem).unwrap() };
        let trust = Trust { authorities, now: real_now() + after, ..self.forge.trust() };
        let report = verify::archive(&self.forge.dir(), &trust, &|_, _| {});
        let level = |l| if l == Level::Note { " (note)" } else { "" };
        let all = report.findings.iter().map(|f| format!("{}: {}{}", f.at, f.what.code(), level(f.level)));
        let all = all.collect();
        // An answer must not prove more than the whole check does.
        let log = verify::log(&self.forge.dir(), &trust).unwrap();
        let whole = report.log.unwrap();
        for entry in 0..self.size() {
            assert_eq!(log.stamps.proof_of(entry), whole.stamps.proof_of(entry), "{entry}");
        }
        (all, log)
    }

    /// The findings alone, with the root pinned, now.
    fn findings(&self) -> Vec<String> {
        self.found(&["root"], 0).0
    }
}

/// The sizes of the stamps that prove each entry.
fn proofs(log: &Log) -> Vec<Option<u64>> {
    (0..log.tree().size).map(|entry| log.stamps.proof_of(entry).map(|p| p.size)).collect()
}

#[test]
fn a_stamp_proves_what_its_checkpoint_covers() {
    for key in [RSA, P256] {
        let mut archive = Stamped::new(key);
        let before = real_now();
        archive.stamp("tsa");
        archive.next();
        let (found, log) = archive.found(&["root"], 0);
        assert_eq!(found, Vec::<String>::new());
        assert_eq!(proofs(&log), [Some(2), Some(2), None]);
        let proof = log.stamps.proof_of(1).unwrap();
        assert!((before..=real_now()).contains(&proof.time), "{proof:?}");
        assert_eq!(proof.authority, "tsa");
        assert_eq!(log.stamps.newest(), Some(proof));
        // The stamp of the newest checkpoint counts before an entry names it.
        archive.stamp("tsa");
        let (found, log) = archive.found(&["root"], 0);
        assert_eq!((found, proofs(&log)), (vec![], vec![Some(2), Some(2), Some(3)]));
        // Who pins nobody is told nothing, and nothing is wrong.
        let (found, log) = archive.found(&[], 0);
        assert_eq!((found, proofs(&log)), (vec![], vec![None; 3]));
    }
}

#[test]
fn whatever_is_changed_in_a_stamp_is_found() {
    let mut archive = Stamped::new(P256);
    let token = archive.stamp("tsa");
    let place = Place::StampOf(2);
    archive.forge.write();
    let authorities = Authorities::parse(&archive.pki.read("root.pem")).unwrap();
    let trust = Trust { authorities, now: real_now(), ..archive.forge.trust() };
    let honest = verify::log(&archive.forge.dir(), &trust).unwrap().stamps.newest();
    assert!(honest.is_some());
    // Before an entry names it: what nobody signed may change, but nothing that is proven by it.
    let mut unnoticed = 0;
    for at in 0..token.len() {
        let mut spoiled = token.clone();
        spoiled[at] ^= 1 << (at % 8);
        archive.forge.put(&place, &spoiled);
        let log = verify::log(&archive.forge.dir(), &trust).unwrap();
        match log.stamps.newest() {
            None => {}
            proof => {
                assert_eq!(proof, honest, "byte {at}");
                unnoticed += 1;
            }
        }
    }
    assert!(unnoticed < 20, "{unnoticed} of {} bytes", token.len());
    // Afterwards: no byte.
    archive.next();
    archive.forge.write();
    for at in 0..token.len() {
        let mut spoiled = token.clone();
        spoiled[at] ^= 1 << (at % 8);
        archive.forge.put(&place, &spoiled);
        let log = verify::log(&archive.forge.dir(), &trust).unwrap();
        assert_eq!(log.stamps.newest(), None, "byte {at}");
    }
    assert_eq!(archive.findings(), ["checkpoints/2.tsr: altered"]);
}

#[test]
fn a_stamp_that_is_missing_exchanged_or_too_many() {
    let mut archive = Stamped::new(P256);
    let two = archive.stamp("tsa");
    archive.next();
    let three = archive.stamp("tsa");
    archive.next();
    assert_eq!(archive.findings(), Vec::<String>::new());
    let put = |archive: &Stamped, size, bytes: &[u8]| archive.forge.put(&Place::StampOf(size), bytes);

    put(&archive, 2, &three);
    put(&archive, 3, &two);
    assert_eq!(archive.findings(), ["checkpoints/2.tsr: altered", "checkpoints/3.tsr: altered"]);
    put(&archive, 2, &two);
    put(&archive, 3, &three);

    put(&archive, 4, &three);
    assert_eq!(archive.findings(), ["checkpoints/4.tsr: stamp-broken"]);
    put(&archive, 4, b"");
    assert_eq!(archive.findings(), ["checkpoints/4.tsr: stamp-broken"]);
    put(&archive, 4, &vec![0x30; 65_537]);
    assert_eq!(archive.findings(), ["checkpoints/4.tsr: unreadable"]);
    fs::remove_file(archive.forge.dir().path(&Place::StampOf(4))).unwrap();
    put(&archive, 1, &two);
    put(&archive, 5, &two);
    assert_eq!(archive.findings(), ["checkpoints/1.tsr: unknown-file", "checkpoints/5.tsr: unknown-file"]);
    for size in [1, 5] {
        fs::remove_file(archive.forge.dir().path(&Place::StampOf(size))).unwrap();
    }
    fs::remove_file(archive.forge.dir().path(&Place::StampOf(2))).unwrap();
    assert_eq!(archive.findings(), ["checkpoints/2.tsr: missing"]);
}

#[test]
fn a_line_that_cannot_be_makes_the_entry_void() {
    let hash = Sha256::of(b"x");
    for (what, stamps) in [
        ("of a checkpoint to come", vec![(3, hash)]),
        ("of none", vec![(0, hash)]),
        ("twice", vec![(1, hash), (1, hash)]),
        ("out of order", vec![(2, hash), (1, hash)]),
    ] {
        let mut archive = Stamped::new(P256);
        archive.forge.stamps = stamps;
        archive.forge.now = real_now();
        let body = Forge::restated("hausordnung", 1, Effect::starting(day("2019-01-25")));
        let record = archive.forge.record(body);
        let note = Forge::sign(&record, &[archive.forge.officer()]);
        archive.forge.void(&record, &note);
        let found = archive.findings();
        assert!(found.contains(&"#2: void-stamp".to_owned()), "{what}: {found:?}");
    }
    // Once more in a later entry.
    let mut archive = Stamped::new(P256);
    let token = archive.stamp("tsa");
    archive.next();
    archive.forge.stamps = vec![(2, Sha256::of(&token))];
    let body = Forge::restated("hausordnung", 1, Effect::starting(day("2019-01-26")));
    let record = archive.forge.record(body);
    let note = Forge::sign(&record, &[archive.forge.officer()]);
    archive.forge.void(&record, &note);
    assert!(archive.findings().contains(&"#3: void-stamp".to_owned()));
}

/// Issues a certificate for stamps by `root` that is valid for so many days.
fn short_lived(pki: &Pki, name: &str, days: i64) {
    fs::write(pki.path("ext"), STAMPS).unwrap();
    pki.sh(&format!(
        "openssl req -new {P256} -nodes -keyout {name}.key -out {name}.csr -subj '/CN={name}' 2>/dev/null\n\
         openssl x509 -req -in {name}.csr -CA root.pem -CAkey root.key -CAcreateserial -sha256 -days {days} \
         -extfile ext -out {name}.pem 2>/dev/null"
    ));
}

#[test]
fn an_expired_authority_counts_if_a_later_stamp_vouches_for_it() {
    let mut archive = Stamped::new(P256);
    short_lived(&archive.pki, "brief", 1);
    archive.stamp("brief");
    archive.next();
    assert_eq!(proofs(&archive.found(&["root"], 0).1), [Some(2), Some(2), None]);
    // Two days on, nothing says that it was not made today, with a stolen key.
    let expired = "checkpoints/2.tsr: stamp-expired (note)".to_owned();
    let (found, log) = archive.found(&["root"], 2 * DAY);
    assert_eq!((found, proofs(&log)), (vec![expired.clone()], vec![None; 3]));
    // A later stamp says so, as its checkpoint contains the entry that names the first.
    archive.stamp("tsa");
    let (found, log) = archive.found(&["root"], 2 * DAY);
    assert_eq!((found, proofs(&log)), (vec![], vec![Some(2), Some(2), Some(3)]));
    // But only as long as that one counts itself: its certificate is for 2000 days.
    let (found, log) = archive.found(&["root"], 2001 * DAY);
    assert_eq!(found, [expired, "checkpoints/3.tsr: stamp-expired (note)".to_owned()]);
    assert_eq!(proofs(&log), [None; 3]);

    // One on the very checkpoint that the first is about does not contain its line.
    let mut archive = Stamped::new(P256);
    short_lived(&archive.pki, "brief", 1);
    archive.stamp("brief");
    assert_eq!(proofs(&archive.found(&["root"], 2 * DAY).1), [None; 2]);
}

/// A token over the newest checkpoint that somebody with this key made without `openssl ts`, which would refuse: the
/// honest one's `TSTInfo` with another time, signed anew.
fn forged(archive: &Stamped, signer: &str, year: Option<&str>) -> Vec<u8> {
    let pki = &archive.pki;
    fs::write(pki.path("honest"), archive.token("tsa")).unwrap();
    pki.sh("openssl cms -verify -noverify -inform der -in honest -out info 2>/dev/null");
    let mut info = pki.read("info");
    if let Some(year) = year {
        let time = jiff::Timestamp::from_second(real_now()).unwrap().strftime("%Y%m").to_string();
        let at = info.windows(6).position(|w| w == time.as_bytes()).unwrap();
        info[at..at + 4].copy_from_slice(year.as_bytes());
    }
    fs::write(pki.path("info"), info).unwrap();
    pki.sh(&format!(
        "openssl cms -sign -binary -nodetach -econtent_type id-smime-ct-TSTInfo -in info -signer {signer}.pem \
         -inkey {signer}.key -md sha256 -cades -nosmimecap -outform der -out forged"
    ));
    pki.read("forged")
}

#[test]
fn who_is_no_authority_for_this_proves_nothing() {
    let archive = || {
        let archive = Stamped::new(P256);
        let pki = &archive.pki;
        pki.issued("web", P256, "root", &["extendedKeyUsage=critical,serverAuth"]);
        pki.issued("both", P256, "root", &["extendedKeyUsage=critical,timeStamping,serverAuth"]);
        pki.issued("plain", P256, "root", &[]);
        pki.root("foreign", P256);
        pki.issued("stranger", P256, "foreign", &[STAMPS]);
        archive
    };
    // This way of forging makes what would be accepted, if only the certificate were right.
    let mut honest = archive();
    let token = forged(&honest, "tsa", None);
    put(&mut honest, &token);
    assert_eq!(proofs(&honest.found(&["root"], 0).1), [Some(2), Some(2), None]);

    for (signer, year, code) in [
        ("web", None, "stamp-unknown"),
        ("both", None, "stamp-unknown"),
        ("plain", None, "stamp-unknown"),
        ("stranger", None, "stamp-unknown"),
        // A time before the certificate, and one after it.
        ("tsa", Some("2016"), "stamp-expired"),
        ("tsa", Some("2099"), "stamp-expired"),
    ] {
        let mut archive = archive();
        let token = forged(&archive, signer, year);
        put(&mut archive, &token);
        // Whoever stamps later cannot mend it.
        archive.stamp("tsa");
        let (found, log) = archive.found(&["root"], 0);
        assert_eq!(found, [format!("checkpoints/2.tsr: {code} (note)")], "{signer} {year:?}");
        assert_eq!(proofs(&log), [Some(3); 3], "{signer} {year:?}");
        // With its own root pinned, too, the stranger is none.
        let (_, log) = archive.found(&["foreign", "root"], 0);
        assert_eq!(proofs(&log)[0], Some(if signer == "stranger" { 2 } else { 3 }), "{signer} {year:?}");
    }
}

/// Puts a token beside the newest checkpoint, and the entry that names it behind.
fn put(archive: &mut Stamped, token: &[u8]) {
    archive.forge.put(&Place::StampOf(archive.size()), token);
    archive.forge.stamps = vec![(archive.size(), Sha256::of(token))];
    archive.next();
}

#[test]
fn a_stamp_that_contradicts_the_archive() {
    // Dated ahead by a day: the stamp saw it before.
    let mut archive = Stamped::new(P256);
    archive.forge.now = real_now() + DAY;
    let officer = archive.forge.officer().clone();
    archive.forge.honest(Forge::restated("hausordnung", 1, Effect::starting(day("2019-01-25"))), &[&officer]);
    archive.stamp("tsa");
    assert_eq!(archive.findings(), ["#2: stamp-contradicts"]);
    // To whom does not know the authority it says nothing.
    assert_eq!(archive.found(&[], 0).0, Vec::<String>::new());

    // Dated back by a day: it names a stamp that was not there yet.
    let mut archive = Stamped::new(P256);
    archive.stamp("tsa");
    archive.forge.now = real_now() - 3600;
    let officer = archive.forge.officer().clone();
    archive.forge.honest(Forge::restated("hausordnung", 1, Effect::starting(day("2019-01-25"))), &[&officer]);
    assert_eq!(archive.findings(), ["#2: stamp-contradicts"]);
}
