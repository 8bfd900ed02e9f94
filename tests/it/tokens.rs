//! Signatures and time stamps that openssl made are checked, and none that was spoiled holds.

use inkraft::verify::algorithm::{BadSignature, Hash};
use inkraft::verify::chain::{Authorities, BadAuthorities, NoChain};
use inkraft::verify::cms::{BadCms, check_detached};
use inkraft::verify::token::{BadToken, check};
use inkraft::verify::x509::Certificate;
use proptest::prelude::*;

use crate::pki::{P256, P384, Pki, RSA, STAMPS};

const PDF: &[u8] = b"%PDF of some kind";

#[test]
fn signatures_of_every_algorithm_hold() {
    let pki = Pki::new();
    let cases = [
        (P256, Pki::PADES, Hash::Sha256),
        (P256, "-cades -md sha384", Hash::Sha384),
        (P256, "-cades -md sha512 -keyid", Hash::Sha512),
        (P384, "-cades -md sha384", Hash::Sha384),
        (RSA, Pki::PADES, Hash::Sha256),
        (RSA, "-cades -md sha512", Hash::Sha512),
        (RSA, "-cades -md sha256 -keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen:digest", Hash::Sha256),
        (RSA, "-cades -md sha384 -keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen:digest", Hash::Sha384),
    ];
    for (i, (key, options, hash)) in cases.into_iter().enumerate() {
        let name = format!("k{i}");
        pki.own(&name, key, &[]);
        let der = pki.cms(PDF, &name, options);
        let signed =
            check_detached(&der, &[&PDF[..4], &PDF[4..]]).unwrap_or_else(|e| panic!("{options}: {e}"));
        assert_eq!(signed.hash, hash, "{options}");
        assert_eq!(signed.certificate.der(), pki.der(&name));
        assert_eq!(signed.certificate.subject(), format!("CN=Erika {name}, O=Musterkammer"));
        assert_eq!(signed.certificate.holder(), format!("Erika {name}"));
        assert_eq!(signed.stamp, None);
        assert_eq!(check_detached(&der, &[b"%PDF of some kinds"]), Err(BadCms::Digest));
    }
}

#[test]
fn each_fault_of_a_signature_is_named() {
    let pki = Pki::new();
    pki.own("a", P256, &[]);
    pki.own("b", P256, &[]);
    let refused = |der: &[u8]| check_detached(der, &[PDF]).unwrap_err();
    pki.own("short", "-newkey rsa:1024", &[]);
    let bits = BadCms::Signature(BadSignature::Bits(1024));
    assert_eq!(refused(&pki.cms(PDF, "short", Pki::PADES)), bits);
    // Whose certificate it is must be among what was signed.
    let unnamed = BadCms::Attribute("signing-certificate-v2");
    assert_eq!(refused(&pki.cms(PDF, "a", "-md sha256")), unnamed);
    let two = pki.cms(PDF, "a", "-cades -md sha256 -signer b.pem -inkey b.key");
    assert_eq!(refused(&two), BadCms::Signers(2));
    assert_eq!(refused(&pki.cms(PDF, "a", "-cades -md sha256 -nocerts")), BadCms::NoCertificate);
    assert_eq!(refused(&pki.cms(PDF, "a", "-cades -md sha256 -nodetach")), BadCms::Content);
    assert_eq!(refused(&pki.cms(PDF, "a", "-cades -md sha1")), BadCms::Hash("1.3.14.3.2.26".into()));
    assert_eq!(refused(&pki.cms(PDF, "a", "-md sha256 -noattr")), BadCms::Attribute("content-type"));
    let typed = refused(&pki.cms(PDF, "a", "-cades -md sha256 -econtent_type 1.2.3.4"));
    assert_eq!(typed, BadCms::ContentType("1.2.3.4".into()));
    // The same key in another certificate of the same name and number.
    pki.sh("openssl req -x509 -new -key a.key -set_serial 7 -subj /CN=A -out one.pem -days 9\n\
         openssl req -x509 -new -key a.key -set_serial 7 -subj /CN=A -out two.pem -days 99\n\
         cp a.key one.key");
    let other = pki.cms(PDF, "one", "-cades -md sha256 -nocerts -certfile two.pem");
    assert_eq!(refused(&other), BadCms::OtherCertificate);
    assert_eq!(refused(b""), BadCms::Unreadable);
    let good = pki.cms(PDF, "a", Pki::PADES);
    assert_eq!(refused(&[&good[..], &[0]].concat()), BadCms::Unreadable);
}

