//! Makes archives in process, honest ones and forged ones.
//!
//! A [`Forge`] holds every secret key, so it can do what an officer, a dishonest operator or a thief of the
//! archive key can: append records as they should be, write any bytes as an entry, and sign a checkpoint over
//! whatever the log then is. Version files are written at once, the log by [`Forge::write`], without waiting
//! for the disk. `tests/it/tamper*.rs` use it, and with `#[path]` `examples/forge-archive.rs` and the benches.

// Not every user needs every verb.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use inkraft::archive::{Base, New, Signer, prepare, write};
use inkraft::base::effect::Effect;
use inkraft::base::{Day, Digest, Id, Sha256, Time};
use inkraft::format::anchor::Anchor;
use inkraft::format::canonical;
use inkraft::format::charter::{Charter, CharterKey, Person, RULES, Role, Threshold};
use inkraft::format::checkpoint;
use inkraft::format::entry::Entry;
use inkraft::format::files::Files;
use inkraft::format::heads::Heads;
use inkraft::format::layout::Place;
use inkraft::format::merkle::{self, leaf_hash};
use inkraft::format::note::{Key, Note, Signature};
use inkraft::format::record::{
    After, Body, FileRef, Ground, Issue, Purpose, Record, Rendition, Restate, Stream, Tree, Typeset, Withdraw,
};
use inkraft::format::tile;
use inkraft::manifest;
use inkraft::seal::SecretKey;
use inkraft::store::{Dir, Memory};
use inkraft::timeline::{Fact, History, Known};
use inkraft::verify::Trust;

/// The origin of every forged archive.
pub const ORIGIN: &str = "forge.example/regelwerk";

/// When the founding charter is signed: 2 July 2018, 10:00 in Berlin.
const FOUNDED: i64 = 1_530_518_400;

/// The template of everything that was typeset here.
const TEMPLATE: &[u8] = b"#set page(paper: \"a4\")\n";

/// A key under its name, with its secret.
#[derive(Clone)]
pub struct Named {
    /// Name and public key.
    pub key: Key,
    /// The secret key.
    pub secret: Arc<SecretKey>,
}

impl Named {
    /// A new key; `name` is what follows the origin, empty for the archive key.
    pub fn new(name: &str) -> Self {
        let secret = SecretKey::generate().unwrap();
        let name = if name.is_empty() { ORIGIN.to_owned() } else { format!("{ORIGIN}/{name}") };
        Self { key: Key::new(&name, Digest(secret.public())), secret: Arc::new(secret) }
    }

    /// The key as a charter lists it.
    pub fn listed(&self, role: Role) -> CharterKey {
        CharterKey { name: self.key.name.clone(), public: self.key.public, role }
    }

    /// This key's signature line under a text.
    pub fn line(&self, text: &str) -> Signature {
        Signature::new(&self.key, self.secret.sign(text.as_bytes()))
    }
}

/// The keys that a founding charter names.
#[derive(Clone)]
pub struct Keys {
    /// Signs checkpoints and manifests.
    pub archive: Named,
    /// Two officers.
    pub officers: [Named; 2],
    /// Two recovery keys.
    pub recovery: [Named; 2],
}

impl Keys {
    /// New keys.
    pub fn generate() -> Self {
        Self {
            archive: Named::new(""),
            officers: ["erika/1", "max/1"].map(Named::new),
            recovery: ["recovery-1/1", "recovery-2/1"].map(Named::new),
        }
    }

    /// The founding charter of these keys.
    pub fn charter(&self) -> Charter {
        let person = |id: &str, name: &str| Person {
            id: id.parse().unwrap(),
            name: name.to_owned(),
            function: None,
            from: None,
            until: None,
            deputy_of: Vec::new(),
        };
        let mut charter = Charter {
            rules: RULES,
            time_zone: "Europe/Berlin".to_owned(),
            publishers: vec!["Musterkammer".to_owned()],
            people: vec![person("erika", "Erika Muster"), person("max", "Max Muster")],
            keys: vec![self.archive.listed(Role::Archive)],
            seals: Vec::new(),
            threshold: Threshold { sign: 1, amend: 1, special: Vec::new() },
            revoked: Vec::new(),
            acknowledged: Vec::new(),
            confirmed: Vec::new(),
            voided: Vec::new(),
        };
        charter.keys.extend(self.officers.iter().map(|k| k.listed(Role::Officer)));
        charter.keys.extend(self.recovery.iter().map(|k| k.listed(Role::Recovery)));
        charter
    }

