//! The worked example of `docs/archive-format.md`: a complete archive made with fixed test keys.
//!
//! Every block of the page that is marked `<!-- example: NAME -->` must be what the code gives, and the
//! archive must hold when the real program checks it. `INKRAFT_BLESS=1` writes the blocks anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use ed25519_dalek::{Signer as _, SigningKey};
use inkraft::base::effect::Effect;
use inkraft::base::{Digest, Sha256, Time};
use inkraft::format::anchor::Anchor;
use inkraft::format::charter::{Charter, CharterKey, Person, Role, Threshold};
use inkraft::format::checkpoint;
use inkraft::format::entry::Entry;
use inkraft::format::files::Files;
use inkraft::format::heads::Heads;
use inkraft::format::layout::Place;
use inkraft::format::merkle::{Tree, leaf_hash};
use inkraft::format::note::{Key, Note, Signature};
use inkraft::format::pending::{Pending, Rejected};
use inkraft::format::record::{
    After, Body, FileRef, Issue, Purpose, Record, Rendition, Stream, Tree as Head,
};
use inkraft::format::tile::{self, TileAt};
use inkraft::manifest;
use inkraft::timeline::{History, Known};
use tempfile::TempDir;

const PDF: &[u8] = b"%PDF-1.7 example";
const TRANSLATION: &[u8] = b"%PDF-1.7 translation";
/// The example's origin.
pub const ORIGIN: &str = "musterkammer.example";
/// Who signs in the example.
pub const OFFICER: &str = "musterkammer.example/erika-muster/1";
const POLICY: &str = "hausordnung";

/// The example's keys: each seed is one byte, 32 times. Everybody knows them, so they protect nothing.
const SEEDS: [(u8, &str, Role); 4] = [
    (1, ORIGIN, Role::Archive),
    (2, OFFICER, Role::Officer),
    (3, "musterkammer.example/recovery-1/1", Role::Recovery),
    (4, "musterkammer.example/recovery-2/1", Role::Recovery),
];

fn public(seed: u8) -> Digest {
    Digest(SigningKey::from_bytes(&[seed; 32]).verifying_key().to_bytes())
}

fn signed(text: String, seeds: &[u8]) -> Note {
    let line = |seed: &u8| {
        let key = Key::new(SEEDS[usize::from(*seed) - 1].1, public(*seed));
        Signature::new(&key, SigningKey::from_bytes(&[*seed; 32]).sign(text.as_bytes()).to_bytes())
    };
    Note { signatures: seeds.iter().map(line).collect(), text }
}

fn time(text: &str) -> Time {
    text.parse().unwrap()
}

/// A log that grows entry by entry.
#[derive(Default)]
pub struct Log {
    tree: Tree,
    heads: Heads,
    entries: Vec<Vec<u8>>,
    records: Vec<(Record, Note)>,
    files: BTreeMap<String, Vec<u8>>,
}

impl Log {
    fn head(&self) -> Head {
        Head { size: self.tree.size(), root: self.tree.root() }
    }

    /// Signs a body and logs it at that time, with all that an append writes.
    fn append(&mut self, body: Body, after: Option<After>, at: &str, seeds: &[u8]) {
        let record = Record { origin: ORIGIN.into(), tree: self.head(), after, signed_at: time(at), body };
        let note = signed(record.text().unwrap(), seeds);
        let index = self.tree.size();
        self.heads.set(record.stream(), index, Sha256::of(&note.bytes()));
        let entry =
            Entry { logged: time(at), heads: self.heads.commitment(), stamps: vec![], record: note.bytes() };
        let entry = entry.bytes().unwrap();
        self.tree.push(leaf_hash(&entry));
        self.entries.push(entry);
        self.records.push((record, note));

        let size = index + 1;
        let bundle = tile::bundle(self.entries.iter().map(Vec::as_slice)).unwrap();
        self.put(Place::Entries(0, size as u16), bundle);
        let at = TileAt { level: 0, n: 0, width: size as u16 };
        self.put(Place::Tile(at), tile::content(&self.tree, at).unwrap());
        self.put(Place::Heads(size), self.heads.bytes());
        let checkpoint = signed(checkpoint::text(ORIGIN, &self.head()), &[1]).bytes();
        self.put(Place::CheckpointOf(size), checkpoint.clone());
        self.put(Place::Checkpoint, checkpoint);
    }