#[test]
fn a_token_holds_over_its_bytes_only() {
    let pki = Pki::new();
    pki.own("rsa", RSA, &[STAMPS]);
    pki.own("ec", P256, &[STAMPS]);
    for (authority, query, hash, nonce) in [
        ("rsa", "-sha256 -cert", Hash::Sha256, true),
        ("ec", "-sha512 -cert -no_nonce", Hash::Sha512, false),
        ("ec", "-sha384 -cert", Hash::Sha384, true),
    ] {
        let der = pki.token(PDF, authority, query);
        let token = check(&der, PDF).unwrap_or_else(|e| panic!("{query}: {e}"));
        assert_eq!((token.hash, token.nonce.is_some()), (hash, nonce));
        assert_eq!(token.policy, "1.2.3.4.1");
        assert_eq!(token.signer.der(), pki.der(authority));
        assert!(token.signer.covers(token.time));
        assert_eq!(check(&der, b"other"), Err(BadToken::Imprint));
    }
    let without = pki.token(PDF, "ec", "-sha256");
    assert_eq!(check(&without, PDF), Err(BadToken::Cms(BadCms::NoCertificate)));
    // A signature that is none over a time stamp.
    let signature = pki.cms(PDF, "ec", "-cades -md sha256 -nodetach");
    let other = BadCms::ContentType("1.2.840.113549.1.7.1".into());
    assert_eq!(check(&signature, PDF), Err(BadToken::Cms(other)));
    let attached = pki.cms(
        b"\x30\x03\x02\x01\x01",
        "ec",
        "-cades -md sha256 -nodetach -econtent_type 1.2.840.113549.1.9.16.1.4",
    );
    assert_eq!(check(&attached, PDF), Err(BadToken::Unreadable));
}

#[test]
fn a_token_of_before_names_its_certificate_by_sha1() {
    let pki = Pki::new();
    pki.own("old", RSA, &[STAMPS]);
    let config = "[tsa]\nserial=serial\nsigner_cert=old.pem\nsigner_key=old.key\nsigner_digest=sha256\n\
                  default_policy=1.2.3.4.1\ndigests=sha256\ness_cert_id_alg=sha1\n";
    std::fs::write(pki.path("old.config"), config).unwrap();
    std::fs::write(pki.path("about"), PDF).unwrap();
    pki.sh(
        "openssl ts -query -data about -sha256 -cert -out query.tsq 2>/dev/null\n\
         openssl ts -reply -config old.config -section tsa -queryfile query.tsq -token_out -out token.tst 2>/dev/null",
    );
    assert!(check(&pki.read("token.tst"), PDF).is_ok());
}

#[test]
fn a_chain_leads_to_a_pinned_authority_or_not() {
    let pki = Pki::new();
    pki.root("root", RSA);
    pki.root("stranger", P384);
    let authority = ["basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign"];
    pki.issued("between", P384, "root", &authority);
    pki.issued("stamps", P256, "between", &[STAMPS]);
    pki.issued("web", P256, "between", &["extendedKeyUsage=critical,serverAuth"]);
    pki.issued("both", P256, "between", &["extendedKeyUsage=critical,timeStamping,serverAuth"]);
    pki.issued("mild", P256, "between", &["extendedKeyUsage=timeStamping"]);
    let authorities = |name: &str| Authorities::parse(&pki.read(&format!("{name}.pem"))).unwrap();
    let (root, stranger) = (authorities("root"), authorities("stranger"));
    // openssl adds the chain with `certs`.
    let between = vec![pki.der("between")];
    let token = check(&pki.token(PDF, "stamps", "-sha256 -cert"), PDF).unwrap();
    let chain = |authorities: &Authorities, at| authorities.chain(&token.signer, &between, at);
    assert_eq!(chain(&root, token.time), Ok(()));
    assert_eq!(chain(&stranger, token.time), Err(NoChain::Unknown));
    assert_eq!(chain(&Authorities::default(), token.time), Err(NoChain::Unknown));
    assert_eq!(root.chain(&token.signer, &[], token.time), Err(NoChain::Unknown));
    assert_eq!(token.chain(&authorities("between"), token.time), Ok(()));
    for at in [0, -1, token.time + 2001 * 86_400] {
        assert_eq!(chain(&root, at), Err(NoChain::Expired), "{at}");
    }
    for other in ["web", "both", "mild"] {
        let signer = Certificate::parse(&pki.der(other)).unwrap();
        assert_eq!(root.chain(&signer, &between, token.time), Err(NoChain::Purpose), "{other}");
    }
    // What is made below is a second younger.
    let later = token.time + 60;
    // A certificate that issues others issues no time stamps, and one that does not issue any is no link.
    pki.issued("leaf", P256, "stamps", &[STAMPS]);
    let leaf = Certificate::parse(&pki.der("leaf")).unwrap();
    let more = vec![pki.der("between"), pki.der("stamps")];
    assert_eq!(root.chain(&leaf, &more, later), Err(NoChain::Broken));
    // Its own pinned certificate, and a name that lies.
    pki.own("alone", P256, &[STAMPS, "basicConstraints=critical,CA:FALSE"]);
    let alone = Certificate::parse(&pki.der("alone")).unwrap();
    assert_eq!(authorities("alone").chain(&alone, &[], later), Ok(()));
    pki.sh("cp alone.pem first.pem");
    pki.own("alone", P256, &[STAMPS, "basicConstraints=critical,CA:FALSE"]);
    assert_eq!(authorities("alone").chain(&alone, &[], later), Err(NoChain::Broken));
}

