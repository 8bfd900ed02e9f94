//! Four eyes: records that several people sign on several machines, as whole transcripts of the real program.
//!
//! Specification: `docs/four-eyes.md`. Each machine is a workspace of its own with a copy of the archive, its own state
//! folder and its owner's key alone; the first also has the archive key. What is mailed is copied from one to the other.

use std::fs;
use std::path::PathBuf;

use inkraft::base::{Digest, Time};
use inkraft::format::anchor::Anchor;
use inkraft::format::charter::{Charter, CharterKey, Matter, Person, Reason, Revoked, Role, Special};
use inkraft::format::note::{Key, Signature};
use inkraft::format::pending::Pending;
use inkraft::format::record::{After, Body, Record};
use inkraft::seal::{Passphrase, SecretKey};
use inkraft::store::Dir;
use inkraft::verify::{self, Trust};
use insta::assert_snapshot;

use crate::site::{ORIGIN, PASSPHRASE, Site, copy, policy, restrict, translation};

/// A charter of three officers.
pub struct Office {
    /// The workspace with all keys.
    all: Site,
}

/// How many must sign.
#[derive(Clone, Copy)]
pub enum Need {
    /// Two, for everything.
    Two,
    /// Three, for everything.
    Three,
    /// One, but two for the policy `satzung`, and one even there for reviews.
    TwoForOne,
}

fn secret(site: &Site, stem: &str) -> SecretKey {
    let pem = fs::read_to_string(site.path(&format!("regelwerk/keys/private/{stem}.key"))).unwrap();
    SecretKey::from_encrypted_pem(&pem, &Passphrase::new(PASSPHRASE).unwrap()).unwrap()
}

/// A new key in `keys/private`.
fn add_key(site: &Site, person: &str, n: u32, role: Role) -> CharterKey {
    let secret = SecretKey::generate().unwrap();
    let pem = secret.to_encrypted_pem(&Passphrase::new(PASSPHRASE).unwrap()).unwrap();
    let path = site.path(&format!("regelwerk/keys/private/{person}-{n}.key"));
    fs::write(&path, pem.as_bytes()).unwrap();
    restrict(&path, 0o600);
    let name = format!("{ORIGIN}/{person}/{n}");
    CharterKey { name, public: Digest(secret.public()), role }
}

/// The archive's log.
fn log(site: &Site) -> verify::Log {
    let anchor = Anchor::parse(&fs::read(site.path("regelwerk/keys/anchor")).unwrap()).unwrap();
    let trust = Trust { anchor: Some(anchor), ..Trust::default() };
    verify::log(&Dir::new(&site.archive()), &trust).unwrap()
}

/// A pending record of a new charter, signed by these keys of `keys/private`, in a file beside the workspace.
fn amend(site: &Site, change: impl FnOnce(&mut Charter), signers: &[(&str, &str)], at: &str) -> PathBuf {
    let log = log(site);
    let mut charter = log.state.charter().unwrap().onwards();
    change(&mut charter);
    charter.keys.sort_by(|a, b| a.name.cmp(&b.name));
    charter.people.sort_by(|a, b| a.id.cmp(&b.id));
    let head = log.state.stream(&inkraft::format::record::Stream::Charter).next_back().unwrap();
    let record = Record {
        origin: ORIGIN.to_owned(),
        tree: log.tree(),
        after: Some(After { index: head.index, leaf: head.leaf }),
        signed_at: at.parse::<Time>().unwrap(),
        body: Body::Charter(charter),
    };
    let text = record.text().unwrap();
    let line = |(stem, name): &(&str, &str)| {
        let key = secret(site, stem);
        Signature::new(
            &Key::new(&format!("{ORIGIN}/{name}"), Digest(key.public())),
            key.sign(text.as_bytes()),
        )
    };
    let signatures = signers.iter().map(line).collect();
    let pending = Pending::new(&record, signatures, Vec::new()).unwrap();
    let path = site.path("charter.inkraft");
    fs::write(&path, pending.bytes()).unwrap();
    path
}

fn person(id: &str, name: &str) -> Person {
    let id = id.parse().unwrap();
    Person { id, name: name.to_owned(), function: None, from: None, until: None, deputy_of: Vec::new() }
}

