//! Cosignatures that are right, wrong, of others or too few; what is remembered twice; the log checked alone.
//!
//! Specification: `docs/witnesses.md`; `docs/archive-format.md`, "What is remembered" and "The log alone". The sample is that
//! of `tamper`, with witnesses of the tests' own.

use inkraft::base::Digest;
use inkraft::format::anchor::{Anchor, BadAnchor};
use inkraft::format::checkpoint::{self, Checkpoint};
use inkraft::format::cosignature::{self, WitnessKey};
use inkraft::format::note::Signature;
use inkraft::format::record::Tree;
use inkraft::prove;
use inkraft::seal::SecretKey;
use inkraft::verify::{self, Level, Scope, Trust};

use crate::forge::{ORIGIN, day};
use crate::tamper::{Attack, SIZE, attacks, told};

/// A witness with its secret key.
pub struct Witness {
    key: WitnessKey,
    secret: SecretKey,
}

impl Witness {
    /// A new witness, `<name>.example`.
    pub fn new(name: &str) -> Self {
        let secret = SecretKey::generate().unwrap();
        Self { key: WitnessKey { name: format!("{name}.example"), public: Digest(secret.public()) }, secret }
    }

    /// Its line of a trust anchor.
    pub fn listed(&self, name: &str) -> String {
        format!("witness {name} {}\n", self.key.vkey())
    }

    /// Its cosignature over the text of a checkpoint.
    pub fn line(&self, text: &str, time: u64) -> Signature {
        self.key.line(time, self.secret.sign(cosignature::message(time, text).as_bytes()))
    }

    /// The same as it gives it to whoever asks with a checkpoint.
    pub fn gives(&self, checkpoint: &[u8], time: u64) -> Vec<u8> {
        let text = Checkpoint::parse(checkpoint).unwrap().note.text;
        cosignature::file(vec![self.line(&text, time)]).unwrap()
    }
}

/// An anchor with these lines behind its own.
pub fn with(anchor: &Anchor, lines: &str) -> Anchor {
    Anchor::parse(format!("{}{lines}", anchor.text()).as_bytes()).unwrap()
}

/// 12 July 2018, 15:00 in Berlin.
const TIME: u64 = 1_531_400_400;

/// The sample, and four witnesses of whom two must confirm.
struct Watched {
    attack: Attack,
    w: [Witness; 4],
}

impl std::ops::Deref for Watched {
    type Target = Attack;
    fn deref(&self) -> &Attack {
        &self.attack
    }
}

impl Watched {
    fn new() -> Self {
        Self::by("group two 2 w0 w1 w2\nquorum two\n")
    }

    fn by(rule: &str) -> Self {
        let mut attack = Attack::new();
        let w = ["w0", "w1", "w2", "w3"].map(Witness::new);
        let listed: String = w.iter().enumerate().map(|(i, w)| w.listed(&format!("w{i}"))).collect();
        attack.trust.anchor = Some(with(&attack.forge.anchor(), &format!("{listed}{rule}")));
        Self { attack, w }
    }

    fn text(&self, size: u64) -> String {
        checkpoint::text(ORIGIN, &Tree { size, root: self.forge.root_at(size) })
    }

    /// The lines of these witnesses over the newest checkpoint.
    fn lines(&self, witnesses: &[usize]) -> Vec<Signature> {
        witnesses.iter().map(|i| self.w[*i].line(&self.text(SIZE), TIME + *i as u64)).collect()
    }

    fn beside(&self, lines: Vec<Signature>) {
        self.put("checkpoints/6.cosig", &cosignature::file(lines).unwrap());
    }

    /// Adds lines to `checkpoint`.
    fn inside(&self, lines: Vec<Signature>) {
        let mut note = Checkpoint::parse(&self.read("checkpoint")).unwrap().note;
        note.signatures.extend(lines);
        self.put("checkpoint", &note.bytes());
    }

    fn confirmed(&self) -> Vec<(String, i64)> {
        let log = self.verify().log.unwrap();
        log.confirmed.by.into_iter().map(|c| (c.witness, c.time)).collect()
    }
}

/// What is done to the archive, and the failures that must be found, no others.
macro_rules! watched {
    ($($name:ident: |$w:ident| $body:expr => [$($found:expr),* $(,)?];)*) => {$(
        #[test]
        fn $name() {
            let $w = Watched::new();
            $body;
            let found: &[&str] = &[$($found),*];
            assert_eq!($w.failures(), found);
            assert_eq!($w.verify().holds(), found.is_empty());
        }
    )*};
}

