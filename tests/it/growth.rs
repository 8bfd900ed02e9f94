//! An archive of 600 entries, through the sizes at which tiles become full.
//!
//! Specification: `docs/archive-format.md`, "Tiles" and "Appending". The library appends, without a program.

use std::fs;

use inkraft::archive::{self, Base, New, Signer};
use inkraft::base::effect::Effect;
use inkraft::base::{Digest, Id, Time};
use inkraft::format::charter::{Charter, CharterKey, Person, RULES, Role, Threshold};
use inkraft::format::heads::Heads;
use inkraft::format::layout::Place;
use inkraft::format::merkle::{Tree, leaf_hash};
use inkraft::format::note::{Key, Note, Signature};
use inkraft::format::record::{After, Body, FileRef, Issue, Record, Restate, Stream, Tree as Head};
use inkraft::format::tile;
use inkraft::manifest::{self, Line};
use inkraft::seal::SecretKey;
use inkraft::store::{Dir, Memory};
use inkraft::timeline::{History, Known};
use inkraft::verify::{self, Level, Trust};

const ORIGIN: &str = "muster.example/regelwerk";

struct Party {
    key: Key,
    secret: SecretKey,
    role: Role,
}

/// A log with everything that the next append needs to know of it.
struct Growing {
    parties: Vec<Party>,
    tree: Tree,
    entries: Vec<Vec<u8>>,
    heads: Heads,
    records: Vec<Record>,
    last: Option<After>,
}

impl Growing {
    fn new() -> Self {
        let roles = [
            ("", Role::Archive),
            ("/e/1", Role::Officer),
            ("/recovery-1/1", Role::Recovery),
            ("/recovery-2/1", Role::Recovery),
        ];
        let parties = roles.map(|(name, role)| {
            let secret = SecretKey::generate().unwrap();
            Party { key: Key::new(&format!("{ORIGIN}{name}"), Digest(secret.public())), secret, role }
        });
        let (tree, heads) = (Tree::new(), Heads::new());
        Self { parties: parties.into(), tree, entries: Vec::new(), heads, records: Vec::new(), last: None }
    }

    /// The next body: a charter, an issue, then its effect stated anew and anew.
    fn body(&self, policy: &Id, pdf: &[u8]) -> Body {
        let day = |n: usize| format!("2019-{:02}-{:02}", 1 + n / 28 % 12, 1 + n % 28).parse().unwrap();
        match self.entries.len() {
            0 => Body::Charter(Charter {
                rules: RULES,
                time_zone: "Europe/Berlin".to_owned(),
                publishers: vec!["M".to_owned()],
                people: vec![Person {
                    id: "e".parse().unwrap(),
                    name: "E".to_owned(),
                    function: None,
                    from: None,
                    until: None,
                    deputy_of: Vec::new(),
                }],
                keys: self
                    .parties
                    .iter()
                    .map(|p| CharterKey { name: p.key.name.clone(), public: p.key.public, role: p.role })
                    .collect(),
                seals: Vec::new(),
                threshold: Threshold { sign: 1, amend: 1, special: Vec::new() },
                revoked: Vec::new(),
                acknowledged: Vec::new(),
                confirmed: Vec::new(),
                voided: Vec::new(),
            }),
            1 => Body::Issue(Box::new(Issue {
                policy: policy.clone(),
                version: 1,
                effect: Effect::starting(day(0)),
                title: "T".to_owned(),
                language: "de".to_owned(),
                as_of: "2018-07".parse().unwrap(),
                pdf: FileRef::of(pdf),
                typeset: None,
                label: None,
                amends: None,
                adopted: true,
                replaces: Vec::new(),
                events: Vec::new(),
            })),
            n => Body::Effect(Restate {
                policy: policy.clone(),
                target: 1,
                effect: Effect::starting(day(n)),
                events: Vec::new(),
            }),
        }
    }

