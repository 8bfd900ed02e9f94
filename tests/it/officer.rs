//! The officer's way, as whole transcripts of the real program in both languages.

use insta::assert_snapshot;

use crate::site::{Site, policy};

#[test]
fn the_first_version_is_signed_verified_and_in_force() {
    let mut site = Site::new();
    site.draft("hausordnung", &policy("Hausordnung", "2018-07-25"));
    assert_snapshot!(site.sign("sign hausordnung"), @"");
    site.at("2018-08-01T09:00:00+02:00");
    assert_snapshot!(site.run("verify"), @"");
    assert_snapshot!(site.run("in-force hausordnung"), @"");
}