impl Office {
    /// Three officers, of whom so many must sign.
    pub fn new(need: Need) -> Self {
        let mut all = Site::new();
        let keys = [("max-muster", 1), ("max-muster", 2), ("vera-vogt", 1)];
        let keys = keys.map(|(person, n)| add_key(&all, person, n, Role::Officer));
        let change = |c: &mut Charter| {
            c.people.extend([person("max-muster", "Max Muster"), person("vera-vogt", "Vera Vogt")]);
            c.keys.extend(keys.clone());
            match need {
                Need::Two => c.threshold.sign = 2,
                Need::Three => c.threshold.sign = 3,
                Need::TwoForOne => {
                    let of = |matter, sign| Special { policy: "satzung".parse().ok(), matter, sign };
                    c.threshold.special = vec![of(None, 2), of(Some(Matter::Review), 1)];
                }
            }
        };
        let at = "2018-07-02T10:00:00+02:00";
        let max = [("max-muster-1", "max-muster/1"), ("max-muster-2", "max-muster/2")];
        amend(&all, change, &[&[("recovery-1-1", "recovery-1/1")], &max[..]].concat(), at);
        let told = all.story(&["approve ../charter.inkraft"]);
        assert!(told.contains("Eintrag 1"), "{told}");
        Self { all }
    }

    /// A machine with this person's key; the archive key is on the first officer's.
    pub fn machine(&self, person: &str) -> Site {
        let site = self.all.twin();
        let private = site.path("regelwerk/keys/private");
        for entry in fs::read_dir(&private).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let kept = name.starts_with(person) || person == "erika-muster" && name == "archive.key";
            if name.ends_with(".key") && !kept {
                fs::remove_file(private.join(name)).unwrap();
            }
        }
        // Only the first has appended: what it remembers the others do not.
        if person != "erika-muster" {
            for memory in fs::read_dir(site.path("state")).unwrap() {
                fs::remove_file(memory.unwrap().path().join("checkpoint")).unwrap();
            }
        }
        let config = site.path("regelwerk/inkraft.toml");
        let text = fs::read_to_string(&config).unwrap().replace("erika-muster", person);
        fs::write(config, text).unwrap();
        site
    }
}

/// The one file that waits in a workspace.
pub fn waiting(site: &Site) -> PathBuf {
    let all: Vec<_> =
        fs::read_dir(site.path("regelwerk/pending")).unwrap().map(|e| e.unwrap().path()).collect();
    assert_eq!(all.len(), 1, "{all:?}");
    all[0].clone()
}

/// Mails what waits at one machine (or was mailed there) to another.
pub fn mail(from: PathBuf, to: &Site) -> PathBuf {
    let path = to.path("regelwerk/mail.inkraft");
    fs::copy(from, &path).unwrap();
    path
}

/// A transcript in which the names of files are the same in every run.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(".inkraft") {
        let (before, after) = rest.split_at(at);
        match before.len().checked_sub(8).map(|i| before.split_at(i)) {
            Some((head, hash)) if hash.bytes().all(|b| b.is_ascii_hexdigit()) => {
                out += head;
                out += "[HASH]";
            }
            _ => out += before,
        }
        out += ".inkraft";
        rest = &after[".inkraft".len()..];
    }
    out + rest
}

/// Mails what waits (or was mailed) at one machine to another, as the same name.
fn pass(from: &Site, to: &Site) {
    let mailed = from.path("regelwerk/mail.inkraft");
    let file = if mailed.exists() { mailed } else { waiting(from) };
    mail(file, to);
}

/// The archive of one machine, copied to another.
fn sync(from: &Site, to: &Site) {
    fs::remove_dir_all(to.archive()).unwrap();
    copy(&from.archive(), &to.archive());
}

