//! An archive with a file of every kind, signed and stamped as the program does it, by the forge.
//!
//! Gives the forge, the keys of openssl, and what a reader trusts. Its clock is the real one, because openssl makes
//! certificates and time stamps only for now: [`SIZE`] entries, an hour each, the last one now. An officer's key was
//! stolen and its records ruled upon, a thief of the archive key left garbage, which is acknowledged; for one policy two
//! must sign; witnesses confirm.

use inkraft::base::effect::Effect;
use inkraft::base::{AsOf, Sha256};
use inkraft::format::anchor::Anchor;
use inkraft::format::charter::{Charter, CharterSeal, Person, Reason, Revoked, Role, Special};
use inkraft::format::checkpoint::Checkpoint;
use inkraft::format::cosignature;
use inkraft::format::layout::Place;
use inkraft::format::pending::Pending;
use inkraft::format::record::{
    Asset, Body, FileRef, Issue, Outcome, Purpose, Repeal, Review, Withhold, WithholdGround,
};
use inkraft::format::review::{Decided, Figure, Found, Report, Value};
use inkraft::verify::{Authorities, Trust};
use tempfile::TempDir;

use crate::forge::{Forge, Keys, Named, day, filler};
use crate::paper::{plain, stamped};
use crate::pki::{P256, Pki};
use crate::tsa::{authority, real_now};
use crate::witnesses::{Witness, with};

/// Entries of the archive.
pub const SIZE: u64 = 19;

/// The size below the newest that witnesses confirmed too.
pub const CONFIRMED: u64 = 9;

/// An image that belongs to a version.
const LOGO: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"8\"/>\n";

/// The archive and everything that belongs to it.
pub struct Rich {
    /// Its maker; the archive lies in `forge.root`.
    pub forge: Forge,
    /// The officer's certificate for PDFs, `officer`, and an authority `tsa` below `root`.
    pub pki: Pki,
    /// The anchor, which names three witnesses of whom two must confirm, and the authority.
    pub trust: Trust,
    _folder: TempDir,
}

impl Rich {
    /// Makes it, with new keys.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let pki = authority(P256);
        pki.own("officer", P256, &[]);
        let mut forge = Forge::empty(folder.path(), Keys::generate());
        forge.now = real_now() - SIZE as i64 * 3600;
        fill(&mut forge, &pki);
        // Two stamps: the next entry names the first one, nothing names the second one yet.
        let logged = stamp(&forge, &pki);
        forge.stamps = vec![(forge.tree.size(), Sha256::of(&logged))];
        forge.now = real_now();
        let [erika, max] = forge.keys.officers.clone();
        forge.honest(Forge::restated("satzung", 12, Effect::starting(day("2030-01-01"))), &[&erika, &max]);
        stamp(&forge, &pki);
        forge.write();
        let authorities = Authorities::parse(&pki.read("root.pem")).unwrap();
        let anchor = Some(confirm(&forge));
        let trust = Trust { anchor, authorities, now: real_now(), ..Trust::default() };
        Self { forge, pki, trust, _folder: folder }
    }

    /// A further version that two must sign, signed by one.
    pub fn pending(&self) -> Pending {
        let (issue, files) = typeset(&self.forge, &self.pki, "satzung", 2);
        let record = self.forge.record(Body::Issue(Box::new(issue)));
        let line = self.forge.officer().line(&record.text().unwrap());
        Pending::new(&record, vec![line], files).unwrap()
    }
}

