//! Ways in which ordinary commands could once spoil an archive, or a check be led astray.

use std::fs;

use crate::site::{Site, copy, policy};

fn signed() -> Site {
    let site = Site::new();
    site.draft("hausordnung", &policy("Hausordnung", "2018-07-25")).signed("sign hausordnung");
    site
}

/// An entry that is void can never be taken back, so a reader's judgement is asked before it is committed.
#[test]
fn an_entry_that_would_not_stand_is_not_committed() {
    let mut site = signed();
    let entries = |site: &Site| fs::read_dir(site.archive().join("checkpoints")).unwrap().count();
    site.at("2018-12-01T10:00:00+01:00").signed("repeal hausordnung --last-day 2020-12-31");
    // A record that no reader would take in.
    site.at("2018-12-02T10:00:00+01:00");
    let long = "x".repeat(61_000);
    let refused = site.sign(&format!("withdraw hausordnung --version 1 --ground court --reason {long}"));
    assert!(refused.starts_with("exit 2\n") && refused.contains("zu groß"), "{refused}");
    assert_eq!(entries(&site), 3);
    assert!(site.run("verify").starts_with("exit 0\n"));
    site.signed("withdraw hausordnung --version 1 --ground court --reason kurz");
}

/// The memory is found by what the trust anchor names, not by a file that anybody can lay into a copy.
#[test]
fn a_stray_file_does_not_hide_a_rollback() {
    let mut site = signed();
    let older = site.path("older");
    copy(&site.archive(), &older);
    site.at("2018-08-02T10:00:00+02:00").signed("repeal hausordnung --last-day 2020-12-31");
    fs::remove_dir_all(site.archive()).unwrap();
    copy(&older, &site.archive());
    for stray in ["tile/entries/000.p/255", "tile/entries/000"] {
        fs::write(site.archive().join(stray), "").unwrap();
        let told = site.run("verify");
        assert!(
            told.starts_with("exit 1\n") && told.contains("ist älter als der Stand 3"),
            "{stray}: {told}"
        );
        assert!(site.run("in-force hausordnung").starts_with("exit 1\n"), "{stray}");
        fs::remove_file(site.archive().join(stray)).unwrap();
    }
}

/// What a draft says of the end and of those beside stays when only the first day is given.
#[test]
fn a_first_day_on_the_command_line_leaves_the_rest_of_the_draft() {
    let site = Site::new();
    let text = policy("Hausordnung", "2018-07-25")
        .replace("from = 2018-07-25", "from = 2018-07-25\nlast_day = 2019-12-31");
    site.draft("hausordnung", &text).signed("sign hausordnung --from 2018-08-01");
    let told = site.run("history hausordnung");
    assert!(told.contains("vom 01.08.2018 bis 31.12.2019"), "{told}");
}

/// The address of the current version leads to what is in force, or nowhere.
#[test]
fn the_address_of_the_current_version_ends_with_it() {
    let mut site = signed();
    let current = site.path("regelwerk/public/hausordnung/hausordnung.pdf");
    site.at("2018-08-02T10:00:00+02:00");
    let attach = "attach hausordnung --page public/impressum.html --create";
    assert!(site.run(attach).starts_with("exit 0\n"));
    assert!(current.is_file());
    site.signed("repeal hausordnung --last-day 2018-12-31");
    site.at("2019-02-01T10:00:00+01:00");
    let told = site.run(attach);
    assert!(told.starts_with("exit 0\n") && told.contains("hausordnung.pdf entfernt"), "{told}");
    assert!(!current.exists());
    assert!(site.path("regelwerk/public/hausordnung/1/hausordnung-v1.pdf").is_file());
}

/// A clock that runs behind must not hide the newest records.
#[test]
fn records_logged_after_today_are_known_all_the_same() {
    let mut site = signed();
    site.at("2018-08-02T10:00:00+02:00")
        .signed("withdraw hausordnung --version 1 --ground error --reason Versehen");
    site.at("2018-07-30T10:00:00+02:00");
    let told = site.run("in-force hausordnung");
    assert!(told.starts_with("exit 3\n") && told.contains("zurückgenommen"), "{told}");
}

/// A copy that is still on its way holds files of an entry that it has not committed yet: on a machine that
/// did not sign the last entry they are not swept away.
#[test]
fn a_copy_that_is_not_complete_is_not_swept() {
    let mut site = signed();
    let older = site.path("older");
    copy(&site.archive(), &older);
    site.at("2018-08-02T10:00:00+02:00").signed("sign hausordnung --from 2018-09-01");
    for arrived in ["tile/entries/000.p/3", "policies/hausordnung/2/hausordnung-v2.pdf"] {
        fs::create_dir_all(older.join(arrived).parent().unwrap()).unwrap();
        fs::copy(site.archive().join(arrived), older.join(arrived)).unwrap();
    }
    fs::remove_dir_all(site.archive()).unwrap();
    copy(&older, &site.archive());
    fs::remove_dir_all(site.path("state")).unwrap();
    let refused = site.sign("repeal hausordnung --last-day 2020-12-31");
    assert!(refused.starts_with("exit 2\n") && refused.contains("--accept-leftovers"), "{refused}");
    assert!(site.archive().join("policies/hausordnung/2/hausordnung-v2.pdf").is_file());
    site.signed("repeal hausordnung --last-day 2020-12-31 --accept-leftovers");
    assert!(!site.archive().join("policies/hausordnung/2").exists());
    assert!(site.run("verify").starts_with("exit 0\n"));
}

/// What `init` leaves when it is killed would keep an archive from being written to.
#[test]
fn no_workspace_is_made_inside_an_archive() {
    let site = signed();
    let told = site.run("init archive --publisher P --origin o.example/a --officer E --function F --passphrase-file ../passphrase");
    assert!(told.starts_with("exit 2\n") && told.contains("archive/checkpoints gibt es schon"), "{told}");
    assert!(site.run("verify").starts_with("exit 0\n"));
}