    fn put(&mut self, place: Place, bytes: Vec<u8>) {
        self.files.insert(place.to_string(), bytes);
    }

    /// The founding charter, one version that existed before, and a translation of it.
    pub fn example() -> Self {
        let mut log = Self::default();
        let charter = Charter {
            rules: 1,
            time_zone: "Europe/Berlin".into(),
            publishers: vec!["Musterkammer".into()],
            people: vec![Person {
                id: "erika-muster".parse().unwrap(),
                name: "Erika Muster".into(),
                function: Some("Hauptgeschäftsführerin".into()),
                from: None,
                until: None,
                deputy_of: Vec::new(),
            }],
            keys: SEEDS
                .iter()
                .map(|(seed, name, role)| CharterKey {
                    name: (*name).into(),
                    public: public(*seed),
                    role: *role,
                })
                .collect(),
            seals: Vec::new(),
            threshold: Threshold { sign: 1, amend: 1, special: Vec::new() },
            revoked: Vec::new(),
            acknowledged: Vec::new(),
            confirmed: Vec::new(),
            voided: Vec::new(),
        };
        log.append(Body::Charter(charter), None, "2018-07-02T10:00:00+02:00", &[1, 2, 3, 4]);
        let issue = Issue {
            policy: POLICY.parse().unwrap(),
            version: 1,
            effect: Effect::starting("2018-07-25".parse().unwrap()),
            title: "Hausordnung".into(),
            language: "de".into(),
            as_of: "2018-07".parse().unwrap(),
            pdf: FileRef::of(PDF),
            typeset: None,
            label: None,
            amends: None,
            adopted: true,
            replaces: vec![],
            events: vec![],
        };
        log.append(Body::Issue(Box::new(issue)), None, "2018-07-02T10:05:00+02:00", &[2]);
        log.put(Place::Pdf(POLICY.parse().unwrap(), 1), PDF.to_vec());
        let after = After { index: 1, leaf: leaf_hash(&log.entries[1]) };
        let translation = Body::Rendition(Box::new(Rendition {
            policy: POLICY.parse().unwrap(),
            version: 1,
            purpose: Purpose::Translation,
            language: Some("en".into()),
            title: Some("House rules".into()),
            pdf: FileRef::of(TRANSLATION),
            typeset: None,
            reason: None,
            events: vec![],
        }));
        log.put(Files::of(&translation, 2).unwrap().pdf_place(), TRANSLATION.to_vec());
        log.append(translation, Some(after), "2018-07-16T09:00:00+02:00", &[2]);
        // As an append tidies up.
        log.files.remove("heads/1");
        let manifest = log.manifest();
        log.put(Place::Manifest(POLICY.parse().unwrap()), manifest);
        log
    }

    fn manifest(&self) -> Vec<u8> {
        let lines: Vec<_> = (1..self.records.len())
            .map(|i| {
                let record = &self.records[i].0;
                manifest::Line { index: i as u64, logged: record.signed_at, record }
            })
            .collect();
        let known = lines.iter().filter_map(|l| Known::of(l.index, l.logged, l.record)).collect();
        let history = History::new(known).unwrap();
        let text = manifest::text(ORIGIN, &POLICY.parse().unwrap(), self.head(), &lines, &history);
        signed(text, &[1]).bytes()
    }

    fn anchor(&self) -> Anchor {
        Anchor { origin: ORIGIN.into(), first: leaf_hash(&self.entries[0]) }
    }

    fn file(&self, path: &str) -> String {
        String::from_utf8(self.files[path].clone()).unwrap()
    }

    /// A workspace around the archive.
    pub fn workspace(&self) -> TempDir {
        let dir = tempfile::tempdir().unwrap();
        for (path, bytes) in &self.files {
            write(dir.path().join("archive").join(path), bytes);
        }
        write(dir.path().join("keys/anchor"), self.anchor().text().as_bytes());
        let config =
            format!("origin = \"{ORIGIN}\"\npublisher = \"Musterkammer\"\ntime_zone = \"Europe/Berlin\"\n");
        write(dir.path().join("inkraft.toml"), config.as_bytes());
        dir
    }
}

