//! The loss of any one key never locks an archive: what `docs/keys.md` says to do is done here, command by command.

use std::collections::BTreeMap;
use std::fs;

use inkraft::archive::{Base, New, Signer, prepare, write};
use inkraft::base::Digest;
use inkraft::format::layout::Place;
use inkraft::format::note::{Key, Note, Signature};
use inkraft::format::record::{After, Body, Record};
use inkraft::seal::{Passphrase, SecretKey};
use inkraft::store::{Dir, Memory};
use inkraft::verify::{self, Trust};

use crate::site::{ORIGIN, PASSPHRASE, Site, policy};

const SIGNING: &str = "--yes --passphrase-file ../passphrase";

/// The commands of each walk in `docs/keys.md`, by the name in the comment above it.
fn walks() -> BTreeMap<String, Vec<String>> {
    let page = include_str!("../../docs/keys.md");
    let mut found = BTreeMap::new();
    for part in page.split("<!-- walk: ").skip(1) {
        let (name, rest) = part.split_once(" -->\n```console\n").unwrap();
        let (block, _) = rest.split_once("```").unwrap();
        let command = |line: &str| {
            let line = line.strip_prefix("$ inkraft ").unwrap();
            line.split("   ").next().unwrap().to_owned()
        };
        let twice = found.insert(name.to_owned(), block.lines().map(command).collect());
        assert_eq!(twice, None, "{name}");
    }
    found
}

/// A version, and two records that Erika Muster signed; entry 3 is perhaps somebody else's.
fn signed() -> Site {
    let site = Site::new();
    site.draft("hausordnung", &policy("Hausordnung", "2018-07-25"));
    site.signed("sign hausordnung").signed("effect hausordnung --version 1 --from 2018-08-01");
    site.signed("effect hausordnung --version 1 --from 2018-09-01");
    site
}

fn private(site: &Site, stem: &str) -> std::path::PathBuf {
    site.path(&format!("regelwerk/keys/private/{stem}.key"))
}

fn lose(site: &Site, stem: &str) {
    fs::remove_file(private(site, stem)).unwrap();
}

/// Runs a command of a walk, which must succeed.
fn walk(site: &Site, line: &str) -> String {
    let options = match line.split(' ').next().unwrap() {
        "key" if line.starts_with("key new") => "--passphrase-file ../passphrase",
        "key" if line.starts_with("key list") => "",
        "key" | "charter" | "acknowledge" | "confirm" | "void" => SIGNING,
        _ => "",
    };
    let told = site.run(&format!("{line} {options}"));
    assert!(told.starts_with("exit 0\n"), "{line}: {told}");
    told
}

/// Appends what is void, with the archive key, as a thief would: the officer's signature is made with another key.
fn thief(site: &Site) {
    let archive = SecretKey::from_encrypted_pem(
        &fs::read_to_string(private(site, "archive")).unwrap(),
        &Passphrase::new(PASSPHRASE).unwrap(),
    )
    .unwrap();
    let dir = Dir::new(&site.archive());
    let mut log = verify::log(&dir, &Trust::default()).unwrap();
    let (index, last) = log.state.standing.last_key_value().unwrap();
    let record = Record {
        tree: log.tree(),
        after: Some(After { index: *index, leaf: last.leaf }),
        ..last.record.clone()
    };
    assert!(matches!(record.body, Body::Effect(_)));
    let text = record.text().unwrap();
    let officer = log.state.charter().unwrap().key(&format!("{ORIGIN}/erika-muster/1")).unwrap();
    let line = Signature::new(&Key::new(&officer.name, officer.public), archive.sign(text.as_bytes()));
    let note = Note { text, signatures: vec![line] };
    let key = Key::new(ORIGIN, Digest(archive.public()));
    let signer = Signer { key: &key, secret: &archive };
    let lock = dir.lock(|| true).unwrap();
    let base = Base {
        tree: &log.loaded.tree,
        entries: &log.loaded.entries,
        heads: &log.state.heads,
        logged: log.state.logged,
    };
    let new =
        New { record: &record, note: &note, files: Vec::new(), stamps: Vec::new(), now: record.signed_at };
    let prepared = prepare(base, new, signer).unwrap();
    let judged = verify::stands(&mut log, prepared.entry());
    assert!(judged.is_err(), "{judged:?}");
    let memory = Memory::of(&site.path("thief"), prepared.first());
    let appended = write(&dir, &lock, prepared, &memory, Vec::new(), signer).unwrap();
    // A void entry changes no heads.
    fs::write(dir.path(&Place::Heads(appended.tree.size)), log.state.heads.bytes()).unwrap();
}

