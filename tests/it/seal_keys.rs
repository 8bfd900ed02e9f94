//! Keys and certificates for signatures in PDFs: made by `init` and `key new`, taken from PKCS#12 files that openssl
//! writes, named by the charter. openssl must be installed: these tests fail without it.

use std::fs;
use std::process::Command;

use insta::assert_snapshot;

use crate::site::{ORIGIN, PASSPHRASE, Site, restrict};

/// Runs openssl in the folder around the workspace and gives what it writes.
fn openssl(site: &Site, args: &[&str]) -> String {
    let out =
        Command::new("openssl").args(args).current_dir(site.path(".")).output().expect("openssl is needed");
    assert!(out.status.success(), "openssl {args:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

/// A small certificate authority, because only `openssl ca` lets certificates begin on a given day.
const AUTHORITY: &str = "[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\nnew_certs_dir=.\ndefault_md=sha256\npolicy=p\n\
    rand_serial=yes\nunique_subject=no\n[p]\norganizationName=optional\ncommonName=supplied\n[signs]\n\
    keyUsage=critical,digitalSignature,nonRepudiation\n[server]\nkeyUsage=critical,keyAgreement\n";

/// `NAME.p12` with the key of Jörg Öhm and a certificate for 2018, both around the workspace; its passphrase is `p12`.
fn pkcs12(site: &Site, name: &str, kind: &[&str], use_: &str, export: &[&str]) {
    if !site.path("ca.cnf").exists() {
        fs::write(site.path("ca.cnf"), AUTHORITY).unwrap();
        fs::write(site.path("index.txt"), "").unwrap();
        fs::write(site.path("p12"), "Übergabe 2018\n").unwrap();
        fs::write(site.path("wrong"), "Übergabe 2019\n").unwrap();
        for file in ["p12", "wrong"] {
            restrict(&site.path(file), 0o600);
        }
        authority(site, "root", &["-newkey", "rsa:3072"], "signs", &["-selfsign", "-keyfile", "root.key"]);
    }
    authority(site, name, kind, use_, &["-cert", "root.crt", "-keyfile", "root.key"]);
    let (key, cert, p12) = (format!("{name}.key"), format!("{name}.crt"), format!("{name}.p12"));
    let fixed =
        ["pkcs12", "-export", "-in", &cert, "-certfile", "root.crt", "-passout", "file:p12", "-out", &p12];
    let fixed =
        if export.contains(&"-nokeys") { fixed.to_vec() } else { [&fixed[..], &["-inkey", &key]].concat() };
    openssl(site, &[&fixed, export].concat());
}

fn authority(site: &Site, name: &str, kind: &[&str], use_: &str, by: &[&str]) {
    let (key, request, cert) = (format!("{name}.key"), format!("{name}.csr"), format!("{name}.crt"));
    let subject = if name == "root" {
        "/O=Vertrauen eG/CN=Vertrauen Prüf-CA"
    } else {
        "/O=Musterkammer/CN=Jörg Öhm"
    };
    let args = ["req", "-new", "-nodes", "-utf8", "-subj", subject, "-keyout", &key, "-out", &request];
    openssl(site, &[&args[..], kind].concat());
    let fixed =
        ["ca", "-batch", "-notext", "-utf8", "-config", "ca.cnf", "-extensions", use_, "-in", &request];
    let days = ["-startdate", "20180101000000Z", "-enddate", "20181231235959Z", "-out", &cert];
    openssl(site, &[&fixed[..], &days, by].concat());
}

const P256: &[&str] = &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];

const IMPORT: &str = "--p12-passphrase-file ../p12 --passphrase-file ../passphrase";
const AMEND: &str = "--yes --passphrase-file ../passphrase";

#[test]
fn what_init_makes_is_read_by_openssl_and_named_by_the_charter() {
    let site = Site::new();
    let file = |name: &str| site.path(&format!("regelwerk/keys/{name}")).display().to_string();
    let (cert, key) = (file("erika-muster-seal-1.crt"), file("private/erika-muster-seal-1.key"));
    let subject = openssl(
        &site,
        &["x509", "-in", &cert, "-noout", "-subject", "-enddate", "-nameopt", "utf8,sep_comma_plus,sname"],
    );
    assert_snapshot!(subject, @r#"
    subject=O=Musterkammer,CN=Erika Muster,title=Hauptgeschäftsführerin
    notAfter=Dec 31 23:59:59 9999 GMT
    "#);
    let of_key = openssl(&site, &["pkey", "-in", &key, "-passin", &format!("pass:{PASSPHRASE}"), "-pubout"]);
    assert_eq!(of_key, openssl(&site, &["x509", "-in", &cert, "-noout", "-pubkey"]));
    assert_eq!(
        openssl(&site, &["verify", "-x509_strict", "-CAfile", &cert, &cert]).trim(),
        format!("{cert}: OK")
    );
    assert_snapshot!(site.both("charter show"), @"
    exit 0
    Archiv              muster.example/regelwerk
    Zeichnungsregelung  Eintrag 0, 02.07.2018
    Herausgeber         Musterkammer
    Zeitzone            Europe/Berlin
    Unterschriften      1 für eine Erklärung, 1 für eine Änderung dieser Regelung
    Heute zeichnen      Erika Muster
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
    ~~ charter show --lang en
    exit 0
    Archive         muster.example/regelwerk
    Charter         entry 0, 2018-07-02
    Publishers      Musterkammer
    Time zone       Europe/Berlin
    Signatures      1 for a record, 1 for an amendment of this charter
    May sign today  Erika Muster
    People
      erika-muster  Erika Muster, Hauptgeschäftsführerin
    Keys
      muster.example/regelwerk  archive key
        [FINGERPRINT]
      muster.example/regelwerk/erika-muster/1  signs records
        [FINGERPRINT]
      muster.example/regelwerk/recovery-1/1  recovery: amends the charter
        [FINGERPRINT]
      muster.example/regelwerk/recovery-2/1  recovery: amends the charter
        [FINGERPRINT]
    Certificates for PDF signatures
      Erika Muster (erika-muster)
        [FINGERPRINT]
    ");
    let told: serde_json::Value = json(&site, "charter show --json");
    let digest = openssl(&site, &["x509", "-in", &cert, "-noout", "-fingerprint", "-sha256"]);
    let digest = digest.trim().split_once('=').unwrap().1.replace(':', "").to_lowercase();
    assert_eq!(
        told["charter"]["seals"],
        serde_json::json!([{ "certificate": digest, "person": "erika-muster" }])
    );
    assert_eq!(told["format"], "inkraft/charter/1");
    assert_eq!(told["log"]["origin"], ORIGIN);
}

fn json(site: &Site, line: &str) -> serde_json::Value {
    let out = site.command(&crate::site::words(line)).output().unwrap();
    serde_json::from_slice(&out.stdout).unwrap_or_else(|e| panic!("{line}: {e}"))
}

#[test]
fn a_certificate_is_imported_and_enters_the_charter() {
    let site = Site::new();
    pkcs12(&site, "joerg", P256, "signs", &["-legacy"]);
    assert_snapshot!(site.run(&format!("key import ../joerg.p12 {IMPORT}")), @"
    exit 0
    Zertifikat     Jörg Öhm
    Aussteller     Vertrauen Prüf-CA
    Verfahren      ECDSA P-256
    Laufzeit       vom 01.01.2018 bis zum 31.12.2018
    Fingerabdruck  [FINGERPRINT]
    Datei          keys/erika-muster-seal-2.crt
    Privat         keys/private/erika-muster-seal-2.key
    Das Zertifikat zählt erst, wenn die Zeichnungsregelung es nennt:
      inkraft charter amend --add-seal keys/erika-muster-seal-2.crt --person erika-muster
    ");
    assert_snapshot!(site.run(&format!("key import ../joerg.p12 --lang en {IMPORT}")), @r#"
    exit 0
    Certificate  Jörg Öhm
    Issuer       Vertrauen Prüf-CA
    Algorithm    ECDSA P-256
    Validity     valid from 2018-01-01 to 2018-12-31
    Fingerprint  [FINGERPRINT]
    File         keys/erika-muster-seal-3.crt
    Private      keys/private/erika-muster-seal-3.key
    The certificate counts once the charter names it:
      inkraft charter amend --add-seal keys/erika-muster-seal-3.crt --person erika-muster
    "#);
    assert_snapshot!(site.run(&format!("charter amend --add-seal keys/erika-muster-seal-2.crt --person erika-muster {AMEND}")), @"
    exit 0
    Archiv           muster.example/regelwerk
    Neu              Erika Muster (erika-muster)
      Zertifikat     Jörg Öhm
      Aussteller     Vertrauen Prüf-CA
      Laufzeit       vom 01.01.2018 bis zum 31.12.2018
      Fingerabdruck  [FINGERPRINT]
    Zeichnet         muster.example/regelwerk/recovery-1/1
    Unterschrieben und eingetragen: Eintrag 1, 02.07.2018, 10:00 Uhr
    ");
    assert_snapshot!(site.run(&format!("charter amend --lang en --remove-seal {} {AMEND}", first_seal(&site))), @r#"
    exit 0
    Archive        muster.example/regelwerk
    Removed        Erika Muster (erika-muster)
      fingerprint  [FINGERPRINT]
    Signs          muster.example/regelwerk/recovery-1/1
    Signed and logged: entry 2, 2018-07-02, 10:00
    "#);
    assert_snapshot!(site.both("key list"), @"
    exit 0
    muster.example/regelwerk
      Registerschlüssel; privater Schlüssel liegt hier
      [FINGERPRINT]
    muster.example/regelwerk/erika-muster/1
      unterschreibt Erklärungen; privater Schlüssel liegt hier
      [FINGERPRINT]
    muster.example/regelwerk/recovery-1/1
      Wiederherstellung: ändert die Zeichnungsregelung; privater Schlüssel liegt hier
      [FINGERPRINT]
    muster.example/regelwerk/recovery-2/1
      Wiederherstellung: ändert die Zeichnungsregelung; privater Schlüssel liegt hier
      [FINGERPRINT]
    keys/erika-muster-seal-2.crt
      signiert PDF für erika-muster; privater Schlüssel liegt hier
      Jörg Öhm, vom 01.01.2018 bis zum 31.12.2018
      [FINGERPRINT]
    keys/erika-muster-seal-1.crt
      steht nicht in der Zeichnungsregelung; privater Schlüssel liegt hier
      Erika Muster, seit 02.07.2018, ohne Ablaufdatum
      [FINGERPRINT]
    keys/erika-muster-seal-3.crt
      steht nicht in der Zeichnungsregelung; privater Schlüssel liegt hier
      Jörg Öhm, vom 01.01.2018 bis zum 31.12.2018
      [FINGERPRINT]
    -- stderr
    Hinweis: 2 Wiederherstellungsschlüssel liegen noch hier; sie gehören auf getrennte Datenträger.
    ~~ key list --lang en
    exit 0
    muster.example/regelwerk
      archive key; private key is here
      [FINGERPRINT]
    muster.example/regelwerk/erika-muster/1
      signs records; private key is here
      [FINGERPRINT]
    muster.example/regelwerk/recovery-1/1
      recovery: amends the charter; private key is here
      [FINGERPRINT]
    muster.example/regelwerk/recovery-2/1
      recovery: amends the charter; private key is here
      [FINGERPRINT]
    keys/erika-muster-seal-2.crt
      signs PDFs for erika-muster; private key is here
      Jörg Öhm, valid from 2018-01-01 to 2018-12-31
      [FINGERPRINT]
    keys/erika-muster-seal-1.crt
      is not in the charter; private key is here
      Erika Muster, valid from 2018-07-02 without an end
      [FINGERPRINT]
    keys/erika-muster-seal-3.crt
      is not in the charter; private key is here
      Jörg Öhm, valid from 2018-01-01 to 2018-12-31
      [FINGERPRINT]
    -- stderr
    note: 2 recovery keys are still here; they belong on separate media.
    ");
    assert_snapshot!(site.run("key list --json"), @r#"
    exit 0
    {
      "format": "inkraft/keys/1",
      "keys": [
        {
          "fingerprint": "[FINGERPRINT]",
          "in_agent": false,
          "name": "muster.example/regelwerk",
          "private_here": true,
          "public": "[SHA-256]",
          "role": "archive",
          "vkey": "muster.example/regelwerk+[VKEY]"
        },
        {
          "fingerprint": "[FINGERPRINT]",
          "in_agent": false,
          "name": "muster.example/regelwerk/erika-muster/1",
          "private_here": true,
          "public": "[SHA-256]",
          "role": "officer",
          "vkey": "muster.example/regelwerk/erika-muster/1+[VKEY]"
        },
        {
          "fingerprint": "[FINGERPRINT]",
          "in_agent": false,
          "name": "muster.example/regelwerk/recovery-1/1",
          "private_here": true,
          "public": "[SHA-256]",
          "role": "recovery",
          "vkey": "muster.example/regelwerk/recovery-1/1+[VKEY]"
        },
        {
          "fingerprint": "[FINGERPRINT]",
          "in_agent": false,
          "name": "muster.example/regelwerk/recovery-2/1",
          "private_here": true,
          "public": "[SHA-256]",
          "role": "recovery",
          "vkey": "muster.example/regelwerk/recovery-2/1+[VKEY]"
        }
      ],
      "seals": [
        {
          "algorithm": "ECDSA P-256",
          "certificate": "[SHA-256]",
          "file": "keys/erika-muster-seal-2.crt",
          "issuer": "Vertrauen Prüf-CA",
          "listed": true,
          "not_after": "2018-12-31",
          "not_before": "2018-01-01",
          "person": "erika-muster",
          "private_here": true,
          "subject": "Jörg Öhm"
        },
        {
          "algorithm": "ECDSA P-256",
          "certificate": "[SHA-256]",
          "file": "keys/erika-muster-seal-1.crt",
          "issuer": "Erika Muster",
          "listed": false,
          "not_before": "2018-07-02",
          "private_here": true,
          "subject": "Erika Muster"
        },
        {
          "algorithm": "ECDSA P-256",
          "certificate": "[SHA-256]",
          "file": "keys/erika-muster-seal-3.crt",
          "issuer": "Vertrauen Prüf-CA",
          "listed": false,
          "not_after": "2018-12-31",
          "not_before": "2018-01-01",
          "private_here": true,
          "subject": "Jörg Öhm"
        }
      ]
    }
    "#);
    assert!(site.run("verify").starts_with("exit 0\n"));
    // The amended charter counts for what is signed from now on.
    site.draft("hausordnung", &crate::site::policy("Hausordnung", "2018-07-25")).signed("sign hausordnung");
    assert!(site.run("verify").starts_with("exit 0\n"));
    assert_snapshot!(site.run("charter show"), @"
    exit 0
    Archiv              muster.example/regelwerk
    Zeichnungsregelung  Eintrag 2, 02.07.2018
    Herausgeber         Musterkammer
    Zeitzone            Europe/Berlin
    Unterschriften      1 für eine Erklärung, 1 für eine Änderung dieser Regelung
    Heute zeichnen      Erika Muster
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
}

/// The certificate that `init` made, in the charter.
fn first_seal(site: &Site) -> String {
    let cert = site.path("regelwerk/keys/erika-muster-seal-1.crt").display().to_string();
    // As openssl writes it: upper case, with colons.
    let told = openssl(site, &["x509", "-in", &cert, "-noout", "-fingerprint", "-sha256"]);
    told.trim().split_once('=').unwrap().1.to_owned()
}

#[test]
fn further_keys_are_made_and_the_charter_can_be_without() {
    let site = Site::new();
    assert_snapshot!(site.run("key new erika-muster --seal --passphrase-file ../passphrase"), @"
    exit 0
    Zertifikat     Erika Muster
    Verfahren      ECDSA P-256
    Laufzeit       seit 02.07.2018, ohne Ablaufdatum
    Fingerabdruck  [FINGERPRINT]
    Datei          keys/erika-muster-seal-2.crt
    Privat         keys/private/erika-muster-seal-2.key
    Das Zertifikat zählt erst, wenn die Zeichnungsregelung es nennt:
      inkraft charter amend --add-seal keys/erika-muster-seal-2.crt --person erika-muster
    ");
    assert_snapshot!(site.refused("key new max-meier --seal --passphrase-file ../passphrase"), @r#"
    exit 2
    -- stderr
    Fehler: „max-meier“ steht nicht in der Zeichnungsregelung; der Name für das Zertifikat fehlt
      Mit --name "VORNAME NACHNAME" angeben, oder das Kürzel berichtigen.
    ~~ key new max-meier --seal --passphrase-file ../passphrase --lang en
    exit 2
    -- stderr
    error: "max-meier" is not in the charter; the name for the certificate is missing
      Give it with --name "FULL NAME", or correct the short name.
    "#);
    let made = site.run("key new max-meier --seal --name 'Max Meier' --passphrase-file ../passphrase");
    assert!(made.starts_with("exit 0\n") && made.contains("keys/max-meier-seal-1.crt"), "{made}");
    assert!(
        site.run(&format!("charter amend --remove-seal {} {AMEND}", first_seal(&site))).starts_with("exit 0")
    );
    let told = site.run("charter show --lang en");
    assert!(told.contains("none; `inkraft key new --seal` makes one"), "{told}");
    // For the body, not a person.
    let told = site.run(&format!("charter amend --add-seal keys/max-meier-seal-1.crt --lang en {AMEND}"));
    assert!(told.starts_with("exit 0\n") && told.contains("the body's own"), "{told}");
    assert!(site.run("verify").starts_with("exit 0\n"));
}

#[test]
fn recovery_keys_sign_from_other_media() {
    let site = Site::new();
    let private = |name: &str| site.path(&format!("regelwerk/keys/private/{name}.key"));
    fs::create_dir(site.path("medium")).unwrap();
    fs::rename(private("recovery-1-1"), site.path("medium/lost.key")).unwrap();
    fs::rename(private("recovery-2-1"), site.path("medium/safe.key")).unwrap();
    assert!(site.run("key new erika-muster --seal --passphrase-file ../passphrase").starts_with("exit 0"));
    let add = "charter amend --add-seal keys/erika-muster-seal-2.crt --person erika-muster";
    assert_snapshot!(site.refused(&format!("{add} {AMEND}")), @r#"
    exit 2
    -- stderr
    Fehler: gebraucht werden Wiederherstellungsschlüssel von 1 Person(en), hier liegen 0
      Den Datenträger einlegen und die Datei mit --recovery-key angeben.
    ~~ charter amend --add-seal keys/erika-muster-seal-2.crt --person erika-muster --yes --passphrase-file ../passphrase --lang en
    exit 2
    -- stderr
    error: recovery keys of 1 person(s) are needed, 0 are here
      Insert the medium and name the file with --recovery-key.
    "#);
    let officer = format!("{add} --recovery-key keys/private/erika-muster-1.key {AMEND}");
    assert_snapshot!(site.refused(&officer), @"
    exit 2
    Archiv           muster.example/regelwerk
    Neu              Erika Muster (erika-muster)
      Zertifikat     Erika Muster
      Aussteller     Erika Muster
      Laufzeit       seit 02.07.2018, ohne Ablaufdatum
      Fingerabdruck  [FINGERPRINT]
    Zeichnet         keys/private/erika-muster-1.key
    -- stderr
    Fehler: keys/private/erika-muster-1.key: der Schlüssel [FINGERPRINT] ist kein Wiederherstellungsschlüssel der Zeichnungsregelung
      `inkraft charter show` zeigt, welche es sind.
    ~~ charter amend --add-seal keys/erika-muster-seal-2.crt --person erika-muster --recovery-key keys/private/erika-muster-1.key --yes --passphrase-file ../passphrase --lang en
    exit 2
    Archive        muster.example/regelwerk
    Added          Erika Muster (erika-muster)
      certificate  Erika Muster
      issuer       Erika Muster
      validity     valid from 2018-07-02 without an end
      fingerprint  [FINGERPRINT]
    Signs          keys/private/erika-muster-1.key
    -- stderr
    error: keys/private/erika-muster-1.key: the key [FINGERPRINT] is no recovery key of the charter
      `inkraft charter show` shows which these are.
    ");
    let twice = format!("{add} --recovery-key ../medium/safe.key --recovery-key ../medium/safe.key {AMEND}");
    assert_snapshot!(site.refused(&twice), @"
    exit 2
    Archiv           muster.example/regelwerk
    Neu              Erika Muster (erika-muster)
      Zertifikat     Erika Muster
      Aussteller     Erika Muster
      Laufzeit       seit 02.07.2018, ohne Ablaufdatum
      Fingerabdruck  [FINGERPRINT]
    Zeichnet         ../medium/safe.key, ../medium/safe.key (2, nötig 1)
    -- stderr
    Fehler: zwei der Wiederherstellungsschlüssel sind von recovery-2
      Von jeder Person zählt eine Unterschrift; eine der Dateien weglassen.
    ~~ charter amend --add-seal keys/erika-muster-seal-2.crt --person erika-muster --recovery-key ../medium/safe.key --recovery-key ../medium/safe.key --yes --passphrase-file ../passphrase --lang en
    exit 2
    Archive        muster.example/regelwerk
    Added          Erika Muster (erika-muster)
      certificate  Erika Muster
      issuer       Erika Muster
      validity     valid from 2018-07-02 without an end
      fingerprint  [FINGERPRINT]
    Signs          ../medium/safe.key, ../medium/safe.key (2, needed 1)
    -- stderr
    error: two of the recovery keys are of recovery-2
      One signature of each person counts; leave one of the files out.
    ");
    assert_snapshot!(site.run(&format!("{add} --recovery-key ../medium/safe.key {AMEND}")), @"
    exit 0
    Archiv           muster.example/regelwerk
    Neu              Erika Muster (erika-muster)
      Zertifikat     Erika Muster
      Aussteller     Erika Muster
      Laufzeit       seit 02.07.2018, ohne Ablaufdatum
      Fingerabdruck  [FINGERPRINT]
    Zeichnet         ../medium/safe.key
    Unterschrieben und eingetragen: Eintrag 1, 02.07.2018, 10:00 Uhr
    ");
    let both = "--recovery-key ../medium/safe.key --recovery-key ../medium/lost.key";
    let told = site.run(&format!("charter amend --remove-seal {} {both} {AMEND}", first_seal(&site)));
    assert!(told.starts_with("exit 0\n"), "{told}");
    assert!(site.run("verify").starts_with("exit 0\n"));
}

#[test]
fn what_cannot_be_amended_is_refused() {
    let site = Site::new();
    let add = |what: &str| site.refused(&format!("charter amend --add-seal {what} {AMEND}"));
    assert_snapshot!(add("keys/erika-muster-seal-1.crt --person erika-muster"), @r#"
    exit 2
    -- stderr
    Fehler: das Zertifikat [FINGERPRINT] steht schon in der Zeichnungsregelung
    ~~ charter amend --add-seal keys/erika-muster-seal-1.crt --person erika-muster --yes --passphrase-file ../passphrase --lang en
    exit 2
    -- stderr
    error: the certificate [FINGERPRINT] is in the charter already
    "#);
    assert!(site.run("key new erika-muster --seal --passphrase-file ../passphrase").starts_with("exit 0"));
    assert_snapshot!(add("keys/erika-muster-seal-2.crt --person max-meier"), @r#"
    exit 2
    -- stderr
    Fehler: „max-meier“ ist keine Person der Zeichnungsregelung
      Es gibt: erika-muster.
    ~~ charter amend --add-seal keys/erika-muster-seal-2.crt --person max-meier --yes --passphrase-file ../passphrase --lang en
    exit 2
    -- stderr
    error: "max-meier" is nobody in the charter
      There are: erika-muster.
    "#);
    assert_snapshot!(add("keys/archive.pub"), @r#"
    exit 2
    -- stderr
    Fehler: keys/archive.pub: die Datei enthält „PUBLIC KEY“, gebraucht wird „CERTIFICATE“
      Eine Zertifikatsdatei beginnt mit „-----BEGIN CERTIFICATE-----“. Aus DER macht sie: openssl x509 -inform DER -in ALT -out NEU
    ~~ charter amend --add-seal keys/archive.pub --yes --passphrase-file ../passphrase --lang en
    exit 2
    -- stderr
    error: keys/archive.pub: the file holds "PUBLIC KEY", "CERTIFICATE" is needed
      A certificate file begins with "-----BEGIN CERTIFICATE-----". It is made of DER with: openssl x509 -inform DER -in OLD -out NEW
    "#);
    assert_snapshot!(site.refused(&format!("charter amend --remove-seal 0123456789 {AMEND}")), @r#"
    exit 2
    -- stderr
    Fehler: die Zeichnungsregelung nennt nicht genau ein Zertifikat, dessen Fingerabdruck mit „0123456789“ beginnt
      `inkraft charter show` zeigt sie; acht Ziffern oder mehr angeben.
    ~~ charter amend --remove-seal 0123456789 --yes --passphrase-file ../passphrase --lang en
    exit 2
    -- stderr
    error: the charter does not name exactly one certificate whose fingerprint begins with "0123456789"
      `inkraft charter show` shows them; give eight digits or more.
    "#);
    // Nobody is there to say yes.
    let asked =
        site.run("charter amend --lang en --add-seal keys/erika-muster-seal-2.crt --person erika-muster");
    assert!(asked.contains("error: there is nobody to ask\n"), "{asked}");
}

#[test]
fn what_cannot_be_imported_is_refused_and_leaves_nothing() {
    let mut site = Site::new();
    pkcs12(&site, "joerg", P256, "signs", &[]);
    pkcs12(&site, "server", P256, "server", &[]);
    pkcs12(&site, "short", &["-newkey", "rsa:2048"], "signs", &[]);
    pkcs12(&site, "bare", P256, "signs", &["-nokeys"]);
    pkcs12(&site, "slow", P256, "signs", &["-iter", "1500000"]);
    let whole = fs::read(site.path("joerg.p12")).unwrap();
    fs::write(site.path("cut.p12"), &whole[..whole.len() / 2]).unwrap();
    fs::write(site.path("garbage.p12"), "PK\u{3}\u{4} no such thing").unwrap();
    let import = |site: &Site, name: &str| site.refused(&format!("key import ../{name}.p12 {IMPORT}"));
    let mut told = String::new();
    for name in ["server", "short", "bare", "slow", "cut", "garbage", "missing"] {
        told += &format!("{name}: {}", import(&site, name));
    }
    told += &site
        .refused("key import ../joerg.p12 --p12-passphrase-file ../wrong --passphrase-file ../passphrase");
    site.at("2019-01-01T10:00:00+01:00");
    told += &import(&site, "joerg");
    site.at("2017-12-31T10:00:00+01:00");
    told += &import(&site, "joerg");
    assert_snapshot!(told.replace(IMPORT, "…"), @r#"
    server: exit 2
    -- stderr
    Fehler: ../server.p12: das Zertifikat wurde nicht für Signaturen ausgestellt (keyUsage)
      Gebraucht wird eines mit digitalSignature oder nonRepudiation.
    ~~ key import ../server.p12 … --lang en
    exit 2
    -- stderr
    error: ../server.p12: the certificate was not issued for signatures (keyUsage)
      One with digitalSignature or nonRepudiation is needed.
    short: exit 2
    -- stderr
    Fehler: ../short.p12: ein RSA-Schlüssel von 2048 Bit; angenommen werden 3072 und 4096
      Lassen Sie sich ein Zertifikat für einen längeren Schlüssel oder für P-256 ausstellen.
    ~~ key import ../short.p12 … --lang en
    exit 2
    -- stderr
    error: ../short.p12: an RSA key of 2048 bits; 3072 and 4096 are accepted
      Have a certificate issued for a longer key, or for P-256.
    bare: exit 2
    -- stderr
    Fehler: ../bare.p12: in der PKCS#12-Datei ist kein privater Schlüssel
      Exportieren Sie das Zertifikat „mit privatem Schlüssel“.
    ~~ key import ../bare.p12 … --lang en
    exit 2
    -- stderr
    error: ../bare.p12: there is no private key in the PKCS#12 file
      Export the certificate "with its private key".
    slow: exit 2
    -- stderr
    Fehler: ../slow.p12: die PKCS#12-Datei verlangt mehr Rechenarbeit, als hier für eine geleistet wird
      Schreiben Sie sie neu, wenn sie von Ihnen ist: openssl pkcs12 -in OLD -nodes -out /dev/shm/plain.pem; openssl pkcs12 -export -in /dev/shm/plain.pem -out NEW; rm /dev/shm/plain.pem
    ~~ key import ../slow.p12 … --lang en
    exit 2
    -- stderr
    error: ../slow.p12: the PKCS#12 file asks for more computing than is done for one here
      Write it anew if it is yours: openssl pkcs12 -in OLD -nodes -out /dev/shm/plain.pem; openssl pkcs12 -export -in /dev/shm/plain.pem -out NEW; rm /dev/shm/plain.pem
    cut: exit 2
    -- stderr
    Fehler: ../cut.p12: keine PKCS#12-Datei (.p12, .pfx), oder abgeschnitten, beschädigt oder nicht in DER
      Holen Sie die Datei noch einmal. Kann openssl sie lesen, dann hilft neu schreiben: openssl pkcs12 -in OLD -nodes -out /dev/shm/plain.pem; openssl pkcs12 -export -in /dev/shm/plain.pem -out NEW; rm /dev/shm/plain.pem
    ~~ key import ../cut.p12 … --lang en
    exit 2
    -- stderr
    error: ../cut.p12: not a PKCS#12 file (.p12, .pfx), or cut off, damaged or not in DER
      Fetch the file again. If openssl can read it, writing it anew helps: openssl pkcs12 -in OLD -nodes -out /dev/shm/plain.pem; openssl pkcs12 -export -in /dev/shm/plain.pem -out NEW; rm /dev/shm/plain.pem
    garbage: exit 2
    -- stderr
    Fehler: ../garbage.p12: keine PKCS#12-Datei (.p12, .pfx), oder abgeschnitten, beschädigt oder nicht in DER
      Holen Sie die Datei noch einmal. Kann openssl sie lesen, dann hilft neu schreiben: openssl pkcs12 -in OLD -nodes -out /dev/shm/plain.pem; openssl pkcs12 -export -in /dev/shm/plain.pem -out NEW; rm /dev/shm/plain.pem
    ~~ key import ../garbage.p12 … --lang en
    exit 2
    -- stderr
    error: ../garbage.p12: not a PKCS#12 file (.p12, .pfx), or cut off, damaged or not in DER
      Fetch the file again. If openssl can read it, writing it anew helps: openssl pkcs12 -in OLD -nodes -out /dev/shm/plain.pem; openssl pkcs12 -export -in /dev/shm/plain.pem -out NEW; rm /dev/shm/plain.pem
    missing: exit 2
    -- stderr
    Fehler: ../missing.p12 gibt es nicht
    ~~ key import ../missing.p12 … --lang en
    exit 2
    -- stderr
    error: ../missing.p12 does not exist
    exit 2
    -- stderr
    Fehler: ../joerg.p12: die Passphrase öffnet die PKCS#12-Datei nicht
      Gemeint ist die Passphrase, mit der die Datei übergeben wurde. Prüfen Sie Feststelltaste und Tastaturbelegung.
    ~~ key import ../joerg.p12 --p12-passphrase-file ../wrong --passphrase-file ../passphrase --lang en
    exit 2
    -- stderr
    error: ../joerg.p12: the passphrase does not open the PKCS#12 file
      What is meant is the passphrase that the file was handed over with. Check caps lock and the keyboard layout.
    exit 2
    -- stderr
    Fehler: ../joerg.p12: das Zertifikat ist am 31.12.2018 abgelaufen
      Lassen Sie sich ein neues ausstellen. Was damit schon signiert ist, bleibt, was es ist.
    ~~ key import ../joerg.p12 … --lang en
    exit 2
    -- stderr
    error: ../joerg.p12: the certificate expired on 2018-12-31
      Have a new one issued. What is signed with it already stays what it is.
    exit 2
    -- stderr
    Fehler: ../joerg.p12: das Zertifikat ist erst ab 01.01.2018 gültig
      Bis dahin warten, oder die Uhr des Rechners prüfen.
    ~~ key import ../joerg.p12 … --lang en
    exit 2
    -- stderr
    error: ../joerg.p12: the certificate is not valid before 2018-01-01
      Wait until then, or check the machine's clock.
    "#);
}

#[test]
fn init_takes_a_seal_key_from_pkcs12_or_makes_nothing() {
    let site = Site::empty();
    fs::write(site.path("passphrase"), format!("{PASSPHRASE}\n")).unwrap();
    restrict(&site.path("passphrase"), 0o600);
    pkcs12(&site, "joerg", &["-newkey", "rsa:3072"], "signs", &[]);
    let init = |passphrase: &str| {
        format!(
            "init regelwerk --publisher Musterkammer --origin {ORIGIN} --officer 'Jörg Öhm' --function '' \
             --passphrase-file passphrase --seal-key joerg.p12 --seal-passphrase-file {passphrase}"
        )
    };
    assert_snapshot!(site.refused(&init("wrong")), @r#"
    exit 2
    -- stderr
    Fehler: joerg.p12: die Passphrase öffnet die PKCS#12-Datei nicht
      Gemeint ist die Passphrase, mit der die Datei übergeben wurde. Prüfen Sie Feststelltaste und Tastaturbelegung.
    ~~ init regelwerk --publisher Musterkammer --origin muster.example/regelwerk --officer 'Jörg Öhm' --function '' --passphrase-file passphrase --seal-key joerg.p12 --seal-passphrase-file wrong --lang en
    exit 2
    -- stderr
    error: joerg.p12: the passphrase does not open the PKCS#12 file
      What is meant is the passphrase that the file was handed over with. Check caps lock and the keyboard layout.
    "#);
    assert_snapshot!(site.run(&init("p12")), @r#"
    exit 0
    Arbeitsordner angelegt: regelwerk
      archive/       Register mit der Gründungsregelung
      keys/          öffentliche Schlüssel, Zertifikat für PDF-Signaturen, Vertrauensanker (keys/anchor)
      keys/private/  private Schlüssel, verschlüsselt; nie veröffentlichen
      documents/     Entwürfe
    PDF werden signiert mit dem Zertifikat von Jörg Öhm, Fingerabdruck
      [FINGERPRINT]
    Jetzt: keys/private/recovery-1-1.key und recovery-2-1.key auf zwei Datenträger legen und hier löschen.
    Unterschreiben wird joerg-oehm. Weiter mit `inkraft new ID`.
    "#);
    let list = site.run("key list --lang en");
    assert!(
        list.contains("keys/joerg-oehm-seal-1.crt\n  signs PDFs for joerg-oehm; private key is here"),
        "{list}"
    );
    assert!(site.run("verify").starts_with("exit 0\n"));
    // The chain comes with it.
    let cert = fs::read_to_string(site.path("regelwerk/keys/joerg-oehm-seal-1.crt")).unwrap();
    assert_eq!(cert.matches("BEGIN CERTIFICATE").count(), 2);
}

#[test]
fn a_file_that_is_no_certificate_of_ours_stops_nobody() {
    let site = Site::new();
    let keys = site.path("regelwerk/keys");
    let der =
        ["x509", "-in", "regelwerk/keys/erika-muster-seal-1.crt", "-outform", "DER", "-out", "root.der"];
    openssl(&site, &der);
    fs::copy(site.path("root.der"), keys.join("behoerde-root.crt")).unwrap();
    let before = site.run("key list");
    assert!(before.starts_with("exit 0\n"), "{before}");
    let (_, warned) = before.split_once("-- stderr\n").expect(&before);
    let warned: Vec<_> = warned.lines().filter(|l| l.starts_with("Warnung")).collect();
    assert_eq!(
        warned,
        ["Warnung: keys/behoerde-root.crt: kein Zertifikat (X.509), oder abgeschnitten oder beschädigt"]
    );
    site.draft("hausordnung", &crate::site::policy("Hausordnung", "2018-07-25"));
    let signed = site.sign("sign hausordnung");
    assert!(signed.starts_with("exit 0\n") && !signed.contains("behoerde"), "{signed}");
    // With a private key beside it, it is meant to be one of ours.
    fs::copy(keys.join("private/erika-muster-seal-1.key"), keys.join("private/behoerde-root.key")).unwrap();
    let refused = site.run("key list");
    assert!(refused.starts_with("exit 2\n") && refused.contains("keys/behoerde-root.crt"), "{refused}");
}