#[test]
fn a_pinned_certificate_has_its_time_too() {
    let pki = Pki::new();
    pki.root("root", P256);
    pki.issued("stamps", P256, "root", &[STAMPS]);
    // The same authority, pinned by a certificate that ends tomorrow.
    pki.sh(
        "openssl req -x509 -new -key root.key -subj '/O=Musterkammer/CN=Erika root' -days 1 -out short.pem \
         -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign\n\
         cat short.pem root.pem > both.pem",
    );
    let signer = Certificate::parse(&pki.der("stamps")).unwrap();
    let authorities = |name: &str| Authorities::parse(&pki.read(&format!("{name}.pem"))).unwrap();
    let soon = signer.validity().0 + 60;
    let (day, late) = (86_400, signer.validity().1 - 60);
    let short = authorities("short");
    assert_eq!(short.chain(&signer, &[], soon), Ok(()));
    assert_eq!(short.chain(&signer, &[], soon + 2 * day), Err(NoChain::Expired));
    assert_eq!(short.chain(&signer, &[], late), Err(NoChain::Expired));
    // Renewed beside it: one that is valid is enough.
    assert_eq!(authorities("both").chain(&signer, &[], late), Ok(()));
    pki.own("other", P256, &[STAMPS, "basicConstraints=critical,CA:FALSE"]);
    let other = Certificate::parse(&pki.der("other")).unwrap();
    assert_eq!(short.chain(&other, &[], soon + 2 * day), Err(NoChain::Unknown));
}

#[test]
fn a_bundle_is_certificates_in_pem() {
    let pki = Pki::new();
    pki.root("a", P256);
    pki.root("b", RSA);
    pki.sh("(echo 'A: the first'; cat a.pem; echo; cat b.key b.pem) > both.pem");
    assert!(!Authorities::parse(&pki.read("both.pem")).unwrap().is_empty());
    let refused = |pem: &[u8]| Authorities::parse(pem).unwrap_err();
    assert_eq!(refused(b""), BadAuthorities::NoCertificate);
    assert_eq!(refused(&pki.read("a.key")), BadAuthorities::NoCertificate);
    let torn = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    assert_eq!(refused(torn.as_bytes()), BadAuthorities::Unreadable(1));
    assert_eq!(refused(&[&pki.read("a.pem")[..], torn.as_bytes()].concat()), BadAuthorities::Unreadable(2));
    assert_eq!(refused(torn.split("-----END").next().unwrap().as_bytes()), BadAuthorities::Unreadable(1));
}

#[test]
fn no_byte_can_be_changed_unnoticed() {
    let pki = Pki::new();
    pki.own("ec", P256, &[STAMPS]);
    let token = pki.token(PDF, "ec", "-sha256 -cert");
    let good = check(&token, PDF).unwrap();
    // Which bytes may be others, because nobody signs them: versions, the list of hash functions, and parameters
    // that may be absent or NULL. Whatever is told must stay the same.
    let mut free = 0;
    for at in 0..token.len() {
        let mut other = token.clone();
        other[at] ^= 1;
        if let Ok(read) = check(&other, PDF) {
            free += 1;
            assert_eq!(
                (read.time, &read.signer, &read.serial),
                (good.time, &good.signer, &good.serial),
                "{at}"
            );
        }
    }
    assert!(free < 30, "{free} bytes can be changed");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_read_panics(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = check_detached(&bytes, &[PDF]);
        let _ = check(&bytes, PDF);
        let _ = Authorities::parse(&bytes);
        prop_assert!(Certificate::parse(&bytes).is_none());
    }

    #[test]
    fn nothing_spoiled_panics(cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        static SAMPLES: std::sync::LazyLock<Vec<u8>> = std::sync::LazyLock::new(|| {
            let pki = Pki::new();
            pki.own("rsa", RSA, &[STAMPS]);
            pki.token(PDF, "rsa", "-sha256 -cert")
        });
        let mut der = SAMPLES.clone();
        for (at, byte) in cuts {
            let at = at.index(der.len());
            der[at] = byte;
        }
        let read = check(&der, PDF);
        prop_assert!(read.is_err() || read == check(&SAMPLES, PDF));
    }
}