    /// All of them.
    pub fn all(&self) -> Vec<&Named> {
        [&self.archive].into_iter().chain(&self.officers).chain(&self.recovery).collect()
    }
}

/// An archive in the making; `root/archive` and `root/keys/anchor` are what it becomes.
pub struct Forge {
    /// Where it lies.
    pub root: PathBuf,
    /// The keys of the founding charter.
    pub keys: Keys,
    /// The charter in use.
    pub charter: Charter,
    /// Signs the next checkpoints.
    pub archive: Named,
    /// The entries' bytes.
    pub entries: Vec<Vec<u8>>,
    /// `checkpoints/<size>`, from size 1 on.
    pub checkpoints: Vec<Vec<u8>>,
    /// The tree over the entries.
    pub tree: merkle::Tree,
    /// The heads as honest entries commit to them.
    pub heads: Heads,
    /// What the clock says next, in seconds.
    pub now: i64,
    /// The time stamps that the next entry logs.
    pub stamps: Vec<(u64, Digest)>,
    heads_files: BTreeMap<u64, Vec<u8>>,
    roots: Vec<Digest>,
    streams: BTreeMap<Stream, Vec<(u64, Time, Record)>>,
    logged: Option<Time>,
    /// What charters rule on the records of each policy: entry, time, and the ruling as the timeline sees it.
    rulings: BTreeMap<Id, Vec<(u64, Time, Record, Fact)>>,
}

impl Forge {
    /// A founded archive with keys of its own.
    pub fn new(root: &Path) -> Self {
        Self::with(root, Keys::generate())
    }

    /// A founded archive with these keys.
    pub fn with(root: &Path, keys: Keys) -> Self {
        let mut forge = Self::empty(root, keys);
        let charter = forge.charter.clone();
        let signers = forge.keys.clone();
        forge.honest(Body::Charter(charter), &signers.all());
        forge
    }

    /// Keys, and nothing logged yet.
    pub fn empty(root: &Path, keys: Keys) -> Self {
        let tree = merkle::Tree::new();
        Self {
            root: root.to_owned(),
            charter: keys.charter(),
            archive: keys.archive.clone(),
            keys,
            entries: Vec::new(),
            checkpoints: Vec::new(),
            roots: vec![tree.root()],
            tree,
            heads: Heads::new(),
            now: FOUNDED,
            stamps: Vec::new(),
            heads_files: BTreeMap::new(),
            streams: BTreeMap::new(),
            logged: None,
            rulings: BTreeMap::new(),
        }
    }

    /// A large honest archive: `each` adopted versions of each policy, one a day, with PDFs of that size.
    pub fn versions(root: &Path, policies: u32, each: u32, pdf_bytes: usize) -> Self {
        let mut forge = Self::new(root);
        for version in 1..=each {
            for policy in 1..=policies {
                let id = format!("policy-{policy:04}");
                let pdf = filler(u64::from(policy) << 32 | u64::from(version), pdf_bytes);
                forge.issue(&id, version, &pdf);
            }
        }
        forge.write();
        forge
    }