/// Two of three witnesses confirm the newest checkpoint, one of them in `checkpoint` too, and one of [`CONFIRMED`]; gives
/// the anchor that names them.
fn confirm(forge: &Forge) -> Anchor {
    let witnesses = ["w0", "w1", "w2"].map(Witness::new);
    let cosigned = |size: u64, by: &[usize]| {
        let note = Checkpoint::parse(&forge.checkpoints[size as usize - 1]).unwrap().note;
        let time = real_now() as u64;
        let lines: Vec<_> = by.iter().map(|i| witnesses[*i].line(&note.text, time)).collect();
        forge.put(&Place::CosignaturesOf(size), &cosignature::file(lines.clone()).unwrap());
        (note, lines)
    };
    cosigned(CONFIRMED, &[0, 2]);
    let (mut note, mut lines) = cosigned(SIZE, &[0, 1]);
    note.signatures.push(lines.swap_remove(0));
    forge.put(&Place::Checkpoint, &note.bytes());
    let listed: String = witnesses.iter().enumerate().map(|(i, w)| w.listed(&format!("w{i}"))).collect();
    let anchor = with(&forge.anchor(), &format!("{listed}group two 2 w0 w1 w2\nquorum two\n"));
    // Who pins the anchor has it from elsewhere; whoever takes it from here has the same.
    crate::forge::put(&forge.root.join("keys/anchor"), anchor.text().as_bytes());
    anchor
}

/// A time stamp over the newest checkpoint, put where it belongs.
fn stamp(forge: &Forge, pki: &Pki) -> Vec<u8> {
    let token = pki.token(forge.checkpoints.last().unwrap(), "tsa", "-sha256 -cert");
    forge.put(&Place::StampOf(forge.tree.size()), &token);
    token
}

/// All entries but the last.
fn fill(forge: &mut Forge, pki: &Pki) {
    let keys = forge.keys.clone();
    let officer = &[&keys.officers[0]];
    let certificate = Sha256::of(&pki.der("officer"));
    forge.charter.seals = vec![CharterSeal { certificate, person: Some("erika".parse().unwrap()) }];
    forge.honest(Body::Charter(forge.charter.clone()), &keys.all());

    issue(forge, pki, "hausordnung", 1);
    issue(forge, pki, "datenschutz", 1);
    forge.honest(Forge::restated("hausordnung", 1, Effect::starting(day("2030-01-25"))), officer);
    for (purpose, language) in [(Purpose::Translation, Some("en")), (Purpose::Correction, None)] {
        let issued = forge.issue_at("hausordnung", 1);
        let (rendition, source) = forge.rendition(&issued, purpose, language);
        forge.render(rendition, &source);
    }
    let (review, report) = review();
    forge.put(&Place::Review(review.policy.clone(), forge.tree.size()), &report);
    forge.honest(Body::Review(Box::new(review)), officer);
    forge.issue("hausordnung", 2, &filler(3, 3000));

    // Another person may sign, by the recovery keys.
    let zoe = Named::new("zoe/1");
    let mut charter = forge.charter.clone();
    let (name, function) = ("Zoe Neu".to_owned(), None);
    charter.people.push(Person {
        id: "zoe".parse().unwrap(),
        name,
        function,
        from: None,
        until: None,
        deputy_of: Vec::new(),
    });
    charter.keys.push(zoe.listed(Role::Officer));
    charter.keys.sort_by(|a, b| a.name.cmp(&b.name));
    forge.honest(Body::Charter(charter), &[&keys.recovery[0], &zoe]);

    let (policy, reason) = ("datenschutz".parse().unwrap(), "Name einer Privatperson".to_owned());
    let ground = WithholdGround::Erasure;
    forge.honest(Body::Withhold(Withhold { policy, target: 2, ground, reason, events: Vec::new() }), &[&zoe]);
    // What is withheld is gone.
    std::fs::remove_dir_all(forge.dir().root().join("policies/datenschutz")).unwrap();
    let (policy, effect) = ("datenschutz".parse().unwrap(), Effect::starting(day("2031-01-01")));
    forge
        .honest(Body::Repeal(Repeal { policy, effect, successors: Vec::new(), events: Vec::new() }), officer);
    forge.honest(Forge::withdrawn("hausordnung", 5), officer);
    forge.issue("satzung", 1, &filler(4, 3000));
    stolen(forge, &zoe);
}

