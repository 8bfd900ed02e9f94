//! People, keys, numbers and publishers are changed in the charter, alone and together, here and on several machines.

use std::fs;

use insta::assert_snapshot;

use crate::site::{Site, words};

const SIGNING: &str = "--yes --passphrase-file ../passphrase";

fn amended(site: &Site, line: &str) -> String {
    let told = site.run(&format!("{line} {SIGNING}"));
    assert!(told.starts_with("exit 0\n"), "{line}: {told}");
    told
}

fn key_new(site: &Site, who: &str) {
    let told = site.run(&format!("key new {who} --passphrase-file ../passphrase"));
    assert!(told.starts_with("exit 0\n"), "{told}");
}

/// With the key of Max Muster made, and in no charter yet.
fn with_a_key() -> Site {
    let site = Site::new();
    key_new(&site, "max-muster");
    site
}

const ADD: &str = "charter amend --add-person max-muster --name 'Max Muster' --function Stellvertreter \
                   --deputy-of erika-muster --last-day 31.12.2018 --add-key keys/max-muster-1.pub";

#[test]
fn an_officer_comes_and_goes() {
    let site = with_a_key();
    assert_snapshot!(site.run(&format!("{ADD} --sign 2 --sign-for-matter review=1 {SIGNING}")), @"
    exit 0
    Archiv           muster.example/regelwerk
    Neue Person      Max Muster, Stellvertreter, bis 31.12.2018, in Vertretung von erika-muster (max-muster)
    Neuer Schlüssel  muster.example/regelwerk/max-muster/1 (unterschreibt Erklärungen)
      Fingerabdruck  [FINGERPRINT]
    Unterschriften   bisher 1, künftig 2
    Unterschriften   Evaluierungen: bisher wie sonst, künftig 1
    Zeichnet         muster.example/regelwerk/recovery-1/1, muster.example/regelwerk/max-muster/1
      → Für Max Muster nennt die Regelung kein Zertifikat: PDF, die Max Muster unterschreibt, tragen keine Signatur.
        `inkraft key new max-muster --seal` macht eines und nennt den Befehl, der es aufnimmt.
      → Zum Zeichnen befugt: ab 01.01.2019 nur 1, nötig sind 2.
    Unterschrieben und eingetragen: Eintrag 1, 02.07.2018, 10:00 Uhr
    ");
    assert_snapshot!(site.both("charter show"), @"
    exit 0
    Archiv              muster.example/regelwerk
    Zeichnungsregelung  Eintrag 1, 02.07.2018
    Herausgeber         Musterkammer
    Zeitzone            Europe/Berlin
    Unterschriften      2 für eine Erklärung, 1 für eine Änderung dieser Regelung
                        1: Evaluierungen
    Heute zeichnen      Erika Muster, Max Muster
    Personen
      erika-muster  Erika Muster, Hauptgeschäftsführerin
      max-muster  Max Muster, Stellvertreter, bis 31.12.2018, in Vertretung von erika-muster
    Schlüssel
      muster.example/regelwerk  Registerschlüssel
        [FINGERPRINT]
      muster.example/regelwerk/erika-muster/1  unterschreibt Erklärungen
        [FINGERPRINT]
      muster.example/regelwerk/max-muster/1  unterschreibt Erklärungen
        [FINGERPRINT]
      muster.example/regelwerk/recovery-1/1  Wiederherstellung: ändert die Zeichnungsregelung
        [FINGERPRINT]
      muster.example/regelwerk/recovery-2/1  Wiederherstellung: ändert die Zeichnungsregelung
        [FINGERPRINT]
    Zertifikate für PDF-Signaturen
      Erika Muster (erika-muster)
        [FINGERPRINT]
    ~~ charter show --lang en
    exit 0
    Archive         muster.example/regelwerk
    Charter         entry 1, 2018-07-02
    Publishers      Musterkammer
    Time zone       Europe/Berlin
    Signatures      2 for a record, 1 for an amendment of this charter
                    1: reviews
    May sign today  Erika Muster, Max Muster
    People
      erika-muster  Erika Muster, Hauptgeschäftsführerin
      max-muster  Max Muster, Stellvertreter, until 2018-12-31, standing in for erika-muster
    Keys
      muster.example/regelwerk  archive key
        [FINGERPRINT]
      muster.example/regelwerk/erika-muster/1  signs records
        [FINGERPRINT]
      muster.example/regelwerk/max-muster/1  signs records
        [FINGERPRINT]
      muster.example/regelwerk/recovery-1/1  recovery: amends the charter
        [FINGERPRINT]
      muster.example/regelwerk/recovery-2/1  recovery: amends the charter
        [FINGERPRINT]
    Certificates for PDF signatures
      Erika Muster (erika-muster)
        [FINGERPRINT]
    ");
    assert_snapshot!(
        amended(&site, "charter amend --lang en --change-person max-muster --last-day none --function none --sign 1 \
                        --sign-for-matter review=none --sign-for hausordnung/withhold=2"), @r#"
    exit 0
    Archive      muster.example/regelwerk
    So far       Max Muster, Stellvertreter, until 2018-12-31, standing in for erika-muster (max-muster)
    From now on  Max Muster, standing in for erika-muster (max-muster)
    Signatures   so far 2, from now on 1
    Signatures   hausordnung, withholdings: so far as others, from now on 2
    Signatures   reviews: so far 1, from now on as others
    Signs        muster.example/regelwerk/recovery-1/1
      → The archive has no policy "hausordnung" (yet). Is the id right?
    Signed and logged: entry 2, 2018-07-02, 10:00
    "#);
    assert_snapshot!(
        amended(&site, "charter amend --remove-person max-muster --sign-for hausordnung/withhold=none \
                        --add-publisher 'Zweite Stelle'"), @"
    exit 0
    Archiv              muster.example/regelwerk
    Schlüssel entfällt  muster.example/regelwerk/max-muster/1 (nicht mehr gebraucht)
    Person entfällt     Max Muster, in Vertretung von erika-muster (max-muster)
    Unterschriften      hausordnung, Sperrungen: bisher 2, künftig wie sonst
    Neuer Herausgeber   Zweite Stelle
    Zeichnet            muster.example/regelwerk/recovery-1/1
    Unterschrieben und eingetragen: Eintrag 3, 02.07.2018, 10:00 Uhr
    Nicht mehr gebraucht: keys/private/max-muster-1.key; sie kann gelöscht werden.
    ");
    let shown = site.command(&words("charter show --json")).output().unwrap();
    let shown: serde_json::Value = serde_json::from_slice(&shown.stdout).unwrap();
    assert_eq!(shown["may_sign"], serde_json::json!(["erika-muster"]));
    assert_eq!(shown["today"], "2018-07-02");
    assert_eq!(shown["charter"]["revoked"][0]["reason"], "retired");
    assert_eq!(shown["charter"]["publishers"], serde_json::json!(["Musterkammer", "Zweite Stelle"]));
    assert!(site.run("verify").starts_with("exit 0\n"));
}

#[test]
fn what_cannot_stand_is_refused_before_a_key_is_opened() {
    let site = with_a_key();
    amended(&site, ADD);
    // There is no passphrase to open anything with.
    let refused = |line: &str| {
        let told = site.refused(&format!("{line} --yes --passphrase-file ../none"));
        told.replace(" --yes --passphrase-file ../none", "")
    };
    let all = [
        "charter amend --add-person max-muster --name X",
        "charter amend --add-person archive --name X",
        "charter amend --change-person nobody --name X",
        "charter amend --name X",
        "charter amend --change-person max-muster --from 2019-01-01",
        "charter amend --change-person max-muster --deputy-of max-muster",
        "charter amend --remove-person erika-muster --remove-person max-muster",
        "charter amend --add-key keys/max-muster-1.pub",
        "charter amend --add-key keys/archive.pub",
        "charter amend --add-recovery keys/max-muster-1.pub",
        "charter amend --remove-key recovery-1/1",
        "charter amend --remove-key archive",
        "charter amend --sign 3",
        "charter amend --amend 2",
        "charter amend --sign 1",
        "charter amend --sign-for review",
        "charter amend --sign-for-matter review=none",
        "charter amend --remove-publisher Musterkammer",
        "charter amend --remove-publisher Niemand",
        "key retire erika",
        "key revoke archive --reason lost",
        "key revoke max-muster/1 --reason lost --compromised-from 1",
        "key revoke max-muster/1 --reason compromised --compromised-from 2",
        "key rotate recovery-1",
    ];
    let told: String = all.iter().map(|line| format!("$ {line}\n{}", refused(line))).collect();
    assert_snapshot!(told);
}

#[test]
fn a_key_that_went_does_not_come_back() {
    let site = with_a_key();
    amended(&site, ADD);
    amended(&site, "key retire max-muster/1");
    let told = site.run(&format!("charter amend --add-key keys/max-muster-1.pub {SIGNING}"));
    assert!(
        told.starts_with("exit 2\n") && told.contains("diesen Schlüssel gibt oder gab es schon"),
        "{told}"
    );
    // Its number stays used although its files are gone.
    fs::remove_file(site.path("regelwerk/keys/max-muster-1.pub")).unwrap();
    fs::remove_file(site.path("regelwerk/keys/private/max-muster-1.key")).unwrap();
    key_new(&site, "max-muster");
    amended(&site, "charter amend --add-key keys/max-muster-2.pub");
    assert!(site.run("verify").starts_with("exit 0\n"));
}

/// The name of the one file that waits.
fn waiting(site: &Site) -> String {
    let names: Vec<_> = fs::read_dir(site.path("regelwerk/pending")).unwrap().collect();
    assert_eq!(names.len(), 1, "{names:?}");
    let name = names.into_iter().next().unwrap().unwrap().file_name();
    format!("pending/{}", name.to_str().unwrap())
}

/// Takes a private key away, as if it was on another machine; gives what puts it back.
fn elsewhere(site: &Site, stem: &str) -> impl FnOnce() {
    let (here, there) = (site.path(&format!("regelwerk/keys/private/{stem}.key")), site.path(stem));
    fs::rename(&here, &there).unwrap();
    move || fs::rename(there, here).unwrap()
}

#[test]
fn a_new_officers_key_can_be_on_another_machine() {
    let site = with_a_key();
    let back = elsewhere(&site, "max-muster-1");
    let told = amended(&site, ADD);
    assert!(told.contains("Zeichnet anderswo  muster.example/regelwerk/max-muster/1"), "{told}");
    // Only one of two can be logged: that is said before anything is asked.
    let told = site.run("charter amend --add-publisher Zweitkammer");
    assert!(told.contains("in pending wartet schon charter-"), "{told}");
    assert!(!told.starts_with("exit 0\n"), "{told}");
    back();
    amended(&site, &format!("approve {}", waiting(&site)));
    let told = site.run("charter show");
    assert!(told.contains("max-muster/1  unterschreibt Erklärungen"), "{told}");
    assert!(site.run("verify").starts_with("exit 0\n"));
}

#[test]
fn recovery_keys_at_two_places_exchange_the_archive_key() {
    let site = Site::new();
    key_new(&site, "recovery-3");
    amended(&site, "charter amend --add-recovery keys/recovery-3-1.pub --amend 2");
    let back = elsewhere(&site, "recovery-2-1");
    let _third = elsewhere(&site, "recovery-3-1");
    let _lost = elsewhere(&site, "archive");
    let told = amended(&site, "key rotate --archive --reason lost");
    assert!(told.contains("keys/private/archive-2.key"), "{told}");
    back();
    let told = amended(&site, &format!("approve {}", waiting(&site)));
    assert!(told.contains("Eintrag 2"), "{told}");
    let told = site.run("verify --json");
    assert!(told.starts_with("exit 0\n") && told.contains("\"findings\": []"), "{told}");
}
