//! Key files against openssl, which must be installed: these tests fail without it.
//!
//! Files that only these tests read are written with one round, so that the whole takes a second.

use std::fs;
use std::process::Command;

use pkcs8::EncryptedPrivateKeyInfoRef;
use pkcs8::der::Encode as _;
use pkcs8::der::asn1::OctetStringRef;
use pkcs8::der::pem::{self, LineEnding};
use pkcs8::pkcs5::pbes2;
use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::base::{Lang, Say};

const PASS: &str = "correct horse";

fn pass(text: &str) -> Passphrase {
    Passphrase::new(text).unwrap()
}

/// Runs openssl in the folder and gives what it writes.
fn openssl(dir: &TempDir, args: &str) -> Vec<u8> {
    let out = Command::new("openssl")
        .args(args.split(' '))
        .current_dir(dir)
        .output()
        .expect("these tests need the openssl program (Debian: apt-get install openssl)");
    assert!(out.status.success(), "openssl {args}: {}", String::from_utf8_lossy(&out.stderr));
    out.stdout
}

/// A key file that openssl made with these arguments to `pkcs8 -topk8` or `genpkey`.
fn made_by_openssl(args: &str) -> String {
    let dir = TempDir::new().unwrap();
    openssl(&dir, "genpkey -algorithm ED25519 -out plain.pem");
    String::from_utf8(openssl(&dir, args)).unwrap()
}

fn refusal(text: &str) -> KeyError {
    SecretKey::from_encrypted_pem(text, &pass(PASS)).expect_err("the file must be refused")
}

#[test]
fn a_key_that_we_wrote_opens_here_and_in_openssl_and_signs_the_same() {
    let (dir, key) = (TempDir::new().unwrap(), SecretKey::generate().unwrap());
    let text = key.to_encrypted_pem(&pass(PASS)).unwrap();
    fs::write(dir.path().join("key.pem"), &text).unwrap();
    fs::write(dir.path().join("pass"), format!("{PASS}\n")).unwrap();
    fs::write(dir.path().join("message"), b"what is signed").unwrap();

    let again = SecretKey::from_encrypted_pem(&text, &pass(PASS)).unwrap();
    assert_eq!(again.public(), key.public());
    let signature = again.sign(b"what is signed");

    let public = openssl(&dir, "pkey -in key.pem -passin file:pass -pubout");
    assert_eq!(String::from_utf8(public).unwrap(), public_pem(&key.public()));
    let theirs = openssl(
        &dir,
        "pkeyutl -sign -rawin -inkey key.pem -passin file:pass -in message -out sig -keyform PEM",
    );
    assert!(theirs.is_empty());
    assert_eq!(fs::read(dir.path().join("sig")).unwrap(), signature);

    fs::write(dir.path().join("pub.pem"), public_pem(&key.public())).unwrap();
    let der = openssl(&dir, "pkey -pubin -in pub.pem -outform DER");
    assert_eq!(crate::base::Sha256::of(&der).to_string(), fingerprint(&key.public()).replace(' ', ""));
    let shown = openssl(&dir, "asn1parse -in key.pem");
    assert!(String::from_utf8(shown).unwrap().contains(":0927C0"), "600,000 rounds");
}

#[test]
fn keys_that_openssl_made_open_here() {
    for args in [
        "genpkey -algorithm ED25519 -aes-256-cbc -pass pass:schl\u{fc}ssel",
        "pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256 -iter 600000 -in plain.pem -passout pass:schl\u{fc}ssel",
    ] {
        let text = made_by_openssl(args);
        SecretKey::from_encrypted_pem(&text, &pass("schlu\u{308}ssel")).unwrap();
        SecretKey::from_encrypted_pem(&text.replace('\n', "\r\n"), &pass("schl\u{fc}ssel")).unwrap();
    }
}

#[test]
fn another_passphrase_does_not_open_it() {
    let text = SecretKey::generate().unwrap().encrypt(&pass(PASS), 1).unwrap();
    // Enough of them for noise that happens to end like padding (1 in 256).
    for n in 0..1000 {
        let e = SecretKey::from_encrypted_pem(&text, &pass(&format!("{PASS}{n}"))).unwrap_err();
        assert_eq!(e, KeyError::WrongPassphrase);
    }
}

#[test]
fn ten_million_rounds_are_refused_before_they_are_computed() {
    let params = pbes2::Parameters::generate_pbkdf2_sha256_aes256cbc(10_000_000, &[1; 16], [2; 16]).unwrap();
    let info = EncryptedPrivateKeyInfoRef {
        encryption_algorithm: params.into(),
        encrypted_data: OctetStringRef::new(&[3; 64]).unwrap(),
    };
    let text = pem::encode_string("ENCRYPTED PRIVATE KEY", LineEnding::LF, &info.to_der().unwrap()).unwrap();
    let started = std::time::Instant::now();
    assert_eq!(refusal(&text), KeyError::TooManyRounds { rounds: 10_000_000 });
    assert!(started.elapsed().as_millis() < 50);
}