#[test]
fn two_people_sign_on_two_machines_in_german() {
    let office = Office::new(Need::Two);
    let (mut erika, mut max) = (office.machine("erika-muster"), office.machine("max-muster"));
    let mut told =
        erika.story(&["draft hausordnung Hausordnung 2018-07-25", "sign hausordnung", "pending", "verify"]);
    pass(&erika, &max);
    max.at("2018-07-03T09:00:00+02:00");
    told += "######## Max\n";
    told += &max.story(&["pending mail.inkraft --pdf-out look.pdf", "approve mail.inkraft"]);
    assert!(fs::read(max.path("regelwerk/look.pdf")).unwrap().starts_with(b"%PDF-"));
    pass(&max, &erika);
    erika.at("2018-07-03T11:00:00+02:00");
    told += "######## Erika\n";
    told += &erika.story(&[
        "pending mail.inkraft",
        "approve mail.inkraft",
        "pending",
        "verify",
        "history hausordnung",
        "verify archive/policies/hausordnung/1/hausordnung-v1.pdf",
        "verify archive/policies/hausordnung/1/hausordnung-v1.pdf --json",
        "prove hausordnung --on 2018-08-01 -o nachweis.txt",
        "verify nachweis.txt --trust keys/anchor",
        "verify nachweis.txt --trust keys/anchor --json",
        "slip hausordnung -o blatt.pdf",
    ]);
    // Nothing waits any more, neither the mailed file nor the one that was left first.
    assert!(!erika.path("regelwerk/mail.inkraft").exists());
    assert_snapshot!(plain(&told));
}

#[test]
fn three_people_sign_on_three_machines_in_english() {
    let office = Office::new(Need::Three);
    let [mut erika, mut max, mut vera] =
        ["erika-muster", "max-muster", "vera-vogt"].map(|who| office.machine(who).english());
    // The first signature is given on a machine without the archive key.
    let mut told =
        max.story(&["draft hausordnung Hausordnung 2018-07-25", "sign hausordnung", "pending --json"]);
    pass(&max, &vera);
    told += "######## Vera\n";
    told += &vera.story(&["approve mail.inkraft --out next.inkraft", "approve next.inkraft"]);
    mail(vera.path("regelwerk/next.inkraft"), &erika);
    told += "######## Erika\n";
    // The last signature logs.
    told += &erika.story(&["approve mail.inkraft", "approve mail.inkraft", "verify", "history hausordnung"]);
    told += "######## Max, who got the archive\n";
    sync(&erika, &max);
    told += &max.story(&["pending", "pending --json"]);
    let approve = format!("approve {}", waiting(&max).display());
    told += &max.story(&[&approve, "pending"]).replace(&approve, "approve …");
    assert_snapshot!(plain(&told));
}

#[test]
fn every_kind_of_record_goes_the_same_way() {
    let office = Office::new(Need::Two);
    let (erika, max) = (office.machine("erika-muster"), office.machine("max-muster"));
    for site in [&erika, &max] {
        fs::write(site.path("regelwerk/alt.pdf"), "%PDF-1.7 old\n%%EOF\n").unwrap();
    }
    erika.draft("hausordnung", &policy("Hausordnung", "2018-08-01"));
    erika.translation("hausordnung", "en", &translation("House rules"));
    let lines = [
        "sign hausordnung --adopt alt.pdf --title Alt --as-of 2018-06 --from 2018-07-01 --event 'beschlossen 2018-06-25'",
        "sign hausordnung --amends 1",
        "translate hausordnung --to en",
        "correct hausordnung --reason 'ein Wort fehlte'",
        "effect hausordnung --version 2 --from 2018-09-01 --last-day 2019-12-31",
        "repeal hausordnung --last-day 2018-12-31 --successor benutzungsordnung",
        "withdraw hausordnung --version 1 --ground error --reason 'falsche Datei'",
        "withhold hausordnung --version 1 --ground erasure --reason 'Art. 17 DSGVO' --remove",
    ];
    let mut told = String::new();
    for line in lines {
        if line.starts_with("correct") {
            let text = policy("Hausordnung", "2018-08-01").replace("Ein Satz.", "Ein Satz mehr.");
            erika.draft("hausordnung", &text);
        }
        let signed = erika.sign(line);
        assert!(signed.contains("noch nicht eingetragen"), "{line}: {signed}");
        // On what ground, whoever signs first is shown as well.
        assert!(!line.starts_with("withdraw") || signed.contains("  Irrtum: falsche Datei\n"), "{signed}");
        pass(&erika, &max);
        told += &format!("$ {line}\n{}", max.sign("approve mail.inkraft"));
        pass(&max, &erika);
        let logged = erika.sign("approve mail.inkraft");
        assert!(logged.contains("Unterschrieben und eingetragen"), "{line}: {logged}");
        sync(&erika, &max);
        fs::remove_file(max.path("regelwerk/mail.inkraft")).unwrap();
    }
    told += &erika.run("history hausordnung");
    let verified = erika.run("verify");
    assert!(verified.starts_with("exit 0\n"), "{verified}");
    // Nothing was removed while it was not logged; now it may be.
    assert!(erika.archive().join("policies/hausordnung/1/hausordnung-v1.pdf").exists());
    assert_snapshot!(plain(&told));
}