/// The archive holds, without a note but on void entries, and the officer goes on signing.
fn goes_on(site: &Site, what: &str) {
    let told = site.run("verify");
    assert!(told.starts_with("exit 0\n"), "{what}: {told}");
    let effect = |day| format!("effect hausordnung --version 1 --from 2018-12-{day}");
    site.signed(&effect("01")).signed(&effect("02"));
    let told = site.run("verify");
    assert!(told.starts_with("exit 0\n"), "{what}: {told}");
    assert!(!told.contains("steht nicht"), "{what}: {told}");
}

#[test]
fn what_the_page_says_of_each_loss_is_so() {
    type Before = fn(&Site);
    let cases: [(&str, Before); 11] = [
        ("new-officer", |_| {}),
        ("retired", |_| {}),
        ("officer-lost", |site| lose(site, "erika-muster-1")),
        ("officer-stolen", |_| {}),
        ("officer-stolen-before", |_| {}),
        ("archive-lost", |site| lose(site, "archive")),
        ("archive-stolen", thief),
        ("acknowledged", |site| {
            thief(site);
            thief(site);
        }),
        ("recovery-1-lost", |site| lose(site, "recovery-1-1")),
        ("recovery-2-stolen", |_| {}),
        ("seal-lost", |site| lose(site, "erika-muster-seal-1")),
    ];
    let walks = walks();
    let mut names: Vec<_> = cases.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    assert_eq!(walks.keys().collect::<Vec<_>>(), names);
    let base = signed();
    for (name, before) in cases {
        let site = base.twin();
        before(&site);
        for line in &walks[name] {
            walk(&site, line);
        }
        goes_on(&site, name);
    }
}

#[test]
fn each_other_recovery_key_can_be_lost() {
    let site = signed();
    lose(&site, "recovery-2-1");
    walk(&site, "key rotate --recovery recovery-2-1 --reason lost");
    goes_on(&site, "recovery-2");
    // What was lost cannot sign any more, and the new one can.
    lose(&site, "recovery-1-1");
    walk(&site, "charter amend --add-publisher 'Zweite Stelle'");
    goes_on(&site, "recovery-2/2");
}

#[test]
fn a_forgotten_passphrase_is_a_lost_key() {
    let site = signed();
    fs::write(site.path("forgotten"), "nicht die richtige\n").unwrap();
    crate::site::restrict(&site.path("forgotten"), 0o600);
    let told = site.run("key rotate erika-muster --yes --passphrase-file ../forgotten");
    assert!(told.starts_with("exit 2\n"), "{told}");
    assert!(!private(&site, "erika-muster-2").exists(), "a key that was not logged stays: {told}");
    walk(&site, "key rotate erika-muster --reason lost --new-passphrase-file ../forgotten");
    let sign = "effect hausordnung --version 1 --from 2018-12-01 --yes";
    assert!(site.run(&format!("{sign} --passphrase-file ../passphrase")).starts_with("exit 2\n"));
    walk(&site, "key rotate erika-muster");
    goes_on(&site, "passphrase");
}

#[test]
fn an_interrupted_append_is_finished_although_the_archive_key_is_lost() {
    let site = signed();
    let manifest = site.archive().join("policies/hausordnung/manifest");
    let memory = fs::read_dir(site.path("state")).unwrap().next().unwrap().unwrap().path().join("checkpoint");
    let files = [site.archive().join("checkpoint"), manifest, memory];
    let before: Vec<_> = files.iter().map(|f| fs::read(f).unwrap()).collect();
    site.signed("effect hausordnung --version 1 --from 2018-10-01");
    files.iter().zip(before).for_each(|(file, bytes)| fs::write(file, bytes).unwrap());
    assert!(site.run("verify --json").contains("\"behind\""));
    lose(&site, "archive");
    walk(&site, "key rotate --archive --reason lost");
    let told = site.run("verify --json");
    assert!(told.contains("\"findings\": []"), "{told}");
    goes_on(&site, "interrupted");
}