watched! {
    nobody_confirms: |_w| {} => ["checkpoint: quorum"];
    one_of_two_confirms: |w| w.beside(w.lines(&[1])) => ["checkpoint: quorum"];
    two_confirm_beside_the_checkpoint: |w| w.beside(w.lines(&[2, 0])) => [];
    two_confirm_in_the_checkpoint: |w| w.inside(w.lines(&[0, 1])) => [];
    one_confirms_beside_and_one_inside: |w| { w.inside(w.lines(&[0])); w.beside(w.lines(&[1])) } => [];
    one_witness_counts_once_although_it_stands_in_both: |w| {
        w.inside(w.lines(&[0]));
        w.beside(vec![w.w[0].line(&w.text(SIZE), TIME + 60)]);
    } => ["checkpoint: quorum"];
    a_witness_that_is_in_no_group_counts_for_nothing: |w| w.beside(w.lines(&[0, 3])) => ["checkpoint: quorum"];
    one_witness_twice_in_the_checkpoint: |w| {
        w.inside(w.lines(&[0, 1]));
        w.inside(w.lines(&[1]));
    } => ["checkpoint: cosignature-broken"];
    a_cosignature_of_another_size: |w| {
        w.beside(vec![w.w[0].line(&w.text(5), TIME), w.w[1].line(&w.text(SIZE), TIME)]);
    } => ["checkpoint: quorum", "checkpoints/6.cosig: cosignature-broken"];
    a_cosignature_for_another_archive: |w| {
        let other = w.text(SIZE).replace(ORIGIN, "other.example");
        w.beside(vec![w.w[0].line(&other, TIME), w.w[1].line(&w.text(SIZE), TIME), w.w[2].line(&w.text(SIZE), TIME)]);
    } => ["checkpoints/6.cosig: cosignature-broken"];
    a_flipped_bit_in_a_cosignature: |w| {
        let mut lines = w.lines(&[0, 1, 2]);
        lines[2].bytes[40] ^= 1;
        w.inside(lines);
    } => ["checkpoint: cosignature-broken"];
    another_time_than_was_signed: |w| {
        let mut lines = w.lines(&[0, 1, 2]);
        lines[2].bytes[7] ^= 1;
        w.beside(lines);
    } => ["checkpoints/6.cosig: cosignature-broken"];
    the_time_zero_beside: |w| {
        let mut line = w.lines(&[0]).remove(0);
        line.bytes[..8].fill(0);
        let text = String::from_utf8(inkraft::format::note::Note { text: "x\n".into(), signatures: vec![line] }.bytes()).unwrap();
        w.put("checkpoints/6.cosig", text.split_once("\n\n").unwrap().1.as_bytes());
    } => ["checkpoint: quorum", "checkpoints/6.cosig: cosignature-broken"];
    the_time_zero_inside: |w| w.inside(vec![w.w[0].line(&w.text(SIZE), 0), w.lines(&[1]).remove(0), w.lines(&[2]).remove(0)])
        => ["checkpoint: cosignature-broken"];
    lines_that_are_not_sorted: |w| {
        let sorted = cosignature::file(w.lines(&[0, 1])).unwrap();
        let text = String::from_utf8(sorted).unwrap();
        let swapped: String = text.lines().rev().map(|l| format!("{l}\n")).collect();
        w.put("checkpoints/6.cosig", swapped.as_bytes());
    } => ["checkpoint: quorum", "checkpoints/6.cosig: cosignature-broken"];
    a_folder_in_the_place_of_cosignatures: |w| {
        w.inside(w.lines(&[0, 1]));
        std::fs::create_dir_all(w.path("checkpoints/6.cosig/witness")).unwrap();
    } => ["checkpoints/6.cosig: unreadable"];
    cosignatures_of_a_checkpoint_beyond_the_log: |w| {
        w.beside(w.lines(&[0, 1]));
        w.put("checkpoints/7.cosig", &cosignature::file(w.lines(&[0])).unwrap());
        w.put("checkpoints/0.cosig", &cosignature::file(w.lines(&[0])).unwrap());
    } => ["checkpoints/0.cosig: unknown-file", "checkpoints/7.cosig: unknown-file"];
    a_wrong_cosignature_of_an_older_checkpoint: |w| {
        w.beside(w.lines(&[0, 1]));
        w.put("checkpoints/4.cosig", &cosignature::file(vec![w.w[0].line(&w.text(5), TIME)]).unwrap());
    } => ["checkpoints/4.cosig: cosignature-broken"];
    cosignatures_of_older_checkpoints: |w| {
        w.beside(w.lines(&[0, 1]));
        for size in [1, 4, 5] {
            let line = w.w[3].line(&w.text(size), TIME);
            w.put(&format!("checkpoints/{size}.cosig"), &cosignature::file(vec![line]).unwrap());
        }
    } => [];
}

