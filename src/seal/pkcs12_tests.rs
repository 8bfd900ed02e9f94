//! Keys and certificates that openssl makes and puts into PKCS#12 files, sound ones and each with one fault.

use std::fs;
use std::time::{Duration, Instant};

use p12_keystore::{KeyStore, KeyStoreEntry, PrivateKey, PrivateKeyChain};
use tempfile::TempDir;

use super::seal_tests::{PASS, now, openssl, pass};
use super::*;
use crate::base::{Lang, Say};

const RSA: &[&str] = &["-newkey", "rsa:3072"];
const P256: &[&str] = &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];
const P384: &[&str] = &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"];

/// A folder with `NAME.key` and `NAME.crt`, self-signed.
fn made(dir: &TempDir, name: &str, kind: &[&str], more: &[&str]) {
    let (key, cert) = (format!("{name}.key"), format!("{name}.crt"));
    let subject = format!("/O=Kammer/CN={name}");
    let fixed =
        ["req", "-x509", "-nodes", "-utf8", "-days", "30", "-subj", &subject, "-keyout", &key, "-out", &cert];
    openssl(dir, &[&fixed[..], kind, more].concat());
}

/// The PKCS#12 file that `openssl pkcs12 -export` makes with these arguments.
fn exported(dir: &TempDir, args: &[&str]) -> Vec<u8> {
    let fixed = ["pkcs12", "-export", "-out", "out.p12", "-passout", "pass:correct horse"];
    openssl(dir, &[&fixed[..], args].concat());
    fs::read(dir.path().join("out.p12")).unwrap()
}

fn refusal(bytes: &[u8]) -> Pkcs12Error {
    SealKey::from_pkcs12(bytes, &pass(PASS)).expect_err("the file must be refused")
}

#[test]
fn keys_of_each_kind_are_taken_in_and_openssl_accepts_their_signatures() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("message"), b"what is signed").unwrap();
    for (name, kind, hash, expected) in [
        ("p256", P256, "-sha256", KeyKind::P256),
        ("p384", P384, "-sha384", KeyKind::P384),
        ("rsa", RSA, "-sha256", KeyKind::Rsa),
    ] {
        made(&dir, name, kind, &[]);
        let (key, cert) = (format!("{name}.key"), format!("{name}.crt"));
        let key =
            SealKey::from_pkcs12(&exported(&dir, &["-inkey", &key, "-in", &cert]), &pass(PASS)).unwrap();
        assert_eq!(key.certificate().key_kind(), expected);
        assert_eq!(key.certificate().subject(), name);
        assert_eq!(key.certificate_pem(), fs::read_to_string(dir.path().join(&cert)).unwrap());

        // Through its file, as it is used.
        let text = key.to_encrypted_pem(&pass(PASS)).unwrap();
        let certificates = Certificate::from_pem(&key.certificate_pem()).unwrap();
        let key = SealKey::from_encrypted_pem(&text, &pass(PASS), certificates).unwrap();
        fs::write(dir.path().join("key.pem"), text).unwrap();
        fs::write(dir.path().join("sig"), key.sign(b"what is signed").unwrap()).unwrap();
        let public = openssl(&dir, &["pkey", "-in", "key.pem", "-passin", "pass:correct horse", "-pubout"]);
        assert_eq!(public, openssl(&dir, &["x509", "-in", &cert, "-noout", "-pubkey"]));
        fs::write(dir.path().join("pub.pem"), public).unwrap();
        let verified = openssl(&dir, &["dgst", hash, "-verify", "pub.pem", "-signature", "sig", "message"]);
        assert_eq!(verified, "Verified OK\n", "{name}");
        assert_eq!(key.digest(&[b"what ", b"is signed"]).len(), if hash == "-sha384" { 48 } else { 32 });
    }
}