#[test]
fn other_files_are_named_for_what_they_are() {
    let encryption = |found: &str| KeyError::Encryption { found: found.into() };
    let other = |found: &str| KeyError::OtherKind { found: found.into(), wanted: "ENCRYPTED PRIVATE KEY" };
    let topk8 =
        |how: &str| made_by_openssl(&format!("pkcs8 -topk8 -in plain.pem -passout pass:horses {how}"));
    for (text, expected) in [
        (made_by_openssl("pkey -in plain.pem"), KeyError::Unencrypted),
        (made_by_openssl("pkey -in plain.pem -pubout"), other("PUBLIC KEY")),
        (topk8("-scrypt"), encryption("scrypt")),
        (topk8("-v2 aes-256-cbc -v2prf hmacWithSHA1"), encryption("PBKDF2-HMAC-SHA1")),
        (topk8("-v2 aes-128-cbc"), encryption("2.16.840.1.101.3.4.1.2")),
        (topk8("-v2 des3"), encryption("1.2.840.113549.3.7")),
        (topk8("-v1 PBE-SHA1-3DES"), encryption("1.2.840.113549.1.12.1.3")),
        ("-----BEGIN \u{1b}[2J-----".into(), other("[2J")),
        (String::new(), KeyError::NotAKey),
        ("x".repeat(65_537), KeyError::TooLarge),
    ] {
        assert_eq!(refusal(&text), expected, "{text}");
    }
    let x25519 = made_by_openssl("genpkey -algorithm X25519 -aes-256-cbc -pass pass:correct.horse");
    let e = SecretKey::from_encrypted_pem(&x25519, &pass("correct.horse")).unwrap_err();
    assert_eq!(e, KeyError::NotEd25519 { oid: "1.3.101.110".into() });
}

#[test]
fn debug_and_messages_show_no_secret() {
    let key = SecretKey::generate().unwrap();
    let shown = format!("{key:?}");
    assert_eq!(shown, format!("SecretKey(public {})", fingerprint(&key.public())));
    let e = key.expect_public(&[7; 32]).unwrap_err();
    assert!(e.fact(Lang::De).contains("erwartet war"));
    assert!(e.advice(Lang::En).unwrap().contains("backup"));
}

/// The encryption has no checksum, so this is what protects from a damaged file.
#[test]
fn a_flipped_bit_can_open_as_another_key_which_expect_public_refuses() {
    let key = SecretKey::generate().unwrap();
    let text = key.encrypt(&pass(PASS), 1).unwrap();
    let (label, mut der) = pem::decode_vec(text.as_bytes()).unwrap();
    let second_block = der.len() - 64 + 16;
    der[second_block] ^= 1;
    let damaged = pem::encode_string(label, LineEnding::LF, &der).unwrap();
    let opened = SecretKey::from_encrypted_pem(&damaged, &pass(PASS)).unwrap();
    assert!(matches!(opened.expect_public(&key.public()), Err(KeyError::OtherKey { .. })));
}

fn sample() -> (&'static str, [u8; 32]) {
    static SAMPLE: std::sync::OnceLock<(String, [u8; 32])> = std::sync::OnceLock::new();
    let (text, public) = SAMPLE.get_or_init(|| {
        let key = SecretKey::generate().unwrap();
        (key.encrypt(&pass(PASS), 1).unwrap(), key.public())
    });
    (text, *public)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn a_damaged_file_never_gives_the_key_and_never_panics(at in 0usize..1000, bit in 0u8..7, cut: bool) {
        let (text, public) = sample();
        let mut bytes = text.as_bytes().to_vec();
        let at = at % (bytes.len() - 1); // the final line break may be missing
        if cut { bytes.truncate(at) } else { bytes[at] ^= 1 << bit }
        let damaged = String::from_utf8(bytes).unwrap();
        let opened = SecretKey::from_encrypted_pem(&damaged, &pass(PASS));
        prop_assert!(opened.and_then(|k| k.expect_public(&public)).is_err(), "{damaged}");
    }

    #[test]
    fn any_der_in_the_right_envelope_is_refused(der in prop::collection::vec(any::<u8>(), 1..200)) {
        let text = pem::encode_string("ENCRYPTED PRIVATE KEY", LineEnding::LF, &der).unwrap();
        refusal(&text);
    }
}

/// Messages, logs and panics may show any value: of a secret they show whose it is.
#[test]
fn debug_shows_no_secret() {
    let key = SecretKey::generate().unwrap();
    assert_eq!(format!("{key:?}"), format!("SecretKey(public {})", fingerprint(&key.public())));
    let holder = Holder { name: "Erika Muster", organization: "Musterkammer", title: None };
    let seal = SealKey::generate(holder, "2018-07-02T10:00:00+02:00".parse().unwrap()).unwrap();
    assert_eq!(format!("{seal:?}"), format!("SealKey({:?})", seal.certificate()));
    assert_eq!(format!("{:?}", pass(PASS)), "Passphrase(…)");
}