#[test]
fn groups_of_groups_are_asked_for() {
    let w = Watched::by("group a any w0 w1\ngroup b all w2\ngroup c all a b\nquorum c\n");
    w.beside(w.lines(&[0, 1, 3]));
    assert_eq!(w.failures(), ["checkpoint: quorum"]);
    w.beside(w.lines(&[1, 2]));
    assert!(w.verify().holds());
    assert_eq!(w.confirmed(), [("w1".to_owned(), TIME as i64 + 1), ("w2".to_owned(), TIME as i64 + 2)]);
    let log = w.verify().log.unwrap();
    assert_eq!((log.confirmed.last().unwrap().witness.as_str(), log.confirmed.named), ("w2", 4));
}

#[test]
fn witnesses_that_nobody_asks_for_are_checked_all_the_same() {
    let w = Watched::by("quorum none\n");
    assert!(w.verify().holds());
    w.beside(w.lines(&[0]));
    assert!(w.verify().holds() && !w.verify().log.unwrap().confirmed.suffices());
    assert_eq!(w.confirmed(), [("w0".to_owned(), TIME as i64)]);
    w.beside(vec![w.w[0].line(&w.text(5), TIME)]);
    assert_eq!(w.failures(), ["checkpoints/6.cosig: cosignature-broken"]);
}

#[test]
fn the_later_time_of_a_witness_counts() {
    let w = Watched::by("quorum w0\n");
    w.inside(w.lines(&[0]));
    w.beside(vec![w.w[0].line(&w.text(SIZE), TIME + 60)]);
    assert_eq!(w.confirmed(), [("w0".to_owned(), TIME as i64 + 60)]);
}

#[test]
fn lines_of_others_are_noted_and_count_for_nothing() {
    let w = Watched::new();
    let stranger = Witness::new("w0");
    let line = stranger.line(&w.text(SIZE), TIME);
    w.inside(vec![line.clone()]);
    w.beside([w.lines(&[0, 1]), vec![line]].concat());
    let report = w.verify();
    assert!(report.holds(), "{:?}", report.findings);
    assert_eq!(told(&report, Level::Note), ["checkpoint: ignored-line", "checkpoints/6.cosig: ignored-line"]);
    // To whoever names no witnesses all are others.
    let anchor = w.forge.anchor();
    let report = crate::tamper::check(&w.forge.root, &Trust { anchor: Some(anchor), ..Trust::default() });
    assert!(report.holds());
    assert_eq!(told(&report, Level::Note).len(), 4);
}

#[test]
fn every_answer_asks_for_the_quorum_and_only_that_of_the_newest() {
    let w = Watched::new();
    let failures = |w: &Watched| {
        let log = verify::log(&w.forge.dir(), &w.trust).unwrap();
        log.failures().map(|f| format!("{}: {}", f.at, f.what.code())).collect::<Vec<_>>()
    };
    assert_eq!(failures(&w), ["checkpoint: quorum"]);
    w.put("checkpoints/5.cosig", b"not looked at by an answer\n");
    w.beside(w.lines(&[0, 1]));
    assert_eq!(failures(&w), Vec::<String>::new());
    assert_eq!(w.failures(), ["checkpoints/5.cosig: cosignature-broken"]);
}

#[test]
fn an_interrupted_append_is_judged_by_its_own_cosignatures() {
    let w = Watched::new();
    let older = [0, 1].map(|i: usize| w.w[i].line(&w.text(5), TIME));
    let mut note = Checkpoint::parse(&w.read("checkpoints/5")).unwrap().note;
    note.signatures.extend(older);
    w.put("checkpoint", &note.bytes());
    assert_eq!(w.failures(), ["checkpoints/6: quorum"]);
    w.beside(w.lines(&[0, 1]));
    let report = w.verify();
    assert!(report.holds(), "{:?}", report.findings);
    assert_eq!(told(&report, Level::Note), ["checkpoint: behind"]);
    note.signatures[1].bytes[20] ^= 1;
    w.put("checkpoint", &note.bytes());
    assert_eq!(w.failures(), ["checkpoint: cosignature-broken"]);
}