#[test]
fn older_encryptions_umlauts_and_a_chain_are_read() {
    let dir = TempDir::new().unwrap();
    made(&dir, "root", P384, &["-addext", "keyUsage=keyCertSign"]);
    made(&dir, "other", P256, &[]);
    let args = ["req", "-new", "-nodes", "-subj", "/CN=leaf", "-keyout", "leaf.key", "-out", "leaf.csr"];
    openssl(&dir, &[&args[..], P256].concat());
    let args =
        ["x509", "-req", "-in", "leaf.csr", "-CA", "root.crt", "-CAkey", "root.key", "-out", "leaf.crt"];
    openssl(&dir, &args);
    let read = |name: &str| fs::read_to_string(dir.path().join(name)).unwrap();
    fs::write(dir.path().join("chain.pem"), read("other.crt") + &read("root.crt")).unwrap();

    let leaf = ["-inkey", "leaf.key", "-in", "leaf.crt", "-certfile", "chain.pem"];
    let more: [&[&str]; 4] = [
        &[],
        &["-legacy"],
        &["-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES", "-macalg", "sha1"],
        &["-certpbe", "NONE", "-name", "Schlüssel"],
    ];
    for more in more {
        let key = SealKey::from_pkcs12(&exported(&dir, &[&leaf[..], more].concat()), &pass(PASS)).unwrap();
        assert_eq!(key.certificate().subject(), "leaf");
        assert_eq!(key.certificate().issuer(), "root");
        let chain: Vec<_> = key.chain().iter().map(Certificate::subject).collect();
        assert_eq!(chain, ["root"], "what does not belong to it is left out: {more:?}");
        assert_eq!(Certificate::from_pem(&key.certificate_pem()).unwrap().len(), 2);
    }
    let fixed = ["pkcs12", "-export", "-out", "u.p12", "-passout", "pass:schl\u{fc}ssel"];
    for more in [&[][..], &["-legacy"]] {
        openssl(&dir, &[&fixed[..], &leaf, more].concat());
        let bytes = fs::read(dir.path().join("u.p12")).unwrap();
        assert!(SealKey::from_pkcs12(&bytes, &pass("schlu\u{308}ssel")).is_ok(), "{more:?}");
    }
}

#[test]
fn each_fault_is_named() {
    let dir = TempDir::new().unwrap();
    made(&dir, "a", P256, &[]);
    made(&dir, "b", P256, &[]);
    made(&dir, "short", &["-newkey", "rsa:2048"], &[]);
    made(&dir, "three", &["-newkey", "rsa:3072", "-pkeyopt", "rsa_keygen_pubexp:3"], &[]);
    made(&dir, "p521", &["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-521"], &[]);
    made(&dir, "ed", &["-newkey", "ed25519"], &[]);
    let a = ["-inkey", "a.key", "-in", "a.crt"];
    let sound = exported(&dir, &a);
    assert!(SealKey::from_pkcs12(&sound, &pass(PASS)).is_ok());
    let wrong = SealKey::from_pkcs12(&sound, &pass("correct house")).unwrap_err();
    assert_eq!(wrong, Pkcs12Error::WrongPassphrase);

    let of = |name: &str| exported(&dir, &["-inkey", &format!("{name}.key"), "-in", &format!("{name}.crt")]);
    let key = |e: KeyError| Pkcs12Error::Key(e);
    let unfit = |oid: &str| key(KeyError::NotForSeals { oid: oid.into() });
    assert_eq!(refusal(&of("short")), key(KeyError::RsaBits { bits: 2048 }));
    assert_eq!(refusal(&of("three")), key(KeyError::RsaExponent));
    assert_eq!(refusal(&of("p521")), unfit("1.3.132.0.35"));
    assert_eq!(refusal(&of("ed")), unfit("1.3.101.112"));
    assert_eq!(refusal(&exported(&dir, &["-nokeys", "-in", "a.crt"])), Pkcs12Error::NoKey);
    assert_eq!(refusal(&exported(&dir, &[&a[..], &["-nomac"]].concat())), Pkcs12Error::NoMac);
    // openssl does not write what follows.
    let private = |name: &str| {
        let (key, der) = (format!("{name}.key"), format!("{name}.der"));
        openssl(&dir, &["pkcs8", "-topk8", "-nocrypt", "-in", &key, "-outform", "DER", "-out", &der]);
        PrivateKey::from_der(&fs::read(dir.path().join(der)).unwrap()).unwrap()
    };
    let certificate = |name: &str| {
        let text = fs::read_to_string(dir.path().join(format!("{name}.crt"))).unwrap();
        p12_keystore::Certificate::from_der(Certificate::from_pem(&text).unwrap()[0].der()).unwrap()
    };
    let written = |chains: &[(&str, &str)]| {
        let mut store = KeyStore::new();
        for (key, cert) in chains {
            let chain = PrivateKeyChain::new(key.as_bytes(), private(key), [certificate(cert)]);
            store.add_entry(key, KeyStoreEntry::PrivateKeyChain(chain));
        }
        store.writer(PASS).write().unwrap()
    };
    assert!(SealKey::from_pkcs12(&written(&[("a", "a")]), &pass(PASS)).is_ok());
    let other = KeyError::OtherCertificate { subject: "b".into() };
    assert_eq!(refusal(&written(&[("a", "b")])), key(other));
    assert_eq!(refusal(&written(&[("a", "a"), ("b", "b")])), Pkcs12Error::SeveralKeys(2));
    // A letter of the subject, in a part that lies open: the check value is over all of it.
    let mut changed = exported(&dir, &[&a[..], &["-certpbe", "NONE"]].concat());
    let at = changed.windows(6).position(|w| w == b"Kammer").unwrap();
    changed[at] = b'J';
    assert_eq!(refusal(&changed), Pkcs12Error::WrongPassphrase);
    for cut in [0, 1, 10, sound.len() / 2, sound.len() - 1] {
        assert_eq!(refusal(&sound[..cut]), Pkcs12Error::NotOne);
    }
    assert_eq!(refusal(b"garbage"), Pkcs12Error::NotOne);
    assert_eq!(refusal(&vec![0x30; 70_000]), Pkcs12Error::TooLarge);
    for e in [Pkcs12Error::NotOne, Pkcs12Error::NoMac, Pkcs12Error::SeveralKeys(2), wrong] {
        assert!(e.advice(Lang::De).is_some_and(|t| !t.is_empty()), "{e}");
    }
}