/// Runs a program there, with the clock on the first day in force and nothing else of the outer environment.
fn run(program: &str, line: &str, workspace: &Path) -> Output {
    let mut command = Command::new(program);
    command.args(line.split(' ')).current_dir(workspace).env_clear().env("LC_ALL", "en_GB.UTF-8");
    command.env("INKRAFT_NOW", "2018-07-25T09:00:00+02:00").output().unwrap()
}

fn write(path: PathBuf, bytes: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// As `hexdump -C` prints it: offset, sixteen bytes, what is printable.
fn hexdump(bytes: &[u8], offset: usize) -> String {
    let mut out = String::new();
    for (i, row) in bytes.chunks(16).enumerate() {
        let hex: String = row.iter().map(|b| format!(" {b:02x}")).collect();
        let text: String =
            row.iter().map(|b| if (0x20..0x7f).contains(b) { *b as char } else { '.' }).collect();
        writeln!(out, "{:08x} {hex:<48}  |{text}|", offset + 16 * i).unwrap();
    }
    out
}

/// The blocks of the page, by name.
fn blocks() -> BTreeMap<&'static str, String> {
    let log = Log::example();
    let bundle = &log.files["tile/entries/000.p/3"];
    let second = 2 + log.entries[0].len();
    let third = second + 2 + log.entries[1].len();
    let keys = SEEDS.iter().map(|(seed, name, _)| {
        let key = Key::new(name, public(*seed));
        let seed = Digest([*seed; 32]);
        format!("seed    {seed}\nname    {name}\npublic  {}\nvkey    {}\n", key.public, key.vkey())
    });
    let mut hashes = String::new();
    for (i, (entry, (_, note))) in log.entries.iter().zip(&log.records).enumerate() {
        let record = note.bytes();
        writeln!(hashes, "entry {i}: {} bytes, of which the record note {}", entry.len(), record.len())
            .unwrap();
        writeln!(hashes, "  leaf hash            {}", leaf_hash(entry)).unwrap();
        writeln!(hashes, "  SHA-256 of the note  {}", Sha256::of(&record)).unwrap();
        let root = Tree::of(log.entries[..=i].iter().map(|e| leaf_hash(e)).collect()).root();
        writeln!(hashes, "  root of size {}       {root}", i + 1).unwrap();
    }
    writeln!(hashes, "leaf hash of each line of heads/3").unwrap();
    for line in log.file("heads/3").lines() {
        let stream = line.split(' ').next().unwrap();
        writeln!(hashes, "  {stream:<19}  {}", leaf_hash(line.as_bytes())).unwrap();
    }
    writeln!(hashes, "  root                 {}", log.heads.commitment().1).unwrap();
    let mut files = String::new();
    for (path, bytes) in &log.files {
        writeln!(files, "{} {:>5}  {path}", Sha256::of(bytes), bytes.len()).unwrap();
    }
    let workspace = log.workspace();
    let json = |program: &str, line: &str| {
        let output = run(program, line, workspace.path());
        assert_eq!(output.status.code(), Some(0), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let verify = env!("CARGO_BIN_EXE_inkraft-verify");
    let pdf = "verify archive/policies/hausordnung/1/hausordnung-v1.pdf --json";
    let translation = "verify archive/policies/hausordnung/1/renditions/2/hausordnung-v1-en.pdf --json";
    let prove = run(verify, "prove hausordnung --on 2018-08-01 -o certificate", workspace.path());
    assert_eq!(prove.status.code(), Some(0), "{}", String::from_utf8_lossy(&prove.stderr));
    let mut certificate = fs::read_to_string(workspace.path().join("certificate")).unwrap();
    for (i, entry) in log.entries.iter().enumerate() {
        let entry = String::from_utf8(entry.clone()).unwrap();
        assert!(certificate.contains(&entry));
        certificate = certificate.replace(&entry, &format!("… (entry {i}, as above)\n"));
    }
    BTreeMap::from([
        ("keys", keys.collect::<Vec<_>>().join("\n")),
        ("anchor", log.anchor().text()),
        ("entry 0", String::from_utf8(log.entries[0].clone()).unwrap()),
        ("entry 1", String::from_utf8(log.entries[1].clone()).unwrap()),
        ("entry 2", String::from_utf8(log.entries[2].clone()).unwrap()),
        ("hashes", hashes),
        ("heads/2", log.file("heads/2")),
        ("heads/3", log.file("heads/3")),
        ("checkpoint", log.file("checkpoint")),
        ("bundle", [0, second, third].map(|at| hexdump(&bundle[at..at + 32], at)).join("…\n")),
        ("tile", hexdump(&log.files["tile/0/000.p/3"], 0)),
        ("manifest", log.file("policies/hausordnung/manifest")),
        ("files", files),
        ("report", json(verify, "verify --json")),
        ("pdf-report", json(verify, pdf)),
        ("translation-report", json(verify, translation)),
        ("certificate", certificate),
        ("certificate-report", json(verify, "verify certificate --trust keys/anchor --json")),
        ("in-force", json(verify, "in-force hausordnung --json")),
        ("history", json(verify, "history --json")),
        #[cfg(feature = "author")]
        ("key-list", json(env!("CARGO_BIN_EXE_inkraft"), "key list --json")),
    ])
}

#[test]
fn the_page_shows_what_the_code_gives() {
    shows("docs/archive-format.md", &blocks());
}

#[test]
fn the_page_on_four_eyes_shows_what_the_code_gives() {
    let log = Log::example();
    let (record, note) = &log.records[1];
    let place = Place::Pdf(POLICY.parse().unwrap(), 1);
    let mut pending = Pending::new(record, note.signatures.clone(), vec![(place, PDF.to_vec())]).unwrap();
    let by = "max-muster".parse().unwrap();
    let (at, reason) = (time("2018-07-02T11:30:00+02:00"), Some("Anlage 2 fehlt".to_owned()));
    pending.rejected = Some(Rejected { by, at, reason });
    let text = String::from_utf8(pending.bytes()).unwrap();
    shows("docs/four-eyes.md", &BTreeMap::from([("pending", text)]));
}

/// Every block of a page that is marked as an example is what it must be.
fn shows(page: &str, blocks: &BTreeMap<&'static str, String>) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(page);
    let page = fs::read_to_string(&path).unwrap();
    let mut pieces = page.split("<!-- example: ");
    let mut blessed = pieces.next().unwrap().to_owned();
    let mut seen = Vec::new();
    for piece in pieces {
        let (name, rest) = piece.split_once(" -->\n").unwrap();
        let (fence, rest) = rest.split_once('\n').unwrap();
        assert!(fence.starts_with("```"), "{name}: a block begins on the next line");
        let end = if rest.starts_with("```") { 0 } else { rest.find("\n```").unwrap() + 1 };
        let Some(expected) = blocks.get(name) else {
            // Only the whole program lists keys.
            assert!(name == "key-list" && cfg!(not(feature = "author")), "no example has the name {name}");
            write!(blessed, "<!-- example: {name} -->\n{fence}\n{rest}").unwrap();
            continue;
        };
        if std::env::var_os("INKRAFT_BLESS").is_none() {
            assert_eq!(rest[..end], *expected, "{name}");
        }
        write!(blessed, "<!-- example: {name} -->\n{fence}\n{expected}{}", &rest[end..]).unwrap();
        seen.push(name);
    }
    seen.sort_unstable();
    assert!(seen.iter().eq(blocks.keys()), "the page shows {seen:?}, there are {:?}", blocks.keys());
    if blessed != page {
        fs::write(path, blessed).unwrap();
    }
}

#[test]
fn nothing_of_the_example_can_be_left_out() {
    let log = Log::example();
    for path in log.files.keys() {
        let workspace = log.workspace();
        fs::remove_file(workspace.path().join("archive").join(path)).unwrap();
        let code = run(env!("CARGO_BIN_EXE_inkraft-verify"), "verify", workspace.path()).status.code();
        // The older partial tiles may go (C2SP tlog-tiles); a log without its file `checkpoint` is none.
        let expected = if path.ends_with(".p/1") || path.ends_with(".p/2") { 0 } else { 1 };
        assert_eq!(code, Some(expected), "{path}");
    }
}

#[test]
fn the_stream_of_the_charter_stands_first() {
    let log = Log::example();
    assert!(log.heads.streams().eq(&[Stream::Charter, Stream::Policy(POLICY.parse().unwrap())]));
}