    /// The log of a large honest archive, as far as a certificate needs it: adopted versions whose PDFs are not
    /// there, of the older checkpoints and heads none.
    pub fn log_of(root: &Path, policies: u32, each: u32) -> Self {
        let mut forge = Self::new(root);
        let officer = forge.officer().clone();
        for version in 1..=each {
            for policy in 1..=policies {
                let body = forge.adopted(&format!("policy-{policy:06}"), version, b"%PDF-1.7\n");
                let record = forge.record(body);
                let note = Self::sign(&record, &[&officer]);
                forge.stand(&record, &note, forge.clock());
                let entry = Entry {
                    logged: forge.clock(),
                    heads: forge.heads.commitment(),
                    stamps: Vec::new(),
                    record: note.bytes(),
                };
                let bytes = entry.bytes().unwrap();
                forge.tree.push(leaf_hash(&bytes));
                forge.entries.push(bytes);
                forge.roots.push(forge.tree.root());
                // Ten minutes, so that ten years hold them.
                forge.now += 600;
            }
        }
        let head = forge.head();
        let checkpoint = forge.checkpoint(&head);
        forge.heads_files = BTreeMap::from([(head.size, forge.heads.bytes())]);
        for (place, bytes) in forge.tiles() {
            forge.put(&place, &bytes);
        }
        forge.put(&Place::Heads(head.size), &forge.heads.bytes());
        forge.put(&Place::CheckpointOf(head.size), &checkpoint);
        forge.put(&Place::Checkpoint, &checkpoint);
        put(&forge.root.join("keys/anchor"), forge.anchor().text().as_bytes());
        forge
    }

    /// The archive's folder.
    pub fn dir(&self) -> Dir {
        Dir::new(&self.root.join("archive"))
    }

    /// Trust in this archive's founding charter.
    pub fn trust(&self) -> Trust {
        Trust { anchor: Some(self.anchor()), ..Trust::default() }
    }

    /// The trust anchor.
    pub fn anchor(&self) -> Anchor {
        let first = self.tree.nodes(0, 0, 1).unwrap()[0];
        Anchor { origin: ORIGIN.to_owned(), first }
    }

    /// Size and root of the log.
    pub fn head(&self) -> Tree {
        Tree { size: self.tree.size(), root: self.tree.root() }
    }

    /// The root that the log had at a size.
    pub fn root_at(&self, size: u64) -> Digest {
        self.roots[size as usize]
    }

    /// The time of the next record, an hour after the last, written in UTC.
    pub fn clock(&self) -> Time {
        Time::in_zone(self.now, &jiff::tz::TimeZone::UTC).unwrap()
    }

    /// The record with this body at its place, as an honest signer makes it.
    pub fn record(&self, body: Body) -> Record {
        let mut record = Record {
            origin: ORIGIN.to_owned(),
            tree: self.head(),
            after: None,
            signed_at: self.clock(),
            body,
        };
        let last = self.streams.get(&record.stream()).and_then(|s| s.last());
        record.after = last.map(|(index, ..)| After { index: *index, leaf: self.leaf(*index) });
        record
    }

    /// Leaf hash of an entry.
    pub fn leaf(&self, index: u64) -> Digest {
        self.tree.nodes(0, index as usize, 1).unwrap()[0]
    }

    /// The first officer.
    pub fn officer(&self) -> &Named {
        &self.keys.officers[0]
    }

    /// The note of a record, signed by these keys.
    pub fn sign(record: &Record, keys: &[&Named]) -> Note {
        Self::sign_text(record.text().unwrap(), keys)
    }

    /// A note of any text, signed by these keys, sorted.
    pub fn sign_text(text: String, keys: &[&Named]) -> Note {
        let mut signatures: Vec<_> = keys.iter().map(|k| k.line(&text)).collect();
        signatures.sort_by(|a, b| a.key.cmp(&b.key));
        Note { text, signatures }
    }

    /// Signs a record and logs it as it should be; gives its entry index.
    pub fn honest(&mut self, body: Body, keys: &[&Named]) -> u64 {
        let record = self.record(body);
        let note = Self::sign(&record, keys);
        self.log(&record, &note)
    }