/// Records of a stolen key, garbage of whoever has the archive key, and the charter that rules on them all: one record is
/// confirmed, one voided, one disputed still.
fn stolen(forge: &mut Forge, key: &Named) {
    let mut records = Vec::new();
    for version in 1..=3 {
        let pdf = filler(u64::from(version) + 4, 900);
        forge.put(&Place::Pdf("benutzung".parse().unwrap(), version), &pdf);
        records.push(forge.honest(forge.adopted("benutzung", version, &pdf), &[key]));
    }
    let garbage = forge.raw(b"what a thief of the archive key appended, and nobody signed".to_vec());
    let mut charter = Charter {
        revoked: vec![Revoked {
            key: key.key.name.clone(),
            reason: Reason::Compromised,
            compromised_from: Some(records[0]),
        }],
        acknowledged: vec![forge.named(garbage)],
        confirmed: vec![forge.named(records[0])],
        voided: vec![forge.named(records[1])],
        ..forge.charter.onwards()
    };
    charter.keys.retain(|listed| listed.name != key.key.name);
    charter.threshold.special = vec![Special { policy: "satzung".parse().ok(), matter: None, sign: 2 }];
    let recovery = forge.keys.recovery[0].clone();
    forge.rule(charter, &[&recovery], &records);
}

/// A version from policy data, with an image; its PDF is signed and stamped.
fn issue(forge: &mut Forge, pki: &Pki, policy: &str, version: u32) {
    let (issue, files) = typeset(forge, pki, policy, version);
    files.iter().for_each(|(place, bytes)| forge.put(place, bytes));
    let officer = forge.officer().clone();
    forge.honest(Body::Issue(Box::new(issue)), &[&officer]);
}

/// What such a version is, and its files.
fn typeset(forge: &Forge, pki: &Pki, policy: &str, version: u32) -> (Issue, Vec<(Place, Vec<u8>)>) {
    let bare = [plain(), format!("% {policy}\n").into_bytes()].concat();
    let pdf = stamped(pki, &bare, "officer", "tsa");
    let (issue, mut files) = forge.typeset(policy, version, &pdf);
    let mut typeset = issue.typeset.unwrap();
    let logo = FileRef::of(LOGO);
    typeset.pdf = FileRef::of(&bare);
    typeset.assets = vec![Asset { name: "logo.svg".to_owned(), sha256: logo.sha256, size: logo.size }];
    files.push((Place::Asset(policy.parse().unwrap(), version, "logo.svg".to_owned()), LOGO.to_vec()));
    (Issue { typeset: Some(typeset), ..issue }, files)
}

/// A review, and its report.
fn review() -> (Review, Vec<u8>) {
    let as_of: AsOf = "2026-06".parse().unwrap();
    let figure = Figure {
        channel: Some("facebook".to_owned()),
        metric: "Reichweite".to_owned(),
        value: Value::Number(3600),
        qualifier: Some("up to".to_owned()),
        unit: None,
        as_of,
        source: None,
    };
    let decided = Decided {
        channel: Some("facebook".to_owned()),
        outcome: Outcome::Keep,
        reason: "bewährt".to_owned(),
    };
    let found = Found {
        since: day("2025-07-25"),
        through: day("2026-06-30"),
        on: day("2026-07-01"),
        by: "Erika Muster".to_owned(),
        function: None,
        necessary: true,
        necessary_because: vec!["Auftrag".to_owned()],
        alternatives: true,
        alternatives_note: Vec::new(),
        law: vec!["DSGVO".to_owned()],
        platform: Vec::new(),
        complaints: Vec::new(),
        figures: vec![figure],
        decisions: vec![decided.clone()],
        next_due: day("2027-07-21"),
        published: None,
    };
    let policy: inkraft::base::Id = "hausordnung".parse().unwrap();
    let report = Report { format: "inkraft/review/1".to_owned(), policy: policy.clone(), found };
    let bytes = report.bytes().unwrap();
    let review = Review {
        policy,
        since: report.found.since,
        through: report.found.through,
        by: report.found.by,
        function: None,
        necessary: true,
        alternatives: true,
        decisions: vec![decided.decision()],
        next_due: report.found.next_due,
        published: None,
        report: Some(FileRef::of(&bytes)),
        events: Vec::new(),
    };
    (review, bytes)
}
