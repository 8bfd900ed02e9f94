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
    assert_snapshot!(subject, @"");
    let of_key = openssl(&site, &["pkey", "-in", &key, "-passin", &format!("pass:{PASSPHRASE}"), "-pubout"]);
    assert_eq!(of_key, openssl(&site, &["x509", "-in", &cert, "-noout", "-pubkey"]));
    assert_eq!(
        openssl(&site, &["verify", "-x509_strict", "-CAfile", &cert, &cert]).trim(),
        format!("{cert}: OK")
    );
    assert_snapshot!(site.both("charter show"), @"");
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
    assert_snapshot!(site.run(&format!("key import ../joerg.p12 {IMPORT}")), @"");
    assert_snapshot!(site.run(&format!("key import ../joerg.p12 --lang en {IMPORT}")), @"");
    assert_snapshot!(site.run(&format!("charter amend --add-seal keys/erika-muster-seal-2.crt --person erika-muster {AMEND}")), @"");
    assert_snapshot!(site.run(&format!("charter amend --lang en --remove-seal {} {AMEND}", first_seal(&site))), @"");
    assert_snapshot!(site.both("key list"), @"");
    assert_snapshot!(site.run("key list --json"), @"");
    assert!(site.run("verify").starts_with("exit 0\n"));
    // The amended charter counts for what is signed from now on.
    site.draft("hausordnung", &crate::site::policy("Hausordnung", "2018-07-25")).signed("sign hausordnung");
    assert!(site.run("verify").starts_with("exit 0\n"));
    assert_snapshot!(site.run("charter show"), @"");
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
    assert_snapshot!(site.run("key new erika-muster --seal --passphrase-file ../passphrase"), @"");
    assert_snapshot!(site.refused("key new max-meier --seal --passphrase-file ../passphrase"), @"");
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
    assert_snapshot!(site.refused(&format!("{add} {AMEND}")), @"");
    let officer = format!("{add} --recovery-key keys/private/erika-muster-1.key {AMEND}");
    assert_snapshot!(site.refused(&officer), @"");
    let twice = format!("{add} --recovery-key ../medium/safe.key --recovery-key ../medium/safe.key {AMEND}");
    assert_snapshot!(site.refused(&twice), @"");
    assert_snapshot!(site.run(&format!("{add} --recovery-key ../medium/safe.key {AMEND}")), @"");
    let both = "--recovery-key ../medium/safe.key --recovery-key ../medium/lost.key";
    let told = site.run(&format!("charter amend --remove-seal {} {both} {AMEND}", first_seal(&site)));
    assert!(told.starts_with("exit 0\n"), "{told}");
    assert!(site.run("verify").starts_with("exit 0\n"));
}

#[test]
fn what_cannot_be_amended_is_refused() {
    let site = Site::new();
    let add = |what: &str| site.refused(&format!("charter amend --add-seal {what} {AMEND}"));
    assert_snapshot!(add("keys/erika-muster-seal-1.crt --person erika-muster"), @"");
    assert!(site.run("key new erika-muster --seal --passphrase-file ../passphrase").starts_with("exit 0"));
    assert_snapshot!(add("keys/erika-muster-seal-2.crt --person max-meier"), @"");
    assert_snapshot!(add("keys/archive.pub"), @"");
    assert_snapshot!(site.refused(&format!("charter amend --remove-seal 0123456789 {AMEND}")), @"");
    assert_snapshot!(site.refused("charter amend --remove-seal 0123456789"), @"");
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
    assert_snapshot!(told.replace(IMPORT, "…"), @"");
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
    assert_snapshot!(site.refused(&init("wrong")), @"");
    assert_snapshot!(site.run(&init("p12")), @"");
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