    /// Logs a charter that rules: on these entries that they are disputed, and what it says itself.
    pub fn rule(&mut self, charter: Charter, keys: &[&Named], disputes: &[u64]) -> u64 {
        let (logged, body) = (self.clock(), Body::Charter(charter.clone()));
        let record = self.record(body.clone());
        let index = self.honest(body, keys);
        for (stream, records) in &self.streams {
            let Stream::Policy(id) = stream else { continue };
            let own = |entries: &mut dyn Iterator<Item = u64>| -> Vec<u64> {
                entries.filter(|e| records.iter().any(|(index, ..)| index == e)).collect()
            };
            let disputed = own(&mut disputes.iter().copied());
            let confirmed = own(&mut charter.confirmed.iter().map(|a| a.index));
            let voided = own(&mut charter.voided.iter().map(|a| a.index));
            if disputed.len() + confirmed.len() + voided.len() > 0 {
                let fact = Fact::Ruling { disputed, confirmed, voided };
                self.rulings.entry(id.clone()).or_default().push((index, logged, record.clone(), fact));
            }
        }
        index
    }

    /// The entry at an index, as a ruling names it.
    pub fn named(&self, index: u64) -> After {
        After { index, leaf: self.leaf(index) }
    }

    /// The entry that an honest archive makes of a record now.
    pub fn entry(&self, record: &Record, note: &Note) -> Entry {
        let mut heads = self.heads.clone();
        heads.set(record.stream(), self.tree.size(), Sha256::of(&note.bytes()));
        let (heads, stamps) = (heads.commitment(), self.stamps.clone());
        Entry { logged: self.clock(), heads, stamps, record: note.bytes() }
    }

    /// Logs a record as it should be, and lets an hour pass.
    pub fn log(&mut self, record: &Record, note: &Note) -> u64 {
        let entry = self.entry(record, note);
        self.stand(record, note, entry.logged);
        self.stamps.clear();
        let bytes = entry.bytes().unwrap();
        self.raw(bytes)
    }

    /// What an entry that stands changes.
    fn stand(&mut self, record: &Record, note: &Note, logged: Time) {
        let (index, stream) = (self.tree.size(), record.stream());
        self.heads.set(stream.clone(), index, Sha256::of(&note.bytes()));
        if let Body::Charter(charter) = &record.body {
            self.charter = charter.clone();
        }
        self.streams.entry(stream).or_default().push((index, logged, record.clone()));
        self.logged = Some(logged);
    }

    /// Logs any bytes, with a checkpoint validly signed over them; no stream moves. Gives the entry index.
    pub fn raw(&mut self, bytes: Vec<u8>) -> u64 {
        self.tree.push(leaf_hash(&bytes));
        self.entries.push(bytes);
        let head = self.head();
        self.roots.push(head.root);
        self.checkpoints.push(self.checkpoint(&head));
        self.heads_files.insert(head.size, self.heads.bytes());
        // Small logs may be cut short by a forger, who then needs older ones.
        self.heads_files.retain(|s, _| *s + 2 > head.size || head.size <= 64);
        self.now += 3600;
        head.size - 1
    }

    /// Logs a record that will not stand, in an entry that is otherwise as it should be.
    pub fn void(&mut self, record: &Record, note: &Note) -> u64 {
        let entry = self.entry(record, note);
        self.raw(entry.bytes().unwrap())
    }

    /// A checkpoint signed by the archive key.
    pub fn checkpoint(&self, head: &Tree) -> Vec<u8> {
        self.signer().note(checkpoint::text(ORIGIN, head)).bytes()
    }