#[test]
fn a_void_entry_stops_everything_but_its_acknowledgement() {
    let site = signed();
    thief(&site);
    for line in
        ["effect hausordnung --version 1 --from 2018-12-01", "key rotate erika-muster", "confirm --all"]
    {
        let told = site.run(&format!("{line} {SIGNING}"));
        assert!(told.starts_with("exit 1\n"), "{line}: {told}");
    }
    insta::assert_snapshot!(site.run(&format!("acknowledge {SIGNING}")), @"
    exit 0
    Archiv        muster.example/regelwerk
    Zur Kenntnis  Eintrag 4
    Zeichnet      muster.example/regelwerk/recovery-1/1
      → Eintrag 4: die Signatur von „muster.example/regelwerk/erika-muster/1“ ist falsch
    Unterschrieben und eingetragen: Eintrag 5, 02.07.2018, 10:00 Uhr
    ");
    insta::assert_snapshot!(site.run("charter show"), @"
    exit 0
    Archiv                 muster.example/regelwerk
    Zeichnungsregelung     Eintrag 5, 02.07.2018
    Herausgeber            Musterkammer
    Zeitzone               Europe/Berlin
    Unterschriften         1 für eine Erklärung, 1 für eine Änderung dieser Regelung
    Zur Kenntnis genommen  Eintrag 4
    Heute zeichnen         Erika Muster
    Personen
      erika-muster  Erika Muster, Hauptgeschäftsführerin
    Schlüssel
      muster.example/regelwerk  Registerschlüssel
        [FINGERPRINT]
      muster.example/regelwerk/erika-muster/1  unterschreibt Erklärungen
        [FINGERPRINT]
      muster.example/regelwerk/recovery-1/1  Wiederherstellung: ändert die Zeichnungsregelung
        [FINGERPRINT]
      muster.example/regelwerk/recovery-2/1  Wiederherstellung: ändert die Zeichnungsregelung
        [FINGERPRINT]
    Zertifikate für PDF-Signaturen
      Erika Muster (erika-muster)
        [FINGERPRINT]
    ");
    insta::assert_snapshot!(site.run("verify"), @"
    exit 0
    Archiv     muster.example/regelwerk
    Register   6 Einträge, der letzte vom 02.07.2018, 10:00 Uhr
    Wurzel     [SHA-256]
    Vertrauen  die Gründungsregelung ist die des Vertrauensankers (keys/anchor, neben dem Archiv gefunden)
    Vergleich  setzt den zuletzt bekannten Stand fort
    Inhalt     1 Regelung, 1 Fassung, 3 Dateien ([N] kB), 1 PDF-Signatur geprüft
    Hinweis  Eintrag 4: unwirksam, zur Kenntnis genommen mit Eintrag 5 (die Signatur von „muster.example/regelwerk/erika-muster/1“ ist falsch)
    Ergebnis: Das Archiv ist unversehrt; alle Signaturen sind kryptographisch gültig.
    ");
    insta::assert_snapshot!(site.refused(&format!("acknowledge {SIGNING}")), @"
    exit 2
    -- stderr
    Fehler: es gibt keinen unwirksamen Eintrag, der nicht schon zur Kenntnis genommen ist
    ~~ acknowledge --yes --passphrase-file ../passphrase --lang en
    exit 2
    -- stderr
    error: there is no void entry that is not acknowledged already
    ");
}

#[test]
fn the_charter_that_acknowledges_a_void_entry_can_be_looked_at_before_it_is_approved() {
    let site = signed();
    thief(&site);
    // Over a void entry nothing else is shown.
    assert!(site.run("pending").contains("Keine Auskunft"));
    let (here, there) = (private(&site, "archive"), site.path("archive.key"));
    fs::rename(&here, &there).unwrap();
    let left = site.run(&format!("acknowledge {SIGNING}"));
    assert!(left.contains("noch nicht eingetragen: pending/charter-"), "{left}");
    let name = left.lines().find_map(|l| l.split_once("eingetragen: ")).unwrap().1;
    let told = site.run(&format!("pending {name}")).replace(name, "FILE");
    insta::assert_snapshot!(told, @"
    exit 1
    FEHLER  Eintrag 4: die Signatur von „muster.example/regelwerk/erika-muster/1“ ist falsch
    Ein unwirksamer Eintrag bleibt im Register und hat keine Wirkung. Wer das Archiv führt, nimmt ihn mit `inkraft acknowledge` zur Kenntnis; wurde der Registerschlüssel gestohlen, mit `inkraft key rotate --archive --reason compromised --acknowledge`.
    FILE
    Erklärung     Zeichnungsregelung
    Archiv        muster.example/regelwerk
    Zur Kenntnis  Eintrag 4: die Signatur von „muster.example/regelwerk/erika-muster/1“ ist falsch
    Gezeichnet    muster.example/regelwerk/recovery-1/1
    Zuerst am     02.07.2018, 10:00 Uhr (eigene Angabe)
      Alle haben gezeichnet.
      Eintragen bis 30.09.2018 auf dem Rechner mit dem Registerschlüssel: Datei dorthin schicken, dort `inkraft approve DATEI`.
    ");
    let json = site.run("pending --json");
    assert!(json.starts_with("exit 1\n") && json.contains("\"findings\": ["), "{json}");
    fs::rename(there, here).unwrap();
    let told = site.run(&format!("approve {name} {SIGNING}"));
    assert!(told.starts_with("exit 0\n") && told.contains("Eintrag 4: die Signatur"), "{told}");
    assert!(site.run("verify").starts_with("exit 0\n"));
}

#[test]
fn records_of_a_stolen_key_are_decided_about() {
    let site = signed();
    insta::assert_snapshot!(
        site.run(&format!("key rotate erika-muster --reason compromised --compromised-from 2 {SIGNING}")), @"
    exit 0
    Archiv              muster.example/regelwerk
    Schlüssel entfällt  muster.example/regelwerk/erika-muster/1 (in fremder Hand)
      in fremder Hand   ab Eintrag 2
    Neuer Schlüssel     muster.example/regelwerk/erika-muster/2 (unterschreibt Erklärungen)
      Fingerabdruck     [FINGERPRINT]
    Zeichnet            muster.example/regelwerk/recovery-1/1, muster.example/regelwerk/erika-muster/2
      → Strittig wird Eintrag 2, 02.07.2018, hausordnung: Geltungsregelung zu Eintrag 1: ab 01.08.2018
      → Strittig wird Eintrag 3, 02.07.2018, hausordnung: Geltungsregelung zu Eintrag 1: ab 01.09.2018
      → hausordnung: Ob und wann Fassung 1 gilt, ist strittig, bis jede strittige Erklärung bestätigt oder für unwirksam erklärt ist.
    Unterschrieben und eingetragen: Eintrag 4, 02.07.2018, 10:00 Uhr
    Neue Datei: keys/private/erika-muster-2.key
    Neue Datei: keys/erika-muster-2.pub
    Nicht mehr gebraucht: keys/private/erika-muster-1.key; sie kann gelöscht werden.
    ");
    insta::assert_snapshot!(site.refused(&format!("void 1 {SIGNING}")), @"
    exit 2
    -- stderr
    Fehler: über Eintrag 1 ist nichts zu entscheiden
      Zu entscheiden ist über: 2, 3.
    ~~ void 1 --yes --passphrase-file ../passphrase --lang en
    exit 2
    -- stderr
    error: there is nothing to decide about entry 1
      To be decided is about: 2, 3.
    ");
    insta::assert_snapshot!(site.run(&format!("void 3 {SIGNING}")), @"
    exit 0
    Archiv                 muster.example/regelwerk
    Für unwirksam erklärt  Eintrag 3
    Zeichnet               muster.example/regelwerk/recovery-1/1
      → Eintrag 3, 02.07.2018, hausordnung: Geltungsregelung zu Eintrag 1: ab 01.09.2018 – strittig
    Unterschrieben und eingetragen: Eintrag 5, 02.07.2018, 10:00 Uhr
    ");
    insta::assert_snapshot!(site.run(&format!("confirm --all {SIGNING}")), @"
    exit 0
    Archiv     muster.example/regelwerk
    Bestätigt  Eintrag 2
    Zeichnet   muster.example/regelwerk/recovery-1/1
      → Eintrag 2, 02.07.2018, hausordnung: Geltungsregelung zu Eintrag 1: ab 01.08.2018 – strittig
      → hausordnung: Fassung 1 gilt ab 1. August 2018.
    Unterschrieben und eingetragen: Eintrag 6, 02.07.2018, 10:00 Uhr
    ");
    insta::assert_snapshot!(site.run("key list --lang en"), @"
    exit 0
    muster.example/regelwerk
      archive key; private key is here
      [FINGERPRINT]
    muster.example/regelwerk/erika-muster/2
      signs records; private key is here
      [FINGERPRINT]
    muster.example/regelwerk/recovery-1/1
      recovery: amends the charter; private key is here
      [FINGERPRINT]
    muster.example/regelwerk/recovery-2/1
      recovery: amends the charter; private key is here
      [FINGERPRINT]
    muster.example/regelwerk/erika-muster/1
      taken out on 2018-07-02 (entry 4): compromised; private key is here
      [FINGERPRINT]
    keys/erika-muster-seal-1.crt
      signs PDFs for erika-muster; private key is here
      Erika Muster, valid from 2018-07-02 without an end
      [FINGERPRINT]
    -- stderr
    note: 2 recovery keys are still here; they belong on separate media.
    ");
    goes_on(&site, "stolen");
}

#[test]
fn void_entries_are_acknowledged_some_at_a_time() {
    let site = signed();
    let first = verify::log(&Dir::new(&site.archive()), &Trust::default()).unwrap().tree().size;
    thief(&site);
    thief(&site);
    walk(&site, &format!("acknowledge {first}"));
    let told = site.run("verify");
    let failure = |entry: u64| told.contains(&format!("FEHLER  Eintrag {entry}"));
    assert!(told.starts_with("exit 1\n") && !failure(first) && failure(first + 1), "{told}");
    walk(&site, "acknowledge");
    goes_on(&site, "some at a time");
}

#[test]
fn a_file_that_is_lost_locks_nobody_out() {
    let site = signed();
    let pdf = site.archive().join("policies/hausordnung/1/hausordnung-v1.pdf");
    fs::remove_file(&pdf).unwrap();
    assert!(site.run("verify").starts_with("exit 1\n"));
    // Who may sign can still be changed, and the file be given up.
    walk(&site, "key rotate erika-muster --reason compromised --compromised-from 1");
    let told = site.run(&format!(
        "withhold hausordnung --version 1 --ground decision --reason verloren --as erika-muster {SIGNING}"
    ));
    assert!(told.starts_with("exit 0\n"), "{told}");
    assert!(site.run("verify").starts_with("exit 0\n"), "{}", site.run("verify"));
}

#[test]
fn a_withholding_is_not_voided_while_its_files_are_gone() {
    let site = signed();
    let line = "withhold hausordnung --version 1 --ground erasure --reason x --remove";
    let told = site.run(&format!("{line} {SIGNING}"));
    assert!(told.starts_with("exit 0\n"), "{told}");
    let entry = site.run("verify --json").matches("withheld").count();
    assert!(entry > 0);
    let last = verify::log(&Dir::new(&site.archive()), &Trust::default()).unwrap().tree().size - 1;
    walk(&site, &format!("key rotate erika-muster --reason compromised --compromised-from {last}"));
    let told = site.run(&format!("void {last} {SIGNING}"));
    assert!(!told.starts_with("exit 0\n"), "{told}");
    assert!(site.run("verify").starts_with("exit 0\n"));
    walk(&site, &format!("confirm {last}"));
    assert!(site.run("verify").starts_with("exit 0\n"));
}