#[test]
fn huge_numbers_of_rounds_are_refused_before_they_are_computed() {
    let dir = TempDir::new().unwrap();
    made(&dir, "a", P256, &[]);
    let a = ["-inkey", "a.key", "-in", "a.crt"];
    for more in [&["-iter", "2097152"][..], &["-legacy", "-iter", "2097152"]] {
        let bytes = exported(&dir, &[&a[..], more].concat());
        let started = Instant::now();
        assert_eq!(refusal(&bytes), Pkcs12Error::TooMuchWork, "{more:?}");
        assert!(started.elapsed() < Duration::from_millis(200));
    }
    let bytes = exported(&dir, &[&a[..], &["-iter", "65535"]].concat());
    // Each of the places that say so (both parts) says 8,388,607 in as many bytes.
    let stated = [0x02, 0x03, 0x00, 0xff, 0xff];
    let places: Vec<usize> = (0..bytes.len() - 5).filter(|at| bytes[*at..*at + 5] == stated).collect();
    assert_eq!(places.len(), 2);
    for at in places {
        let mut hostile = bytes.clone();
        hostile[at + 2..at + 5].copy_from_slice(&[0x7f, 0xff, 0xff]);
        let started = Instant::now();
        assert_eq!(refusal(&hostile), Pkcs12Error::TooMuchWork, "at byte {at}");
        assert!(started.elapsed() < Duration::from_millis(200));
    }
    // The check value has a number of its own, which openssl leaves alone.
    let bytes = KeyStore::new().writer(PASS).mac_iterations(1_000_001).write().unwrap();
    let started = Instant::now();
    assert_eq!(refusal(&bytes), Pkcs12Error::TooMuchWork);
    assert!(started.elapsed() < Duration::from_millis(200));
}