    fn signer(&self) -> Signer<'_> {
        Signer { key: &self.archive.key, secret: &self.archive.secret }
    }

    /// Lets the heads as they are now stand for a larger log too.
    pub fn heads_at(&mut self, size: u64) {
        self.heads_files.insert(size, self.heads.bytes());
    }

    /// Puts other entries in the place of those there are, with every checkpoint signed anew.
    pub fn rewrite(&mut self, entries: Vec<Vec<u8>>) {
        let leaves: Vec<_> = entries.iter().map(|e| leaf_hash(e)).collect();
        self.entries = entries;
        self.tree = merkle::Tree::new();
        (self.checkpoints, self.roots) = (Vec::new(), vec![self.tree.root()]);
        for leaf in leaves {
            self.tree.push(leaf);
            let head = self.head();
            self.roots.push(head.root);
            self.checkpoints.push(self.checkpoint(&head));
        }
        let size = self.tree.size();
        self.heads_files.retain(|s, _| *s <= size);
    }

    /// An adopted version, from the day it is logged on.
    pub fn issue(&mut self, policy: &str, version: u32, pdf: &[u8]) -> u64 {
        let body = self.adopted(policy, version, pdf);
        self.put(&Place::Pdf(policy.parse().unwrap(), version), pdf);
        let officer = self.officer().clone();
        self.honest(body, &[&officer])
    }

    /// The body of an adopted version, from today on.
    pub fn adopted(&self, policy: &str, version: u32, pdf: &[u8]) -> Body {
        let today = self.clock().day();
        Body::Issue(Box::new(Issue {
            policy: policy.parse().unwrap(),
            version,
            effect: Effect::starting(today),
            title: format!("Regelung {policy}"),
            language: "de".to_owned(),
            as_of: today.to_string().parse().unwrap(),
            pdf: FileRef::of(pdf),
            typeset: None,
            label: None,
            amends: None,
            adopted: true,
            replaces: Vec::new(),
            events: Vec::new(),
        }))
    }

    /// A version with a source, from today on, and the files that belong to it.
    pub fn typeset(&self, policy: &str, version: u32, pdf: &[u8]) -> (Issue, Vec<(Place, Vec<u8>)>) {
        let Body::Issue(mut issue) = self.adopted(policy, version, pdf) else { unreachable!() };
        let source = source(&issue);
        let template = TEMPLATE.to_vec();
        issue.adopted = false;
        issue.typeset = Some(Typeset {
            pdf: FileRef::of(pdf),
            by: "typst 0.15.1".to_owned(),
            source: FileRef::of(&source),
            template: FileRef::of(&template),
            assets: Vec::new(),
        });
        let id: Id = policy.parse().unwrap();
        let files = vec![
            (Place::Pdf(id.clone(), version), pdf.to_vec()),
            (Place::Source(id.clone(), version), source),
            (Place::Template(id, version), template),
        ];
        (*issue, files)
    }

    /// A rendition with a source, and the source, which the caller may still change.
    pub fn rendition(&self, issue: &Issue, purpose: Purpose, language: Option<&str>) -> (Rendition, Vec<u8>) {
        let pdf = FileRef::of(&filler(77, 3000));
        let mut rendition = Rendition {
            policy: issue.policy.clone(),
            version: issue.version,
            purpose,
            language: language.map(str::to_owned),
            title: language.map(|l| format!("Rules in {l}")),
            pdf,
            typeset: None,
            reason: None,
            events: Vec::new(),
        };
        let records = &self.streams[&Stream::Policy(issue.policy.clone())];
        let known = records.iter().filter_map(|(i, l, r)| Known::of(*i, *l, r)).collect();
        let history = History::new(known).unwrap();
        let effect = history.effect_before(issue.version, self.tree.size()).unwrap();
        let source = rendition_source(&rendition, issue, effect);
        rendition.typeset = Some(Typeset {
            pdf,
            by: "typst 0.15.1".to_owned(),
            source: FileRef::of(&source),
            template: FileRef::of(TEMPLATE),
            assets: Vec::new(),
        });
        (rendition, source)
    }

    /// Puts the files of a rendition at the places of the next entry, signs it and logs it.
    pub fn render(&mut self, rendition: Rendition, source: &[u8]) -> u64 {
        let body = Body::Rendition(Box::new(rendition));
        for (place, bytes) in self.rendered(&body, source) {
            self.put(&place, &bytes);
        }
        let officer = self.officer().clone();
        self.honest(body, &[&officer])
    }

    /// The files of a rendition at the places of the next entry.
    pub fn rendered(&self, body: &Body, source: &[u8]) -> Vec<(Place, Vec<u8>)> {
        let files = Files::of(body, self.tree.size()).unwrap();
        vec![
            (files.pdf_place(), filler(77, 3000)),
            (files.source_place(), source.to_vec()),
            (files.template_place(), TEMPLATE.to_vec()),
        ]
    }

    /// The issue at an entry.
    pub fn issue_at(&self, policy: &str, entry: u64) -> Issue {
        let records = &self.streams[&Stream::Policy(policy.parse().unwrap())];
        let found = records.iter().find_map(|(index, _, record)| match &record.body {
            Body::Issue(issue) if *index == entry => Some(issue.as_ref().clone()),
            _ => None,
        });
        found.unwrap()
    }

    /// The body of an effect record.
    pub fn restated(policy: &str, target: u64, effect: Effect) -> Body {
        Body::Effect(Restate { policy: policy.parse().unwrap(), target, effect, events: Vec::new() })
    }

    /// The body of a withdrawal.
    pub fn withdrawn(policy: &str, target: u64) -> Body {
        let (policy, reason) = (policy.parse().unwrap(), "falsche Datei".to_owned());
        Body::Withdraw(Withdraw { policy, target, ground: Ground::Error, reason, events: Vec::new() })
    }

    /// Writes a file of the archive.
    pub fn put(&self, place: &Place, bytes: &[u8]) {
        put(&self.dir().path(place), bytes);
    }

    /// Signs and logs a record through the program's own writer; the archive must be on disk.
    pub fn append(&mut self, body: Body, keys: &[&Named], files: Vec<(Place, Vec<u8>)>) {
        let record = self.record(body);
        let note = Self::sign(&record, keys);
        let (dir, now) = (self.dir(), self.clock());
        // A program that another test starts just now has the lock's file open until it runs.
        let lock = dir.lock(|| true).unwrap();
        let (tree, entries, heads) = (&self.tree, &self.entries, &self.heads);
        let base = Base { tree, entries, heads, logged: self.logged };
        let new = New { record: &record, note: &note, files, stamps: Vec::new(), now };
        let prepared = prepare(base, new, self.signer()).unwrap();
        let memory = Memory::of(&self.root.join("state"), prepared.first());
        self.log(&record, &note);
        let policy = record.body.policy();
        let manifests = policy.map(|id| (id.clone(), self.manifest(id))).into_iter().collect();
        let appended = write(&dir, &lock, prepared, &memory, manifests, self.signer()).unwrap();
        assert!(appended.unfinished.is_none());
        assert_eq!(appended.tree, self.head());
    }

    /// A policy's manifest as of its last record.
    pub fn manifest(&self, policy: &Id) -> String {
        let records = &self.streams[&Stream::Policy(policy.clone())];
        let mut known: Vec<_> = records.iter().filter_map(|(i, l, r)| Known::of(*i, *l, r)).collect();
        let mut lines: Vec<_> = records.iter().map(line).collect();
        for (index, logged, record, fact) in self.rulings.get(policy).into_iter().flatten() {
            let (entry, fact) = (*index, fact.clone());
            known.push(Known { entry, logged: *logged, signed: *logged, events: Vec::new(), fact });
            lines.push(manifest::Line { index: entry, logged: *logged, record });
        }
        known.sort_by_key(|k| k.entry);
        lines.sort_by_key(|l| l.index);
        let size = lines.last().unwrap().index + 1;
        let head = Tree { size, root: self.root_at(size) };
        manifest::text(ORIGIN, policy, head, &lines, &History::new(known).unwrap())
    }

    /// A policy's manifest, signed by the archive key.
    pub fn signed_manifest(&self, policy: &Id) -> Vec<u8> {
        self.signer().note(self.manifest(policy)).bytes()
    }

    /// Writes the log, the manifests and the trust anchor, in the place of those that are there.
    pub fn write(&self) {
        self.write_log();
        for stream in self.streams.keys() {
            if let Stream::Policy(id) = stream {
                self.put(&Place::Manifest(id.clone()), &self.signed_manifest(id));
            }
        }
        put(&self.root.join("keys/anchor"), self.anchor().text().as_bytes());
    }

    /// Writes checkpoints, heads and tiles.
    pub fn write_log(&self) {
        for (place, bytes) in self.log_files() {
            self.put(&place, &bytes);
        }
        self.put(&Place::Checkpoint, &self.checkpoints[self.checkpoints.len() - 1]);
    }

    /// Checkpoints, heads, and tiles as appends leave them: the last tile's partial ones stay.
    fn log_files(&self) -> Vec<(Place, Vec<u8>)> {
        let size = self.tree.size();
        let mut files: Vec<_> =
            (1..=size).map(|s| (Place::CheckpointOf(s), self.checkpoints[s as usize - 1].clone())).collect();
        let heads = self.heads_files.range(size.saturating_sub(1)..=size);
        files.extend(heads.map(|(s, bytes)| (Place::Heads(*s), bytes.clone())));
        files.extend(self.tiles());
        files
    }

    /// The tiles and bundles, with the last one's partial ones.
    fn tiles(&self) -> Vec<(Place, Vec<u8>)> {
        let size = self.tree.size();
        let mut files = Vec::new();
        for last in tile::tiles(size) {
            for width in if last.width < 256 { 1..=last.width } else { 256..=256 } {
                let at = tile::TileAt { width, ..last };
                files.push((Place::Tile(at), tile::content(&self.tree, at).unwrap()));
                if at.level == 0 {
                    let start = at.n as usize * 256;
                    let entries = &self.entries[start..start + usize::from(width)];
                    let bundle = tile::bundle(entries.iter().map(Vec::as_slice)).unwrap();
                    files.push((Place::Entries(at.n, width), bundle));
                }
            }
        }
        files
    }
}

