//! Seal keys against openssl, which must be installed: these tests fail without it.

use std::fs;
use std::process::Command;

use insta::assert_snapshot;
use tempfile::TempDir;

use super::*;
use crate::base::{Say, Time};

pub(super) const PASS: &str = "correct horse";

pub(super) fn pass(text: &str) -> Passphrase {
    Passphrase::new(text).unwrap()
}

/// Runs openssl in the folder and gives what it writes.
pub(super) fn openssl(dir: &TempDir, args: &[&str]) -> String {
    let out = Command::new("openssl")
        .args(args)
        .current_dir(dir)
        .output()
        .expect("these tests need the openssl program (Debian: apt-get install openssl)");
    assert!(out.status.success(), "openssl {args:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr)
}

fn words(args: &str) -> Vec<&str> {
    args.split(' ').collect()
}

pub(super) fn now() -> Time {
    "2018-07-02T10:00:00+02:00".parse().unwrap()
}

const JOERG: Holder<'_> = Holder {
    name: "Jörg Groß-Öhm",
    organization: "Kammer für „Muster“, Körperschaft des öffentlichen Rechts",
    title: Some("Geschäftsführer"),
};

#[test]
fn a_key_that_is_made_here_opens_in_openssl_and_its_certificate_is_read_there() {
    let (dir, key) = (TempDir::new().unwrap(), SealKey::generate(JOERG, now()).unwrap());
    fs::write(dir.path().join("key.pem"), key.to_encrypted_pem(&pass(PASS)).unwrap()).unwrap();
    fs::write(dir.path().join("cert.pem"), key.certificate_pem()).unwrap();
    fs::write(dir.path().join("pass"), PASS).unwrap();
    fs::write(dir.path().join("message"), b"what is signed").unwrap();
    fs::write(dir.path().join("sig"), key.sign(b"what is signed").unwrap()).unwrap();
    assert_eq!(key.sign(b"what is signed").unwrap(), key.sign(b"what is signed").unwrap());

    let from_key = openssl(&dir, &words("pkey -in key.pem -passin file:pass -pubout"));
    assert_eq!(from_key, openssl(&dir, &words("x509 -in cert.pem -noout -pubkey")));
    fs::write(dir.path().join("pub.pem"), from_key).unwrap();
    let verified = openssl(&dir, &words("dgst -sha256 -verify pub.pem -signature sig message"));
    assert_eq!(verified, "Verified OK\n");
    // The certificate as its own anchor; `-x509_strict` holds it to RFC 5280.
    let verified = openssl(&dir, &words("verify -x509_strict -check_ss_sig -CAfile cert.pem cert.pem"));
    assert_eq!(verified, "cert.pem: OK\n");
    let shown = openssl(&dir, &words("asn1parse -in key.pem"));
    assert!(shown.contains(":0927C0"), "600,000 rounds");
    let shown = openssl(&dir, &words("x509 -in cert.pem -noout -fingerprint -sha256"));
    let digest = shown.trim().split_once('=').unwrap().1.replace(':', "").to_lowercase();
    assert_eq!(digest, key.certificate().digest().to_string());

    let shown =
        openssl(&dir, &words("x509 -in cert.pem -noout -text -nameopt utf8,sep_comma_plus,sname,-esc_msb"));
    // Without the numbers, which are new each time.
    let is_number = |l: &str| l.contains(':') && l.chars().all(|c| c.is_ascii_hexdigit() || ": ".contains(c));
    let lines = shown.lines().map(str::trim_end).filter(|l| !is_number(l));
    assert_snapshot!(lines.collect::<Vec<_>>().join("\n"), @"
    Certificate:
        Data:
            Version: 3 (0x2)
            Serial Number:
            Signature Algorithm: ecdsa-with-SHA256
            Issuer: O=Kammer für „Muster“, Körperschaft des öffentlichen Rechts,CN=Jörg Groß-Öhm,title=Geschäftsführer
            Validity
                Not Before: Jul  2 08:00:00 2018 GMT
                Not After : Dec 31 23:59:59 9999 GMT
            Subject: O=Kammer für „Muster“, Körperschaft des öffentlichen Rechts,CN=Jörg Groß-Öhm,title=Geschäftsführer
            Subject Public Key Info:
                Public Key Algorithm: id-ecPublicKey
                    Public-Key: (256 bit)
                    pub:
                    ASN1 OID: prime256v1
                    NIST CURVE: P-256
            X509v3 extensions:
                X509v3 Basic Constraints: critical
                    CA:FALSE
                X509v3 Key Usage: critical
                    Digital Signature, Non Repudiation
                X509v3 Subject Key Identifier:
        Signature Algorithm: ecdsa-with-SHA256
        Signature Value:
    ");
    let serial = openssl(&dir, &words("x509 -in cert.pem -noout -serial"));
    assert_eq!(serial.trim().len(), "serial=".len() + 32, "{serial}");
}

#[test]
fn the_certificate_is_told_and_the_key_opens_again() {
    let key = SealKey::generate(JOERG, now()).unwrap();
    let certificate = key.certificate();
    assert_eq!(certificate.subject(), "Jörg Groß-Öhm");
    assert_eq!(certificate.issuer(), "Jörg Groß-Öhm");
    assert!(certificate.is_self_issued());
    assert_eq!(certificate.key_kind(), KeyKind::P256);
    assert_eq!(certificate.not_before(), now().seconds());
    assert_eq!(certificate.not_after(), 253_402_300_799);
    assert_eq!(certificate.first_day().unwrap().to_string(), "2018-07-02");
    assert_eq!(certificate.last_day(), None);
    assert_eq!(certificate.check_for_signing(now().seconds()), Ok(()));
    let early = certificate.check_for_signing(now().seconds() - 1).unwrap_err();
    assert_eq!(early, CertificateError::NotYet { from: certificate.first_day() });

    let text = key.to_encrypted_pem(&pass(PASS)).unwrap();
    let certificates = Certificate::from_pem(&key.certificate_pem()).unwrap();
    assert_eq!(certificates, std::slice::from_ref(certificate));
    let again = SealKey::from_encrypted_pem(&text, &pass(PASS), certificates).unwrap();
    assert_eq!(again.sign(b"x").unwrap(), key.sign(b"x").unwrap());
    assert_eq!(
        format!("{again:?}"),
        format!("SealKey(Certificate(Jörg Groß-Öhm, {}))", certificate.digest())
    );

    let wrong = SealKey::from_encrypted_pem(&text, &pass("correct house"), vec![certificate.clone()]);
    assert_eq!(wrong.unwrap_err(), KeyError::WrongPassphrase);
    let other = SealKey::generate(Holder { name: "A", organization: "B", title: None }, now()).unwrap();
    let other = SealKey::from_encrypted_pem(&text, &pass(PASS), vec![other.certificate().clone()]);
    assert_eq!(other.unwrap_err(), KeyError::OtherCertificate { subject: "A".into() });
    let none = SealKey::from_encrypted_pem(&text, &pass(PASS), Vec::new()).unwrap_err();
    assert_eq!(none, KeyError::NoCertificate);
    let officer = SecretKey::generate().unwrap().encrypt(&pass(PASS), 1).unwrap();
    let officer = SealKey::from_encrypted_pem(&officer, &pass(PASS), vec![certificate.clone()]);
    assert_eq!(officer.unwrap_err(), KeyError::NotForSeals { oid: "1.3.101.112".into() });
}

#[test]
fn what_is_no_certificate_is_refused() {
    let key = SealKey::generate(JOERG, now()).unwrap();
    let (der, pem) = (key.certificate().der(), key.certificate_pem());
    for cut in [0, 1, der.len() / 2, der.len() - 1] {
        assert_eq!(Certificate::from_der(&der[..cut]), Err(CertificateError::NotOne));
    }
    assert_eq!(Certificate::from_der(&[der, &[0]].concat()), Err(CertificateError::NotOne));
    assert_eq!(Certificate::from_der(&[0x30; 70_000]), Err(CertificateError::TooLarge));
    assert_eq!(Certificate::from_pem(""), Err(CertificateError::NotOne));
    assert_eq!(Certificate::from_pem(&pem[..100]), Err(CertificateError::NotOne));
    assert_eq!(Certificate::from_pem(&pem.repeat(11)), Err(CertificateError::NotOne));
    assert_eq!(Certificate::from_pem(&pem.repeat(3)).unwrap().len(), 3);
    let bags = format!("Bag Attributes\r\n    friendlyName: x\r\n{}", pem.replace('\n', "\r\n"));
    assert_eq!(Certificate::from_pem(&bags).unwrap().len(), 1);
    let other = Certificate::from_pem(&key.to_encrypted_pem(&pass(PASS)).unwrap());
    assert_eq!(other, Err(CertificateError::OtherKind("ENCRYPTED PRIVATE KEY".into())));
    assert!(other.unwrap_err().advice(crate::base::Lang::De).unwrap().contains("BEGIN CERTIFICATE"));
}