    fn append(&mut self, dir: &Dir, memory: &Memory) {
        let policy: Id = "p".parse().unwrap();
        let now: Time = "2018-07-02T10:00:00+02:00".parse().unwrap();
        let (index, pdf) = (self.entries.len() as u64, b"%PDF-1.7".to_vec());
        let body = self.body(&policy, &pdf);
        let tree = Head { size: index, root: self.tree.root() };
        let record = Record { origin: ORIGIN.to_owned(), tree, after: self.last, signed_at: now, body };
        let text = record.text().unwrap();
        let signs = |p: &&Party| index == 0 || p.role == Role::Officer;
        let signers = self.parties.iter().filter(signs);
        let signatures = signers.map(|p| Signature::new(&p.key, p.secret.sign(text.as_bytes()))).collect();
        let note = Note { text, signatures };
        let files = if index == 1 { vec![(Place::Pdf(policy.clone(), 1), pdf)] } else { Vec::new() };
        let (tree, entries, heads) = (&self.tree, &self.entries, &self.heads);
        let base = Base { tree, entries, heads, logged: Some(now) };
        let new = New { record: &record, note: &note, files, stamps: Vec::new(), now };
        let signer = Signer { key: &self.parties[0].key, secret: &self.parties[0].secret };
        // A program that another test starts may hold the lock's descriptor for a moment.
        let lock = dir.lock(|| true).unwrap();
        let prepared = archive::prepare(base, new, signer).unwrap();
        let mut grown = self.tree.clone();
        grown.push(leaf_hash(prepared.entry()));
        let head = Head { size: index + 1, root: grown.root() };
        let line = |(record, index)| Line { index, logged: now, record };
        let lines: Vec<_> = self.records.iter().chain([&record]).zip(1..).map(line).collect();
        let known = lines.iter().filter_map(|l| Known::of(l.index, now, l.record)).collect();
        let history = History::new(known).unwrap();
        let text = || manifest::text(ORIGIN, &policy, head, &lines, &history);
        let manifests = if index == 0 { Vec::new() } else { vec![(policy.clone(), text())] };
        let done = archive::write(dir, &lock, prepared, memory, manifests, signer).unwrap();
        assert!(done.unfinished.is_none(), "{:?}", done.unfinished);
        // What the files say is what the next append builds on.
        let n = index / tile::WIDTH;
        let width = (index % tile::WIDTH) as u16 + 1;
        let bundle = fs::read(dir.path(&Place::Entries(n, width))).unwrap();
        let entry = tile::split(&bundle, width).unwrap().last().unwrap().to_vec();
        self.heads = Heads::parse(&fs::read(dir.path(&Place::Heads(index + 1))).unwrap()).unwrap();
        self.tree.push(leaf_hash(&entry));
        if record.stream() == Stream::Policy(policy) {
            self.last = Some(After { index, leaf: leaf_hash(&entry) });
            self.records.push(record);
        }
        self.entries.push(entry);
    }
}

#[test]
fn an_archive_grows_past_full_tiles_and_keeps_itself_tidy() {
    let folder = tempfile::tempdir().unwrap();
    let dir = Dir::new(&folder.path().join("archive"));
    let memory = Memory::of(&folder.path().join("state"), &Digest([0; 32]));
    let mut log = Growing::new();
    for size in 1..=600u64 {
        log.append(&dir, &memory);
        if ![1, 2, 255, 256, 257, 511, 512, 513, 600].contains(&size) {
            continue;
        }
        let report = verify::archive(&dir, &Trust::default(), &|_, _| {});
        assert!(report.findings.is_empty(), "{size}: {:?}", report.findings);
        assert_eq!(report.log.unwrap().tree().size, size);
        let files = dir.list().unwrap().inside;
        let count = |prefix: &str| files.iter().filter(|f| f.starts_with(prefix)).count() as u64;
        let (full, rest) = (size / 256, size % 256);
        assert_eq!(count("heads/"), size.min(2), "{size}");
        assert_eq!(count("tile/entries/"), full + rest, "{size}");
        assert_eq!(count("tile/0/"), full + rest, "{size}");
        assert_eq!(count("tile/1/"), full, "{size}");
    }

    // Partial tiles that an interrupted append left behind are no failure, and go with the next append.
    dir.create(
        &Place::Entries(0, 1),
        &[&(log.entries[0].len() as u16).to_be_bytes(), &log.entries[0][..]].concat(),
    )
    .unwrap();
    let report = verify::archive(&dir, &Trust::default(), &|_, _| {});
    assert!(report.findings.iter().all(|f| f.level == Level::Note), "{:?}", report.findings);
    log.append(&dir, &memory);
    assert!(!dir.has(&Place::Entries(0, 1)));
}