#[test]
fn a_certificate_carries_the_cosignatures_and_must_reach_the_quorum() {
    let w = Watched::new();
    let made = || {
        let gathered =
            prove::gather(&w.forge.dir(), &"hausordnung".parse().unwrap(), &w.trust.witnesses()).unwrap();
        gathered.asked(day("2018-12-01"), None)
    };
    let refused = |bytes: &[u8], trust: &Trust| {
        verify::certificate(bytes, trust).map(|_| ()).map_err(|f| format!("{}: {}", f.at, f.what.code()))
    };
    assert_eq!(refused(&made().bytes(), &w.trust), Err("checkpoint: quorum".to_owned()));
    // One line in both places, another time beside: it stands there once.
    w.inside(w.lines(&[0]));
    w.beside(vec![w.w[0].line(&w.text(SIZE), TIME + 60), w.lines(&[1]).remove(0)]);
    let mut certificate = made();
    let certified = verify::certificate(&certificate.bytes(), &w.trust).unwrap();
    let by: Vec<_> = certified.log.confirmed.by.iter().map(|c| (c.witness.as_str(), c.time)).collect();
    assert_eq!(by, [("w0", TIME as i64 + 60), ("w1", TIME as i64 + 1)]);
    assert!(certified.notes.is_empty() && certified.log.confirmed.suffices());
    // Without an anchor that names them they are lines of others.
    let plain = Trust { anchor: Some(w.forge.anchor()), ..Trust::default() };
    let certified = verify::certificate(&certificate.bytes(), &plain).unwrap();
    assert_eq!((certified.notes.len(), certified.log.confirmed.others), (2, true));
    let mut note = Checkpoint::parse(&certificate.checkpoint).unwrap().note;
    let last = note.signatures.len() - 1;
    note.signatures[last].bytes[30] ^= 1;
    certificate.checkpoint = note.bytes();
    assert_eq!(refused(&certificate.bytes(), &w.trust), Err("checkpoint: cosignature-broken".to_owned()));
    note.signatures.truncate(last);
    certificate.checkpoint = note.bytes();
    assert_eq!(refused(&certificate.bytes(), &w.trust), Err("checkpoint: quorum".to_owned()));
}

#[test]
fn lines_of_others_never_push_a_witness_out_of_a_certificate() {
    let w = Watched::new();
    let archive = Checkpoint::parse(&w.read("checkpoint")).unwrap().note.signatures;
    let strangers: Vec<_> =
        (0..62).map(|i| Witness::new(&format!("s{i}")).line(&w.text(SIZE), TIME)).collect();
    // One that calls itself as the archive does, before the archive's own line.
    let poser = Signature { id: [7; 4], ..archive[0].clone() };
    let text = w.text(SIZE);
    let lines = [strangers, vec![poser], archive.clone()].concat();
    w.put("checkpoint", &inkraft::format::note::Note { text, signatures: lines }.bytes());
    w.beside(w.lines(&[0, 1]));
    assert!(w.verify().holds());
    let policy = "hausordnung".parse().unwrap();
    let gathered = prove::gather(&w.forge.dir(), &policy, &w.trust.witnesses()).unwrap();
    let certificate = gathered.asked(day("2018-12-01"), None);
    let note = Checkpoint::parse(&certificate.checkpoint).unwrap().note;
    assert_eq!(note.signatures.len(), 64);
    assert_eq!(note.signatures[0], archive[0]);
    let certified = verify::certificate(&certificate.bytes(), &w.trust).unwrap();
    assert!(certified.log.confirmed.suffices());
}

#[cfg(unix)]
#[test]
fn the_page_for_those_without_the_program_verifies_a_cosignature() {
    let w = Watched::new();
    w.inside(w.lines(&[0, 2]));
    let checkpoint = w.read("checkpoint");
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("checkpoint"), &checkpoint).unwrap();
    let verify = |i: usize, file: &str| {
        let (name, key) = (&w.w[i].key.name, w.w[i].key.public);
        crate::openssl::sh(folder.path(), &format!("verify_cosignature {file} {name} {key}"))
    };
    assert_eq!(verify(0, "checkpoint"), (true, TIME.to_string()));
    assert_eq!(verify(2, "checkpoint"), (true, (TIME + 2).to_string()));
    assert!(!verify(1, "checkpoint").0);
    let other = String::from_utf8(checkpoint).unwrap().replacen("\n6\n", "\n5\n", 1);
    std::fs::write(folder.path().join("other"), other).unwrap();
    assert!(!verify(0, "other").0);
}