#[test]
fn two_are_needed_for_one_policy_and_there_not_for_reviews() {
    let office = Office::new(Need::TwoForOne);
    let (mut erika, max) = (office.machine("erika-muster"), office.machine("max-muster"));
    erika.story(&["draft hausordnung Hausordnung 2018-07-25", "draft satzung Satzung 2018-07-25"]);
    let logged = |told: &str| told.contains("Unterschrieben und eingetragen");
    assert!(logged(&erika.sign("sign hausordnung")));
    let told = erika.sign("sign satzung");
    assert!(!logged(&told) && told.contains("Zeichnen müssen 2 Personen"), "{told}");
    // The other's copy is older than what was signed upon.
    pass(&erika, &max);
    assert_snapshot!(plain(&max.refused_to_sign("approve mail.inkraft")));
    sync(&erika, &max);
    assert!(max.sign("approve mail.inkraft").starts_with("exit 0\n"));
    // A record of another policy does not disturb it.
    assert!(logged(&erika.sign("effect hausordnung --version 1 --from 2018-08-01")));
    pass(&max, &erika);
    assert!(logged(&erika.sign("approve mail.inkraft")));
    let review = "since = 2018-07-01\nthrough = 2018-12-31\non = 2018-07-02\nby = \"Erika Muster\"\nnecessary = true\n\
                  alternatives = true\nnext_due = 2019-07-01\n\n[[decisions]]\noutcome = \"keep\"\nreason = \"bewährt\"\n";
    fs::write(erika.path("regelwerk/documents/satzung/review.toml"), review).unwrap();
    let told = erika.sign("review satzung");
    assert!(logged(&told), "{told}");
    assert!(erika.run("verify").starts_with("exit 0\n"));
}

#[test]
fn what_came_too_late_or_second_is_told_with_what_to_do() {
    let office = Office::new(Need::Two);
    let (mut erika, mut max) = (office.machine("erika-muster"), office.machine("max-muster"));
    erika.story(&["draft hausordnung Hausordnung 2018-07-25", "sign hausordnung"]);
    let first = waiting(&erika);
    pass(&erika, &max);
    let mut told = "######## a second one of the same policy\n".to_owned();
    erika.at("2018-07-02T10:05:00+02:00");
    told += &erika.story(&["sign hausordnung --from 2018-08-01"]);
    max.at("2018-10-01T09:00:00+02:00");
    told += "######## after 90 days\n";
    told += &max.run("pending mail.inkraft");
    told += &max.refused_to_sign("approve mail.inkraft");
    max.at("2018-07-03T09:00:00+02:00");
    told += &max.run("pending mail.inkraft --json");
    assert!(max.sign("approve mail.inkraft").starts_with("exit 0\n"));
    pass(&max, &erika);
    assert!(erika.sign("approve mail.inkraft").contains("Eintrag 2"));
    assert!(!first.exists());
    told += "######## the other one was logged\n";
    told += &erika.run("pending");
    let second = waiting(&erika);
    mail(second, &max);
    sync(&erika, &max);
    told += &max.refused_to_sign("approve mail.inkraft");
    told += &max.story(&["reject mail.inkraft --discard", "pending mail.inkraft"]);
    assert_snapshot!(plain(&told));
}

