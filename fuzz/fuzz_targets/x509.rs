//! X.509 certificates in DER, and bundles of them in PEM.
#![no_main]

use inkraft::verify::chain::Authorities;
use inkraft::verify::x509::Certificate;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Some(certificate) = Certificate::parse(bytes) {
        assert_eq!(certificate.der(), bytes);
        let (from, until) = certificate.validity();
        assert_eq!(certificate.covers(from), from <= until);
        // What is shown of it is one line without controls.
        for told in [certificate.subject(), certificate.issuer(), certificate.holder()] {
            assert!(!told.chars().any(char::is_control), "{told:?}");
        }
        let _ = certificate.is_for_stamps();
    }
    if let Ok(authorities) = Authorities::parse(bytes) {
        assert!(!authorities.is_empty());
    }
});