#[test]
fn what_an_anchor_says_of_witnesses_is_right_or_it_is_refused() {
    let anchor = Attack::new().forge.anchor().text();
    let one = Witness::new("w").listed("w");
    let read = |lines: &str| Anchor::parse(format!("{anchor}{lines}").as_bytes());
    assert!(read(&format!("{one}quorum w\n")).is_ok());
    assert!(matches!(read(&one), Err(BadAnchor::Witnesses(_))));
    assert!(matches!(read(&format!("{one}{one}quorum w\n")), Err(BadAnchor::Witnesses(_))));
    assert!(matches!(read("log x\n"), Err(BadAnchor::Unknown(_))));
}

// Readers and the signer remember apart; both are compared with.
#[test]
fn both_memories_are_compared_with() {
    let sample = Attack::new();
    let head = |size: u64| Tree { size, root: sample.forge.root_at(size) };
    let other = |size: u64| Tree { size, root: Digest([7; 32]) };
    for (signed, seen, found) in [
        (Some(head(3)), Some(head(6)), &[][..]),
        (None, Some(head(6)), &[]),
        (None, Some(other(8)), &["checkpoint: rollback"]),
        (Some(head(6)), Some(other(7)), &["checkpoint: rollback"]),
        (Some(other(9)), Some(head(6)), &["checkpoint: rollback"]),
        (Some(other(3)), Some(head(6)), &["checkpoint: fork"]),
        (Some(head(6)), Some(other(2)), &["checkpoint: fork"]),
        (Some(other(4)), Some(other(8)), &["checkpoint: fork", "checkpoint: rollback"]),
    ] {
        let mut attack = Attack::new();
        (attack.trust.signed, attack.trust.seen) = (signed, seen);
        let mut failures = attack.failures();
        failures.sort();
        assert_eq!(failures, found, "{signed:?} {seen:?}");
        assert!(attack.verify().log.unwrap().compared);
    }
}

fn log_only(attack: &Attack) -> Vec<String> {
    let report = verify::archive_as(&attack.forge.dir(), &attack.trust, Scope::Log, &|_, _| {});
    assert_eq!((report.scope, report.looked.files), (Scope::Log, 0));
    assert_eq!(report.holds(), told(&report, Level::Failure).is_empty());
    told(&report, Level::Failure)
}

#[test]
fn the_log_alone_is_checked_where_nothing_else_is() {
    let attack = Attack::new();
    assert_eq!(log_only(&attack), Vec::<String>::new());
    std::fs::remove_dir_all(attack.path("policies")).unwrap();
    assert_eq!(log_only(&attack), Vec::<String>::new());
    assert!(!attack.verify().holds());
}

#[test]
fn the_log_alone_is_everything_but_the_folder_of_policies() {
    let attack = Attack::new();
    attack.put("policies/hausordnung/1/hausordnung-v1.pdf", b"another");
    attack.put("policies/hausordnung/manifest", b"another");
    attack.put("policies/nothing/that/is/known", b"x");
    assert_eq!(log_only(&attack), Vec::<String>::new());
    for (file, bytes, found) in [
        ("tile/0/000.p/6", Some(&b"x"[..]), "tile/0/000.p/6: altered"),
        ("heads/6", None, "heads/6: missing"),
        ("checkpoints/3", None, "checkpoints/3: missing"),
        ("checkpoints/9", Some(b"x"), "checkpoints/9: unknown-file"),
        ("checkpoints/6.tsr", Some(b"x"), "checkpoints/6.tsr: stamp-broken"),
        ("tile/entries/000.p/6", None, "tile/entries/000.p/6: missing"),
    ] {
        let attack = Attack::new();
        std::fs::remove_dir_all(attack.path("policies")).unwrap();
        match bytes {
            Some(bytes) => attack.put(file, bytes),
            None => attack.remove(file),
        }
        assert_eq!(log_only(&attack), [found]);
    }
}

attacks! {
    cosignatures_without_a_witness_in_the_anchor_are_spelt_right: |a| {
        a.put("checkpoints/6.cosig", b"anything\n");
    } => ["checkpoints/6.cosig: cosignature-broken"];
}