#[test]
fn whose_signature_does_not_count_is_refused_with_the_reason() {
    let office = Office::new(Need::Two);
    let mut all = office.all.twin();
    // Vera's authority ends with 3 July.
    let until = |c: &mut Charter| {
        let vera = c.people.iter_mut().find(|p| p.id.as_str() == "vera-vogt").unwrap();
        vera.until = "2018-07-04".parse().ok();
    };
    amend(&all, until, &[("recovery-1-1", "recovery-1/1")], "2018-07-02T10:00:00+02:00");
    let mut told = "######## a charter that has all signatures\n".to_owned();
    told += &all.story(&["approve ../charter.inkraft"]);
    let office = Office { all };
    let [mut max, mut vera] = ["max-muster", "vera-vogt"].map(|who| office.machine(who));
    max.story(&["draft hausordnung Hausordnung 2018-07-25", "sign hausordnung"]);
    let file = waiting(&max);
    mail(file, &max);
    told += "######## one person with two keys\n";
    told += &max.refused_to_sign("approve mail.inkraft");
    told += "######## nobody of the charter\n";
    told += &max.refused_to_sign("approve mail.inkraft --as niemand");
    told += "######## a key that is elsewhere\n";
    told += &max.refused_to_sign("approve mail.inkraft --as vera-vogt");
    told += "######## out of term\n";
    pass(&max, &vera);
    vera.at("2018-07-04T00:00:00+02:00");
    told += &vera.refused_to_sign("approve mail.inkraft");
    told += &vera.run("pending mail.inkraft");
    vera.at("2018-07-03T23:00:00+02:00");
    assert!(vera.sign("approve mail.inkraft").starts_with("exit 0\n"));
    // It must be logged while she may sign.
    told += "######## approved in time, logged too late\n";
    vera.at("2018-07-04T09:00:00+02:00");
    told += &vera.refused_to_sign("approve mail.inkraft");
    assert_snapshot!(plain(&told));
}

#[test]
fn a_rejection_goes_back_to_who_signed_first() {
    let office = Office::new(Need::Two);
    let (mut erika, mut max) = (office.machine("erika-muster"), office.machine("max-muster"));
    erika.story(&["draft hausordnung Hausordnung 2018-07-25", "sign hausordnung"]);
    pass(&erika, &max);
    max.at("2018-07-03T09:00:00+02:00");
    let mut told = max.story(&["reject mail.inkraft --reason 'Abschnitt 3 fehlt'", "pending mail.inkraft"]);
    told += &max.refused_to_sign("approve mail.inkraft");
    told += &max.refused("reject mail.inkraft");
    told += &max.refused("reject inkraft.toml --discard");
    pass(&max, &erika);
    told += "######## Erika\n";
    told += &erika.run("pending mail.inkraft --json");
    told += &erika.refused_to_sign("approve mail.inkraft");
    let discard = format!("reject {} --discard", waiting(&erika).display());
    told += &erika.story(&[&discard, "pending"]).replace(&discard, "reject … --discard");
    assert_snapshot!(plain(&told));
}

#[test]
fn a_charter_is_signed_where_its_keys_are() {
    let office = Office::new(Need::Two);
    let all = office.all.twin();
    // recovery-1 gives way to recovery-3, which recovery-1 alone cannot bring about.
    let key = add_key(&all, "recovery-3", 1, Role::Recovery);
    let change = |c: &mut Charter| {
        c.keys.retain(|k| !k.name.ends_with("/recovery-1/1"));
        c.keys.push(key.clone());
        c.threshold.sign = 3;
    };
    amend(&all, change, &[("recovery-1-1", "recovery-1/1")], "2018-07-02T10:00:00+02:00");
    let mut erika = office.machine("erika-muster");
    mail(all.path("charter.inkraft"), &erika);
    for n in [1, 2, 3] {
        let key = format!("recovery-{n}-1.key");
        fs::copy(all.path(&format!("regelwerk/keys/private/{key}")), erika.path(&key)).unwrap();
    }
    let mut told = erika.run("pending mail.inkraft");
    told += &erika.refused_to_sign("approve mail.inkraft");
    told += &erika.refused_to_sign("approve mail.inkraft --recovery-key ../recovery-1-1.key");
    told += &erika.refused_to_sign("approve mail.inkraft --recovery-key regelwerk/archive.key");
    told += &erika.story(&[
        "approve mail.inkraft --recovery-key ../recovery-2-1.key",
        "approve mail.inkraft --recovery-key ../recovery-3-1.key",
        "verify",
        "draft hausordnung Hausordnung 2018-07-25",
    ]);
    told += &erika.sign("sign hausordnung").lines().filter(|l| l.contains("Zeichnen")).collect::<String>();
    assert_snapshot!(plain(&told));
}