fn line((index, logged, record): &(u64, Time, Record)) -> manifest::Line<'_> {
    manifest::Line { index: *index, logged: *logged, record }
}

/// The canonical source of an issue, with one section.
pub fn source(issue: &Issue) -> Vec<u8> {
    source_of(issue, &issue.effect, &issue.language, &issue.title, "")
}

/// The canonical source of a rendition of an issue whose effect was last stated so.
pub fn rendition_source(of: &Rendition, issue: &Issue, effect: &Effect) -> Vec<u8> {
    let language = of.language.as_ref().unwrap_or(&issue.language);
    let title = of.title.as_ref().unwrap_or(&issue.title);
    let more = format!(
        ",\"rendition\":{{\"purpose\":\"{}\",\"original\":{{\"language\":\"{}\",\"title\":{}}}}}",
        of.purpose.as_str(),
        issue.language,
        canonical::write(&issue.title).unwrap(),
    );
    source_of(issue, effect, language, title, &more)
}

fn source_of(issue: &Issue, effect: &Effect, language: &str, title: &str, more: &str) -> Vec<u8> {
    format!(
        "{{\"format\":\"inkraft/source/1\",\"policy\":{{\"title\":{},\"language\":{},\
         \"publishers\":[\"Musterkammer\"],\"as_of\":{},\"sections\":[{{\"label\":\"1.\",\
         \"heading\":\"Zweck\"}}]}},\"edition\":{{\"id\":{},\"version\":{},\"effect\":{},\
         \"date\":\"2018-07-02\",\"origin\":\"{ORIGIN}\"{more}}}}}",
        canonical::write(&title).unwrap(),
        canonical::write(&language).unwrap(),
        canonical::write(&issue.as_of).unwrap(),
        canonical::write(&issue.policy).unwrap(),
        issue.version,
        canonical::write(effect).unwrap(),
    )
    .into_bytes()
}

/// A day.
pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Bytes that look like nothing in particular, the same for the same seed, behind the mark of a PDF.
pub fn filler(seed: u64, bytes: usize) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    while out.len() < bytes {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        out.extend_from_slice(&state.to_le_bytes());
    }
    out.truncate(bytes.max(9));
    out
}

/// Writes a file and the folders above it, without waiting for the disk.
pub fn put(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}