#[test]
fn a_certificate_is_judged_before_it_signs() {
    let dir = TempDir::new().unwrap();
    made(&dir, "server", P256, &["-addext", "keyUsage=critical,keyAgreement"]);
    made(&dir, "plain", P256, &[]);
    made(&dir, "signer", P256, &["-addext", "keyUsage=critical,nonRepudiation"]);
    let read = |name: &str| {
        let text = fs::read_to_string(dir.path().join(format!("{name}.crt"))).unwrap();
        Certificate::from_pem(&text).unwrap().remove(0)
    };
    let (server, plain, signer) = (read("server"), read("plain"), read("signer"));
    let today = plain.not_before();
    assert_eq!(server.check_for_signing(today + 60), Err(CertificateError::OtherUse));
    assert_eq!(signer.check_for_signing(signer.not_before()), Ok(()));
    assert_eq!(plain.check_for_signing(plain.not_after()), Ok(()));
    let late = plain.check_for_signing(plain.not_after() + 1);
    assert_eq!(late, Err(CertificateError::Expired { until: plain.last_day() }));
    assert!(plain.last_day().is_some());
    let early = plain.check_for_signing(now().seconds());
    assert_eq!(early, Err(CertificateError::NotYet { from: plain.first_day() }));
}

/// A file with the key `c0` and all these certificates.
fn chain_of(dir: &TempDir, certificates: usize) -> Vec<u8> {
    let read = |n: usize| fs::read_to_string(dir.path().join(format!("c{n}.crt"))).unwrap();
    fs::write(dir.path().join("rest.pem"), (1..certificates).map(read).collect::<String>()).unwrap();
    exported(dir, &["-inkey", "c0.key", "-in", "c0.crt", "-certfile", "rest.pem"])
}

#[test]
fn a_chain_is_as_long_as_its_file_may_be() {
    let dir = TempDir::new().unwrap();
    made(&dir, "c10", P256, &[]);
    for n in (0..10).rev() {
        let file = |end: &str| format!("c{n}.{end}");
        let issuer = |end: &str| format!("c{}.{end}", n + 1);
        let subject = format!("/O=Kammer/CN=c{n}");
        let request =
            ["req", "-new", "-nodes", "-subj", &subject, "-keyout", &file("key"), "-out", &file("csr")];
        openssl(&dir, &[&request[..], P256].concat());
        let (by, key) = (issuer("crt"), issuer("key"));
        openssl(
            &dir,
            &["x509", "-req", "-in", &file("csr"), "-CA", &by, "-CAkey", &key, "-out", &file("crt")],
        );
    }
    let key = SealKey::from_pkcs12(&chain_of(&dir, 10), &pass(PASS)).unwrap();
    assert_eq!(key.chain().len(), 9);
    assert_eq!(refusal(&chain_of(&dir, 11)), Pkcs12Error::LongChain);
}

#[test]
fn what_cannot_be_seen_before_it_is_decrypted_is_small() {
    let dir = TempDir::new().unwrap();
    for (bytes, fits) in [(14_000, true), (17_000, false)] {
        made(&dir, "a", P256, &["-addext", &format!("nsComment={}", "x".repeat(bytes))]);
        let a = ["-inkey", "a.key", "-in", "a.crt"];
        for more in [&[][..], &["-legacy"]] {
            let taken = SealKey::from_pkcs12(&exported(&dir, &[&a[..], more].concat()), &pass(PASS));
            let refused = taken.err();
            assert_eq!(refused, (!fits).then_some(Pkcs12Error::TooMuchWork), "{bytes} {more:?}");
        }
        // Where the certificates lie open, nothing is hidden.
        let open = exported(&dir, &[&a[..], &["-certpbe", "NONE"]].concat());
        assert!(SealKey::from_pkcs12(&open, &pass(PASS)).is_ok());
    }
}

#[test]
fn an_encryption_that_has_no_name_is_told_without_one() {
    let told =
        |found: Option<&str>| Pkcs12Error::Encryption { found: found.map(str::to_owned) }.fact(Lang::En);
    assert_eq!(told(None), "the PKCS#12 file is encrypted in a way that is not read here");
    assert_eq!(told(Some("1.2.3")), "the PKCS#12 file is encrypted in a way that is not read here (1.2.3)");
}