#[test]
fn what_a_charter_rules_is_shown_to_who_approves_it() {
    let mut all = Office::new(Need::TwoForOne).all.twin();
    all.draft("hausordnung", &policy("Hausordnung", "2018-07-25"));
    all.signed("sign hausordnung").signed("effect hausordnung --version 1 --from 2018-08-01");
    let at = "2018-07-02T10:00:00+02:00";
    let stolen = format!("{ORIGIN}/erika-muster/1");
    let revoke = |c: &mut Charter| {
        c.keys.retain(|k| k.name != stolen);
        c.revoked = vec![Revoked { key: stolen, reason: Reason::Compromised, compromised_from: Some(3) }];
    };
    let recovery = [("recovery-1-1", "recovery-1/1")];
    amend(&all, revoke, &recovery, at);
    let lines = ["pending ../charter.inkraft", "approve ../charter.inkraft"];
    let mut told = all.story(&lines);
    let disputed = log(&all).state.standing.get(&3).map(|s| After { index: 3, leaf: s.leaf });
    for confirms in [false, true] {
        let ruled =
            |c: &mut Charter| if confirms { c.confirmed.extend(disputed) } else { c.voided.extend(disputed) };
        amend(&all, ruled, &recovery, at);
        told += &all.run("pending ../charter.inkraft --lang en");
    }
    told += &all.story(&["approve ../charter.inkraft"]);
    assert_snapshot!(plain(&told));
}

#[test]
fn whose_template_it_is_is_told_and_how_to_read_the_pdf() {
    let office = Office::new(Need::Two);
    let (erika, max) = (office.machine("erika-muster"), office.machine("max-muster"));
    erika.draft("hausordnung", &policy("Hausordnung", "2018-07-25"));
    let own = format!("{}\n// of this body\n", String::from_utf8_lossy(inkraft::typeset::TEMPLATE));
    let template = |more: &str| {
        let path = erika.path("regelwerk/documents/hausordnung/template.typ");
        fs::write(path, format!("{own}{more}")).unwrap();
    };
    let mut told = String::new();
    for (version, more) in [(1, None), (2, Some("")), (3, Some("")), (4, Some("// and another\n"))] {
        more.into_iter().for_each(template);
        let signed = erika.sign(&format!("sign hausordnung --from 2018-08-0{version}"));
        assert!(signed.contains("noch nicht eingetragen"), "{signed}");
        pass(&erika, &max);
        let approved = max.sign("approve mail.inkraft");
        assert!(
            approved.contains("→ Das PDF vor dem Zeichnen lesen: `inkraft pending mail.inkraft --pdf-out")
        );
        // All that follows from the record stands before what its template is run for.
        assert!(
            approved.find("\nZuerst am") < approved.find("→ Das PDF kommt hier bytegleich"),
            "{approved}"
        );
        told += approved.lines().find(|l| l.starts_with("Vorlage")).unwrap();
        told += "\n";
        pass(&max, &erika);
        assert!(erika.sign("approve mail.inkraft").contains("Unterschrieben und eingetragen"));
        sync(&erika, &max);
        fs::remove_file(max.path("regelwerk/mail.inkraft")).unwrap();
    }
    assert_snapshot!(told, @"
    Vorlage       die eingebaute
    Vorlage       eine eigene, weder die hier eingebaute noch die der vorigen Fassung
    Vorlage       eine eigene, dieselbe wie in Fassung 2
    Vorlage       eine eigene, weder die hier eingebaute noch die der vorigen Fassung
    ");
}

#[test]
fn no_byte_of_a_pending_record_can_be_changed_unnoticed() {
    let office = Office::new(Need::Two);
    let erika = office.machine("erika-muster");
    fs::write(erika.path("regelwerk/alt.pdf"), "%PDF-1.7 old\n%%EOF\n").unwrap();
    erika.signed("sign hausordnung --adopt alt.pdf --title Alt --as-of 2018-06 --from 2018-07-01");
    let log = log(&erika);
    let logged: Time = "2018-07-03T10:00:00+02:00".parse().unwrap();
    let file = waiting(&erika);
    let good = fs::read(&file).unwrap();
    let pending = Pending::parse(&good).unwrap();
    let missing = verify::missing(&log, &pending.note, logged).unwrap();
    assert_eq!((missing.people(), missing.have, missing.need), (1, 1, 2));
    let mut read = 0;
    for at in 0..good.len() {
        for change in [1u8, 0x20, 0x80] {
            let mut bad = good.clone();
            bad[at] ^= change;
            let Ok(parsed) = Pending::parse(&bad) else { continue };
            // What can still be read is a record that nobody signed, or a line that is nobody's.
            read += 1;
            assert!(verify::missing(&log, &parsed.note, logged).is_err(), "byte {at}");
        }
    }
    assert!(read > 100, "only {read} changes got as far as the signatures");
}
